"""The start page, the home of a municipality, and what is promised."""

from collections.abc import Sequence

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from pb.records import ballots, documents, places, proposals, results, rounds
from pb.rules.refusals import Unavailable
from pb.rules.rounds import Phase
from pb.services import hours
from pb.web.access import here, public
from pb.web.surroundings import now

bp = Blueprint("places", __name__)


@bp.get("/")
@public
def start() -> str | Answer:
    """Every municipality; straight to the only one where there is one."""
    found = places.municipalities()
    if len(found) == 1:
        return redirect(url_for(".home", place=found[0].slug))
    return render_template("places/start.html", municipalities=found)


@bp.get("/healthz")
@public
def healthz() -> Response:
    """For the machine that watches this one: the process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@public
def readyz() -> Response:
    """For the machine that watches this one: the database answers, and the clock is no earlier."""
    try:
        hours.require_steady(now())
    except Unavailable:
        return Response("clock\n", 503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")


@bp.get("/<place>/")
@public
def home() -> str:
    """Where the current round is, and what can be done today."""
    municipality = here()
    announced = rounds.announced_rounds(municipality.id)
    current = announced[0] if announced else None
    past = [round_ for round_ in announced[1:] if round_.decided_at]
    phase = current.phase(now()) if current else Phase.DRAFT
    return render_template(
        "places/home.html",
        current=current,
        phase=phase,
        past=past,
        proposals=proposals.counts_by_state(municipality.id, current.id) if current else {},
        projects=proposals.numbers_on_ballot(current.id) if current else (),
        voters=rounds.voters_on_roll(current.id) if current else 0,
        participants=ballots.participants(current.id) if current else 0,
        winners=results.winners_of(municipality.id, past[0].id) if past else [],
        papers=documents.documents_of_round(municipality.id, past[0].id) if past else [],
    )


@bp.get("/<place>/proposals")
@public
def current_proposals() -> Answer:
    """The proposals of the current round."""
    return _latest("proposals.index", rounds.announced_rounds(here().id))


@bp.get("/<place>/results")
@public
def latest_results() -> Answer:
    """The latest result that is out; before the first one, when it comes."""
    announced = rounds.announced_rounds(here().id)
    decided = [round_ for round_ in announced if round_.decided_at]
    return _latest("results.show", decided or announced)


def _latest(endpoint: str, found: Sequence[rounds.Round]) -> Answer:
    if not found:
        return redirect(url_for(".home", place=here().slug))
    return redirect(url_for(endpoint, place=here().slug, round_slug=found[0].slug))


@bp.get("/<place>/promises")
@public
def promises() -> str:
    """What the system promises, and what it cannot."""
    return render_template("places/promises.html")
