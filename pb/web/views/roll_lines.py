"""Single lines of a roll at the desk: listed masked, opened with a reason, mended, struck."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts.rolls import corrections, decisions
from pb.records import places, rolls, rounds
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.rules.rolls.states import RollState
from pb.services import rolls as lines
from pb.services.rolls import A_PAGE, Card
from pb.web.access import actor, here, needs
from pb.web.forms.rolls import (
    AdditionForm,
    LookUpForm,
    MendForm,
    OpenForm,
    SearchForm,
    StrikeForm,
)
from pb.web.limits import Limit, limited
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint("roll_lines", __name__, url_prefix="/<place>/desk/rounds/<round_slug>/roll")


@bp.get("/lines")
@needs(Act.LIST_ROLL)
@limited(Limit.SEARCH)
def index(round_slug: str) -> str:
    """The lines of the roll by name, masked, of all villages or of one."""
    round_ = rounds.round_of(here().id, round_slug)
    village = request.args.get("village") or None
    page = max(request.args.get("page", 1, int), 1)
    found, number = lines.listed(here().id, round_.id, village, page)
    return render_template(
        "rolls/lines.html",
        round=round_,
        form=SearchForm(),
        villages=places.settlements_of(here().id),
        village=village,
        shown=found,
        number=number,
        page=page,
        pages=-(-number // A_PAGE) or 1,
        is_search=False,
    )


@bp.post("/search")
@needs(Act.LIST_ROLL)
@limited(Limit.LOOK_UP)
def search(round_slug: str) -> str:
    """The lines a name fits; the name is in no address and in no log."""
    round_ = rounds.round_of(here().id, round_slug)
    g.form_path = _at(".index", round_slug)
    form = SearchForm()
    found = (
        lines.search(here().id, round_.id, form.name.data or "")
        if form.validate_on_submit()
        else ()
    )
    return render_template(
        "rolls/lines.html",
        round=round_,
        form=form,
        villages=places.settlements_of(here().id),
        village=None,
        shown=found,
        number=len(found),
        page=1,
        pages=1,
        is_search=True,
    )


@bp.route("/look-up", methods=["GET", "POST"])
@needs(Act.LOOK_UP_ON_ROLL)
@limited(Limit.LOOK_UP)
def look_up(round_slug: str) -> str:
    """Find somebody by the personal number, which is in no address."""
    round_ = rounds.round_of(here().id, round_slug)
    form = LookUpForm()
    if form.validate_on_submit():
        with refusals_on(form):
            card = corrections.find(
                actor(),
                here().id,
                round_slug,
                form.pin.data or "",
                form.looking(),
                surroundings().keys,
                now(),
            )
            return _card(round_, card, form.reason.data or "")
    return render_template("rolls/look_up.html", round=round_, form=form)


@bp.route("/lines/<ref>", methods=["GET", "POST"])
@needs(Act.LOOK_UP_ON_ROLL)
def line(round_slug: str, ref: str) -> str:
    """One line: masked until somebody says what for and why."""
    round_ = rounds.round_of(here().id, round_slug)
    shown = lines.line(here().id, round_.id, ref)
    form = OpenForm()
    if form.validate_on_submit():
        with refusals_on(form):
            card = corrections.open_line(actor(), here().id, round_slug, ref, form.looking(), now())
            return _card(round_, card, form.reason.data or "")
    return render_template("rolls/line.html", round=round_, line=shown, form=form)


@bp.post("/lines/<ref>/mend")
@needs(Act.CORRECT_ROLL)
def mend(round_slug: str, ref: str) -> str | Response:
    """Write name, village and address anew."""
    round_ = rounds.round_of(here().id, round_slug)
    g.form_path = _at(".line", round_slug, ref=ref)
    form = MendForm().offer(list(places.settlements_of(here().id)))
    if form.validate_on_submit():
        with refusals_on(form):
            corrections.mend(
                actor(), here().id, round_slug, ref, form.facts(), form.looking(), now()
            )
            flash(gettext("The line is mended."))
            return redirect(_at(".index", round_slug), 303)
    return render_template("rolls/mend.html", round=round_, ref=ref, form=form)


@bp.post("/lines/<ref>/strike")
@needs(Act.CORRECT_ROLL)
def strike(round_slug: str, ref: str) -> str | Response:
    """Strike the line, or propose it where the roll is frozen."""
    round_ = rounds.round_of(here().id, round_slug)
    g.form_path = _at(".line", round_slug, ref=ref)
    form = StrikeForm()
    if form.validate_on_submit():
        with refusals_on(form):
            if _is_frozen(round_):
                reason = form.reason.data or ""
                decisions.propose_strike(actor(), here().id, round_slug, ref, reason, now())
                flash(gettext("It is proposed. A member of the commission decides."))
            else:
                corrections.strike(actor(), here().id, round_slug, ref, form.looking(), now())
                flash(gettext("The line is struck."))
            return redirect(_at("rolls.index", round_slug), 303)
    return render_template(
        "rolls/strike.html", round=round_, ref=ref, form=form, is_frozen=_is_frozen(round_)
    )


@bp.route("/additions", methods=["GET", "POST"])
@needs(Act.CORRECT_ROLL)
def add(round_slug: str) -> str | Response:
    """Propose somebody for the frozen roll."""
    round_ = rounds.round_of(here().id, round_slug)
    form = AdditionForm().offer(list(places.settlements_of(here().id)))
    if form.validate_on_submit():
        with refusals_on(form):
            decisions.propose_addition(
                actor(),
                here().id,
                round_slug,
                form.facts(),
                form.reason.data or "",
                surroundings().keys,
                now(),
            )
            flash(gettext("It is proposed. A member of the commission decides."))
            return redirect(_at("rolls.index", round_slug), 303)
    return render_template("rolls/add.html", round=round_, form=form)


def _card(round_: Round, card: Card, reason: str) -> str:
    """An opened line with what can be done about it."""
    form = MendForm(formdata=None).offer(list(places.settlements_of(here().id)))
    return render_template(
        "rolls/card.html",
        round=round_,
        card=card,
        form=form.show(card, reason),
        strike_form=StrikeForm(formdata=None),
        is_frozen=_is_frozen(round_),
    )


def _is_frozen(round_: Round) -> bool:
    roll = rolls.roll_of(round_.id)
    return roll is not None and roll.state is RollState.FROZEN


def _at(endpoint: str, round_slug: str, **more: Any) -> str:
    return url_for(endpoint, place=here().slug, round_slug=round_slug, **more)
