"""Calls after a vote: for everyone to draw again, and at the desk for those who call."""

from collections.abc import Sequence

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import call_audits as acts
from pb.acts import evidence_sheets
from pb.records import documents, rounds
from pb.records.documents import Document
from pb.rules import lots
from pb.rules.access import Act
from pb.rules.refusals import Code, NotFound
from pb.rules.rounds import is_open, require_open
from pb.services import call_audits
from pb.services.call_audits import Drawn
from pb.web.access import actor, here, needs, public
from pb.web.downloads import attached
from pb.web.forms.evidence import (
    DiceForm,
    NamesForm,
    answers_form,
    answers_of,
    renew,
    shown_on,
)
from pb.web.forms.plain import ButtonForm
from pb.web.language import language
from pb.web.limits import Limit, limited
from pb.web.paging import Pages
from pb.web.refusals import refusals_on
from pb.web.rounds import public_round
from pb.web.surroundings import now, surroundings

bp = Blueprint("calls", __name__, url_prefix="/<place>")

A_PAGE = 25
DESK = "/desk/rounds/<round_slug>/evidence/calls"


@bp.get("/rounds/<round_slug>/calls")
@public
def show(round_slug: str) -> str:
    """Who was drawn, by number, how to draw it again, and what the answers prove."""
    round_ = public_round(round_slug)
    entered = call_audits.entered_of(round_)
    drawn = call_audits.drawn_of(round_, entered)
    return render_template(
        "calls/show.html",
        round=round_,
        entered=entered,
        drawn=drawn,
        numbers=call_audits.numbers_of(drawn) if drawn else (),
        papers=_papers(drawn),
        signs=lots.signs,
    )


@bp.get(DESK)
@needs(Act.SEE_EVIDENCE)
def desk(round_slug: str) -> str:
    """How far the calls are, and what is to be done next."""
    round_ = rounds.round_of(here().id, round_slug)
    calls = call_audits.calls_of(round_)
    return render_template(
        "calls/desk.html",
        round=round_,
        calls=calls,
        papers=_papers(calls.drawn),
        is_now=is_open(Act.DRAW_CALLS, round_.phase(now())),
        form=ButtonForm(),
    )


@bp.route(f"{DESK}/enter", methods=["GET", "POST"])
@needs(Act.DRAW_CALLS)
def enter(round_slug: str) -> str | Response:
    """Enter the dice."""
    round_ = rounds.round_of(here().id, round_slug)
    require_open(Act.DRAW_CALLS, round_.phase(now()), round_.schedule)
    calls = call_audits.calls_of(round_)
    form = DiceForm().offer(calls.people)
    if form.validate_on_submit():
        with refusals_on(form):
            size, dice = int(form.size.data), form.dice.data or ""
            acts.enter(actor(), here().id, round_slug, dice, size, now())
            said = gettext("The dice are entered. Another person who saw them confirms them now.")
            return _to(round_slug, said)
    return render_template("calls/enter.html", round=round_, calls=calls, form=form)


@bp.route(f"{DESK}/<ref>/draw", methods=["GET", "POST"])
@needs(Act.CONFIRM_CALLS)
def draw(round_slug: str, ref: str) -> str | Response:
    """Stand for the dice as the second person."""
    round_ = rounds.round_of(here().id, round_slug)
    entry = next((one for one in call_audits.entered_of(round_) if one.ref == ref), None)
    if entry is None:
        raise NotFound(Code.NOT_FOUND)
    form = ButtonForm()
    if form.validate_on_submit():
        with refusals_on(form):
            acts.draw(actor(), here().id, round_slug, ref, now())
            said = gettext("The people to call are drawn. Everyone can draw them again.")
            return _to(round_slug, said)
    return render_template("calls/draw.html", round=round_, entry=entry, form=form)


@bp.route(f"{DESK}/sheet", methods=["GET", "POST"])
@needs(Act.PRINT_CALLS)
@limited(Limit.UPLOAD)
def sheet(round_slug: str) -> str | Response:
    """The sheet of the callers, to be printed."""
    round_ = rounds.round_of(here().id, round_slug)
    form = NamesForm()
    if form.validate_on_submit():
        with refusals_on(form):
            part, why, keys = form.part.data or 0, form.reason.data or "", surroundings().keys
            content = evidence_sheets.print_calls(
                actor(), here().id, round_slug, part, why, language(), keys, now()
            )
            return attached(content, "application/pdf", f"calls-{part}.pdf")
    elif not form.is_submitted():
        form.part.data = 1
        form.reason.data = gettext("You were drawn to be asked whether you voted.")
    return render_template(
        "calls/sheet.html", round=round_, form=form, a_file=evidence_sheets.A_FILE
    )


@bp.route(f"{DESK}/answers", methods=["GET", "POST"])
@needs(Act.CALL_PEOPLE)
def answers(round_slug: str) -> str | Response:
    """Write down what came out of the calls, a page of the sheet at a time."""
    round_ = rounds.round_of(here().id, round_slug)
    drawn = call_audits.drawn_of(round_)
    if drawn is None:
        raise NotFound(Code.NOT_FOUND)
    pages = Pages(request.args.get("page", ""), drawn.audit.size, A_PAGE)
    form = answers_form(call_audits.lines_of(drawn, A_PAGE, pages.offset))
    if form.validate_on_submit():
        with refusals_on(form):
            given, shown = answers_of(form), shown_on(form)
            acts.write_down(actor(), here().id, round_slug, given, shown, now())
            flash(gettext("The answers of this page are kept."))
            after = min(pages.number + 1, pages.last)
            where = url_for(".answers", place=here().slug, round_slug=round_slug, page=after)
            return redirect(where, 303)
    if form.errors:
        renew(form, call_audits.lines_of(drawn, A_PAGE, pages.offset))
    return render_template("calls/answers.html", round=round_, form=form, pages=pages)


@bp.post(f"{DESK}/close")
@needs(Act.CALL_PEOPLE)
def close(round_slug: str) -> Response:
    """End the calls."""
    g.form_path = url_for(".desk", place=here().slug, round_slug=round_slug)
    acts.close(actor(), here().id, round_slug, surroundings().storage, now())
    return _to(
        round_slug,
        gettext("The calls are closed; what they prove is public, and their protocol is made."),
    )


def _papers(drawn: Drawn | None) -> Sequence[Document]:
    return documents.documents_about(here().id, drawn.audit.ref)[::-1] if drawn else ()


def _to(round_slug: str, said: str) -> Response:
    flash(said)
    return redirect(url_for(".desk", place=here().slug, round_slug=round_slug), 303)
