"""The result of a round: hidden until it is confirmed, then open to everyone."""

import json
from typing import Any

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l

from pb.records import boards, documents, results, scores
from pb.rules.rounds import Phase
from pb.web.access import here, public
from pb.web.rounds import public_round
from pb.web.surroundings import now

bp = Blueprint("results", __name__)

SEXES = {"female": _l("Women"), "male": _l("Men"), "not_said": _l("The roll does not say")}


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
        turnout=_turnout(counted.get("turnout")),
        sexes=SEXES,
        has_board=boards.board_of(here().id, round_.id) is not None,
        has_scores=bool(scores.points_of(here().id, round_.id)),
        papers=documents.documents_of_round(here().id, round_.id),
    )


def _turnout(counted: dict[str, Any] | None) -> dict[str, Any] | None:
    """The tables of the turnout; None where neither could be published."""
    return counted if counted and any(counted.values()) else None
