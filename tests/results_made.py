"""Rounds with a result, for tests of what is told of it; each gives its place and its slug."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from pb import lifecycle
from pb.acts import headings, rounds
from pb.acts.headings import HeadingFacts
from pb.rules.pabulib import parse
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests import reviewing
from tests.stage import som
from tests.web.browser import apart

ELECTIONS = Path(__file__).resolve().parent / "elections"
LATER = datetime(2026, 12, 2, 6, tzinfo=UTC)
LANGUAGES = ("ky", "ru")
FILES = ("result.json", "result.csv", "election.pb")


def divided(stage):
    """Money of one village apart, seven projects with ties, 25 ballots."""
    stage.draft()
    clerk, head = stage.person(Role.OPERATOR), stage.person(Role.HEAD)
    own = HeadingFacts("village_archa-tor", som(550_000), "archa-tor")
    headings.divide(clerk, stage.place, "2026", [own], stage.now)
    rounds.announce(head, stage.place, "2026", stage.now)
    stage.on_ballot(290_000, 300_000, 250_000, 260_000)
    stage.go_to(Phase.SUBMISSION)
    refs = [
        stage.submitted(cost=som(cost), title=f"Бөгөт {cost}", settlement="zhany-konush")
        for cost in (200_000, 210_000, 240_000)
    ]
    stage.go_to(Phase.REVIEW)
    for ref in refs:
        reviewing.admit(stage, ref, clerk)
    people = stage.voters(30)
    stage.go_to(Phase.VOTING)
    for at, person in enumerate(people[:25]):
        stage.vote(person, *((1, 5), (2, 6), (3, 5), (4, 6, 7), (1, 7))[at % 5])
    stage.decided()
    return "togz-archa", "2026"


def few(stage):
    """A round in which three people voted."""
    people = stage.open_voting(290_000, 300_000, 250_000, 260_000, voters=4)
    for person, choices in zip(people, [(1, 2), (1, 3), (1, 2, 4)], strict=False):
        stage.vote(person, *choices)
    stage.decided()
    return "togz-archa", "2026"


def unanswered(stage):
    """A round nobody voted in."""
    stage.open_voting(290_000, 300_000)
    stage.decided()
    return "togz-archa", "2026"


def imported(name):
    def made(stage):
        content = (ELECTIONS / name).read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        counted = lifecycle.import_round(parse(content), name, sha256, stage.storage, LATER)
        return counted.imported.place_slug, counted.imported.round_slug

    return made


ROUNDS = {
    "greedy with headings": divided,
    "three ballots": few,
    "no ballot": unanswered,
    "equal shares, raised": imported("ten-ulush-add1.pb"),
    "equal shares or greedy": imported("chong-dolboor-compared.pb"),
    "a threshold": imported("kok-bulung-threshold.pb"),
}


def got(visitor, slug, round_slug, name):
    return apart(visitor.client.get, f"/{slug}/rounds/{round_slug}/{name}")
