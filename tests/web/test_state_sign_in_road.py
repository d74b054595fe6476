"""Residents sign in by the state's word: to a real provider on this machine and back, and lies."""

from urllib.parse import urlsplit

import pytest

from pb.records import identities
from pb.records.base import db
from pb.records.residents import Resident
from tests.fingerprint import fingerprint
from tests.openid.pages import OWN, WOMAN, back, begin, cookie, resident
from tests.stage import KEYS
from tests.web.browser import say


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_somebody_new_says_where_they_live_and_is_known_from_then_on(
    place, provider, reader, language
):
    browser = reader(language)
    wanted = "/togz-archa/promises"
    url = begin(browser, address=f"sign-in?next={wanted}", language=language)
    page = back(browser, provider, url)

    assert (page.path, page.lang) == ("/togz-archa/sign-in/state/join", language)
    assert "Айгүл Токтогулова" in page.text
    page = browser.send({"village": "kyzyl-kopuro"})
    assert page.path == wanted
    assert cookie(browser) is None
    page = browser.go("account")
    assert say("The state's sign-in named you", language) in page.text
    assert say("Come to the office once.", language) not in page.text

    later = reader(language)
    page = back(later, provider, begin(later, language=language))
    assert page.path == "/togz-archa/"
    assert "Айгүл Токтогулова" in later.go("account").text
    assert db.session.query(Resident).one().pin_tag == KEYS.pin_tag(WOMAN["pin"])


def test_the_cookie_on_the_road_tells_nothing(place, provider, reader):
    browser = reader()
    url = begin(browser)
    state = dict(item.split("=") for item in urlsplit(url).query.split("&"))["state"]
    assert state not in cookie(browser)

    back(browser, provider, url)

    for secret in (WOMAN["pin"], WOMAN["sub"], "togz-archa", "Айгүл"):
        assert secret not in cookie(browser)


def test_the_village_is_asked_again_when_none_is_chosen_and_nothing_is_saved(
    place, provider, reader
):
    browser = reader()
    back(browser, provider, begin(browser))
    before = fingerprint()

    page = browser.send({"village": ""})

    assert page.status == 400
    assert "Айгүл Токтогулова" in page.text
    assert fingerprint() == before
    assert browser.send({"village": "archa-tor"}).path == "/togz-archa/"


def test_a_name_is_asked_for_when_the_state_gives_none_that_can_stand_here(place, provider, reader):
    provider.person = {"sub": "nameless", "name": "12345"}
    browser = reader()
    page = back(browser, provider, begin(browser))

    browser.send({"name": "Токтогулова Айгүл", "village": "archa-tor"})

    page = browser.go("account")
    assert "Токтогулова Айгүл" in page.text
    assert say("Your telephone is confirmed") in page.text


def test_the_resident_of_the_number_is_let_in_at_once(place, provider, reader):
    resident(place, WOMAN["pin"])
    browser = reader()

    page = back(browser, provider, begin(browser))

    assert page.path == "/togz-archa/"
    assert "Асанов Бакыт" in browser.go("account").text


def test_someone_who_signed_in_otherwise_confirms_the_account_they_have(place, provider, reader):
    resident(place)
    browser = reader().sign_in("pass-00000")
    page = browser.go("account")
    assert say(OWN) not in page.text, "by a pass the office has seen the passport"

    sessions = db.text("UPDATE sign_in_session SET assurance = 'phone'")
    db.session.execute(sessions)
    db.session.commit()
    page = back(browser, provider, begin(browser, OWN, "account"))

    assert page.path == "/togz-archa/account"
    assert "Асанов Бакыт" in page.text
    assert say("The state's sign-in named you") in page.text
    assert db.session.query(Resident).one().pin_tag == KEYS.pin_tag(WOMAN["pin"])


def test_signing_in_beside_an_open_account_does_not_tie_it(place, provider, reader):
    resident(place)
    browser = reader().sign_in("pass-00000")

    page = back(browser, provider, begin(browser))

    assert page.path == "/togz-archa/sign-in/state/join"
    assert identities.account_of(provider.issuer, WOMAN["sub"]) is None


@pytest.mark.parametrize("mode", ["form_post"])
def test_an_answer_that_comes_as_a_form_of_the_other_site_is_taken(place, provider, reader):
    browser = reader("ru")
    url = begin(browser, language="ru")
    kept = browser.client.get_cookie("state")
    assert (kept.secure, kept.http_only, kept.same_site) == (True, True, "None")
    answer = provider.walk(url)
    # As a browser does it: of all our cookies only that one travels.
    traveller = reader("ky")
    traveller.client.set_cookie("state", kept.value)

    page = traveller.open(
        "/sign-in/state/back",
        "POST",
        data=answer,
        headers={"Sec-Fetch-Site": "cross-site", "Origin": provider.issuer},
    )

    assert page.status == 303
    assert page.headers["Location"] == "/togz-archa/sign-in/state/join"
    browser.client.set_cookie("state", traveller.client.get_cookie("state").value)
    assert browser.go("sign-in/state/join").lang == "ru"
    assert browser.send({"village": "archa-tor"}).path == "/togz-archa/"


def test_the_last_page_is_light_and_asks_little(place, provider, reader, statements):
    browser = reader()
    back(browser, provider, begin(browser))

    with statements() as made:
        page = browser.open("/togz-archa/sign-in/state/join")

    assert len(made) <= 10
    assert len(page.source.encode()) <= 8_000
    assert "<script" not in page.source
