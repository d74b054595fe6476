"""What the commission and the monitoring group watch a voting by."""

from flask import Blueprint, render_template, request

from pb.records import rounds
from pb.rules.access import Act
from pb.services import daily
from pb.web.access import here, needs
from pb.web.surroundings import now

bp = Blueprint("evidence", __name__, url_prefix="/<place>/desk/rounds/<round_slug>/evidence")


@bp.get("")
@needs(Act.SEE_EVIDENCE)
def index(round_slug: str) -> str:
    """Everything there is to watch it by, and what is to be done with it."""
    round_ = rounds.round_of(here().id, round_slug)
    return render_template("evidence/index.html", round=round_, phase=round_.phase(now()))


@bp.get("/days")
@needs(Act.SEE_EVIDENCE)
def days(round_slug: str) -> str:
    """One day that is over: who took part where and by whose hand, hour by hour."""
    round_ = rounds.round_of(here().id, round_slug)
    over = daily.days_over(round_, now())
    asked = request.args.get("day", "")
    chosen = next((day for day in over if day.isoformat() == asked), over[0] if over else None)
    return render_template(
        "evidence/days.html",
        round=round_,
        days=over,
        watched=None if chosen is None else daily.watched(round_, chosen),
    )
