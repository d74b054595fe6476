"""Assemblies of a round at the desk: called, moved, cancelled, their papers."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import assemblies as acts
from pb.acts import assembly_papers as papers
from pb.records import assemblies, places, proposals, rounds
from pb.records.assemblies import Assembly
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.rules.refusals import Code, NotFound
from pb.rules.rounds import is_open, require_open
from pb.services import assemblies as guards
from pb.web.access import actor, at, here, needs
from pb.web.downloads import attached
from pb.web.forms.assemblies import AssemblyForm, ListForm, ReasonForm
from pb.web.forms.paper_ballots import FileForm
from pb.web.language import language
from pb.web.limits import Limit, limited
from pb.web.paging import Pages
from pb.web.refusals import refusals_on
from pb.web.surroundings import now

bp = Blueprint("assemblies", __name__, url_prefix="/<place>/desk/rounds/<round_slug>/assemblies")

A_PAGE = 25
PDF = "application/pdf"
PAPERS = {"notice": papers.notice, "list": papers.blank_list, "minutes": papers.minutes}


@bp.get("")
@needs(Act.USE_DESK)
def index(round_slug: str) -> str:
    """Every assembly of the round, and where it is."""
    round_ = rounds.round_of(here().id, round_slug)
    found = guards.assembly_lines(round_, now())
    pages = Pages(request.args.get("page", ""), len(found), A_PAGE)
    return render_template(
        "assemblies/index.html",
        round=round_,
        lines=found[pages.offset : pages.offset + A_PAGE],
        pages=pages,
        is_allowed=guards.is_allowed(round_),
        is_now=is_open(Act.CALL_ASSEMBLY, round_.phase(now())),
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(Act.CALL_ASSEMBLY)
def announce(round_slug: str) -> str | Response:
    """Call an assembly."""
    round_ = rounds.round_of(here().id, round_slug)
    require_open(Act.CALL_ASSEMBLY, round_.phase(now()), round_.schedule)
    guards.require_allowed(round_)
    form = AssemblyForm().offer(list(places.settlements_of(here().id)))
    if form.validate_on_submit():
        with refusals_on(form):
            ref = acts.announce(actor(), here().id, round_slug, form.facts(), now())
            return _to(round_slug, ref, gettext("The assembly is announced. Hang the notice up."))
    return render_template("assemblies/form.html", round=round_, form=form, assembly=None)


@bp.get("/<ref>")
@needs(Act.USE_DESK)
def show(round_slug: str, ref: str) -> str:
    """One assembly with what is to be done next."""
    return assembly_page(round_slug, ref, FileForm(formdata=None))


@bp.route("/<ref>/move", methods=["GET", "POST"])
@needs(Act.CALL_ASSEMBLY)
def move(round_slug: str, ref: str) -> str | Response:
    """Change place, day, hour or who is called."""
    round_, assembly = _found(round_slug, ref)
    villages = list(places.settlements_of(here().id))
    form = AssemblyForm().offer(villages)
    if form.validate_on_submit():
        with refusals_on(form):
            acts.move(actor(), here().id, round_slug, ref, form.facts(), now())
            return _to(round_slug, ref, gettext("Changed. Hang the new notice up."))
    elif not form.is_submitted():
        called = next((one.slug for one in villages if one.id == assembly.settlement_id), None)
        form.show(assembly, called)
    return render_template("assemblies/form.html", round=round_, form=form, assembly=assembly)


@bp.route("/<ref>/cancel", methods=["GET", "POST"])
@needs(Act.CANCEL_ASSEMBLY)
def cancel(round_slug: str, ref: str) -> str | Response:
    """Say that it is not held, with a reason."""
    round_, assembly = _found(round_slug, ref)
    form, who = ReasonForm(), actor()
    if not form.is_submitted() and assembly.starts_at <= now() and not who.is_confirmed:
        return redirect(at("sign_in.step_up", next=request.path))
    if form.validate_on_submit():
        with refusals_on(form):
            acts.cancel(who, here().id, round_slug, ref, form.reason.data or "", now())
            return _to(round_slug, ref, gettext("The assembly is cancelled."))
    return render_template("assemblies/cancel.html", round=round_, form=form, assembly=assembly)


@bp.get("/<ref>/<paper>.pdf")
@needs(Act.USE_DESK)
@limited(Limit.EXPORT)
def paper(round_slug: str, ref: str, paper: str) -> Response:
    """The notice, a list without names, the minutes."""
    round_, assembly = _found(round_slug, ref)
    made = PAPERS.get(paper)
    if made is None:
        raise NotFound(Code.NOT_FOUND)
    wanted = request.args.get("language")
    content = made(round_, assembly, wanted if wanted in ("ky", "ru") else language())
    return attached(content, PDF, f"assembly-{assembly.number}-{paper}.pdf")


@bp.route("/<ref>/names", methods=["GET", "POST"])
@needs(Act.PRINT_ROLL_SHEETS)
@limited(Limit.UPLOAD)
def names(round_slug: str, ref: str) -> str | Response:
    """Those who are called with lines to sign on, to be printed."""
    round_, assembly = _found(round_slug, ref)
    form = ListForm()
    if form.validate_on_submit():
        with refusals_on(form):
            part, why = form.part.data or 0, form.reason.data or ""
            content = papers.print_list(
                actor(), here().id, round_slug, ref, part, why, language(), now()
            )
            return attached(content, PDF, f"assembly-{assembly.number}-names-{part}.pdf")
    elif not form.is_submitted():
        form.part.data = 1
        form.reason.data = gettext("The list is printed for the assembly.")
    return render_template(
        "assemblies/names.html", round=round_, assembly=assembly, form=form, a_file=papers.A_FILE
    )


def assembly_page(round_slug: str, ref: str, form: FileForm) -> str:
    """The page of an assembly, also with a file that was refused."""
    round_, assembly = _found(round_slug, ref)
    line = next(
        one for one in guards.assembly_lines(round_, now()) if one.assembly.id == assembly.id
    )
    phase = round_.phase(now())
    return render_template(
        "assemblies/show.html",
        round=round_,
        line=line,
        came=assemblies.attendance_of(here().id, assembly.id),
        villages=guards.villages_called(round_, assembly),
        projects=proposals.projects_of(round_.id),
        is_within=guards.is_within_voting(round_, assembly),
        may_mark=is_open(Act.MARK_AT_ASSEMBLY, phase),
        may_print=is_open(Act.PRINT_ROLL_SHEETS, phase),
        may_cancel=is_open(Act.CANCEL_ASSEMBLY, phase)
        and guards.may_cancel(actor(), assembly, now()),
        form=form,
    )


def _found(round_slug: str, ref: str) -> tuple[Round, Assembly]:
    round_ = rounds.round_of(here().id, round_slug)
    return round_, assemblies.assembly_of(here().id, round_.id, ref)


def _to(round_slug: str, ref: str, said: str) -> Response:
    flash(said)
    return redirect(url_for(".show", place=here().slug, round_slug=round_slug, ref=ref), 303)
