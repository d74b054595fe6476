"""The act of an assembly: its minutes entered by one, confirmed or sent back by another."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import assembly_acts as acts
from pb.records import assemblies, proposals, rounds
from pb.records.assemblies import Assembly
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.rules.rounds import require_open
from pb.services import assemblies as guards
from pb.web.access import actor, here, needs
from pb.web.downloads import attached
from pb.web.forms.assemblies import ActForm, ConfirmForm, act_form
from pb.web.forms.paper_ballots import FileForm
from pb.web.language import language
from pb.web.limits import Limit, limited
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings
from pb.web.views.assemblies import assembly_page

bp = Blueprint(
    "assembly_acts",
    __name__,
    url_prefix="/<place>/desk/rounds/<round_slug>/assemblies/<ref>/act",
)

CONFIRM, BACK = "confirm", "back"


@bp.route("", methods=["GET", "POST"])
@needs(Act.ENTER_ASSEMBLY_ACT)
def enter(round_slug: str, ref: str) -> str | Response:
    """Write down what the minutes say."""
    round_, assembly = _found(round_slug, ref)
    require_open(Act.ENTER_ASSEMBLY_ACT, round_.phase(now()), round_.schedule)
    villages = guards.villages_called(round_, assembly)
    projects = proposals.projects_of(round_.id)
    numbers = [project.number for project in projects]
    form = act_form(villages, numbers, language())
    if form.validate_on_submit():
        with refusals_on(form):
            facts = form.facts([one.slug for one in villages], numbers)
            acts.enter(actor(), here().id, round_slug, ref, facts, now())
            return _to(round_slug, ref, gettext("The act is entered. Another person confirms it."))
    elif not form.is_submitted():
        _show(form, round_, assembly)
    return render_template(
        "assemblies/act.html",
        round=round_,
        assembly=assembly,
        form=form,
        villages=villages,
        projects=projects,
        known=guards.known_of(round_, assembly),
    )


@bp.route("/confirm", methods=["GET", "POST"])
@needs(Act.CONFIRM_ASSEMBLY_ACT)
def confirm(round_slug: str, ref: str) -> str | Response:
    """Stand for the act as the second person, or send it back."""
    round_, assembly = _found(round_slug, ref)
    form, then = ConfirmForm(), request.form.get("then")
    if form.validate_on_submit():
        with refusals_on(form):
            seen = form.looked_at()
            if then == BACK:
                reason = form.reason.data or ""
                acts.send_back(actor(), here().id, round_slug, ref, seen, reason, now())
                return _to(round_slug, ref, gettext("The act is sent back and entered anew."))
            if then == CONFIRM:
                acts.confirm(actor(), here().id, round_slug, ref, seen, now())
                return _to(round_slug, ref, _confirmed(assembly))
    return render_template(
        "assemblies/confirm.html",
        round=round_,
        assembly=assembly,
        act=assemblies.act_of(here().id, assembly.id),
        came=assemblies.attendance_of(here().id, assembly.id),
        hands=assemblies.hands_of(here().id, round_.id).get(assembly.id, {}),
        villages=guards.villages_called(round_, assembly),
        projects=proposals.projects_of(round_.id),
        form=form,
    )


@bp.post("/scan")
@needs(Act.ENTER_ASSEMBLY_ACT)
@limited(Limit.UPLOAD)
def attach(round_slug: str, ref: str) -> str | Response:
    """Keep the scan of the signed minutes."""
    g.form_path = _at(round_slug, ref)
    form = FileForm()
    if form.validate_on_submit():
        with refusals_on(form):
            content, storage = form.content(), surroundings().storage
            acts.attach_scan(actor(), here().id, round_slug, ref, content, storage, now())
            return _to(round_slug, ref, gettext("The scan is kept."))
    return assembly_page(round_slug, ref, form)


@bp.get("/scan")
@needs(Act.USE_DESK)
def scan(round_slug: str, ref: str) -> Response:
    """The scan of the signed minutes."""
    round_ = rounds.round_of(here().id, round_slug)
    kept, content = acts.scan(here().id, round_.id, ref, surroundings().storage)
    ending = "pdf" if kept.media_type == "application/pdf" else "jpg"
    return attached(content, kept.media_type, f"minutes-{ref}.{ending}", kept.sha256)


def _found(round_slug: str, ref: str) -> tuple[Round, Assembly]:
    round_ = rounds.round_of(here().id, round_slug)
    return round_, assemblies.assembly_of(here().id, round_.id, ref)


def _show(form: ActForm, round_: Round, assembly: Assembly) -> None:
    """Fill the form with the act there is, also one that was sent back: little of it changes."""
    act = assemblies.act_of(here().id, assembly.id)
    if act is not None:
        hands = assemblies.hands_of(here().id, round_.id).get(assembly.id, {})
        form.show(act, assemblies.attendance_of(here().id, assembly.id), hands)


def _confirmed(assembly: Assembly) -> str:
    act = assemblies.act_of(here().id, assembly.id)
    if act is not None and act.is_quorate:
        return str(gettext("The act is confirmed: its hands count."))
    return str(gettext("The act is confirmed: there was no quorum, and nothing was voted on."))


def _at(round_slug: str, ref: str) -> str:
    return url_for("assemblies.show", place=here().slug, round_slug=round_slug, ref=ref)


def _to(round_slug: str, ref: str, said: str) -> Response:
    flash(said)
    return redirect(_at(round_slug, ref), 303)
