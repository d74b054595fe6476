"""The roll as everyone sees it: numbers only; and one's own line for whoever is signed in."""

from flask import Blueprint, render_template

from pb.records import rolls, rounds
from pb.rules.access import Act
from pb.rules.rolls.states import DecisionState, RollState
from pb.services import rolls as lines
from pb.web.access import actor, here, needs, public
from pb.web.rounds import public_round
from pb.web.surroundings import now

bp = Blueprint("own_roll", __name__, url_prefix="/<place>")


@bp.get("/rounds/<round_slug>/roll")
@public
def counts(round_slug: str) -> str:
    """How many people may vote, the root of the frozen roll, and what was changed since and why."""
    round_ = public_round(round_slug)
    roll = rolls.roll_of(round_.id)
    decided = [one for one in rolls.decisions_of(round_.id) if one.state is DecisionState.AGREED]
    return render_template(
        "rolls/public.html",
        round=round_,
        roll=roll if roll is not None and roll.state is RollState.FROZEN else None,
        counts=rolls.counts_by_village(here().id, round_.id),
        changed=rolls.changes_after_freeze(round_.id),
        decided=decided,
    )


@bp.get("/my-roll")
@needs(Act.SEE_OWN_LINE)
def mine() -> str:
    """Whether the reader is on the roll of the rounds that are under way."""
    running = [
        round_
        for round_ in rounds.announced_rounds(here().id)
        if round_.decided_at is None and round_.voting_closes > now()
    ]
    return render_template(
        "rolls/mine.html",
        lines=[(round_, lines.own_line(actor(), here().id, round_.id)) for round_ in running],
    )
