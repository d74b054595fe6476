"""The key of a round: who may hold it, and how it is locked before the voting."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pb.acts import ceremonies
from pb.gateways.clock import FixedClock
from pb.records.accounts import RoleGrant
from pb.records.base import db
from pb.records.ceremonies import KeyLock
from pb.rules.refusals import Code, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services.audit import Tag
from tests.dispute_stage import PHRASES, with_key
from tests.fingerprint import one_event, refused


@pytest.fixture
def dispute(stage):
    return with_key(stage)


def test_hold_locks_a_key_that_no_single_row_can_open(dispute):
    locks = db.session.scalars(select(KeyLock)).all()

    assert sorted((one.first_seat, one.second_seat) for one in locks) == [(1, 2), (1, 3), (2, 3)]
    assert len({one.locked for one in locks}) == 3
    for own, beside in ((0, 1), (0, 2), (1, 2), (2, 0)):
        ceremonies.check(dispute.holders[own], dispute.place, "2026", dispute.two(own, beside))


def test_hold_replaces_the_key_until_somebody_may_vote(stage):
    dispute = with_key(stage, key=False)
    stage.clock.put(stage.round().review_closes)
    dispute.hold()
    first = db.session.scalars(select(KeyLock.locked)).all()

    with one_event(Tag.CEREMONY_HELD):
        dispute.hold()

    assert not set(first) & set(db.session.scalars(select(KeyLock.locked)))
    stage.go_to(Phase.VOTING)
    with refused(NotNow, Code.NOT_OPEN):
        dispute.hold()


@pytest.mark.parametrize(
    ("sides", "code", "field"),
    [
        ([Role.COMMISSION] * 3, Code.HOLDERS_OF_ONE_SIDE, "holder_3"),
        ([Role.DEPUTY, Role.OPERATOR, Role.MONITORING], Code.HOLDER_UNFIT, "holder_2"),
        ([Role.DEPUTY, Role.COMMISSION, Role.HEAD], Code.HOLDER_UNFIT, "holder_3"),
    ],
)
def test_hold_is_refused_when_the_holders_cannot_be_trusted(stage, sides, code, field):
    dispute = with_key(stage, key=False)
    stage.clock.put(stage.round().review_closes)
    member = stage.person(Role.COMMISSION)
    refs = [stage.person(side).ref for side in sides]
    typed = [(phrase, phrase) for phrase in PHRASES]

    with refused(NotValid, code, field):
        ceremonies.hold(member, dispute.place, "2026", refs, typed, stage.clock)


@pytest.mark.parametrize(
    ("typed", "code", "field"),
    [
        ([("кыска", "кыска")], Code.PASSWORD_TOO_SHORT, "passphrase_1"),
        ([(PHRASES[0], PHRASES[0] + ".")], Code.PASSPHRASES_DIFFER, "again_1"),
        ([(PHRASES[0],) * 2, (PHRASES[0],) * 2], Code.PASSPHRASE_TWICE, "passphrase_2"),
    ],
)
def test_hold_is_refused_when_a_passphrase_is_none(stage, typed, code, field):
    dispute = with_key(stage, key=False)
    stage.clock.put(stage.round().review_closes)
    rest = [(phrase, phrase) for phrase in PHRASES]

    with refused(NotValid, code, field):
        ceremonies.hold(
            dispute.holders[1],
            dispute.place,
            "2026",
            [one.ref for one in dispute.holders],
            [*typed, *rest[len(typed) :]],
            stage.clock,
        )


def test_hold_is_refused_when_one_person_sits_twice(stage):
    dispute = with_key(stage, key=False)
    stage.clock.put(stage.round().review_closes)
    refs = [dispute.holders[at].ref for at in (0, 1, 0)]

    with refused(NotValid, Code.HOLDER_TWICE, "holder_3"):
        ceremonies.hold(
            dispute.holders[1],
            dispute.place,
            "2026",
            refs,
            [(phrase, phrase) for phrase in PHRASES],
            stage.clock,
        )


def test_hold_is_refused_when_the_voting_opens_while_the_key_is_locked(stage):
    dispute = with_key(stage, key=False)
    opens = stage.round().voting_opens

    class Running(FixedClock):
        """Two minutes before the voting when it is asked first, a second after it from then on."""

        def now(self):
            before = super().now()
            self.put(opens + timedelta(seconds=1))
            return before

    with refused(NotNow, Code.NOT_OPEN):
        ceremonies.hold(
            dispute.holders[1],
            dispute.place,
            "2026",
            [one.ref for one in dispute.holders],
            [(phrase, phrase) for phrase in PHRASES],
            Running(opens - timedelta(minutes=2)),
        )


def test_hold_is_refused_when_a_holder_leaves_while_the_key_is_locked(stage):
    dispute = with_key(stage, key=False)
    gone = dispute.holders[2]

    class Leaving(FixedClock):
        """Somebody has lost their role when it is asked for the second time."""

        times = 0

        def now(self):
            self.times += 1
            if self.times == 2:
                db.session.query(RoleGrant).filter_by(account_id=gone.account_id).delete()
            return super().now()

    with pytest.raises(NotValid) as refusal:
        ceremonies.hold(
            dispute.holders[1],
            dispute.place,
            "2026",
            [one.ref for one in dispute.holders],
            [(phrase, phrase) for phrase in PHRASES],
            Leaving(stage.round().review_closes),
        )

    assert (refusal.value.code, refusal.value.field) == (Code.HOLDER_UNFIT, "holder_3")
    assert db.session.scalars(select(KeyLock)).all() == []


@pytest.mark.parametrize("before", [timedelta(minutes=1), timedelta(seconds=1)])
def test_hold_is_refused_in_the_last_minute_before_the_voting(stage, before):
    dispute = with_key(stage)
    kept = db.session.scalars(select(KeyLock.locked)).all()
    stage.clock.put(stage.round().voting_opens - before)

    with refused(NotNow, Code.VOTING_NEAR):
        dispute.hold()

    assert db.session.scalars(select(KeyLock.locked)).all() == kept


def test_hold_is_possible_a_moment_before_the_last_minute(stage):
    dispute = with_key(stage, key=False)
    stage.clock.put(stage.round().voting_opens - timedelta(minutes=1, microseconds=1))

    with one_event(Tag.CEREMONY_HELD):
        dispute.hold()
