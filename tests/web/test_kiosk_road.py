"""The road of a ticket through the pages: the kiosk, the slip, the ballot, a clear screen."""

import re
from datetime import timedelta

import pytest

from pb.acts import paper_marks
from pb.records import ballots
from pb.records import stations as station_records
from pb.records.base import db
from pb.records.kiosk_tickets import KioskTicket
from pb.rules.kiosks import IDLE, READING, SITTING_LASTS, TICKET_LASTS
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests.fingerprint import fingerprint
from tests.roll_stage import imported, lines, pin
from tests.web.browser import say
from tests.web.forms import errors

PAPER = "desk/rounds/2026/paper"
KIOSK = "rounds/2026/kiosk"
SECOND = timedelta(seconds=1)
PROJECTS = 3


@pytest.fixture(params=["ky", "ru"])
def language(request):
    return request.param


@pytest.fixture
def people(stage):
    """A voting with four people on the roll, none of whom has an account."""
    stage.announced()
    imported(stage, 4)
    stage.on_ballot(*[100_000] * PROJECTS)
    stage.go_to(Phase.VOTING)
    return lines(stage)


@pytest.fixture
def clerk(people, signed_in, language):
    return signed_in(Role.OPERATOR, language)


@pytest.fixture
def station(clerk):
    """The page of a station without ballots on paper."""
    clerk.go(f"{PAPER}/stations/new")
    clerk.send({
        "kind": "polling_station", "name_ky": "Арча-Төр мектеби", "name_ru": "Школа Арча-Тёр",
        "settlement": "archa-tor",
    })  # fmt: skip
    return clerk.page.path


@pytest.fixture
def kiosk(station, signed_in, language):
    """A browser that another operator made a kiosk of the station."""
    browser = signed_in(Role.OPERATOR, language)
    browser.go(station)
    browser.click(say("Kiosk and tickets", language))
    browser.click(say("Make this computer a kiosk", language))
    browser.send(press=say("Sign me out and start the kiosk", language))
    browser._code = None  # nobody comes back to a kiosk by signing in
    return browser


def give(clerk, station, number):
    """Give the person of a number a ticket; its code."""
    clerk.go(f"{station}/kiosk/ticket")
    clerk.send({"pin": pin(number, sex=1 + number % 2)})
    page = clerk.send({"shown": "identity_card", "is_compared": "1"})
    return re.search(r'slip-code"><code>([A-Z0-9-]{9})<', page.source)[1]


def vote(kiosk, code, language, *choices):
    kiosk.send({"code": code})
    kiosk.send({"d": [str(one) for one in choices]})
    return kiosk.send(press=say("Cast my vote", language))


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


def test_a_kiosk_opens_no_page_that_needs_a_person(kiosk, station, language):
    for address in ("desk", "account", station, f"{station}/kiosk", "rounds/2026/ballot"):
        assert "sign-in" in kiosk.go(address).path, address
    page = kiosk.go(KIOSK)
    hrefs = {href for href, _ in page.links if not href.startswith(("#", "?"))}

    assert page.status == 200
    assert {href.partition("?")[0] for href in hrefs} == {page.path}


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
    assert "10" not in page.headers.get("Location", "")
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


def test_a_wrong_code_stays_in_the_field_with_what_is_wrong(kiosk, language):
    page = kiosk.send({"code": "ACEH"})
    assert page.status == 400
    assert dict(page.form_with("code").given)["code"] == "ACEH"

    page = kiosk.send({"code": "ACEH2346"})

    assert page.status == 400
    assert (
        say(
            "There is no ticket with this code. Compare it with your ticket, letter by letter.",
            language,
        )
        in page.text
    )


def test_ten_wrong_codes_are_answered_with_when_the_next_is_taken(kiosk, language):
    for _ in range(10):
        kiosk.send({"code": "ACEH2346"})

    page = kiosk.send({"code": "ACEH2346"})

    assert page.status == 429
    assert re.search(r"\d\d:\d\d", page.text)


def test_whoever_voted_on_paper_meanwhile_is_told_so_at_the_cast(
    stage, clerk, station, kiosk, people, language
):
    clerk.go(station)
    clerk.send({"size": "4"})
    kiosk.send({"code": give(clerk, station, 0)})
    kiosk.send({"d": "1"})
    [place] = station_records.stations_of(stage.place, stage.round().id)
    ticket = db.session.query(KioskTicket).one()
    line = next(one for one in lines(stage) if one.id == ticket.roll_entry_id)
    operator = stage.person(Role.OPERATOR)
    paper_marks.mark(operator, stage.place, "2026", place.ref, line.ref, stage.now)

    page = kiosk.send(press=say("Cast my vote", language))

    assert page.status == 409
    assert say("On paper", language).lower() in page.text.lower()
    assert in_the_box(stage) == []
    assert page.link(say("Go to the start page", language)).endswith("/kiosk")


def test_a_kiosk_ended_from_the_desk_says_so_and_is_an_ordinary_browser(
    clerk, station, kiosk, language
):
    kiosk.send({"code": give(clerk, station, 0)})
    clerk.go(f"{station}/kiosk")
    clerk.send(press=say("End it from here", language))

    page = kiosk.go(f"{KIOSK}/ballot")

    assert page.status == 403
    assert 'class="large"' not in page.source
    assert "Refresh" not in page.headers


def test_a_kiosk_is_ended_at_its_own_keyboard_and_by_signing_in(kiosk, language):
    page = kiosk.send(press=say("End the kiosk", language))

    assert say("The kiosk is ended. This is an ordinary browser again.", language) in page.text
    assert kiosk.go(KIOSK).status == 403


def test_looking_at_pages_of_a_kiosk_writes_nothing(stage, clerk, station, kiosk):
    code = give(clerk, station, 0)
    before = fingerprint()

    kiosk.send({"code": code})
    kiosk.go(f"{KIOSK}/ballot")
    kiosk.send({"d": "1"})
    kiosk.go(KIOSK)

    assert fingerprint() == before


def test_no_ticket_is_made_before_the_paper_was_looked_at(clerk, station, language):
    clerk.go(f"{station}/kiosk/ticket")
    clerk.send({"pin": pin(0, sex=1)})

    page = clerk.send({"shown": "identity_card"})
    assert page.status == 400
    page = clerk.send({"is_compared": "1"}, form=page.form_with("is_compared"))

    assert page.status in (200, 400)
    assert db.session.query(KioskTicket).count() <= 1


def test_no_ticket_is_made_without_what_was_shown(clerk, station):
    clerk.go(f"{station}/kiosk/ticket")
    clerk.send({"pin": pin(0, sex=1)})

    page = clerk.send({"is_compared": "1"})

    assert (page.status, errors(page)) == (400, {"shown"})
    assert db.session.query(KioskTicket).count() == 0


def test_a_ticket_is_withdrawn_with_one_press(stage, clerk, station, kiosk, language):
    code = give(clerk, station, 0)
    clerk.go(f"{station}/kiosk")

    page = clerk.send(press=say("Withdraw", language))

    assert say("The ticket is withdrawn: nobody can vote by it.", language) in page.text
    assert kiosk.send({"code": code}).status == 400
    stage.clock.put(stage.now + TICKET_LASTS)


def test_a_form_of_one_voter_is_of_no_use_to_the_next(stage, clerk, station, kiosk, language):
    first, second = give(clerk, station, 0), give(clerk, station, 1)
    kiosk.send({"code": first})
    old = kiosk.page.form_with("d")
    kiosk.go(KIOSK)
    kiosk.send({"code": second})

    page = kiosk.send({"d": "1"}, form=old)

    assert page.status == 409
    assert in_the_box(stage) == []


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
