"""Accounts, roles, and signing in."""

import json
from itertools import permutations

import pytest

from pb.acts import accounts
from pb.gateways.keys import Keys
from pb.records import accounts as records
from pb.records.base import db
from pb.rules.access import APART, Role
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid
from pb.rules.texts import Bilingual
from pb.services.actors import PLATFORM
from pb.services.audit import Tag
from tests.fingerprint import one_event, refused
from tests.stage import KEYS

PEOPLE = sorted(set(Role) - {Role.PLATFORM, Role.PUBLIC})


def test_open_account_gives_the_person_one_role_in_one_municipality(stage):
    with one_event(Tag.ACCOUNT_OPENED) as event:
        opened = accounts.open_account(
            PLATFORM,
            stage.place,
            "  Н.  Эсенова ",
            Role.OPERATOR,
            stage.now,
            Bilingual("адис", "специалист"),
        )

    assert opened.name == "Н. Эсенова"
    assert records.roles_of(stage.place, opened.id) == {Role.OPERATOR}
    assert records.roles_of(stage.neighbour().place, opened.id) == frozenset()
    assert records.name_and_position(stage.place, opened.id) == ("Н. Эсенова", "адис", "специалист")
    assert (event.object_ref, event.facts) == (opened.ref, "{}")


def test_open_account_leaves_no_name_in_the_trail(stage):
    with one_event(Tag.ACCOUNT_OPENED) as event:
        stage.person(Role.RESIDENT, "Айжан Сыдыкова", "kod-kod-kod")

    assert "Айжан" not in str(vars(event))
    assert "kod" not in str(vars(event))


@pytest.mark.parametrize("role", PEOPLE)
def test_open_account_is_refused_when_anyone_but_the_platform_does_it(stage, role):
    person = stage.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        accounts.open_account(person, stage.place, "Үмүт", Role.OPERATOR, stage.now)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", Code.TEXT_MISSING),
        ("Ү", Code.TEXT_TOO_SHORT),
        ("ү" * 121, Code.TEXT_TOO_LONG),
        ("Үмүт\u202e", Code.TEXT_INVISIBLE),
    ],
)
def test_open_account_is_refused_when_the_name_cannot_be(stage, name, code):
    with refused(NotValid, code, "name"):
        accounts.open_account(PLATFORM, stage.place, name, Role.OPERATOR, stage.now)


def test_open_account_is_refused_when_the_sign_in_code_is_short_enough_to_guess(stage):
    with refused(NotValid, Code.TEXT_TOO_SHORT, "code"):
        stage.person(Role.OPERATOR, code="1234567")


@pytest.mark.parametrize(
    ("held", "role"),
    [
        (held, role)
        for held in PEOPLE
        for role in PEOPLE
        if held != role and frozenset({held, role}) not in APART
    ],
)
def test_grant_role_adds_a_role_when_one_person_may_hold_both(stage, held, role):
    person = stage.person(held)

    with one_event(Tag.ROLE_GRANTED) as event:
        accounts.grant_role(PLATFORM, stage.place, person.account_id, role, stage.now)

    assert records.roles_of(stage.place, person.account_id) == {held, role}
    assert json.loads(event.facts) == {"role": role.value}


@pytest.mark.parametrize(
    ("held", "role"),
    [both for pair in APART if pair <= set(PEOPLE) for both in permutations(sorted(pair))],
)
def test_grant_role_is_refused_when_the_two_roles_watch_each_other(stage, held, role):
    person = stage.person(held)

    with refused(Conflict, Code.NOT_ALLOWED, "role", role=role):
        accounts.grant_role(PLATFORM, stage.place, person.account_id, role, stage.now)


def test_grant_role_lets_one_person_watch_in_another_municipality(stage):
    clerk = stage.person(Role.OPERATOR)
    neighbour = stage.neighbour()

    accounts.grant_role(PLATFORM, neighbour.place, clerk.account_id, Role.MONITORING, stage.now)

    assert records.roles_of(neighbour.place, clerk.account_id) == {Role.MONITORING}
    assert records.roles_of(stage.place, clerk.account_id) == {Role.OPERATOR}


@pytest.mark.parametrize("role", PEOPLE)
def test_grant_role_is_refused_when_someone_would_grant_it_to_himself(stage, role):
    person = stage.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        accounts.grant_role(person, stage.place, person.account_id, Role.HEAD, stage.now)


@pytest.mark.parametrize("typed", ["ak-kayin-42", "  ak-kayin-42 ", "AK-Kayin-42"])
def test_account_for_code_finds_the_account_as_the_code_is_typed(stage, typed):
    person = stage.person(Role.RESIDENT, code="ak-kayin-42")

    assert accounts.account_for_code(typed, KEYS) == person.ref


@pytest.mark.parametrize(
    "typed",
    [
        "", "ak-kayin-43", "ak-kayi", "ак-кайың-42", "ak-kayin-42\n0", "ak_kayin_42", "x" * 65,
        "a\x00b-kayin-42", "'; DROP TABLE account; --", "٤٢٤٢٤٢٤٢",
    ],
)  # fmt: skip
def test_account_for_code_says_no_more_than_unknown_when_the_code_does_not_fit(stage, typed):
    stage.person(Role.RESIDENT, code="ak-kayin-42")

    with refused(NotValid, Code.SIGN_IN_UNKNOWN, "code"):
        accounts.account_for_code(typed, KEYS)


def test_account_for_code_is_refused_when_the_key_is_another(stage):
    stage.person(Role.RESIDENT, code="ak-kayin-42")

    with refused(NotValid, Code.SIGN_IN_UNKNOWN, "code"):
        accounts.account_for_code("ak-kayin-42", Keys("x" * 40))


def test_account_for_code_is_refused_when_the_account_is_disabled(stage):
    person = stage.person(Role.RESIDENT, code="ak-kayin-42")
    db.session.get_one(records.Account, person.account_id).is_disabled = True
    db.session.commit()

    with refused(NotValid, Code.SIGN_IN_UNKNOWN, "code"):
        accounts.account_for_code("ak-kayin-42", KEYS)
    assert records.signed_in(person.ref, stage.place) is None


def test_the_database_holds_only_a_keyed_hash_of_the_sign_in_code(stage):
    person = stage.person(Role.RESIDENT, code="ak-kayin-42")

    kept = db.session.get_one(records.Account, person.account_id).sign_in_tag

    assert kept == accounts.sign_in_tag("ak-kayin-42", KEYS)
    assert kept != accounts.sign_in_tag("ak-kayin-42", Keys("x" * 40))
    assert b"kayin" not in kept
