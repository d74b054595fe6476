"""Another phone at the office: the old one is told, the new one does not vote for three days."""

from datetime import timedelta

import pytest

from pb.acts import ballots, enrolment
from pb.acts.enrolment import EnrolmentFacts
from pb.documents import notices
from pb.records import accounts, residents
from pb.records.accounts import Account
from pb.records.base import db
from pb.records.sessions import SignInSession
from pb.rules.ballots import Marks
from pb.rules.messages import parts
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.roles import Assurance, Role
from pb.rules.rolls.states import EntryStatus
from pb.rules.rounds import Phase
from pb.rules.sessions import Ending, Means
from pb.services import sessions
from pb.services.actors import Actor
from pb.services.audit import Tag
from pb.services.sessions import Door
from tests.fingerprint import one_event, refused
from tests.outbox import deliver
from tests.roll_stage import imported
from tests.stage import KEYS

OLD, NEW = "+996555123456", "+996700111222"


@pytest.fixture
def enrolled(stage):
    """The line of somebody who was enrolled; the stage is one with a round before its voting."""
    stage.announced()
    [line, *_] = imported(stage)
    facts = EnrolmentFacts(OLD, passport_seen=True)
    enrolment.enrol(
        stage.person(Role.OPERATOR), stage.place, "2026", line.ref, facts, KEYS, stage.now
    )
    return line


def change(stage, line, clerk=None, phone=NEW, seen=True):
    clerk = clerk or stage.person(Role.OPERATOR)
    facts = EnrolmentFacts(phone, seen)
    return enrolment.change_phone(clerk, stage.place, "2026", line.ref, facts, KEYS, stage.now)


def account_of(line):
    resident = db.session.get(residents.Resident, line.resident_id)
    return db.session.get(Account, resident.account_id)


def voter(stage, line):
    """The person of a line, signed in by the phone."""
    account = account_of(line)
    return Actor(
        account.id,
        account.ref,
        account.name,
        frozenset({Role.RESIDENT, Role.PUBLIC}),
        stage.place,
        assurance=Assurance.IN_PERSON,
    )


def test_changing_a_phone_moves_the_account_and_ends_its_sessions(stage, enrolled):
    account = account_of(enrolled)
    sessions.begin(
        account.id,
        account.ref,
        Means.SMS,
        Door(stage.place),
        stage.now,
        frozenset({Role.RESIDENT}),
    )
    db.session.commit()
    clerk = stage.person(Role.OPERATOR)

    with one_event(Tag.PHONE_CHANGED) as event:
        slip = change(stage, enrolled, clerk)

    assert event.facts == '{"old_told": true, "round": "2026"}'
    assert accounts.accounts_of_phone(KEYS.phone_tag(OLD)) == []
    assert [one.id for one in accounts.accounts_of_phone(KEYS.phone_tag(NEW))] == [account.id]
    assert KEYS.unlock("phone", account.phone_locked) == NEW.encode()
    assert slip.phone == "0700 111 222"
    [session] = db.session.query(SignInSession).filter_by(account_id=account.id)
    assert session.ending is Ending.CREDENTIALS_CHANGED


def test_changing_a_phone_is_told_to_the_phone_there_was_and_to_no_other(stage, enrolled, phones):
    change(stage, enrolled)

    deliver(phones, stage.now)

    text = notices.of_phone_change(stage.now, "0700 000 000")
    assert [(sent.to, sent.text) for sent in phones.take()] == [(OLD, text)]


def test_the_message_of_a_change_fits_and_says_whom_to_call(stage):
    text = notices.of_phone_change(stage.now, "0700 000 000")

    assert parts(text) <= 2
    assert text.endswith("Демилге, 0700 000 000")
    assert "номер заменён" in text
    assert "номер башкасына алмаштырылды" in text


@pytest.mark.parametrize(("hours", "may_vote"), [(0, False), (71, False), (72, True)])
def test_a_changed_phone_votes_only_after_three_days(stage, enrolled, hours, may_vote):
    stage.on_ballot(200_000)
    stage.go_to(Phase.VOTING)
    changed = stage.now
    change(stage, enrolled)
    person = voter(stage, enrolled)
    stage.clock.put(changed + timedelta(hours=hours))

    if may_vote:
        ballots.check_not_voted(person, stage.place, stage.round(), stage.now)
        assert ballots.check(person, stage.place, "2026", Marks((1,)), stage.now) == Marks((1,))
        assert stage.vote(person, 1).marks == Marks((1,))
        return
    for ask in (
        lambda: ballots.check_not_voted(person, stage.place, stage.round(), stage.now),
        lambda: ballots.check(person, stage.place, "2026", Marks((1,)), stage.now),
        lambda: stage.vote(person, 1),
    ):
        with refused(NotNow, Code.PHONE_RESTS, until=changed + timedelta(hours=72)):
            ask()


@pytest.mark.parametrize(
    ("kind", "changes", "code", "field"),
    [
        (NotValid, {"seen": False}, Code.PASSPORT_UNSEEN, "passport_seen"),
        (NotValid, {"phone": "0312 123 456"}, Code.PHONE_NOT_MOBILE, "phone"),
        (Conflict, {"phone": OLD}, Code.PHONE_SAME, "phone"),
    ],
)
def test_changing_a_phone_is_refused_when_what_the_office_says_does_not_hold(
    stage, enrolled, kind, changes, code, field
):
    clerk = stage.person(Role.OPERATOR)

    with refused(kind, code, field):
        change(stage, enrolled, clerk, **changes)


def test_changing_a_phone_is_refused_when_nobody_is_enrolled(stage, enrolled):
    [other] = [
        line
        for line in db.session.query(residents.RollEntry).order_by(residents.RollEntry.id)
        if line.resident_id is None
    ][:1]
    clerk = stage.person(Role.OPERATOR)

    with refused(Conflict, Code.NOT_ENROLLED):
        change(stage, other, clerk)


def test_changing_a_phone_is_refused_when_the_line_is_struck(stage, enrolled):
    enrolled.status = EntryStatus.STRUCK
    db.session.commit()
    clerk = stage.person(Role.OPERATOR)

    with refused(Conflict, Code.LINE_STRUCK):
        change(stage, enrolled, clerk)


def test_a_fourth_person_does_not_come_to_a_phone_by_a_change(stage, enrolled):
    family = [stage.person(Role.RESIDENT) for _ in range(3)]
    for one in family:
        account = db.session.get(Account, one.account_id)
        account.phone_tag = KEYS.phone_tag(NEW)
        account.phone_locked = KEYS.lock("phone", NEW.encode())
    db.session.commit()
    clerk = stage.person(Role.OPERATOR)

    with refused(Conflict, Code.PHONE_FULL, "phone"):
        change(stage, enrolled, clerk)


@pytest.mark.parametrize("role", [Role.COMMISSION, Role.HEAD, Role.RESIDENT, Role.MONITORING])
def test_nobody_but_the_clerk_changes_a_phone(stage, enrolled, role):
    person = stage.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        change(stage, enrolled, person)


def test_the_line_of_a_neighbour_is_not_found(stage, enrolled):
    stranger = stage.neighbour().person(Role.OPERATOR)

    with refused(NotFound, Code.NOT_FOUND):
        change(stage, enrolled, stranger)


def test_enrolment_ends_seven_days_before_the_voting(stage):
    stage.announced()
    first, second, _ = imported(stage)
    opens = stage.round().voting_opens
    clerk = stage.person(Role.OPERATOR)

    def enrol(line, phone):
        facts = EnrolmentFacts(phone, passport_seen=True)
        enrolment.enrol(clerk, stage.place, "2026", line.ref, facts, KEYS, stage.now)

    stage.clock.put(opens - timedelta(days=7, microseconds=1))
    enrol(first, OLD)
    stage.clock.put(opens - timedelta(days=7))
    with refused(NotNow, Code.ENROLMENT_CLOSED, closed=opens - timedelta(days=7)):
        enrol(second, NEW)
