"""Accounts and roles: who opens them, gives them, takes them."""

import json
from dataclasses import replace
from itertools import permutations

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DatabaseError

from pb.acts.accounts import grants
from pb.records import accounts as records
from pb.records import sessions as session_records
from pb.records.accounts import PlatformGrant, RoleGrant
from pb.records.base import db
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotValid
from pb.rules.roles import APART, OF_PLATFORM, STAFF, Role
from pb.rules.sessions import Ending, Means
from pb.rules.texts import Bilingual
from pb.services import sessions
from pb.services.actors import PLATFORM
from pb.services.audit import Tag
from tests.fingerprint import one_event, refused
from tests.office import insider, session_by_tag
from tests.stage import KEYS

HERE = sorted(STAFF | {Role.RESIDENT})


def test_open_account_gives_the_person_one_role_in_one_municipality(stage):
    with one_event(Tag.ACCOUNT_OPENED) as event:
        opened = grants.open_account(
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


@pytest.mark.parametrize("role", HERE)
def test_open_account_is_refused_when_anyone_but_the_platform_does_it(stage, role):
    person = stage.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        grants.open_account(person, stage.place, "Үмүт", Role.OPERATOR, stage.now)


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
        grants.open_account(PLATFORM, stage.place, name, Role.OPERATOR, stage.now)


def test_open_account_is_refused_when_the_pass_is_short_enough_to_guess(stage):
    with refused(NotValid, Code.TEXT_TOO_SHORT, "code"):
        stage.person(Role.OPERATOR, code="1234567")


@pytest.mark.parametrize(
    ("held", "role"),
    [
        (held, role)
        for held in HERE
        for role in HERE
        if held != role and frozenset({held, role}) not in APART
    ],
)
def test_grant_role_adds_a_role_when_one_person_may_hold_both(stage, held, role):
    person = stage.person(held)

    with one_event(Tag.ROLE_GRANTED) as event:
        grants.grant_role(PLATFORM, stage.place, person.ref, role, stage.now)

    assert records.roles_of(stage.place, person.account_id) == {held, role}
    assert (event.object_ref, json.loads(event.facts)) == (person.ref, {"role": role.value})


@pytest.mark.parametrize(
    ("held", "role"),
    [both for pair in APART if pair <= set(HERE) for both in permutations(sorted(pair))],
)
def test_grant_role_is_refused_when_the_two_roles_watch_each_other(stage, held, role):
    person = stage.person(held)

    with refused(Conflict, Code.ROLES_APART, "role", role=role, held=held):
        grants.grant_role(PLATFORM, stage.place, person.ref, role, stage.now)


@pytest.mark.parametrize(
    ("held", "role"),
    [both for pair in APART if pair <= set(HERE) for both in permutations(sorted(pair))],
)
def test_the_database_refuses_two_roles_that_watch_each_other(stage, held, role):
    person = stage.person(held)
    row = {
        "municipality_id": stage.place,
        "account_id": person.account_id,
        "role": role,
        "created_at": stage.now,
    }

    with pytest.raises(DatabaseError, match="watch each other"):
        db.session.execute(insert(RoleGrant).values(row))
    db.session.rollback()


@pytest.mark.parametrize("role", sorted(OF_PLATFORM))
def test_the_database_keeps_the_platform_out_of_every_municipality(stage, role):
    clerk, keeper = stage.person(Role.OPERATOR), insider(stage, role).actor
    outside = {"account_id": clerk.account_id, "role": role, "created_at": stage.now}
    inside = {
        "municipality_id": stage.place,
        "account_id": keeper.account_id,
        "role": Role.RESIDENT,
        "created_at": stage.now,
    }

    for table, row in ((PlatformGrant, outside), (RoleGrant, inside)):
        with pytest.raises(DatabaseError, match="watch each other"):
            db.session.execute(insert(table).values(row))
        db.session.rollback()


def test_grant_role_lets_one_person_watch_in_another_municipality(stage):
    clerk = stage.person(Role.OPERATOR)
    neighbour = stage.neighbour()

    grants.grant_role(PLATFORM, neighbour.place, clerk.ref, Role.MONITORING, stage.now)

    assert records.roles_of(neighbour.place, clerk.account_id) == {Role.MONITORING}
    assert records.roles_of(stage.place, clerk.account_id) == {Role.OPERATOR}


@pytest.mark.parametrize("role", [role for role in HERE if role is not Role.HEAD])
def test_grant_role_is_refused_when_anyone_but_the_head_gives_it(stage, role):
    person, other = stage.person(role), stage.person(Role.OPERATOR)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        grants.grant_role(person, stage.place, other.ref, Role.DEPUTY, stage.now)


def test_the_head_gives_roles_but_not_the_heads(stage):
    head, other = stage.person(Role.HEAD), stage.person(Role.DEPUTY)

    grants.grant_role(head, stage.place, other.ref, Role.COMMISSION, stage.now)

    assert records.roles_of(stage.place, other.account_id) == {Role.DEPUTY, Role.COMMISSION}
    with refused(NotAllowed, Code.NOT_YOURS_TO_GIVE, "role", role=Role.HEAD):
        grants.grant_role(head, stage.place, other.ref, Role.HEAD, stage.now)


def test_nobody_gives_a_role_to_himself(stage):
    head = stage.person(Role.HEAD)

    with refused(NotAllowed, Code.NOT_YOURSELF):
        grants.grant_role(head, stage.place, head.ref, Role.OPERATOR, stage.now)


def test_a_role_is_given_only_to_someone_of_this_municipality(stage):
    head, stranger = stage.person(Role.HEAD), stage.neighbour().person(Role.DEPUTY)

    with refused(NotFound, Code.NOT_FOUND):
        grants.grant_role(head, stage.place, stranger.ref, Role.OPERATOR, stage.now)


@pytest.mark.parametrize("deed", ["grant", "take", "disable"])
def test_a_deed_about_people_asks_for_the_second_factor_anew(stage, deed):
    head, other = stage.person(Role.HEAD), stage.person(Role.DEPUTY)
    tired = replace(head, is_confirmed=False)

    with refused(NotAllowed, Code.STEP_UP_FIRST):
        if deed == "grant":
            grants.grant_role(tired, stage.place, other.ref, Role.OPERATOR, stage.now)
        elif deed == "take":
            grants.take_role(tired, stage.place, other.ref, Role.DEPUTY, stage.now)
        else:
            grants.disable(tired, stage.place, other.ref, stage.now)


def session_of(stage, person, role):
    door = sessions.Door(stage.place)
    begun = sessions.begin(
        person.account_id,
        person.ref,
        Means.PASS,
        door,
        stage.now,
        frozenset({role}),
    )
    db.session.commit()
    return sessions.tag_of(begun.token)


def test_take_role_ends_every_session_of_the_person(stage):
    clerk, head = stage.person(Role.OPERATOR), stage.person(Role.HEAD)
    tag = session_of(stage, clerk, Role.OPERATOR)

    with one_event(Tag.ROLE_TAKEN):
        grants.take_role(head, stage.place, clerk.ref, Role.OPERATOR, stage.now)

    assert records.roles_of(stage.place, clerk.account_id) == frozenset()
    assert session_records.signed_in_at(tag, stage.slug, stage.now)[1] is None
    assert session_by_tag(tag).ending is Ending.ROLES_CHANGED


def test_take_role_is_refused_when_it_is_not_held(stage):
    clerk, head = stage.person(Role.OPERATOR), stage.person(Role.HEAD)

    with refused(NotFound, Code.NOT_FOUND):
        grants.take_role(head, stage.place, clerk.ref, Role.DEPUTY, stage.now)


def test_disable_ends_every_session_and_enable_brings_none_back(stage):
    clerk, head = stage.person(Role.OPERATOR), stage.person(Role.HEAD)
    tag = session_of(stage, clerk, Role.OPERATOR)

    with one_event(Tag.ACCOUNT_DISABLED):
        grants.disable(head, stage.place, clerk.ref, stage.now)
    assert session_records.signed_in_at(tag, stage.slug, stage.now)[1] is None

    with one_event(Tag.ACCOUNT_ENABLED):
        grants.enable(head, stage.place, clerk.ref, stage.now)
    assert session_records.signed_in_at(tag, stage.slug, stage.now)[1] is None
    assert session_by_tag(tag).ending is Ending.DISABLED


def test_disable_is_refused_when_it_was_done_before(stage):
    clerk, head = stage.person(Role.OPERATOR), stage.person(Role.HEAD)
    grants.disable(head, stage.place, clerk.ref, stage.now)

    with refused(Conflict, Code.CHANGED_MEANWHILE):
        grants.disable(head, stage.place, clerk.ref, stage.now)


@pytest.mark.parametrize("deed", [grants.disable, grants.enable])
def test_the_head_closes_no_account_of_a_head_a_resident_or_a_neighbour(stage, deed):
    head, other_head = stage.person(Role.HEAD), stage.person(Role.HEAD)
    others = (stage.person(Role.RESIDENT), stage.neighbour().person(Role.OPERATOR))

    with refused(NotAllowed, Code.NOT_YOURS_TO_GIVE):
        deed(head, stage.place, other_head.ref, stage.now)
    for other in others:
        with refused(NotFound, Code.NOT_FOUND):
            deed(head, stage.place, other.ref, stage.now)
    with refused(NotAllowed, Code.NOT_YOURSELF):
        deed(head, stage.place, head.ref, stage.now)


def test_the_pass_of_a_demonstration_is_kept_as_a_hash_only(stage):
    person = stage.person(Role.RESIDENT, code="ak-kayin-42")

    kept = db.session.get_one(records.Account, person.account_id).sign_in_tag

    assert kept == KEYS.tag("sign-in", "ak-kayin-42")
    assert b"kayin" not in kept
