"""The result of a round: hidden until it is confirmed, then open to everyone."""

import hashlib
import json
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import lazy_gettext as _l

from pb.documents.result_files import result_csv, result_json
from pb.records import boards, documents, scores
from pb.services import assemblies, opendata
from pb.web.access import here, public
from pb.web.downloads import attached
from pb.web.limits import Limit, limited
from pb.web.rounds import public_round
from pb.web.surroundings import now

bp = Blueprint("results", __name__)

SEXES = {"female": _l("Women"), "male": _l("Men"), "not_said": _l("The roll does not say")}


@bp.get("/<place>/rounds/<round_slug>/results")
@public
def show(round_slug: str) -> str:
    """Winners, money, every project's votes, and how it was counted; before that, when it comes."""
    round_ = public_round(round_slug)
    result = opendata.public_result(round_, now())
    if result is None:
        return render_template("results/not_yet.html", round=round_, phase=round_.phase(now()))
    counted = json.loads(result.counted) if result.counted else {}
    return render_template(
        "results/show.html",
        round=round_,
        result=result,
        won=counted.get("selected", ()),
        others=counted.get("others", {}).items(),
        turnout=_turnout(counted.get("turnout")),
        sexes=SEXES,
        assemblies=assemblies.assembly_lines(round_, now()),
        has_board=boards.board_of(here().id, round_.id) is not None,
        has_scores=bool(scores.points_of(here().id, round_.id)),
        papers=documents.documents_of_round(here().id, round_.id),
    )


@bp.get("/<place>/rounds/<round_slug>/result.json")
@public
def facts(round_slug: str) -> Response:
    """Every figure of the result, for programs."""
    text = result_json(opendata.result_facts(public_round(round_slug), now()))
    return _kept(text, "application/json", f"result-{here().slug}-{round_slug}.json")


@bp.get("/<place>/rounds/<round_slug>/result.csv")
@public
def table(round_slug: str) -> Response:
    """The projects of the result as a table."""
    text = result_csv(opendata.result_facts(public_round(round_slug), now()))
    return _kept(text, "text/csv", f"result-{here().slug}-{round_slug}.csv")


@bp.get("/<place>/rounds/<round_slug>/election.pb")
@public
@limited(Limit.EXPORT)
def election(round_slug: str) -> Response:
    """The round in the format of pabulib.org."""
    text = opendata.election_text(public_round(round_slug), now())
    return _kept(text, "text/plain", f"{here().slug}-{round_slug}.pb")


def _kept(text: str, mimetype: str, name: str) -> Response:
    """A file the reader may keep as long as it is the same."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    response = attached(text, mimetype, name, digest)
    response.set_etag(digest)
    response.headers["Cache-Control"] = "public, max-age=300"
    response.make_conditional(request)
    return response


def _turnout(counted: dict[str, Any] | None) -> dict[str, Any] | None:
    """The tables of the turnout; None where neither could be published."""
    return counted if counted and any(counted.values()) else None
