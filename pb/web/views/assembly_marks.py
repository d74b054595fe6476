"""Marking who votes by hand at an assembly: boxes to tick, page by page, masked names beside."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import assembly_marks as acts
from pb.records import assemblies, rounds
from pb.records.assemblies import Assembly
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.rules.assemblies import MOST_TICKED
from pb.rules.rounds import require_open
from pb.services import assemblies as guards
from pb.web.access import actor, here, needs
from pb.web.forms.assemblies import ReasonForm
from pb.web.forms.plain import ButtonForm
from pb.web.limits import Limit, limited
from pb.web.paging import Pages
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint(
    "assembly_marks",
    __name__,
    url_prefix="/<place>/desk/rounds/<round_slug>/assemblies/<ref>",
)


@bp.route("/mark", methods=["GET", "POST"])
@needs(Act.MARK_AT_ASSEMBLY)
@limited(Limit.SEARCH)
def mark(round_slug: str, ref: str) -> str | Response:
    """Tick those of a page who came and vote here; then the next page."""
    round_, assembly = _found(round_slug, ref)
    require_open(Act.MARK_AT_ASSEMBLY, round_.phase(now()), round_.schedule)
    guards.require_markable(assembly, now())
    guards.require_within_voting(round_, assembly)
    form, ticked = ButtonForm(), request.form.getlist("lines")
    if form.validate_on_submit():
        with refusals_on(form):
            number = acts.mark(actor(), here().id, round_slug, ref, ticked, now())
            flash(gettext("Marked. People marked here: %(number)s.", number=number))
            return _on(".mark", round_slug, ref)
    found, pages = _boxes(round_, assembly, marked=False)
    return render_template(
        "assemblies/mark.html",
        round=round_,
        assembly=assembly,
        boxes=found,
        pages=pages,
        ticked=ticked,
        form=form,
    )


@bp.route("/marked", methods=["GET", "POST"])
@needs(Act.TAKE_MARKS_BACK)
@limited(Limit.SEARCH)
def marked(round_slug: str, ref: str) -> str | Response:
    """Those who are marked here; a mark can be taken back with a reason."""
    round_, assembly = _found(round_slug, ref)
    require_open(Act.TAKE_MARKS_BACK, round_.phase(now()), round_.schedule)
    guards.require_markable(assembly, now())
    form, ticked = ReasonForm(), request.form.getlist("lines")
    if form.validate_on_submit():
        with refusals_on(form):
            why, keys = form.reason.data or "", surroundings().keys
            number = acts.take_back(actor(), here().id, round_slug, ref, ticked, why, keys, now())
            flash(gettext("Taken back. People marked here: %(number)s.", number=number))
            return _on(".marked", round_slug, ref)
    found, pages = _boxes(round_, assembly, marked=True)
    return render_template(
        "assemblies/marked.html",
        round=round_,
        assembly=assembly,
        boxes=found,
        pages=pages,
        ticked=ticked,
        form=form,
    )


def _boxes(round_: Round, assembly: Assembly, *, marked: bool) -> tuple[list[guards.Box], Pages]:
    asked = request.args.get("page", "")
    pages = Pages(asked, guards.last_box(round_, assembly, marked=marked), MOST_TICKED)
    return guards.boxes(round_, assembly, MOST_TICKED, pages.offset, marked=marked), pages


def _on(endpoint: str, round_slug: str, ref: str) -> Response:
    """To the same page of the list: who was marked is shown there as marked."""
    where = url_for(
        endpoint, place=here().slug, round_slug=round_slug, ref=ref, page=request.args.get("page")
    )
    return redirect(where, 303)


def _found(round_slug: str, ref: str) -> tuple[Round, Assembly]:
    round_ = rounds.round_of(here().id, round_slug)
    return round_, assemblies.assembly_of(here().id, round_.id, ref)
