"""Sealing: from the inbox into the box, in lots, in no order that anyone could read."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from pb import lifecycle
from pb.acts import box
from pb.records.ballots import Ballot, InboxBallot, Lot
from pb.records.base import db
from pb.rules import calendar
from pb.rules.refusals import Code, NotAllowed, NotFound, NotNow
from pb.rules.roles import Role
from pb.rules.rounds import LOT, Phase
from pb.services.actors import PLATFORM
from pb.services.audit import Tag
from tests.fingerprint import fingerprint, one_event, refused
from tests.stage import KEYS


@pytest.fixture
def voters(stage):
    return stage.open_voting(100, 200, 300, voters=2 * LOT + 1)


def vote(stage, voters):
    """Ballots of these voters, all different enough; their ids in order of arrival."""
    return [
        stage.vote(voter, *((1,), (2, 3), (3,), (1, 2))[number % 4]).ballot_id
        for number, voter in enumerate(voters)
    ]


def seal(stage, actor=PLATFORM):
    return box.seal_lots(actor, stage.place, stage.round().id, KEYS, stage.now)


def ids_in(table):
    return list(db.session.scalars(select(table.ballot_id)))


def contents(table):
    return {tuple(row) for row in db.session.execute(
        select(table.ballot_id, table.channel, table.number, table.marks)
    )}  # fmt: skip


def lots():
    return list(db.session.execute(select(Lot.sequence, Lot.size).order_by(Lot.id)))


def test_seal_lot_moves_nothing_when_fewer_than_a_lot_wait_while_voting_lasts(stage, voters):
    vote(stage, voters[: LOT - 1])
    before = fingerprint()

    assert seal(stage) == 0
    assert fingerprint() == before


def test_seal_lot_moves_all_that_wait_when_they_make_a_lot(stage, voters):
    vote(stage, voters[:LOT])
    cast = contents(InboxBallot)

    with one_event(Tag.LOT_SEALED) as event:
        assert seal(stage) == LOT

    assert ids_in(InboxBallot) == []
    assert contents(Ballot) == cast
    assert event.at == calendar.hour_of(stage.now)
    assert json.loads(event.facts) == {"sequence": 1, "size": LOT}


def test_seal_lot_takes_more_than_a_lot_when_more_wait(stage, voters):
    vote(stage, voters[: LOT + 5])

    assert seal(stage) == LOT + 5
    assert lots() == [(1, LOT + 5)]


def test_seal_lot_moves_even_one_ballot_when_voting_is_over(stage, voters):
    vote(stage, voters[:1])

    stage.clock.put(stage.round().voting_closes - timedelta(microseconds=1))
    assert seal(stage) == 0
    stage.clock.put(stage.round().voting_closes)
    assert seal(stage) == 1


def test_seal_lot_writes_nothing_when_nothing_waits(stage, voters):
    stage.go_to(Phase.COUNTING)
    before = fingerprint()

    assert seal(stage) == 0
    assert fingerprint() == before


def test_seal_lot_numbers_the_lots_of_a_round(stage, voters):
    vote(stage, voters[:LOT])
    seal(stage)
    vote(stage, voters[LOT:])
    seal(stage)

    assert lots() == [(1, LOT), (2, LOT + 1)]
    sizes = [len(list(db.session.scalars(select(Ballot).where(Ballot.lot_id == lot.id))))
             for lot in db.session.scalars(select(Lot).order_by(Lot.id))]  # fmt: skip
    assert sizes == [LOT, LOT + 1]


def test_the_order_in_the_box_is_not_the_order_of_arrival(stage, voters):
    arrived = vote(stage, voters)

    seal(stage)

    lying = ids_in(Ballot)
    assert sorted(lying) == sorted(arrived)
    assert lying != arrived
    assert lying != arrived[::-1]


def test_the_order_is_drawn_anew_for_each_lot(stage, voters):
    """Were the shuffle seeded, the same places would always change with one another."""
    moves = []
    for part in (voters[:LOT], voters[LOT : 2 * LOT]):
        arrived = vote(stage, part)
        seal(stage)
        moves.append([arrived.index(each) for each in ids_in(Ballot) if each in arrived])

    assert moves[0] != moves[1]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PLATFORM, Role.PUBLIC}))
def test_seal_lot_is_refused_when_a_person_would_do_it(stage, voters, role):
    person = stage.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        seal(stage, person)


@pytest.mark.parametrize("phase", [Phase.SUBMISSION, Phase.REVIEW, Phase.DISCUSSION])
def test_seal_lot_is_refused_when_voting_has_not_begun(stage, voters, phase):
    stage.go_to(phase)

    with refused(NotNow, Code.NOT_OPEN):
        seal(stage)


def test_seal_lot_finds_no_round_of_another_municipality(stage, voters):
    neighbour = stage.neighbour()

    with refused(NotFound, Code.NOT_FOUND):
        box.seal_lots(PLATFORM, neighbour.place, stage.round().id, KEYS, stage.now)


def test_tick_seals_what_is_due_in_every_municipality_and_may_run_twice(stage, voters):
    vote(stage, voters[:LOT])
    neighbour = stage.neighbour()
    stage.go_to(Phase.SUBMISSION)
    others = neighbour.open_voting(100, voters=2)
    vote_there = [neighbour.vote(other, 1) for other in others]
    stage.go_to(Phase.COUNTING)
    neighbour.go_to(Phase.COUNTING)

    assert lifecycle.tick(KEYS, neighbour.now) == LOT + len(vote_there)
    before = fingerprint()
    assert lifecycle.tick(KEYS, neighbour.now) == 0
    assert fingerprint() == before


def test_tick_leaves_alone_what_is_not_due(stage, voters):
    vote(stage, voters[: LOT - 1])
    stage.draft("2027")
    lifecycle.tick(KEYS, stage.now)
    before = fingerprint()

    assert lifecycle.tick(KEYS, stage.now) == 0
    assert fingerprint() == before


def test_tick_leaves_alone_a_round_before_its_voting(stage):
    stage.announced()
    stage.go_to(Phase.REVIEW)
    lifecycle.tick(KEYS, stage.now)
    before = fingerprint()

    assert lifecycle.tick(KEYS, stage.now) == 0
    assert fingerprint() == before
