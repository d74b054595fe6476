"""Voting at a kiosk: once by a ticket, once over all channels, and nothing half-way."""

from datetime import timedelta

import pytest

from pb.acts import kiosk_votes, marks
from pb.records import ballots as records
from pb.records import daily
from pb.records.audit import AuditEvent
from pb.records.base import db
from pb.records.kiosk_tickets import KioskMark, KioskTicket
from pb.records.marks import MarkNotice
from pb.records.residents import Resident, RollEntry
from pb.rules import calendar
from pb.rules.ballots import Marks
from pb.rules.kiosks import MOST_WRONG, SITTING_LASTS, TICKET_LASTS
from pb.rules.privacy import Notice
from pb.rules.refusals import Code, Conflict, NotNow, NotValid
from pb.rules.rolls.states import EntryStatus
from pb.rules.rounds import Phase
from pb.rules.tally.election import Channel
from tests.kiosk_stage import later, refusal, votes, with_kiosk
from tests.stage import KEYS

SECOND = timedelta(seconds=1)


@pytest.fixture
def kiosk(stage):
    return with_kiosk(stage)


def test_a_vote_by_ticket_is_one_by_the_internet_with_its_station_beside_it(kiosk):
    booth = kiosk.enter(kiosk.ticket(kiosk.people[0]).code)

    receipt = kiosk.cast(booth, 1, 3)

    ticket = db.session.query(KioskTicket).one()
    stands = records.participation_of(kiosk.stage.round().id, ticket.roll_entry_id)
    assert receipt.marks == Marks((1, 3))
    assert votes(kiosk) == ["1,3"]
    assert stands == (Channel.INTERNET, calendar.hour_of(kiosk.stage.now))
    assert ticket.used_at == calendar.hour_of(kiosk.stage.now)
    assert db.session.query(KioskMark).one().ticket_id == ticket.id


def test_typing_a_ticket_uses_nothing_up_and_it_may_be_typed_again(kiosk):
    slip = kiosk.ticket(kiosk.people[0])
    kiosk.enter(slip.code)
    later(kiosk, TICKET_LASTS - SECOND)

    kiosk.cast(kiosk.enter(f" {slip.code[:4].lower()}-{slip.code[4:]} "))

    assert votes(kiosk) == ["1"]


def test_neither_an_account_nor_a_rested_telephone_is_asked_for(kiosk):
    person = kiosk.people[0]
    resident = db.session.query(Resident).filter_by(account_id=person.account_id).one()
    resident.phone_changed_at, resident.phone_changed_by = kiosk.stage.now, kiosk.clerk.account_id
    db.session.commit()
    by_phone = refusal(kiosk.stage.vote, person, 1)

    kiosk.cast(kiosk.enter(kiosk.ticket(person).code))

    assert by_phone.code is Code.PHONE_RESTS
    assert votes(kiosk) == ["1"]


def test_the_person_is_told_as_of_any_vote_and_read_aloud_without_a_telephone(kiosk):
    kiosk.cast(kiosk.enter(kiosk.ticket(kiosk.people[0]).code))
    later(kiosk, timedelta(hours=1))

    assert marks.tell_of_marks(KEYS, kiosk.stage.now) == 1
    assert db.session.query(MarkNotice).one().how is Notice.LIST


def test_a_button_pressed_twice_gives_the_same_receipt_and_one_vote(kiosk):
    booth, paper = kiosk.enter(kiosk.ticket(kiosk.people[0]).code), kiosk.blank()

    first, second = kiosk.cast(booth, 2, paper=paper), kiosk.cast(booth, 2, paper=paper)

    assert first == second
    assert votes(kiosk) == ["2"]


def test_a_second_sitting_with_the_same_ticket_finds_it_used(kiosk):
    code = kiosk.ticket(kiosk.people[0]).code
    one, other = kiosk.enter(code), kiosk.enter(code, kiosk.another_kiosk())
    kiosk.cast(one, 1)

    assert refusal(kiosk.cast, other, 2).code is Code.TICKET_USED
    assert refusal(kiosk.enter, code).code is Code.TICKET_USED
    assert votes(kiosk) == ["1"]


def test_a_vote_is_refused_when_the_person_took_a_ballot_on_paper_meanwhile(kiosk):
    person = kiosk.people[0]
    slip = kiosk.ticket(person)
    booth = kiosk.enter(slip.code)
    kiosk.paper.mark(person)

    cast, typed = refusal(kiosk.cast, booth), refusal(kiosk.enter, slip.code)

    for refused in (cast, typed):
        assert isinstance(refused, Conflict)
        assert (refused.code, refused.facts["channel"]) == (Code.VOTED_ALREADY, Channel.PAPER)
    assert votes(kiosk) == []
    assert db.session.query(KioskTicket).one().used_at is None


def test_whoever_voted_by_ticket_votes_neither_by_phone_nor_on_paper(kiosk):
    person = kiosk.people[0]
    kiosk.cast(kiosk.enter(kiosk.ticket(person).code))

    assert refusal(kiosk.stage.vote, person, 1).code is Code.VOTED_ALREADY
    assert refusal(kiosk.paper.mark, person).code is Code.PERSON_VOTED
    assert votes(kiosk) == ["1"]


def test_a_new_ticket_withdraws_the_earlier_one(kiosk):
    earlier = kiosk.ticket(kiosk.people[0])
    booth = kiosk.enter(earlier.code)

    kiosk.ticket(kiosk.people[0])

    assert refusal(kiosk.enter, earlier.code).code is Code.TICKET_WITHDRAWN
    assert refusal(kiosk.cast, booth).code is Code.TICKET_WITHDRAWN
    assert votes(kiosk) == []


def test_a_ticket_ends_after_half_an_hour_but_whoever_sits_may_finish(kiosk):
    one, other = kiosk.ticket(kiosk.people[0]), kiosk.ticket(kiosk.people[1])
    later(kiosk, TICKET_LASTS - SECOND)
    booth, late = kiosk.enter(one.code), kiosk.enter(other.code)
    later(kiosk, SECOND)

    refused = refusal(kiosk.enter, one.code)
    kiosk.cast(booth)
    later(kiosk, SITTING_LASTS)

    assert refused.code is Code.TICKET_EXPIRED
    assert refused.facts["clock"] == calendar.clock(one.expires_at)
    assert refusal(kiosk.cast, late).code is Code.TICKET_EXPIRED
    assert votes(kiosk) == ["1"]


def test_a_ticket_of_another_station_is_told_where_it_belongs(kiosk):
    elsewhere = kiosk.another_station()
    slip = kiosk.ticket(kiosk.people[0], elsewhere)

    refused = refusal(kiosk.enter, slip.code)

    assert (refused.code, refused.facts) == (Code.TICKET_ELSEWHERE, {"station": 2})


def test_a_ticket_of_a_neighbour_is_no_ticket_here(kiosk):
    neighbour = with_kiosk(kiosk.stage.neighbour(), voters=1)
    slip = neighbour.ticket(neighbour.people[0])

    assert refusal(kiosk.enter, slip.code).code in (Code.TICKET_UNKNOWN, Code.VOTING_CLOSED)


def test_ten_wrong_codes_shut_the_kiosk_for_a_while_and_no_other_one(kiosk):
    code, other = kiosk.ticket(kiosk.people[0]).code, kiosk.another_kiosk()
    wrong = "A" * 8 if code != "A" * 8 else "C" * 8
    for _ in range(MOST_WRONG):
        assert refusal(kiosk.enter, wrong).code is Code.TICKET_UNKNOWN

    refused = refusal(kiosk.enter, code)
    kiosk.enter(code, other)
    later(kiosk, timedelta(minutes=10))

    assert isinstance(refused, NotNow)
    assert refused.code is Code.KIOSK_WAITS
    assert kiosk.enter(code).ticket


def test_what_cannot_be_a_code_is_not_counted_as_wrong(kiosk):
    for _ in range(MOST_WRONG + 1):
        assert refusal(kiosk.enter, "BBBB").code is Code.TICKET_UNREADABLE


@pytest.mark.parametrize("token", [None, "", "x" * 43])
def test_a_browser_that_is_no_kiosk_takes_no_ticket(kiosk, token):
    code = kiosk.ticket(kiosk.people[0]).code
    given = (kiosk.place, "2026", token, code, KEYS, kiosk.stage.now)

    assert refusal(kiosk_votes.enter, *given).code is Code.KIOSK_ENDED


def test_nothing_is_taken_once_the_voting_is_closed(kiosk):
    slip = kiosk.ticket(kiosk.people[0])
    booth = kiosk.enter(slip.code)
    kiosk.stage.go_to(Phase.COUNTING)

    assert refusal(kiosk.cast, booth).code is Code.VOTING_CLOSED
    assert refusal(kiosk.enter, slip.code).code is Code.VOTING_CLOSED
    assert isinstance(refusal(kiosk.ticket, kiosk.people[1]), NotNow)
    assert isinstance(refusal(kiosk.another_kiosk), NotNow)


def test_marks_that_make_no_ballot_leave_the_ticket_as_it_was(kiosk):
    booth = kiosk.enter(kiosk.ticket(kiosk.people[0]).code)

    refused = refusal(kiosk.cast, booth, 9)

    assert isinstance(refused, NotValid)
    assert refused.field != "code"
    assert kiosk.cast(booth, 1)


def test_the_trail_says_that_a_ticket_was_given_and_never_to_whom(kiosk):
    person = kiosk.people[0]
    kiosk.cast(kiosk.enter(kiosk.ticket(person).code))

    events = db.session.query(AuditEvent).order_by(AuditEvent.id).all()[-3:]

    assert [one.tag for one in events[1:]] == ["kiosk_ticket.issued", "ballot.cast"]
    for one in events[1:]:
        assert person.name not in one.facts
        assert kiosk.paper.line_of(person) not in (one.object_ref, one.facts)
        assert one.at == calendar.hour_of(kiosk.stage.now)


def test_a_vote_at_a_kiosk_stands_with_its_station_and_clerk_for_the_commission(kiosk):
    kiosk.cast(kiosk.enter(kiosk.ticket(kiosk.people[0]).code))
    kiosk.stage.vote(kiosk.people[1], 1)
    round_ = kiosk.stage.round()

    rows = daily.marked_by_hour(
        kiosk.place, round_.id, round_.voting_opens, kiosk.stage.now + timedelta(hours=1)
    )

    found = {(one.is_kiosk, one.station_number, one.clerk, one.people) for one in rows}
    assert found == {(True, 1, kiosk.clerk.name, 1), (False, None, None, 1)}


def test_a_struck_person_casts_nothing_by_a_ticket_given_before(kiosk):
    booth = kiosk.enter(kiosk.ticket(kiosk.people[0]).code)
    ticket = db.session.query(KioskTicket).one()
    db.session.get_one(RollEntry, ticket.roll_entry_id).status = EntryStatus.STRUCK
    db.session.commit()

    assert refusal(kiosk.cast, booth).code is Code.TICKET_STRUCK
    assert votes(kiosk) == []
