"""Many who sign in at once: no try too many, no code used twice, no person opened twice."""

import json

from pb.acts import signing_in_by_phone as by_phone
from pb.acts import signing_in_by_state as by_state
from pb.acts.accounts import grants
from pb.acts.signing_in_by_phone import Browser
from pb.acts.signing_in_by_state import Named
from pb.records.audit import events_of
from pb.records.codes import SignInCode
from pb.records.residents import Resident
from pb.rules.refusals import Code
from pb.rules.roles import Role
from pb.services.actors import PLATFORM
from pb.services.audit import Tag
from pb.services.sessions import Begun, Door
from tests.races.finish import number_of, told
from tests.races.worker import RUNNERS
from tests.stage import KEYS

FAMILY = 3
"""As the usual rules have it."""

HERE = Browser("a secret of this browser")


def phone_of(stage):
    """A phone of this race's own: the limits count over all municipalities."""
    return f"+996555{stage.place:06}"


def tied(stage, name):
    return grants.open_account(
        PLATFORM, stage.place, name, Role.RESIDENT, stage.now, keys=KEYS, phone=phone_of(stage)
    )


def ask(stage):
    door = Door(stage.place)
    return by_phone.ask_code(phone_of(stage), HERE, door, "ky", KEYS, stage.now)


def proved(stage):
    asked = ask(stage)
    by_phone.check_code(asked.ref, asked.text[:6], HERE, Door(stage.place), KEYS, stage.now)
    return asked.ref


def begun(answers):
    return [answer for answer in answers if isinstance(answer, Begun)]


def test_a_phone_gets_one_code_when_many_browsers_ask_at_once(field):
    stage, race = field
    asks = [
        (
            by_phone.ask_code,
            (phone_of(stage), Browser(str(n)), Door(stage.place), "ky", KEYS, stage.now),
        )
        for n in range(RUNNERS)
    ]

    answers = told(race(*[[deed] for deed in asks]))

    assert answers.count(Code.CODE_TOO_SOON) == RUNNERS - 1, answers
    assert number_of(SignInCode, stage) == 1


def test_five_guesses_are_answered_when_more_come_at_once(field):
    stage, race = field
    asked = ask(stage)
    wrong = f"{(int(asked.text[:6]) + 1) % 1_000_000:06}"
    guess = (
        by_phone.check_code,
        (asked.ref, wrong, HERE, Door(stage.place), KEYS, stage.now),
    )

    answers = told(race(*[[guess]] * RUNNERS))

    assert answers.count(Code.CODE_NOT_THIS) == 5, answers
    assert answers.count(Code.CODE_TRIES_OVER) == RUNNERS - 5


def test_a_code_lets_in_once_when_its_answer_is_sent_many_times_at_once(field):
    stage, race = field
    person = tied(stage, "Асанов Бакыт")
    ref = proved(stage)
    enter = (by_phone.sign_in, (ref, person.ref, HERE, Door(stage.place), KEYS, stage.now))

    answers = told(race(*[[enter]] * RUNNERS))

    assert len(begun(answers)) == 1, answers
    assert answers.count(Code.CODE_OVER) == RUNNERS - 1


def test_no_more_people_join_one_phone_than_may_when_they_join_at_once(field):
    stage, race = field
    for number in range(FAMILY - 1):
        tied(stage, f"Асанов {'АБ'[number]}акыт")
    refs = [proved(stage)]
    stage.clock.put(stage.now.replace(minute=stage.now.minute + 2))
    refs.append(proved(stage))
    joins = [
        (
            by_phone.join,
            (ref, "Асанова Айгүл", "archa-tor", HERE, Door(stage.place), KEYS, stage.now),
        )
        for ref in refs
    ]

    answers = told(race(*[[deed] for deed in joins]))

    assert len(begun(answers)) == 1, answers
    assert answers.count(Code.PHONE_FULL) == 1


def test_whom_the_state_named_is_opened_once_when_the_button_is_pressed_many_times(field):
    stage, race = field
    number = KEYS.pin_tag(f"1150319850{stage.place:04}")
    person = Named("https://esi.example", stage.slug, number, "Токтогулова Айгүл", "e-id")
    join = (by_state.join, (person, "", "archa-tor", Door(stage.place), stage.now))

    answers = told(race(*[[join]] * RUNNERS))

    found = begun(answers)
    assert found, answers
    assert len({each.account_ref for each in found}) == 1
    assert answers.count(Code.CHANGED_MEANWHILE) == RUNNERS - len(found), answers
    assert number_of(Resident, stage) == 1
    joined = events_of(stage.place, Tag.RESIDENT_JOINED)
    assert {json.loads(event.facts)["assurance"] for event in joined} == {"state"}
