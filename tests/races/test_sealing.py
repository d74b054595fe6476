"""Votes, changes and other sealers beside a sealing that takes its time: real processes."""

import os
import time

import pytest
from sqlalchemy import select

from pb import lifecycle, verify
from pb.acts import ballots
from pb.records.annulments import BallotAnnulment
from pb.records.ballots import Ballot, InboxBallot, Lot, Participation
from pb.records.base import db
from pb.records.boards import board_of
from pb.rules.ballots import Marks
from pb.rules.roles import Role
from pb.rules.rounds import LOT, Phase
from pb.services.actors import STRANGER
from tests.dispute_stage import with_key
from tests.races.finish import number_of, told, vote
from tests.races.worker import later, lingering
from tests.stage import KEYS

HALF_WAY = "DELETE FROM ballot_inbox"
"""The lot is signed, and what lies in it is about to leave the inbox."""


def sizes(stage):
    query = select(Lot.size).where(Lot.municipality_id == stage.place).order_by(Lot.sequence)
    return list(db.session.scalars(query))


def timed(act, *arguments):
    """A deed with the moments it began and ended at, by the one clock of the machine."""
    begun = time.monotonic()
    answer = act(*arguments)
    return begun, answer, time.monotonic()


def test_who_votes_while_a_lot_is_sealed_is_neither_lost_nor_in_it_twice(field):
    stage, race = field
    voters = stage.open_voting(100, 200, voters=LOT + 5)
    for voter in voters[:LOT]:
        stage.vote(voter, 1)
    db.session.commit()
    tick = (lifecycle.tick, KEYS, stage.now)
    late = [
        (later, (1 + number / 5, act, *arguments))
        for number, (act, arguments) in enumerate(vote(stage, one, 2) for one in voters[LOT:])
    ]

    answers = told(race([(lingering, (2.5, HALF_WAY, *tick))], *[[one] for one in late]))

    assert all(isinstance(one, ballots.Receipt) for one in answers[1:]), answers
    assert sum(sizes(stage)) == number_of(Ballot, stage)
    assert number_of(InboxBallot, stage) + number_of(Ballot, stage) == LOT + 5
    assert number_of(Participation, stage) == LOT + 5
    stage.go_to(Phase.COUNTING)
    lifecycle.tick(KEYS, stage.now)
    assert (number_of(InboxBallot, stage), number_of(Ballot, stage)) == (0, LOT + 5)


@pytest.mark.postgresql
@pytest.mark.skipif(not os.environ.get("PB_TEST_DATABASE_URL"), reason="SQLite writes one by one")
def test_nobody_waits_at_the_polls_for_a_sealing(field):
    stage, race = field
    voters = stage.open_voting(100, voters=LOT + 1)
    for voter in voters[:LOT]:
        stage.vote(voter, 1)
    db.session.commit()
    act, arguments = vote(stage, voters[LOT], 1)
    tick = (lifecycle.tick, KEYS, stage.now)

    sealed, cast = told(
        race(
            [(timed, (lingering, 3, HALF_WAY, *tick))],
            [(later, (0.5, timed, act, *arguments))],
        )
    )

    assert sealed[0] < cast[0]
    assert cast[2] < sealed[2], "the vote was kept before the sealing ended"


def test_a_lot_is_sealed_once_when_four_seal_at_once(field):
    stage, race = field
    for voter in stage.open_voting(100, 200, voters=LOT + 3):
        stage.vote(voter, 1)
    db.session.commit()
    tick = (lifecycle.tick, KEYS, stage.now)

    told(race(*[[(lingering, (0.3, "INSERT INTO ballot", *tick))] for _ in range(4)]))

    assert sizes(stage) == [LOT + 3]
    assert number_of(Ballot, stage) == LOT + 3
    assert number_of(InboxBallot, stage) == 0


def test_a_vote_changed_while_it_is_sealed_counts_once_and_the_board_agrees(field):
    stage, race = field
    dispute = with_key(stage, voters=LOT + 2)
    db.session.commit()
    papers = [dispute.vote(one, 1, is_changeable=True) for one in dispute.people]
    db.session.commit()
    space = stage.round().terms.number_space
    changes = [
        (
            later,
            (
                0.2 * number,
                ballots.change,
                STRANGER,
                stage.place,
                "2026",
                paper.code,
                Marks((2,)),
                ballots.issue(space),
                stage.now,
            ),
        )
        for number, paper in enumerate(papers[:5])
    ]
    tick = (lifecycle.tick, KEYS, stage.now)

    answers = told(race([(lingering, (1, HALF_WAY, *tick))], *[[one] for one in changes]))

    assert all(isinstance(one, ballots.Receipt) for one in answers[1:]), answers
    every = number_of(InboxBallot, stage) + number_of(Ballot, stage)
    assert number_of(BallotAnnulment, stage) == 5
    assert every - 5 == number_of(Participation, stage) == LOT + 2
    clerk, member = stage.person(Role.OPERATOR), stage.person(Role.COMMISSION)
    stage.go_to(Phase.COUNTING)
    lifecycle.count(clerk, stage.place, "2026", KEYS, stage.now)
    lifecycle.confirm(member, stage.place, "2026", KEYS, stage.storage, stage.now)
    content = stage.storage.get(board_of(stage.place, stage.round().id).sha256)
    assert content.count(b'"annulled"') == 5
    assert [key for key, _ in verify.verify(content)] == ["ok", "won"]
