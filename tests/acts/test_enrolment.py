"""Enrolling in person: one person, one account, a phone of the person's own, a signed slip."""

import pytest

from pb.acts import enrolment
from pb.acts.enrolment import EnrolmentFacts
from pb.records import accounts, residents
from pb.records.accounts import Account, RoleGrant
from pb.records.base import db
from pb.records.residents import Resident
from pb.records.sessions import SignInSession
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotValid
from pb.rules.roles import Role
from pb.rules.rule_sets import Parameter
from pb.rules.sessions import Ending, Means
from pb.services import sessions
from pb.services.audit import Tag
from pb.services.sessions import Door
from tests.fingerprint import one_event, refused
from tests.roll_stage import frozen, imported
from tests.rules_adopted import QUICK
from tests.stage import KEYS

PHONE = "0555 123 456"


@pytest.fixture
def announced(stage):
    stage.announced()
    return stage


def enrol(stage, line, clerk=None, phone=PHONE, seen=True, theirs=False):
    clerk = clerk or stage.person(Role.OPERATOR)
    facts = EnrolmentFacts(phone, seen, theirs)
    return enrolment.enrol(clerk, stage.place, "2026", line.ref, facts, KEYS, stage.now)


def of_phone(phone="+996555123456"):
    return accounts.accounts_of_phone(KEYS.phone_tag(phone))


def signed_up(stage, with_resident=True):
    """Someone who signed up by telephone and whom the office has not met."""
    actor = stage.person(Role.RESIDENT)
    account = db.session.get(Account, actor.account_id)
    account.phone_tag = KEYS.phone_tag("+996555123456")
    account.phone_locked = KEYS.lock("phone", b"+996555123456")
    if with_resident:
        line = db.session.query(residents.RollEntry).first()
        db.session.add(
            Resident(
                municipality_id=stage.place,
                account_id=account.id,
                settlement_id=line.settlement_id,
                created_at=stage.now,
            )
        )
    db.session.commit()
    return account


def test_enrolling_makes_an_account_that_votes_on_the_line(announced):
    [line, *_] = imported(announced)

    clerk = announced.person(Role.OPERATOR)

    with one_event(Tag.RESIDENT_ENROLLED):
        slip = enrol(announced, line, clerk)

    [account] = of_phone()
    assert residents.roll_entry_of(announced.round().id, account.id) == line.id
    assert accounts.roles_of(announced.place, account.id) == {Role.RESIDENT}
    resident = residents.resident_of(announced.place, account.id)
    assert (resident.pin_tag, resident.enrolled_at) == (line.pin_tag, announced.now)
    assert KEYS.unlock("phone", account.phone_locked) == b"+996555123456"
    assert slip.phone == "0555 123 456"
    assert slip.name not in repr(slip)
    assert account.name == f"{slip.name.split()[0]} Б."


def test_enrolling_is_possible_on_a_frozen_roll(announced):
    [line, *_] = frozen(announced)

    enrol(announced, line)

    assert residents.roll_entry_of(announced.round().id, of_phone()[0].id) == line.id


@pytest.mark.parametrize("with_resident", [True, False])
def test_enrolling_ties_the_account_of_the_phone_when_the_person_says_it_is_theirs(
    announced, with_resident
):
    [line, *_] = imported(announced)
    account = signed_up(announced, with_resident)
    door = Door(announced.place)
    sessions.begin(
        account.id, account.ref, Means.SMS, door, announced.now, frozenset({Role.RESIDENT})
    )
    db.session.commit()

    enrol(announced, line, theirs=True)

    assert [one.id for one in of_phone()] == [account.id]
    assert residents.roll_entry_of(announced.round().id, account.id) == line.id
    [session] = db.session.query(SignInSession).filter_by(account_id=account.id)
    assert session.ending is Ending.CREDENTIALS_CHANGED


def test_another_of_the_family_gets_an_account_of_their_own(announced):
    [first, second, _] = imported(announced)

    enrol(announced, first)
    enrol(announced, second)

    assert len(of_phone()) == 2


def test_a_fourth_person_behind_one_phone_is_refused(announced):
    *three, fourth = imported(announced, 4)
    for line in three:
        enrol(announced, line)
    clerk = announced.person(Role.OPERATOR)

    with refused(Conflict, Code.PHONE_FULL, "phone", most=3):
        enrol(announced, fourth, clerk)


def test_nobody_is_enrolled_twice(announced):
    [line, *_] = imported(announced)
    enrol(announced, line)
    clerk = announced.person(Role.OPERATOR)

    with refused(Conflict, Code.ENROLLED_ALREADY):
        enrol(announced, line, clerk, phone="0700 111 222")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"seen": False}, Code.PASSPORT_UNSEEN, "passport_seen"),
        ({"phone": "0312 123 456"}, Code.PHONE_NOT_MOBILE, "phone"),
        ({"phone": "abc"}, Code.PHONE_UNREADABLE, "phone"),
        ({"theirs": True}, Code.PHONE_OF_NOBODY, "phone"),
    ],
)
def test_enrolling_is_refused_when_what_the_office_says_does_not_hold(
    announced, changes, code, field
):
    [line, *_] = imported(announced)
    clerk = announced.person(Role.OPERATOR)

    with refused(NotValid, code, field):
        enrol(announced, line, clerk, **changes)


def test_an_account_of_somebody_we_know_is_not_given_to_another_person(announced):
    [first, second, _] = imported(announced)
    enrol(announced, first)
    clerk = announced.person(Role.OPERATOR)

    with refused(NotValid, Code.PHONE_OF_ANOTHER, "phone"):
        enrol(announced, second, clerk, theirs=True)


@pytest.mark.parametrize("role", [Role.COMMISSION, Role.HEAD, Role.RESIDENT, Role.MONITORING])
def test_nobody_but_the_clerk_enrols(announced, role):
    [line, *_] = imported(announced)
    person = announced.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        enrol(announced, line, person)


def test_the_line_of_a_neighbour_is_not_found(announced):
    [line, *_] = imported(announced)
    stranger = announced.neighbour().person(Role.OPERATOR)

    with refused(NotFound, Code.NOT_FOUND):
        enrol(announced, line, stranger)


def test_who_was_enrolled_last_year_is_tied_to_the_line_of_this_year(announced):
    [line, *_] = imported(announced)
    enrol(announced, line)
    announced.announced("2027")

    imported(announced, slug="2027")

    account = of_phone()[0].id
    assert residents.roll_entry_of(announced.round("2027").id, account) is not None
    assert db.session.query(RoleGrant).filter_by(account_id=account).count() == 1


def test_the_rules_of_the_municipality_say_how_many_share_a_phone(stage, monkeypatch):
    monkeypatch.setitem(QUICK, Parameter.PEOPLE_PER_PHONE, 1)
    stage.announced()
    first, second, _ = imported(stage)
    enrol(stage, first)
    clerk = stage.person(Role.OPERATOR)

    with refused(Conflict, Code.PHONE_FULL, "phone", most=1):
        enrol(stage, second, clerk)
