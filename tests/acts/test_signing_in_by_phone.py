"""Signing in by telephone: what is sent, what fits, in whose browser, who of the family."""

import json

import pytest

from pb.acts import signing_in_by_phone as acts
from pb.records import codes, places
from pb.records.accounts import Account
from pb.records.base import db
from pb.records.residents import Resident, tied_to_phone
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotValid
from pb.rules.roles import Assurance, Role
from pb.services import phones
from pb.services.audit import Tag
from pb.services.work import unit_of_work
from tests.fingerprint import one_event, refused
from tests.phone_codes import (
    ELSEWHERE,
    HERE,
    PHONE,
    ask,
    at,
    check,
    join,
    later,
    proved,
    sign_in,
    tied,
    who,
)
from tests.stage import KEYS

FAMILY = 3
"""As the usual rules have it."""


def test_people_of_a_phone_are_those_of_this_municipality_who_can_sign_in_by_it(stage):
    neighbour = stage.neighbour()
    tied(neighbour, "Чоконов Эмил")
    tied(stage, "Асанова Айгүл")
    tied(stage, "Өмүров Кубан")
    tied(stage, "Бекова Нур", phone="+996555000009")
    closed = tied(stage, "Садыров Тилек")
    with unit_of_work():
        db.session.get(Account, closed.id).is_disabled = True

    people = check(stage, ask(stage))

    assert [person.shown for person in people] == ["Асанова А.", "Өмүров К."]


def test_the_office_does_not_sign_in_by_telephone(stage):
    clerk = tied(stage, role=Role.OPERATOR)
    ref = proved(stage)

    assert acts.people(ref, HERE, at(stage), KEYS, stage.now) == ((), True)
    with refused(NotAllowed, Code.PASSWORD_NEEDED):
        sign_in(stage, ref, clerk.ref)


def test_sign_in_is_refused_when_the_account_was_closed(stage):
    person = tied(stage)
    ref = proved(stage)
    with unit_of_work():
        db.session.get(Account, person.id).is_disabled = True

    with refused(NotAllowed, Code.ACCOUNT_CLOSED):
        sign_in(stage, ref, person.ref)


@pytest.mark.parametrize(
    ("enrolled", "assurance"), [(False, Assurance.PHONE), (True, Assurance.IN_PERSON)]
)
def test_sign_in_knows_the_person_as_surely_as_the_office_does(stage, enrolled, assurance):
    person, clerk = tied(stage), stage.person(Role.OPERATOR)
    with unit_of_work():
        db.session.add(
            Resident(
                municipality_id=stage.place,
                account_id=person.id,
                settlement_id=places.settlements_of(stage.place)[0].id,
                created_at=stage.now,
                enrolled_at=stage.now if enrolled else None,
                enrolled_by=clerk.account_id if enrolled else None,
            )
        )
    ref = proved(stage)

    with one_event(Tag.SIGNED_IN) as event:
        begun = sign_in(stage, ref, person.ref)

    me = who(begun, stage)
    assert (me.ref, me.roles, me.assurance) == (person.ref, {Role.RESIDENT}, assurance)
    assert (me.is_staff, me.stepped_up_at) == (False, None)
    assert event.actor_ref == person.ref
    assert json.loads(event.facts) == {"means": "sms", "second": "none"}


def test_sign_in_uses_the_code_up_and_leaves_no_phone_in_it(stage):
    person, other = tied(stage), tied(stage, "Өмүров Кубан")
    ref = proved(stage)
    sign_in(stage, ref, person.ref)

    kept = db.session.query(codes.SignInCode).filter_by(ref=ref).one()
    assert kept.phone_locked is None
    for again in (person, other):
        with refused(NotValid, Code.CODE_OVER):
            sign_in(stage, ref, again.ref)
    with refused(NotValid, Code.CODE_OVER):
        join(stage, ref)


def test_sign_in_finds_nobody_when_the_person_has_another_phone(stage):
    stranger = tied(stage, phone="+996555000009")
    ref = proved(stage)

    with refused(NotFound, Code.NOT_FOUND):
        sign_in(stage, ref, stranger.ref)
    with refused(NotFound, Code.NOT_FOUND):
        sign_in(stage, ref, "nobody")


@pytest.mark.parametrize("case", ["unproved", "other browser", "too late"])
def test_nobody_is_let_in_without_the_right_code_of_this_browser_of_late(stage, case):
    person = tied(stage)
    ref = ask(stage).ref if case == "unproved" else proved(stage)
    browser = ELSEWHERE if case == "other browser" else HERE
    if case == "too late":
        later(stage, minutes=10)

    with refused(NotValid, Code.CODE_OVER):
        sign_in(stage, ref, person.ref, browser)
    with refused(NotValid, Code.CODE_OVER):
        join(stage, ref, browser=browser)
    with refused(NotValid, Code.CODE_OVER):
        acts.people(ref, browser, at(stage), KEYS, stage.now)


def test_join_opens_an_account_that_may_write_but_not_vote_by_telephone(stage):
    ref = proved(stage)

    with one_event(Tag.RESIDENT_JOINED) as event:
        begun = join(stage, ref, "  Асанова   Айгүл ", "kyzyl-kopuro")

    me = who(begun, stage)
    assert (me.name, me.roles, me.assurance) == ("Асанова Айгүл", {Role.RESIDENT}, Assurance.PHONE)
    resident = db.session.query(Resident).filter_by(account_id=me.id).one()
    assert (resident.pin_tag, resident.enrolled_at) == (None, None)
    assert phones.hint_of(me.id, KEYS) == "0555 ••• 001"
    assert json.loads(event.facts) == {"means": "sms", "assurance": "phone"}
    assert (event.actor_ref, event.object_ref) == (me.ref, me.ref)


def test_the_one_who_joined_is_known_at_the_next_code(stage):
    join(stage, proved(stage))
    later(stage, minutes=2)

    assert [person.shown for person in check(stage, ask(stage))] == ["Асанова А."]


@pytest.mark.parametrize(
    ("name", "village", "code", "field"),
    [
        ("", "archa-tor", Code.TEXT_MISSING, "name"),
        ("А", "archa-tor", Code.TEXT_TOO_SHORT, "name"),
        ("12345", "archa-tor", Code.NAME_WITHOUT_LETTERS, "name"),
        ("<b>Асанов</b>", "archa-tor", Code.NAME_CHARACTER, "name"),
        ("Асан\u202eов", "archa-tor", Code.TEXT_INVISIBLE, "name"),
        ("Асанов Бакыт", "", Code.SETTLEMENT_UNKNOWN, "village"),
        ("Асанов Бакыт", "osh", Code.SETTLEMENT_UNKNOWN, "village"),
    ],
)
def test_join_saves_nothing_and_keeps_the_code_when_an_answer_does_not_hold(
    stage, name, village, code, field
):
    ref = proved(stage)

    with refused(NotValid, code, field):
        join(stage, ref, name, village)

    assert join(stage, ref)


def test_join_is_refused_when_the_phone_has_as_many_people_as_it_may(stage):
    for number in range(FAMILY):
        tied(stage, f"Асанов Бакыт {'абв'[number]}")
    ref = proved(stage)

    people, has_room = acts.people(ref, HERE, at(stage), KEYS, stage.now)

    assert (len(people), has_room) == (FAMILY, False)
    with refused(Conflict, Code.PHONE_FULL, most=FAMILY):
        join(stage, ref)
    assert len(tied_to_phone(stage.place, KEYS.phone_tag(PHONE))) == FAMILY


def test_nothing_of_a_sign_in_stands_in_the_trail_of_deeds(stage):
    ref = proved(stage)
    join(stage, ref)

    trail = str(db.session.execute(db.text("SELECT facts, object_ref FROM audit_event")).all())
    for secret in ("555", "Асанова", "Айгүл"):
        assert secret not in trail
