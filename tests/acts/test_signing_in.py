"""Signing in: what fits, what does not, how tries are counted, how sessions begin and end."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from pb.acts import signing_in
from pb.acts.accounts import grants
from pb.gateways.passwords import Passwords
from pb.records import sessions as records
from pb.records.base import db
from pb.records.sessions import SignInSession
from pb.rules.refusals import Code, NotAllowed, NotFound, NotValid
from pb.rules.roles import OF_PLATFORM, STAFF, Assurance, Role
from pb.rules.sessions import LONGEST_RESIDENT, LONGEST_STAFF, MOST_FAILURES, Ending
from pb.services.audit import Tag
from pb.services.sessions import tag_of
from tests.fingerprint import one_event, refused
from tests.office import CHEAP, PASSWORD, door, insider, session_by_tag
from tests.stage import KEYS


def check(stage, name, password=PASSWORD, *, is_known=False):
    return signing_in.check_password(
        name, password, KEYS, CHEAP, door(stage, is_known=is_known), stage.now
    )


def wait(stage, seconds):
    stage.clock.put(stage.now + timedelta(seconds=seconds))


@pytest.mark.parametrize("role", sorted(STAFF | OF_PLATFORM))
def test_name_password_and_code_together_begin_a_session(stage, role):
    person = insider(stage, role)
    at = door(stage, role)
    ref = signing_in.check_password(
        f"  {person.name.upper()} ", PASSWORD, KEYS, CHEAP, at, stage.now
    )

    with one_event(Tag.SIGNED_IN) as event:
        begun = signing_in.sign_in(ref, person.code(stage.now), KEYS, at, stage.now)

    tag = tag_of(begun.token)
    if role in OF_PLATFORM:
        who = records.signed_in_on_platform(tag, stage.now)
    else:
        who = records.signed_in_at(tag, stage.slug, stage.now)[1]
    assert (who.ref, who.roles, who.is_staff) == (person.actor.ref, {role}, True)
    assert json.loads(event.facts) == {"means": "password", "second": "app"}
    assert begun.token not in str(vars(session_by_tag(tag)))


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("right", "wrong password it is"),
        ("right", ""),
        ("nobody-at-all", PASSWORD),
        ("", ""),
        ("Ү" * 500, PASSWORD),
        ("' or 1=1 --", PASSWORD),
    ],
)
def test_a_wrong_name_and_a_wrong_password_are_answered_alike(stage, name, password):
    person = insider(stage, Role.OPERATOR)

    with refused(NotValid, Code.SIGN_IN_WRONG, counts="failed_sign_in"):
        check(stage, person.name if name == "right" else name, password)


class Counting(Passwords):
    """Counts how often a password was reckoned."""

    reckoned = 0

    def fits(self, password, kept):
        Counting.reckoned += 1
        return super().fits(password, kept)


def test_a_name_nobody_has_costs_as_much_reckoning_as_a_real_one(stage):
    person, passwords = insider(stage, Role.OPERATOR), Counting(memory=8, time=1)
    Counting.reckoned = 0

    for number, name in enumerate((person.name, "nobody-at-all"), start=1):
        with refused(NotValid, Code.SIGN_IN_WRONG, counts="failed_sign_in"):
            signing_in.check_password(name, "wrong", KEYS, passwords, door(stage), stage.now)
        assert Counting.reckoned == number


@pytest.mark.parametrize("password", ["x" * 257, "ү" * 129, "a\0b" * 5, "\ud800" * 100])
def test_a_password_nobody_types_is_refused_before_it_is_reckoned(stage, password):
    Counting.reckoned = 0

    with refused(NotValid, Code.PASSWORD_TOO_LONG, "password"):
        signing_in.check_password(
            "asanov.b", password, KEYS, Counting(memory=8, time=1), door(stage), stage.now
        )
    assert Counting.reckoned == 0


def test_a_disabled_account_is_answered_like_a_wrong_password(stage):
    person, head = insider(stage, Role.OPERATOR), stage.person(Role.HEAD)
    grants.disable(head, stage.place, person.actor.ref, stage.now)

    with refused(NotValid, Code.SIGN_IN_WRONG, counts="failed_sign_in"):
        check(stage, person.name)


def test_an_account_disabled_between_the_two_steps_does_not_get_in(stage):
    person, head = insider(stage, Role.OPERATOR), stage.person(Role.HEAD)
    ref = check(stage, person.name)
    grants.disable(head, stage.place, person.actor.ref, stage.now)

    with refused(NotFound, Code.NOT_FOUND):
        signing_in.sign_in(ref, person.code(stage.now), KEYS, door(stage), stage.now)


def test_each_failure_doubles_the_wait_up_to_a_minute(stage):
    person = insider(stage, Role.OPERATOR)

    for seconds in (1, 2, 4, 8, 16, 32, 60, 60):
        with refused(NotValid, Code.SIGN_IN_WRONG, counts="failed_sign_in"):
            check(stage, person.name, "wrong")
        with refused(NotAllowed, Code.TOO_MANY_TRIES, seconds=seconds):
            check(stage, person.name)
        wait(stage, seconds)

    assert check(stage, person.name) == person.actor.ref


@pytest.mark.parametrize("name", ["real", "nobody-at-all"])
def test_after_twenty_failures_a_name_is_closed_for_the_day_whether_or_not_it_exists(stage, name):
    person = insider(stage, Role.OPERATOR)
    name = person.name if name == "real" else name
    for _ in range(MOST_FAILURES):
        with pytest.raises(NotValid):
            check(stage, name, "wrong")
        wait(stage, 60)

    with refused(NotAllowed, Code.SIGN_IN_STOPPED):
        check(stage, name)


def test_nobody_is_locked_out_by_somebody_elses_typing(stage):
    person = insider(stage, Role.OPERATOR)
    for _ in range(MOST_FAILURES):
        with pytest.raises(NotValid):
            check(stage, person.name, "wrong")
        wait(stage, 60)

    assert check(stage, person.name, is_known=True) == person.actor.ref
    wait(stage, 24 * 3600)
    assert check(stage, person.name) == person.actor.ref


@pytest.mark.parametrize(
    "code", ["000000", "12345", "1234567", "abcdef", "１２３４５６", "", "٣" * 6]
)
def test_a_code_that_does_not_fit_is_refused_and_counted(stage, code):
    person = insider(stage, Role.OPERATOR)
    ref = check(stage, person.name)

    with refused(NotValid, Code.CODE_WRONG, "code", counts="failed_sign_in"):
        signing_in.sign_in(ref, code, KEYS, door(stage), stage.now)
    with refused(NotAllowed, Code.TOO_MANY_TRIES):
        signing_in.sign_in(ref, person.code(stage.now), KEYS, door(stage), stage.now)


@pytest.mark.parametrize(
    ("later", "fits"), [(-3, False), (-1, False), (0, True), (1, True), (2, False)]
)
def test_a_telephone_may_be_half_a_minute_off(stage, later, fits):
    # One step back is the code that opened the account: it is used up.
    person = insider(stage, Role.OPERATOR)
    ref = check(stage, person.name)
    code = person.code(stage.now, later)

    if fits:
        assert signing_in.sign_in(ref, code, KEYS, door(stage), stage.now)
    else:
        with refused(NotValid, Code.CODE_WRONG, "code", counts="failed_sign_in"):
            signing_in.sign_in(ref, code, KEYS, door(stage), stage.now)


def test_a_code_is_taken_once(stage):
    person = insider(stage, Role.OPERATOR)
    code = f" {person.code(stage.now)[:3]} {person.code(stage.now)[3:]}"
    signing_in.sign_in(person.actor.ref, code, KEYS, door(stage), stage.now)

    with refused(NotValid, Code.CODE_WRONG, "code", counts="failed_sign_in"):
        signing_in.sign_in(person.actor.ref, code, KEYS, door(stage), stage.now)


def test_a_recovery_code_stands_in_for_the_app_once(stage):
    person = insider(stage, Role.OPERATOR)
    code = person.recovery_codes[3]

    with one_event(Tag.SIGNED_IN) as event:
        signing_in.sign_in(person.actor.ref, code, KEYS, door(stage), stage.now)
    assert json.loads(event.facts)["second"] == "recovery code"

    with refused(NotValid, Code.CODE_WRONG, "code", counts="failed_sign_in"):
        signing_in.sign_in(person.actor.ref, code, KEYS, door(stage), stage.now)


def test_a_recovery_code_of_another_person_does_not_fit(stage):
    person, other = insider(stage, Role.OPERATOR), insider(stage, Role.DEPUTY)

    with refused(NotValid, Code.CODE_WRONG, "code", counts="failed_sign_in"):
        signing_in.sign_in(person.actor.ref, other.recovery_codes[0], KEYS, door(stage), stage.now)


def test_nobody_signs_in_where_they_have_no_role(stage):
    person, neighbour = insider(stage, Role.OPERATOR), stage.neighbour()

    for at in (door(neighbour), door(stage, Role.ADMINISTRATOR)):
        with refused(NotAllowed, Code.NO_ROLE_HERE):
            signing_in.sign_in(person.actor.ref, person.code(stage.now), KEYS, at, stage.now)


def test_a_session_is_nobodys_in_another_municipality(stage):
    person, neighbour = insider(stage, Role.OPERATOR), stage.neighbour()
    begun = signing_in.sign_in(
        person.actor.ref, person.code(stage.now), KEYS, door(stage), stage.now
    )

    tag = tag_of(begun.token)
    assert records.signed_in_at(tag, stage.slug, stage.now)[1]
    assert records.signed_in_at(tag, neighbour.slug, stage.now) == (neighbour.place, None)
    assert records.signed_in_on_platform(tag, stage.now) is None


def test_of_staff_one_session_lives_and_the_older_one_ends(stage):
    person = insider(stage, Role.OPERATOR)
    first = signing_in.sign_in(
        person.actor.ref, person.code(stage.now), KEYS, door(stage), stage.now
    )
    wait(stage, 30)

    second = signing_in.sign_in(
        person.actor.ref, person.code(stage.now), KEYS, door(stage), stage.now
    )

    assert (first.replaced, second.replaced) == (0, 1)
    assert records.signed_in_at(tag_of(first.token), stage.slug, stage.now)[1] is None
    assert session_by_tag(tag_of(first.token)).ending is Ending.REPLACED
    assert records.signed_in_at(tag_of(second.token), stage.slug, stage.now)[1]


def test_the_database_refuses_a_second_live_session_of_staff(stage):
    person = insider(stage, Role.OPERATOR)
    signing_in.sign_in(person.actor.ref, person.code(stage.now), KEYS, door(stage), stage.now)
    row = {
        **dict.fromkeys(("ref", "device"), "x"),
        "tag": b"x" * 32,
        "account_id": person.actor.account_id,
        "means": "password",
        "is_staff": True,
        "began_at": stage.now,
        "ends_at": stage.now + timedelta(hours=1),
    }

    with pytest.raises(IntegrityError):
        db.session.execute(insert(SignInSession).values(row))
    db.session.rollback()
    db.session.execute(insert(SignInSession).values({**row, "is_staff": False}))
    db.session.rollback()


@pytest.mark.parametrize(
    ("role", "longest"), [(Role.OPERATOR, LONGEST_STAFF), (Role.RESIDENT, LONGEST_RESIDENT)]
)
def test_a_session_ends_at_the_latest_after_its_hours_to_the_second(stage, role, longest):
    stage.person(role, code="ak-kayin-42")
    begun = signing_in.sign_in_by_pass("ak-kayin-42", KEYS, door(stage), stage.now)
    tag = tag_of(begun.token)

    wait(stage, longest.total_seconds() - 1)
    assert records.signed_in_at(tag, stage.slug, stage.now)[1]
    wait(stage, 1)
    assert records.signed_in_at(tag, stage.slug, stage.now)[1] is None


def test_a_resident_may_be_signed_in_at_two_telephones(stage):
    stage.person(Role.RESIDENT, code="ak-kayin-42")

    tags = [
        tag_of(signing_in.sign_in_by_pass("ak-kayin-42", KEYS, door(stage), stage.now).token)
        for _ in range(2)
    ]

    for tag in tags:
        who = records.signed_in_at(tag, stage.slug, stage.now)[1]
        assert (who.assurance, who.is_staff) == (Assurance.IN_PERSON, False)
