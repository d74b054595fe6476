"""What is let go of when nobody needs it any more, and what never is."""

from datetime import timedelta

from pb import lifecycle
from pb.acts import retention
from pb.records.accounts import Account
from pb.records.audit import AuditEvent
from pb.records.base import db
from pb.records.jobs import Job
from pb.records.messages import Message
from pb.records.sessions import SignInSession
from pb.rules.roles import Role
from pb.rules.sessions import Means
from pb.services import sessions
from pb.services.sessions import Door
from tests.outbox import deliver, write
from tests.roll_stage import imported
from tests.stage import KEYS, Stage

KEPT = timedelta(days=90)


def rows():
    return tuple(db.session.query(one).count() for one in (SignInSession, Message, Job))


def begin_session(stage: Stage, role: Role):
    account = db.session.get(Account, stage.person(role).account_id)
    door = Door(stage.place)
    begun = sessions.begin(account.id, account.ref, Means.PASS, door, stage.now, frozenset({role}))
    db.session.commit()
    return begun


def test_what_was_over_ninety_days_ago_is_let_go_of_and_the_trail_stays(stage, phones):
    stage.announced()
    imported(stage)
    write(stage)
    deliver(phones, stage.now)
    phones.take()
    begin_session(stage, Role.OPERATOR)
    trail = db.session.query(AuditEvent).count()
    assert rows() == (1, 1, 1)
    last = max(
        db.session.query(SignInSession).one().ends_at, db.session.query(Message).one().expires_at
    )

    retention.forget_old(last + KEPT)
    assert rows()[1] == 1
    lifecycle.tick(KEYS, last + KEPT + timedelta(microseconds=1))

    assert rows() == (0, 0, 0)
    assert db.session.query(AuditEvent).count() == trail


def test_a_message_that_waits_and_a_session_that_lives_are_kept(stage):
    write(stage)
    begin_session(stage, Role.RESIDENT)

    retention.forget_old(stage.now)

    assert rows() == (1, 1, 0)
