"""What a kiosk and its desk refuse, in words, with nothing lost and nothing half-way."""

import re

from pb.acts import paper_marks
from pb.records import ballots
from pb.records import stations as station_records
from pb.records.base import db
from pb.records.kiosk_tickets import KioskTicket
from pb.records.privacy import PersonalAccess
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests.roll_stage import lines, pin
from tests.web.browser import say
from tests.web.forms import errors
from tests.web.kiosk_pages import KIOSK, clerk, give, kiosk, language, people, station

__all__ = ["clerk", "kiosk", "language", "people", "station"]


def in_the_box(stage):
    return sorted(one.marks for one in ballots.inbox_of(stage.round().id))


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


def test_no_ticket_is_made_before_the_paper_was_looked_at(clerk, station, language):
    clerk.go(f"{station}/kiosk/ticket")
    clerk.send({"pin": pin(0, sex=1)})

    page = clerk.send({"shown": "travel_passport"})

    assert (page.status, errors(page)) == (400, {"is_compared"})
    assert dict(page.form_with("shown").given)["shown"] == "travel_passport"
    assert db.session.query(KioskTicket).count() == 0
    assert say("The ticket is made", language) in clerk.send({"is_compared": "y"}).text


def test_no_ticket_is_made_without_what_was_shown(clerk, station):
    clerk.go(f"{station}/kiosk/ticket")
    clerk.send({"pin": pin(0, sex=1)})

    page = clerk.send({"is_compared": "y"})

    assert (page.status, errors(page)) == (400, {"shown"})
    assert db.session.query(KioskTicket).count() == 0


def test_the_card_is_there_again_after_a_slip_and_its_person_reads_of_both_looks(
    clerk, station, language
):
    clerk.go(f"{station}/kiosk/ticket")
    card = facts_of(clerk.send({"pin": pin(0, sex=1)}))
    looks = db.session.query(PersonalAccess).count()

    page = clerk.send({"is_compared": "y"})

    assert card == facts_of(page)
    assert db.session.query(PersonalAccess).count() == looks + 1


def facts_of(page):
    return re.findall(r"<dd>.*?</dd>", page.source)


def test_no_ticket_is_made_for_whoever_was_not_looked_up(stage, clerk, station, language):
    clerk.go(f"{station}/kiosk/ticket")
    clerk.send({"pin": pin(0, sex=1)})
    form = clerk.page.form_with("shown")
    seen = form.action.rpartition("/")[2]
    unseen = next(one.ref for one in lines(stage) if one.ref != seen)
    form.action = form.action.replace(seen, unseen)

    page = clerk.send({"shown": "identity_card", "is_compared": "y"}, form=form)

    assert page.status == 409
    assert db.session.query(KioskTicket).count() == 0


def test_a_slip_loaded_again_withdraws_nothing_and_another_one_is_asked_for(
    clerk, station, language
):
    clerk.go(f"{station}/kiosk/ticket")
    clerk.send({"pin": pin(0, sex=1)})
    form, given = clerk.page.form_with("shown"), {"shown": "identity_card", "is_compared": "y"}
    clerk.send(given, form=form)

    page = clerk.send(given, form=form)

    assert page.status == 409
    assert [one.withdrawn_at for one in db.session.query(KioskTicket)] == [None]
    assert say("The ticket is made", language) in clerk.send(given).text
    assert db.session.query(KioskTicket).count() == 2


def test_codes_typed_faster_than_people_come_are_too_often(kiosk):
    pages = [kiosk.send({"code": "ACEH"}) for _ in range(30)]

    assert {page.status for page in pages} == {400}
    assert kiosk.send({"code": "ACEH"}).status == 429


def test_a_ticket_is_withdrawn_with_one_press(clerk, station, kiosk, language):
    code = give(clerk, station, 0)
    clerk.go(f"{station}/kiosk")

    page = clerk.send(press=say("Withdraw", language))

    assert say("The ticket is withdrawn: nobody can vote by it.", language) in page.text
    assert kiosk.send({"code": code}).status == 400


def test_a_form_of_one_voter_is_of_no_use_to_the_next(stage, clerk, station, kiosk, language):
    first, second = give(clerk, station, 0), give(clerk, station, 1)
    kiosk.send({"code": first})
    old = kiosk.page.form_with("d")
    kiosk.go(KIOSK)
    kiosk.send({"code": second})

    for step in ("review", "change", "cast"):
        sent = [*old.filled({"d": "1"})]
        page = kiosk.post(f"/togz-archa/{KIOSK}/{step}", sent)
        assert page.status == (200 if step == "change" else 400)
        assert "d" not in dict(page.form_with("d").given), step
    assert in_the_box(stage) == []


def test_a_kiosk_after_the_close_can_be_left_and_keeps_nobody(
    stage, clerk, station, kiosk, language
):
    start = kiosk.page.form_with(button=say("End the kiosk", language))
    kiosk.send({"code": give(clerk, station, 0)})
    with kiosk.client.session_transaction() as kept:
        sat = dict(kept)
    stage.go_to(Phase.COUNTING)

    for leave in (lambda: kiosk.go(KIOSK), lambda: kiosk.send(form=start)):
        with kiosk.client.session_transaction() as kept:
            kept.update(sat)
        page = leave()
        assert page.status in (403, 503), page.text
        assert page.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert kiosk.go("").path == "/togz-archa/"
        with kiosk.client.session_transaction() as kept:
            assert not {"kiosk", "sitting", "kiosk_receipt"} & set(kept)


def test_a_failure_that_knows_no_municipality_leads_back_to_the_start_of_the_kiosk(kiosk, language):
    page = kiosk.go("/no-such-place/rounds/2026/kiosk")

    assert page.status == 404
    assert page.link(say("Go to the start page", language)) == f"/togz-archa/{KIOSK}"


def test_a_browser_that_is_no_kiosk_is_told_so_and_stays_as_it_was(station, clerk, language):
    token = clerk.token()

    page = clerk.go(KIOSK)

    assert page.status == 403
    assert 'class="large"' not in page.source
    assert clerk.token() == token
    assert clerk.go("desk").status == 200
