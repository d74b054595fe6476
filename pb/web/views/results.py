"""The result of a round: hidden until it is confirmed, then open to everyone."""

import json

from flask import Blueprint, render_template

from pb.records import boards, documents, results
from pb.rules.rounds import Phase
from pb.web.access import here, public
from pb.web.rounds import public_round
from pb.web.surroundings import now

bp = Blueprint("results", __name__)


@bp.get("/<place>/rounds/<round_slug>/results")
@public
def show(round_slug: str) -> str:
    """Winners, money, every project's votes, and how it was counted; before that, when it comes."""
    round_ = public_round(round_slug)
    phase = round_.phase(now())
    if phase is not Phase.DECIDED:
        return render_template("results/not_yet.html", round=round_, phase=phase)
    result = results.result_of(here().id, round_.id)
    counted = json.loads(result.counted) if result and result.counted else {}
    return render_template(
        "results/show.html",
        round=round_,
        result=result,
        won=counted.get("selected", ()),
        others=counted.get("others", {}).items(),
        has_board=boards.board_of(here().id, round_.id) is not None,
        papers=documents.documents_of_round(here().id, round_.id),
    )
