"""Answers of the state's sign-in that prove nothing: a page in words, nobody in, nothing saved."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from pb.records import identities
from pb.services.work import unit_of_work
from tests.fingerprint import fingerprint
from tests.openid.faults import Fault
from tests.openid.pages import GO, OFFERED, WOMAN, back, begin, cookie, resident
from tests.web.browser import say

BEFORE = (Fault.OTHER_DISCOVERY, Fault.PLAIN_ENDPOINT)
"""Faults that are met before the browser is sent away."""

HANGING = (Fault.SLOW, Fault.DRIPPING)
DOWN = {*HANGING, Fault.NO_KEYS, Fault.CLIENT_UNKNOWN, Fault.BROKEN, Fault.ELSEWHERE, Fault.HUGE}
"""Faults of the provider itself: to be tried again later."""

WRONG = [
    (fault, 0.6 if fault in HANGING else 10.0) for fault in (*Fault, None) if fault not in BEFORE
]
"""Each with the patience for it; None is an answer to another browser."""


def test_nothing_is_offered_and_no_address_answers_where_it_is_off(stage, reader):
    browser = reader()
    page = browser.go("sign-in")
    assert say(OFFERED) not in page.text
    token = dict(page.form_with("code").given)["csrf_token"]

    assert browser.open("/sign-in/state/back?code=x&state=y").status == 404
    page = browser.post("/togz-archa/sign-in/state", [("csrf_token", token)])
    assert page.status == 404


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_another_person_in_that_place_is_refused_in_words_with_a_trace(
    place, provider, reader, language
):
    person = resident(place, "20101199000011")
    with unit_of_work():
        identities.tie(person.id, provider.issuer, WOMAN["sub"], place.now)
    browser = reader(language)
    before = fingerprint()

    page = back(browser, provider, begin(browser, language=language))

    assert (page.status, page.lang) == (403, language)
    assert {"ky": "айыл өкмөтүнө келиңиз", "ru": "Придите в айыл окмоту"}[language] in page.text
    after = fingerprint()
    assert [name for name in after if after[name] != before[name]] == ["audit_event"]
    assert cookie(browser, "sid") is None


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize(("fault", "patience"), WRONG)
def test_every_wrong_answer_is_a_page_in_words_and_nobody_is_in_and_nothing_is_saved(
    place, provider, reader, caplog, fault, patience, language
):
    browser = reader(language)
    url = begin(browser, language=language)
    before = fingerprint()
    provider.fault = fault
    changes = {} if fault else {"state": "of-another-browser"}
    answer = {**provider.walk(url), **changes}

    page = browser.go(f"/sign-in/state/back?{urlencode(answer)}")

    assert page.status == (503 if fault in DOWN else 400)
    assert (page.lang, page.path) == (language, "/sign-in/state/back")
    assert fingerprint() == before
    assert cookie(browser, "sid") is cookie(browser) is None
    assert answer["state"] not in page.source
    assert page.switch() == f"/togz-archa/sign-in?lang={'ru' if language == 'ky' else 'ky'}"
    for secret in (WOMAN["pin"], WOMAN["sub"], "Айгүл", answer["code"]):
        assert secret not in str([vars(record) for record in caplog.records])
    assert page.headers["Cache-Control"] == "no-store"


def test_turning_back_is_no_failure(place, provider, reader):
    browser = reader("ru")
    answer = provider.walk(begin(browser, language="ru"), go="no")

    page = browser.go(f"/sign-in/state/back?{urlencode(answer)}")

    assert page.status == 403
    assert "Вы вернулись, не закончив вход" in page.text


def test_an_answer_is_of_the_browser_that_began_of_late_and_is_taken_once(place, provider, reader):
    browser = reader()
    answer = provider.walk(begin(browser))
    address = f"/sign-in/state/back?{urlencode(answer)}"
    assert reader().go(address).status == 400

    assert browser.go(address).path.endswith("/join")
    assert browser.go(address).status == 400
    assert browser.go("sign-in/state/join").status == 400

    slow = reader()
    answer = provider.walk(begin(slow))
    place.clock.put(place.now + timedelta(minutes=10))
    assert slow.go(f"/sign-in/state/back?{urlencode(answer)}").status == 400


def test_the_last_step_is_of_its_municipality_and_ends_after_ten_minutes(place, provider, reader):
    place.neighbour()
    browser = reader()
    back(browser, provider, begin(browser))

    assert browser.go("/neighbour/sign-in/state/join").status == 400
    place.clock.put(place.now + timedelta(minutes=10))
    page = browser.go("/togz-archa/sign-in/state/join")

    assert page.status == 400
    assert reader().go("/togz-archa/sign-in/state/join").status == 400


@pytest.mark.parametrize("fault", BEFORE)
def test_a_provider_that_cannot_be_asked_leaves_the_other_ways(place, provider, reader, fault):
    provider.fault = fault
    browser = reader("ru")
    page = browser.go("sign-in")
    form = page.form_with(button=say(GO, "ru"))

    page = browser.open(form.action, "POST", data=dict(form.given))

    assert page.status == 503
    assert cookie(browser) is None
    assert "ЕСИ («Тундук») сейчас не отвечает" in page.text
