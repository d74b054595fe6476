"""Residents sign in by telephone, through the pages: the number, the code, who it is, what next."""

from dataclasses import replace

import pytest

from pb.acts import messages
from pb.gateways.queue import Errand
from pb.records.accounts import Account
from pb.records.base import db
from pb.rules.messages import Tariff
from pb.rules.rounds import Phase
from tests.fingerprint import fingerprint
from tests.stage import KEYS
from tests.web.browser import say
from tests.web.telephones import NUMBER, asked, known

LARGEST = 8_000
"""Bytes of a page of this road, before it is zipped."""


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_the_first_code_opens_an_account_that_writes_proposals(stage, reader, code, language):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    browser = reader(language)
    wanted = "/togz-archa/rounds/2026/proposals/new"
    page = browser.go("rounds/2026/proposals/new")
    assert page.path == "/togz-archa/sign-in"
    page = browser.click(say("I live here: by telephone", language))

    page = browser.send({"phone": NUMBER})
    assert (page.status, page.lang) == (200, language)
    assert "0555 ••• 101" in page.text
    assert "555 000 101" not in page.source
    page = browser.send({"code": code()})
    assert page.path.endswith("/join")
    page = browser.send({"name": "Асанова Айгүл", "village": "kyzyl-kopuro"})

    assert page.path == wanted
    page = browser.go("account")
    assert "Асанова Айгүл" in page.text
    assert "0555 ••• 101" in page.text
    assert say("Your telephone is confirmed", language) in page.text
    assert say("Come to the office once.", language) in page.text
    assert say("Confirm by the state's sign-in", language) not in page.text


def test_the_worker_is_nudged_and_the_message_is_of_the_reader_s_language(
    app, stage, reader, phones
):
    asked(reader("ru"))

    assert app.extensions["pb"].queue.nudges == [Errand.MESSAGES]
    messages.deliver(phones, KEYS, Tariff(), stage.now)
    (sent,) = phones.take()
    assert "код входа в Демилге" in sent.text
    assert "Кодду эч кимге айтпаңыз." in sent.text


def test_whoever_alone_has_the_telephone_is_in_with_the_code(stage, reader, code):
    known(stage, "Асанов Бакыт")
    browser = reader()
    asked(browser)
    figures = code()

    page = browser.send({"code": f"{figures[:3]} {figures[3:]}"})

    assert page.path == "/togz-archa/"
    assert "Асанов Бакыт" in browser.go("account").text


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_a_family_that_shares_a_telephone_is_asked_who_it_is(stage, reader, code, language):
    known(stage, "Асанов Бакыт")
    known(stage, "Асанова Айгүл")
    browser = reader(language)
    asked(browser)

    page = browser.send({"code": code()})
    assert page.path.endswith("/who")
    assert "Асанов Б." in page.text
    assert "Бакыт" not in page.source
    refs = [a["value"] for tag, a in page.tags if a.get("type") == "radio"]
    assert refs[-1] == "new"
    page = browser.send({"who": refs[1]})

    assert page.path == "/togz-archa/"
    assert "Асанова Айгүл" in browser.go("account").text


def test_somebody_else_of_the_family_opens_an_account_of_their_own(stage, reader, code):
    known(stage, "Асанов Бакыт")
    browser = reader()
    asked(browser)

    page = browser.send({"code": code()}, press=say("Another person of the family signs in"))
    assert page.path.endswith("/who")
    browser.send({"who": "new"})
    browser.send({"name": "Асанова Айгүл", "village": "archa-tor"})

    assert "Асанова Айгүл" in browser.go("account").text
    assert db.session.query(Account).filter(Account.phone_tag.is_not(None)).count() == 2


def test_who_sends_nothing_or_a_stranger_is_asked_again(stage, reader, code):
    people = [known(stage, name) for name in ("Асанов Бакыт", "Асанова Айгүл")]
    stranger = known(stage, "Чоконов Эмил", "0555 000 109")
    browser = reader()
    asked(browser)
    page = browser.send({"code": code()})
    before = fingerprint()

    for answer in ({}, {"who": stranger.ref}):
        page = browser.send(answer, form=page.form_with("who"))
        assert page.status == 400
    assert fingerprint() == before
    assert browser.send({"who": people[0].ref}).path == "/togz-archa/"


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_a_vote_by_telephone_is_refused_with_every_way_to_be_known(
    stage, reader, voting, code, language
):
    voting(100_000, 200_000)
    known(stage, "Асанов Бакыт")
    browser = reader(language)
    asked(browser)
    browser.send({"code": code()})

    page = browser.go("rounds/2026/ballot")

    assert (page.status, page.lang) == (403, language)
    for sentence in ("Come to the office once.", "Or vote on paper."):
        assert say(sentence, language) in page.text


def test_no_page_of_the_road_is_heavy_or_asks_much_or_needs_a_script(
    stage, reader, code, statements
):
    known(stage, "Асанов Бакыт")
    known(stage, "Асанова Айгүл")
    browser = reader("ru")
    opened = ["/togz-archa/sign-in", "/togz-archa/sign-in/phone", asked(browser).path]
    opened.append(browser.send({"code": code()}).path)
    opened.append(opened[-1].replace("/who", "/join"))

    for address in opened:
        with statements() as made:
            page = browser.open(address)
        assert page.status == 200
        assert len(made) <= 10, address
        assert len(page.source.encode()) <= LARGEST, address
        assert "<script" not in page.source


def test_where_no_messages_are_sent_nobody_is_offered_a_code(app, stage, reader):
    here = app.extensions["pb"]
    app.extensions["pb"] = replace(here, sms=None)
    try:
        browser = reader("ru")
        assert say("I live here: by telephone", "ru") not in browser.go("sign-in").text
        page = browser.go("sign-in/phone")
    finally:
        app.extensions["pb"] = here

    assert page.status == 503
    assert "Коды отсюда пока не отправляются." in page.text


@pytest.mark.parametrize("is_fictional", [True, False])
def test_the_message_is_shown_in_a_demonstration_of_a_made_up_place_only(
    app, stage, reader, phones, is_fictional
):
    stage.municipality().is_fictional = is_fictional
    db.session.commit()
    here = app.extensions["pb"]
    try:
        plain = asked(reader("ru"))
        app.extensions["pb"] = replace(here, is_demonstration=True)
        shown = asked(reader("ru"), "0555 000 102")
    finally:
        app.extensions["pb"] = here

    assert "код входа в Демилге" not in plain.text
    assert ("код входа в Демилге" in shown.text) is is_fictional


def test_nothing_of_a_sign_in_stands_in_the_log(stage, reader, code, caplog):
    caplog.set_level("DEBUG")
    browser = reader()
    asked(browser)
    figures = code()
    browser.send({"code": figures})
    browser.send({"name": "Асанова Айгүл", "village": "archa-tor"})

    said = str([vars(record) for record in caplog.records if record.name.startswith("pb")])
    assert "answered" in said
    for secret in ("555000101", "0555", "Асанова", figures):
        assert secret not in said
