"""The result of a round: hidden until it is confirmed, then open to everyone."""

from flask import Blueprint, render_template

from pb.records import boards, documents, results, scores
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
    return render_template(
        "results/show.html",
        round=round_,
        result=results.result_of(here().id, round_.id),
        has_board=boards.board_of(here().id, round_.id) is not None,
        has_scores=bool(scores.points_of(here().id, round_.id)),
        papers=documents.documents_of_round(here().id, round_.id),
    )
