"""Codes sent to phones: what is written, how they are kept, which of them fit."""

import json
from datetime import timedelta

import pytest

from pb.acts import signing_in_by_phone as acts
from pb.acts.signing_in_by_phone import Browser
from pb.documents.signing_in import code_message
from pb.records import codes
from pb.records.base import db
from pb.records.messages import Message
from pb.rules.messages import parts
from pb.rules.refusals import Code, NotAllowed, NotFound, NotNow, NotValid
from pb.services import phones
from pb.services.actors import STRANGER
from pb.services.audit import Tag
from pb.services.sessions import Door
from tests.fingerprint import fingerprint, one_event, refused
from tests.phone_codes import (
    ELSEWHERE,
    HERE,
    PHONE,
    ask,
    at,
    check,
    later,
    row,
    tied,
    wrong,
)
from tests.stage import KEYS


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_ask_code_queues_one_message_with_the_code_and_the_warning_in_both_languages(
    stage, language
):
    with one_event(Tag.CODE_ASKED) as event:
        asked = ask(stage, language=language)

    message = db.session.query(Message).one()
    said = KEYS.unlock("message", message.body_locked).decode()
    assert (said, message.language, message.municipality_id) == (asked.text, language, stage.place)
    assert phones.unlock(message.to_locked, KEYS) == PHONE
    assert asked.text[:6].isdigit()
    assert "айыл өкмөтү аны сурабайт" in said or "Кодду эч кимге айтпаңыз." in said
    assert (event.actor_ref, json.loads(event.facts)) == (STRANGER.ref, {})


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize(
    ("site", "fits"),
    [("demilge.kg", True), ("a-very-long-name-of-a-site.gov.kg", False), ("127.0.0.1", False)],
)
def test_the_message_names_the_site_only_where_it_fits_and_is_a_name(language, site, fits):
    said = code_message("482913", language, site)

    assert parts(said) <= 2
    assert said.endswith(f"\n\n@{site} #482913") is fits
    assert said.startswith("482913 – ")


def test_a_code_is_kept_as_a_keyed_hash_beside_no_readable_phone(stage):
    asked = ask(stage)

    kept = row(asked)
    assert asked.text[:6] not in str(vars(kept))
    assert b"996555000001" not in kept.phone_locked + kept.to_tag
    assert (kept.expires_at - kept.created_at, kept.tries) == (timedelta(minutes=5), 0)


def test_codes_of_one_hour_are_not_the_same_figures(stage):
    found = {ask(stage, f"0555 000 10{n}", Browser(str(n))).text[:6] for n in range(6)}

    assert len(found) > 1


@pytest.mark.parametrize(
    ("phone", "code"),
    [
        ("", Code.PHONE_UNREADABLE),
        ("0555 12", Code.PHONE_UNREADABLE),
        ("0555 123 45а", Code.PHONE_UNREADABLE),
        ("0555123456\r\nBcc: x", Code.PHONE_UNREADABLE),
        ("5" * 41, Code.PHONE_UNREADABLE),
        ("+7 916 123-45-67", Code.PHONE_NOT_MOBILE),
        ("0312 66 00 00", Code.PHONE_NOT_MOBILE),
    ],
)
def test_ask_code_sends_nothing_when_it_is_no_mobile_number_of_ours(stage, phone, code):
    with refused(NotValid, code, "phone"):
        ask(stage, phone)


def test_ask_code_is_answered_alike_whether_or_not_anybody_has_the_phone(stage):
    tied(stage)

    known, unknown = ask(stage), ask(stage, "0555 000 002", ELSEWHERE)

    assert len(known.ref) == len(unknown.ref)
    assert known.text[6:] == unknown.text[6:]


def test_ask_code_again_too_soon_leads_to_the_code_that_is_still_good(stage):
    asked = ask(stage)
    before = fingerprint()

    again = ask(stage)

    assert (again.ref, again.text) == (asked.ref, None)
    assert fingerprint() == before


def test_ask_code_is_refused_too_soon_when_another_browser_asked(stage):
    ask(stage)

    with refused(NotNow, Code.CODE_TOO_SOON):
        ask(stage, browser=ELSEWHERE)


def test_ask_code_is_refused_for_a_fourth_phone_of_one_browser_and_not_the_next_day(stage):
    for number in range(3):
        ask(stage, f"0555 000 10{number}")

    with refused(NotNow, Code.PHONES_TOO_MANY, "phone", most=3):
        ask(stage, "0555 000 103")
    later(stage, minutes=2)
    assert ask(stage, "0555 000 100").text
    later(stage, days=1, seconds=1)
    assert ask(stage, "0555 000 103").text


def test_a_code_is_forgotten_when_a_day_is_over(stage):
    ask(stage)
    later(stage, days=1, seconds=1)

    ask(stage, "0555 000 002")

    assert db.session.query(codes.SignInCode).count() == 1


@pytest.mark.parametrize("written", ["{0}{1}", " {0} {1} ", "{0}-{1}", "{0}\u00a0{1}"])
def test_check_code_takes_the_six_figures_with_blanks_between_them(stage, written):
    tied(stage)
    asked = ask(stage)
    code = asked.text[:6]

    with one_event(Tag.CODE_FITTED) as event:
        people = check(stage, asked, written.format(code[:3], code[3:]))

    assert [person.shown for person in people] == ["Асанов Б."]
    assert (event.object_ref, json.loads(event.facts)) == (asked.ref, {"people": 1})


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345а", "١٢٣٤٥٦", "12 34 5", "0x12ab"])
def test_check_code_counts_no_try_when_it_is_not_six_figures(stage, code):
    asked = ask(stage)

    with refused(NotValid, Code.CODE_SHAPE, "code"):
        check(stage, asked, code)


def test_check_code_refuses_the_right_code_in_another_browser_and_counts_no_try(stage):
    asked = ask(stage)

    with refused(NotValid, Code.CODE_OTHER_BROWSER, "code"):
        check(stage, asked, browser=ELSEWHERE)

    assert check(stage, asked) == ()


def test_check_code_tells_the_tries_that_are_left_and_the_sixth_is_one_too_many(stage):
    asked = ask(stage)
    for number in range(5):
        with refused(NotValid, Code.CODE_NOT_THIS, "code", counts="sign_in_code", left=4 - number):
            check(stage, asked, wrong(asked, number))

    for code in (wrong(asked), None):
        with refused(NotAllowed, Code.CODE_TRIES_OVER, "code"):
            check(stage, asked, code)


def test_check_code_is_refused_when_five_minutes_are_over(stage):
    asked = ask(stage)
    later(stage, minutes=5)

    with refused(NotValid, Code.CODE_OVER, "code"):
        check(stage, asked)


def test_check_code_is_refused_when_the_code_was_used(stage):
    asked = ask(stage)
    check(stage, asked)

    with refused(NotValid, Code.CODE_OVER, "code"):
        check(stage, asked)


def test_check_code_is_refused_when_there_is_no_such_code_or_it_is_a_neighbours(stage):
    neighbour = stage.neighbour()
    asked = ask(neighbour)

    with refused(NotValid, Code.CODE_OVER, "code"):
        check(stage, asked)
    with refused(NotValid, Code.CODE_OVER, "code"):
        acts.check_code("none", "123456", HERE, at(stage), KEYS, stage.now)


def test_an_old_code_does_not_fit_the_page_of_a_new_one(stage):
    first = ask(stage)
    later(stage, seconds=61)
    second = ask(stage)
    assert second.ref != first.ref

    if second.text[:6] != first.text[:6]:
        with refused(NotValid, Code.CODE_NOT_THIS, "code", counts="sign_in_code", left=4):
            check(stage, second, first.text[:6])
    assert check(stage, first) == ()


def test_the_phone_of_a_code_is_shown_masked_to_the_browser_that_typed_it_and_to_no_other(stage):
    asked = ask(stage)

    assert acts.sent_to(asked.ref, HERE, at(stage), KEYS) == "0555 ••• 001"
    assert acts.sent_to(asked.ref, ELSEWHERE, at(stage), KEYS) is None
    assert acts.sent_to("none", HERE, at(stage), KEYS) is None


def test_nobody_signs_in_by_telephone_on_the_pages_of_the_platform(stage):
    with refused(NotFound, Code.NOT_FOUND):
        acts.ask_code("0555 000 001", HERE, Door(None), "ky", KEYS, stage.now)
