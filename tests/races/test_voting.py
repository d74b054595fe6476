"""Votes at once, and votes against the count: real processes, real commits, on either engine."""

import os
from datetime import timedelta

import pytest

from pb import lifecycle
from pb.acts import ballots
from pb.records import results as result_records
from pb.records.ballots import Ballot, InboxBallot, Participation
from pb.rules.ballots import Marks
from pb.rules.refusals import Code
from pb.rules.roles import Role
from pb.services.actors import PLATFORM
from tests.conftest import NOON
from tests.races.finish import number_of, told, vote
from tests.races.worker import RUNNERS, later, lingering
from tests.stage import KEYS

RUNS = int(os.environ.get("PB_RUNS", "4"))
"""Rounds that are closed against their voters; PB_RUNS=100 for a long look."""


def test_one_person_votes_once_when_eight_votes_come_at_once(field):
    stage, race = field
    voters = stage.open_voting(100, 200, voters=6)

    answers = told(race(*[[vote(stage, voter, 1 + n % 2) for voter in voters]
                          for n in range(RUNNERS)]))  # fmt: skip

    receipts = [answer for answer in answers if isinstance(answer, ballots.Receipt)]
    assert len(receipts) == len(voters)
    assert answers.count(Code.VOTED_ALREADY) == len(voters) * (RUNNERS - 1), answers
    assert number_of(Participation, stage) == number_of(InboxBallot, stage) == len(voters)


@pytest.mark.postgresql
@pytest.mark.skipif(not os.environ.get("PB_TEST_DATABASE_URL"), reason="SQLite writes one by one")
def test_one_person_votes_once_when_all_were_found_not_to_have_voted(field):
    """The race at its narrowest: each of the eight is about to write that the person takes part."""
    stage, race = field
    [voter] = stage.open_voting(100, voters=1)

    votes = [[vote(stage, voter, 1)] for _ in range(RUNNERS)]
    answers = told(race(*votes, meet_at="INSERT INTO participation"))

    assert answers.count(Code.VOTED_ALREADY) == RUNNERS - 1, answers
    assert number_of(Participation, stage) == number_of(InboxBallot, stage) == 1


def test_a_button_pressed_eight_times_at_once_gives_one_vote_and_one_receipt(field):
    stage, race = field
    voters = stage.open_voting(100, voters=3)
    papers = [ballots.issue(100) for _ in voters]

    answers = race(*[[vote(stage, voter, 1, paper=paper)
                      for voter, paper in zip(voters, papers, strict=True)]] * RUNNERS)  # fmt: skip

    assert all(each == answers[0] for each in answers)
    assert [receipt.ballot_id for receipt in answers[0]] == [paper.ballot_id for paper in papers]
    assert number_of(Participation, stage) == number_of(InboxBallot, stage) == len(voters)


def test_every_vote_that_was_acknowledged_is_counted_when_the_count_comes_between(field):
    stage, race = field
    voters = stage.open_voting(100, 200, voters=20)
    closes = stage.round().voting_closes
    in_time = closes - timedelta(microseconds=1)
    clerk = stage.person(Role.OPERATOR)
    count = (lifecycle.count, (clerk, stage.place, "2026", KEYS, closes))
    lists = [[vote(stage, voter, 1, now=in_time) for voter in voters[n::7]] for n in range(7)]

    answers = told(race(*lists, [None, count]))

    acknowledged = [answer for answer in answers if isinstance(answer, ballots.Receipt)]
    others = [answer for answer in answers if not isinstance(answer, ballots.Receipt)]
    assert set(others) <= {1, Code.VOTING_CLOSED, Code.BALLOTS_UNSEALED}, others
    if Code.BALLOTS_UNSEALED in others:  # a vote came between the sealing and the count
        lifecycle.count(clerk, stage.place, "2026", KEYS, closes)
    result = result_records.result_of(stage.place, stage.round().id)
    assert len(acknowledged) == result.ballots == result.participants
    assert number_of(Ballot, stage) == number_of(Participation, stage) == len(acknowledged)
    assert number_of(InboxBallot, stage) == 0


def test_a_vote_on_its_way_is_waited_for_by_the_count(field):
    """The voter was let in, and his ballot is not written yet, when the count begins."""
    stage, race = field
    [voter] = stage.open_voting(100, voters=1)
    closes = stage.round().voting_closes
    act, arguments = vote(stage, voter, 1, now=closes - timedelta(microseconds=1))
    count = (lifecycle.count, PLATFORM, stage.place, "2026", KEYS, closes)

    cast, counted = told(
        race(
            [(lingering, (1, "INSERT INTO ballot_inbox", act, *arguments))],
            [(later, (0.4, *count))],
        )
    )

    assert isinstance(cast, ballots.Receipt), cast
    assert counted == 1, counted
    assert result_records.result_of(stage.place, stage.round().id).ballots == 1


def test_a_vote_that_comes_while_the_count_is_made_is_refused_and_not_lost(field):
    """It was sent in time, and gets its turn when the ballots are counted already."""
    stage, race = field
    [voter] = stage.open_voting(100, voters=1)
    closes = stage.round().voting_closes
    act, arguments = vote(stage, voter, 1, now=closes - timedelta(microseconds=1))
    count = (lifecycle.count, PLATFORM, stage.place, "2026", KEYS, closes)

    counted, cast = told(
        race(
            [(lingering, (1, "INSERT INTO result_line", *count))],
            [(later, (0.4, act, *arguments))],
        )
    )

    assert (counted, cast) == (1, Code.VOTING_CLOSED)
    assert number_of(Participation, stage) == number_of(InboxBallot, stage) == 0


def test_acknowledged_is_counted_in_every_run_of_many_against_the_close(field):
    """Seven vote in the last moment of a round, while the eighth closes and counts it."""
    stage, race = field
    clerk = stage.person(Role.OPERATOR)
    for run in range(RUNS):
        slug = f"run-{run}"
        voters = stage.open_voting(100, voters=7, slug=slug)
        closes = stage.round(slug).voting_closes
        moment = closes - timedelta(microseconds=1)
        where = (stage.place, slug)
        votes = [(voter, *where, Marks((1,)), ballots.issue(100), moment) for voter in voters]
        count = (lifecycle.count, (clerk, *where, KEYS, closes))

        answers = told(race(*[[(ballots.cast, vote_)] for vote_ in votes], [count]))

        kept = [answer for answer in answers if isinstance(answer, ballots.Receipt)]
        others = {answer for answer in answers if not isinstance(answer, ballots.Receipt)}
        assert others <= {*range(8), Code.VOTING_CLOSED, Code.BALLOTS_UNSEALED}, others
        if Code.BALLOTS_UNSEALED in others:  # a vote came between the sealing and the count
            lifecycle.count(clerk, *where, KEYS, closes)
        result = result_records.result_of(stage.place, stage.round(slug).id)
        assert len(kept) == result.ballots == result.participants
        stage.clock.put(NOON)
