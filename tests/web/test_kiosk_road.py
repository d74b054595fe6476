"""The road of a ticket through the pages: the kiosk, the slip, the ballot, a clear screen."""

import re
from datetime import timedelta

import pytest

from pb.records import ballots
from pb.rules.kiosks import IDLE, READING, SITTING_LASTS
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests.fingerprint import fingerprint
from tests.web.browser import say
from tests.web.kiosk_pages import (
    KIOSK,
    PROJECTS,
    clerk,
    give,
    kiosk,
    language,
    people,
    station,
    vote,
)

__all__ = ["clerk", "kiosk", "language", "people", "station"]

SECOND = timedelta(seconds=1)


def in_the_box(stage):
    return sorted(one.marks for one in ballots.inbox_of(stage.round().id))


def test_two_people_vote_by_tickets_one_after_the_other(stage, clerk, station, kiosk, language):
    assert kiosk.page.path.endswith("/kiosk")
    first, second = give(clerk, station, 0), give(clerk, station, 1)

    receipt = vote(kiosk, first, language, 1, 3)

    assert say("Your vote was taken", language) in receipt.text
    assert re.search(r'class="ctrl"><b>\d{3}</b>', receipt.source)
    kiosk.click(say("Done, clear the screen", language))
    assert kiosk.page.path.endswith("/kiosk")
    assert kiosk.page.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert kiosk.go(f"{KIOSK}/receipt").path.endswith("/kiosk")
    assert kiosk.go(f"{KIOSK}/ballot").status == 403
    kiosk.go(KIOSK)
    vote(kiosk, second.lower().replace("-", " "), language, 2)
    assert in_the_box(stage) == ["1,3", "2"]
    found = clerk.go(f"{station}/kiosk").text
    assert say("No ticket waits to be used.", language) in found


def test_every_other_address_leads_a_kiosk_back_to_its_start(kiosk, station, language):
    away = ("", "desk", "sign-in", station, "rounds/2026/ballot", "rounds/2026", "/", "/no")
    for address in away:
        assert kiosk.go(address).path == f"/togz-archa/{KIOSK}", address
    page = kiosk.go(KIOSK)
    hrefs = {href for href, _ in page.links if not href.startswith(("#", "?"))}

    assert page.status == 200
    assert {href.partition("?")[0] for href in hrefs} == {page.path}


def test_whoever_starts_a_kiosk_is_signed_out_for_good(station, signed_in, language):
    browser = signed_in(Role.OPERATOR, language)
    held = browser.client.get_cookie("sid").value
    browser.go(f"{station}/kiosk/start")
    browser.send(press=say("Sign me out and start the kiosk", language))

    browser._code = None
    browser.send(press=say("End the kiosk", language))
    browser.client.set_cookie("sid", held)

    assert "sign-in" in browser.go("desk").path


def test_every_page_of_a_kiosk_is_large_and_leads_nowhere_but_to_its_start(
    clerk, station, kiosk, language
):
    pages = [kiosk.page]
    kiosk.send({"code": give(clerk, station, 0)})
    pages.append(kiosk.page)
    pages.append(kiosk.send({"d": "1"}))
    pages.append(kiosk.send(press=say("Cast my vote", language)))

    for page in pages:
        assert 'class="large"' in page.source
        assert page.lang == language
        away = [a for a, _ in page.links if "kiosk" not in a and not a.startswith("#")]
        assert not away, page.path


def test_a_page_nobody_touches_gives_way_to_the_start_page(clerk, station, kiosk, language):
    assert "Refresh" not in kiosk.page.headers
    kiosk.send({"code": give(clerk, station, 0)})
    reading = int((IDLE + PROJECTS * READING).total_seconds())
    assert kiosk.page.headers["Refresh"] == f"{reading}; url=/togz-archa/{KIOSK}"

    page = kiosk.send({"d": "1"})

    assert page.headers["Refresh"] == f"90; url=/togz-archa/{KIOSK}"


def test_the_server_ends_a_sitting_that_was_left_alone(stage, clerk, station, kiosk, language):
    code = give(clerk, station, 0)
    kiosk.send({"code": code})
    kiosk.send({"d": "1"})
    stage.clock.put(stage.now + IDLE)

    page = kiosk.send(press=say("Cast my vote", language))

    assert page.status == 403
    assert in_the_box(stage) == []
    kiosk.go(KIOSK)
    vote(kiosk, code, language, 2)
    assert in_the_box(stage) == ["2"]


def test_a_sitting_ends_after_ten_minutes_however_busy_it_is(
    stage, clerk, station, kiosk, language
):
    kiosk.send({"code": give(clerk, station, 0)})
    began = stage.now
    while stage.now < began + SITTING_LASTS - SECOND:
        assert kiosk.go(f"{KIOSK}/ballot").status == 200
        stage.clock.put(min(stage.now + IDLE - SECOND, began + SITTING_LASTS - SECOND))
    assert kiosk.go(f"{KIOSK}/ballot").headers["Refresh"].startswith("1;")
    stage.clock.put(began + SITTING_LASTS)

    assert kiosk.go(f"{KIOSK}/ballot").status == 403


def test_a_kiosk_is_ended_at_its_own_keyboard(kiosk, language):
    page = kiosk.send(press=say("End the kiosk", language))

    assert say("The kiosk is ended. This is an ordinary browser again.", language) in page.text
    assert kiosk.go(KIOSK).status == 403


def test_whoever_goes_back_after_the_cast_is_led_to_the_receipt_until_it_is_over(
    stage, clerk, station, kiosk, language
):
    vote(kiosk, give(clerk, station, 0), language, 1)

    assert kiosk.go(f"{KIOSK}/ballot").path.endswith("/receipt")
    assert kiosk.go("rounds/2026/change/receipt").path.endswith("/kiosk")
    stage.clock.put(stage.now + IDLE)
    assert kiosk.go(f"{KIOSK}/receipt").path.endswith("/kiosk")


def test_a_receipt_of_another_road_is_none_of_the_kiosk(kiosk, language):
    with kiosk.client.session_transaction() as kept:
        kept["receipt"] = {"round": "2026", "ballot": "x", "code": ""}

    assert kiosk.go(f"{KIOSK}/receipt").path.endswith("/kiosk")


def test_the_browser_forgets_its_pages_when_it_becomes_a_kiosk_and_when_it_is_none_any_more(
    station, signed_in, language
):
    browser = signed_in(Role.OPERATOR, language)
    for page, button in (
        (browser.go(f"{station}/kiosk/start"), "Sign me out and start the kiosk"),
        (None, "End the kiosk"),
    ):
        form = (page or browser.page).form_with(button=say(button, language))
        answer = browser.open(form.action, "POST", data=dict(form.given))
        browser._code = None
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
        browser.go(KIOSK)


def test_the_other_language_of_a_mistyped_code_is_still_the_kiosk(kiosk, language):
    kiosk.send({"code": "ACEH"})

    page = kiosk.go(kiosk.page.switch())

    assert page.path == f"/togz-archa/{KIOSK}"
    assert page.lang != language


def test_looking_at_pages_of_a_kiosk_writes_nothing(clerk, station, kiosk):
    code = give(clerk, station, 0)
    before = fingerprint()

    kiosk.send({"code": code})
    kiosk.go(f"{KIOSK}/ballot")
    kiosk.send({"d": "1"})
    kiosk.go(KIOSK)

    assert fingerprint() == before


def test_the_pages_of_a_kiosk_ask_few_statements_and_weigh_little(
    clerk, station, kiosk, statements
):
    kiosk.send({"code": give(clerk, station, 0)})
    for address in (f"/togz-archa/{KIOSK}/ballot", f"/togz-archa/{KIOSK}"):
        with statements() as asked:
            page = kiosk.open(address)
        assert len(asked) <= 10, asked
        assert len(page.source.encode()) < 20_000
    with statements() as asked:
        clerk.open(f"{station}/kiosk")
    assert len(asked) <= 10, asked


def cast_lost(kiosk, clerk, station, language, is_lost):
    """A form that was cast, whose answer came or was lost with its cookie; its control number."""
    kiosk.send({"code": give(clerk, station, 0)})
    kiosk.send({"d": ["1", "3"]})
    form = kiosk.page.form_with(button=say("Cast my vote", language))
    with kiosk.client.session_transaction() as held:
        sat = dict(held)
    kiosk.send(form=form)
    number = re.search(r'class="ctrl"><b>(\d{3})</b>', kiosk.page.source)[1]
    if is_lost:
        with kiosk.client.session_transaction() as held:
            held.clear()
            held.update(sat)
    return form, number


@pytest.mark.parametrize("is_lost", [True, False])
def test_a_form_whose_vote_was_taken_shows_its_receipt_while_its_page_would_wait(
    stage, clerk, station, kiosk, language, is_lost
):
    form, number = cast_lost(kiosk, clerk, station, language, is_lost)
    after = fingerprint()
    stage.clock.put(stage.now + IDLE - SECOND)

    page = kiosk.send(form=form)

    assert page.path.endswith("/receipt")
    assert say("Your vote was taken", language) in page.text
    assert f'class="ctrl"><b>{number}</b>' in page.source
    assert in_the_box(stage) == ["1,3"]
    assert fingerprint() == after


@pytest.mark.parametrize("is_lost", [True, False])
def test_a_form_whose_vote_was_taken_is_told_only_that_when_it_comes_late(
    stage, clerk, station, kiosk, language, is_lost
):
    form, number = cast_lost(kiosk, clerk, station, language, is_lost)
    after = fingerprint()
    stage.go_to(Phase.COUNTING)

    page = kiosk.send(form=form)

    assert page.status == 200
    assert say("A vote was taken", language) in page.text
    assert number not in page.text
    assert page.headers["Clear-Site-Data"] == '"cache", "storage"'
    with kiosk.client.session_transaction() as held:
        assert not {"sitting", "kiosk_receipt"} & set(held)
    assert in_the_box(stage) == ["1,3"]
    assert fingerprint() == after


def test_the_cookie_of_a_receipt_holds_no_ticket(clerk, station, kiosk, language):
    kiosk.send({"code": give(clerk, station, 0)})
    with kiosk.client.session_transaction() as held:
        ticket = held["sitting"]["ticket"]
    kiosk.send({"d": "1"})

    kiosk.send(press=say("Cast my vote", language))

    with kiosk.client.session_transaction() as held:
        assert set(held["kiosk_receipt"]) == {"round", "paper", "ballot", "until"}
        assert ticket not in str(dict(held))


def test_no_form_shows_a_receipt_but_the_one_that_was_cast_by_whoever_sat_there_last(
    stage, clerk, station, kiosk, language
):
    first, second = give(clerk, station, 0), give(clerk, station, 1)
    kiosk.send({"code": first})
    kiosk.send({"d": "1"})
    cast = kiosk.page.form_with(button=say("Cast my vote", language))
    kiosk.send(form=cast)
    stage.clock.put(stage.now + IDLE)

    other = [("paper", "x") if name == "paper" else (name, value) for name, value in cast.given]
    refused = kiosk.post(f"/togz-archa/{KIOSK}/cast", other)
    assert refused.status == 403
    assert in_the_box(stage) == ["1"]

    # The next one presses “back” to the page of whoever went away, before and after a code.
    kiosk.go(KIOSK)
    assert kiosk.send(form=cast).status == 403
    kiosk.go(KIOSK)
    kiosk.send({"code": second})
    page = kiosk.send(form=cast)
    assert page.status == 400
    assert say("Your vote was taken", language) not in page.text
    assert in_the_box(stage) == ["1"]
