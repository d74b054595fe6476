"""The order of the ballot: entered and drawn at the desk, and for everyone to draw again."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import ballot_order as acts
from pb.records import ballot_lots, proposals, rounds
from pb.rules import lots
from pb.rules.access import Act
from pb.rules.rounds import is_open, require_open
from pb.rules.texts import Bilingual
from pb.web.access import actor, here, needs, public
from pb.web.forms.commissions import BallotLotForm
from pb.web.forms.plain import ButtonForm
from pb.web.refusals import refusals_on
from pb.web.rounds import public_round
from pb.web.surroundings import now

bp = Blueprint("ballot_order", __name__, url_prefix="/<place>")


@bp.get("/rounds/<round_slug>/order")
@public
def show(round_slug: str) -> str:
    """Seed, time and tickets of the lot; in words that there was none, where there was none."""
    round_ = public_round(round_slug)
    entered = ballot_lots.lots_of(here().id, round_.id)
    drawn = next((one for one in entered if one.is_drawn), None)
    return render_template(
        "ballot_order/show.html",
        round=round_,
        phase=round_.phase(now()),
        drawn=drawn,
        others=[one for one in entered if one is not drawn],
        tickets=ballot_lots.tickets_of(here().id, drawn.id) if drawn else (),
        projects={one.id: one for one in proposals.projects_of(round_.id)},
        signs=lots.signs,
        ticket=lots.ticket,
    )


@bp.get("/desk/rounds/<round_slug>/order")
@needs(Act.USE_DESK)
def desk(round_slug: str) -> str:
    """What was entered and what is to be done next, with the order that would follow."""
    round_ = rounds.round_of(here().id, round_slug)
    entered = ballot_lots.lots_of(here().id, round_.id)
    found = proposals.projects_of(round_.id)
    by_ref = {one.proposal.ref: one for one in found if one.proposal}
    latest = entered[0] if entered else None
    return render_template(
        "ballot_order/desk.html",
        round=round_,
        latest=latest,
        order=[by_ref[ref] for ref in lots.drawn(by_ref, latest.seed)] if latest else (),
        is_now=is_open(Act.DRAW_BALLOT_ORDER, round_.phase(now())),
        form=ButtonForm(),
    )


@bp.route("/desk/rounds/<round_slug>/order/enter", methods=["GET", "POST"])
@needs(Act.ENTER_BALLOT_LOT)
def enter(round_slug: str) -> str | Response:
    """Enter the seed of the lot."""
    round_ = rounds.round_of(here().id, round_slug)
    require_open(Act.ENTER_BALLOT_LOT, round_.phase(now()), round_.schedule)
    form = BallotLotForm()
    if form.validate_on_submit():
        with refusals_on(form):
            manner = Bilingual(form.manner_ky.data, form.manner_ru.data)
            acts.enter(actor(), here().id, round_slug, form.seed.data or "", manner, now())
            return _to(round_slug, gettext("The lot is entered. Another person confirms it now."))
    return render_template("ballot_order/enter.html", form=form, round=round_)


@bp.post("/desk/rounds/<round_slug>/order/<ref>/draw")
@needs(Act.DRAW_BALLOT_ORDER)
def draw(round_slug: str, ref: str) -> Response:
    """Stand for the lot as the second person; the projects are numbered by it."""
    g.form_path = url_for(".desk", place=here().slug, round_slug=round_slug)
    acts.draw(actor(), here().id, round_slug, ref, now())
    return _to(round_slug, gettext("The projects are numbered by the lot. Everyone can see it."))


def _to(round_slug: str, said: str) -> Response:
    flash(said)
    return redirect(url_for(".desk", place=here().slug, round_slug=round_slug), 303)
