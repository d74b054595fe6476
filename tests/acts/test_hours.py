"""A clock that goes back takes, seals, opens and counts nothing until it is said to be right."""

from datetime import timedelta

import pytest

from pb import lifecycle
from pb.acts import ballots, hours, results, rounds
from pb.records.ballots import Lot
from pb.records.base import db
from pb.records.strokes import ClockStroke
from pb.rules.ballots import Marks
from pb.rules.refusals import Code, Unavailable
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services.audit import Tag
from tests.fingerprint import fingerprint, one_event
from tests.stage import KEYS

HOUR = timedelta(hours=1)
PAPER = ballots.BallotPaper("0f4d5c9e-1111-4222-8333-444455556666", 107)


@pytest.fixture
def voters(stage):
    """A voting in which the clock has struck once."""
    found = stage.open_voting(100, 200)
    lifecycle.tick(KEYS, stage.now)
    return found


def back(stage, by=HOUR):
    stage.clock.put(stage.now - by)


def cast(stage, voter, *choices):
    return ballots.cast(voter, stage.place, "2026", Marks(tuple(choices)), PAPER, stage.now)


def refused_for_the_clock(deed, *arguments):
    before = fingerprint()
    with pytest.raises(Unavailable) as found:
        deed(*arguments)
    assert found.value.code is Code.CLOCK_WENT_BACK
    assert fingerprint() == before


def test_no_vote_is_taken_by_a_clock_that_went_back(stage, voters):
    back(stage)

    refused_for_the_clock(cast, stage, voters[0], 1)


def test_a_closed_voting_is_not_opened_again_by_a_clock_that_went_back(stage, voters):
    stage.go_to(Phase.COUNTING)
    lifecycle.tick(KEYS, stage.now)
    stage.clock.put(stage.round().voting_closes - timedelta(minutes=5))

    refused_for_the_clock(cast, stage, voters[0], 1)


def test_who_voted_before_is_given_the_receipt_by_a_clock_that_went_back(stage, voters):
    given = cast(stage, voters[0], 1)
    back(stage)

    assert cast(stage, voters[0], 1) == given


@pytest.mark.parametrize("seconds", [0, 1, 2])
def test_servers_may_differ_by_two_seconds(stage, voters, seconds):
    back(stage, timedelta(seconds=seconds))

    assert cast(stage, voters[0], 1).number == PAPER.number


def test_nothing_is_sealed_by_a_clock_that_went_back(stage):
    for voter in stage.open_voting(100, 200, voters=20):
        stage.vote(voter, 1)
    hours.strike(stage.now + HOUR)

    refused_for_the_clock(lifecycle.tick, KEYS, stage.now)

    assert db.session.query(Lot).count() == 0


def test_nothing_is_counted_by_a_clock_that_went_back(stage, voters):
    stage.go_to(Phase.COUNTING)
    lifecycle.tick(KEYS, stage.now + HOUR)
    clerk = stage.person(Role.OPERATOR)

    refused_for_the_clock(results.count, clerk, stage.place, "2026", stage.now)


def test_no_round_is_announced_by_a_clock_that_went_back(stage):
    head = stage.person(Role.HEAD)
    stage.draft()
    hours.strike(stage.now + HOUR)

    refused_for_the_clock(rounds.announce, head, stage.place, "2026", stage.now)


def test_the_clock_strikes_on_and_never_back(stage):
    hours.strike(stage.now)
    hours.strike(stage.now - timedelta(seconds=1))
    assert db.session.query(ClockStroke.at).scalar() == stage.now

    hours.strike(stage.now + HOUR)

    assert db.session.query(ClockStroke.at).scalar() == stage.now + HOUR


def test_votes_are_taken_again_once_the_clock_is_said_to_be_right(stage, voters):
    struck = stage.now
    back(stage)

    with one_event(Tag.CLOCK_CONFIRMED) as event:
        assert hours.confirm(stage.now) == struck

    assert '"seconds": 3600' in event.facts
    assert cast(stage, voters[0], 1).number == PAPER.number


def test_a_clock_that_did_not_go_back_needs_nobody_to_say_so(stage, voters):
    before = fingerprint()

    assert hours.confirm(stage.now + HOUR) is None

    assert fingerprint() == before
