"""Marks on the roll of those who vote by hand: once over all channels, a page in one deed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pb.acts import assemblies, assembly_marks, kiosks, marks, paper_marks, stations
from pb.records import ballots
from pb.records.accounts import Account
from pb.records.audit import events_of
from pb.records.base import db
from pb.records.messages import Message
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.tally.election import Channel
from pb.services import assemblies as guards
from pb.services import phones
from tests.acts.test_assemblies import refused
from tests.assembly_stage import with_assembly
from tests.kiosk_stage import KioskStage
from tests.outbox import PHONE
from tests.paper_stage import SCHOOL, PaperStage
from tests.stage import KEYS


@pytest.fixture
def called(stage):
    return with_assembly(stage)


def test_mark_marks_everybody_who_was_ticked_once(called):
    assert called.mark(*called.people[:3]) == 3

    assert ballots.participants(called.stage.round().id) == 3
    found = refused(Conflict, Code.TICKED_VOTED, called.mark, called.people[0])
    assert found.facts["channel"] is Channel.ASSEMBLY


def test_whoever_is_marked_cannot_vote_by_phone_and_is_told_where_the_vote_stands(called):
    called.mark(called.people[0])

    found = refused(Conflict, Code.VOTED_ALREADY, called.stage.vote, called.people[0], 1)

    assert found.facts["channel"] is Channel.ASSEMBLY


def test_whoever_voted_by_phone_is_refused_and_nobody_of_the_page_is_marked(called):
    called.stage.vote(called.people[1], 1)

    found = refused(Conflict, Code.TICKED_VOTED, called.mark, *called.people)

    assert found.facts["channel"] is Channel.INTERNET
    assert ballots.participants(called.stage.round().id) == 1
    assert called.mark(called.people[0], called.people[2]) == 2


def test_whoever_took_a_ballot_on_paper_is_refused_and_the_other_way_round(called):
    stage = called.stage
    station = stations.add(called.first, stage.place, "2026", SCHOOL, stage.now)
    stations.draw_stock(called.first, stage.place, "2026", station, 4, stage.now)

    def on_paper(person):
        line = called.line_of(person)
        paper_marks.mark(called.first, stage.place, "2026", station, line, stage.now)

    on_paper(called.people[0])
    called.mark(called.people[1])

    found = refused(Conflict, Code.TICKED_VOTED, called.mark, called.people[0])
    assert found.facts["channel"] is Channel.PAPER
    found = refused(Conflict, Code.PERSON_VOTED, on_paper, called.people[1])
    assert found.facts["channel"] is Channel.ASSEMBLY


def test_a_mark_that_is_entered_days_after_the_hands_is_compared_with_every_other_vote(called):
    stage, people = called.stage, called.people
    station = stations.add(called.first, stage.place, "2026", SCHOOL, stage.now)
    stations.draw_stock(called.first, stage.place, "2026", station, 4, stage.now)
    kiosk = KioskStage(
        PaperStage(stage, people, called.first, called.second, called.member, station),
        kiosks.start(called.first, stage.place, "2026", station, stage.now),
    )
    # They raised their hands, and voted elsewhere before anybody entered the list.
    stage.vote(people[0], 1)
    kiosk.paper.mark(people[1])
    kiosk.cast(kiosk.enter(kiosk.ticket(people[2]).code))
    stage.go_to(Phase.COUNTING)

    channels = (Channel.INTERNET, Channel.PAPER, Channel.INTERNET)
    for person, channel in zip(people, channels, strict=False):
        found = refused(Conflict, Code.TICKED_VOTED, called.mark, person)
        assert found.facts["channel"] is channel
    assert called.mark(people[3]) == 1
    # No hand more can be written down than people were marked, so theirs are not counted either.
    refused(NotValid, Code.HANDS_OVER_MARKED, called.enter, called.said((4, 0, 0), came=(4, 0)))


def test_mark_is_refused_when_the_person_is_of_another_village(called):
    stage = called.stage
    other = called.call(stage.now.replace(hour=stage.now.hour + 2), "kyzyl-kopuro")
    stage.clock.put(stage.now.replace(hour=stage.now.hour + 3))
    called.ref = other

    refused(Conflict, Code.TICKED_ELSEWHERE, called.mark, called.people[0])


def test_mark_is_refused_before_the_assembly_begins(called):
    called.stage.clock.put(
        called.assembly.starts_at.replace(minute=0) - (called.stage.now - called.assembly.starts_at)
    )

    refused(Conflict, Code.ASSEMBLY_NOT_BEGUN, called.mark, called.people[0])


def test_mark_is_refused_when_nobody_is_ticked_or_the_line_is_of_nowhere(called):
    refused(NotValid, Code.NOBODY_TICKED, called.mark)
    given = (called.first, called.place, "2026", called.ref, ["nowhere"], called.stage.now)
    refused(NotFound, Code.NOT_FOUND, assembly_marks.mark, *given)


def test_mark_and_take_back_are_refused_when_the_act_stands(called):
    called.mark(*called.people[:2])
    called.enter(called.said((2, 0, 0), (0, 0, 0), (0, 0, 0)))

    refused(Conflict, Code.ASSEMBLY_ACT_STANDS, called.mark, called.people[2])
    refused(Conflict, Code.ASSEMBLY_ACT_STANDS, called.take_back, called.people[0])


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.HEAD, Role.COMMISSION])
def test_mark_is_refused_to_everyone_but_a_clerk(called, role):
    person = called.stage.person(role)

    with pytest.raises(NotAllowed) as found:
        called.mark(called.people[0], by=person)

    assert found.value.code is Code.NOT_ALLOWED


def test_mark_is_open_after_the_close_and_not_before_the_voting(called):
    called.stage.go_to(Phase.COUNTING)
    assert called.mark(called.people[0]) == 1

    called.stage.go_to(Phase.DISCUSSION)
    with pytest.raises(NotNow):
        called.mark(called.people[1])


def test_take_back_lets_the_person_vote_elsewhere(called):
    called.mark(*called.people[:2])

    assert called.take_back(called.people[0]) == 1

    assert called.assembly.taken_back == 1
    assert called.stage.vote(called.people[0], 2).marks.choices == (2,)
    refused(Conflict, Code.TICKED_UNMARKED, called.take_back, called.people[2])
    refused(NotValid, Code.TEXT_TOO_SHORT, lambda: called.take_back(called.people[1], reason="х"))


def test_take_back_is_possible_when_the_person_was_told_already(called):
    called.mark(called.people[0])
    called.stage.go_to(Phase.COUNTING)
    assert marks.tell_of_marks(KEYS, called.stage.now) == 1

    assert called.take_back(called.people[0]) == 0


def with_phone(person, phone=PHONE):
    account = db.session.get_one(Account, person.account_id)
    account.phone_locked = phones.lock(phone, KEYS) if phone else None
    account.phone_tag = KEYS.phone_tag(phone) if phone else None
    db.session.commit()


def written_after(before=frozenset()):
    return [one for one in db.session.scalars(select(Message)) if one.id not in before]


@pytest.mark.parametrize("is_closed", [False, True])
@pytest.mark.parametrize("phone", [PHONE, None])
def test_take_back_writes_to_whoever_was_told_of_the_mark(called, phone, is_closed):
    person, stage = called.people[0], called.stage
    called.mark(*called.people[:2])
    with_phone(person, phone)
    with_phone(called.people[1], None)
    if is_closed:
        stage.go_to(Phase.COUNTING)
    else:
        stage.clock.put(stage.now + timedelta(hours=1))
    marks.tell_of_marks(KEYS, stage.now)
    before = {one.id for one in written_after()}

    called.take_back(person)

    written = written_after(before)
    said = [KEYS.unlock("message", one.body_locked).decode() for one in written]
    assert len(said) == bool(phone)
    assert all("снята отметка о вас на сходе" in text and "алынды" in text for text in said)
    # Only while they can, when they read it.
    assert all(("можете голосовать" in text) is not is_closed for text in said)
    # Nobody learns the minute, and the other is told nothing.
    assert all(one.created_at.minute == 0 and one.next_at > stage.now for one in written)


def test_take_back_writes_to_nobody_who_was_not_told_of_the_mark(called):
    called.mark(called.people[0])
    with_phone(called.people[0])

    called.take_back(called.people[0])

    assert written_after() == []


def test_take_back_promises_no_vote_when_the_voting_is_over_before_it_is_read(called):
    called.mark(called.people[0])
    with_phone(called.people[0])
    called.stage.clock.put(called.stage.round().voting_closes - timedelta(minutes=10))
    marks.tell_of_marks(KEYS, called.stage.now)
    before = {one.id for one in written_after()}

    called.take_back(called.people[0])

    (written,) = written_after(before)
    assert "голосовать" not in KEYS.unlock("message", written.body_locked).decode()


def test_the_trail_names_nobody_who_was_marked(called):
    called.mark(*called.people[:3])

    events = [one for one in events_of(called.place) if one.tag == "assembly.marked"]
    assert [one.facts for one in events] == ['{"number": 1, "people": 3, "round": "2026"}']
    assert events[0].at.minute == 0


def test_an_assembly_that_was_left_outside_the_voting_is_neither_marked_nor_entered(called):
    called.mark(called.people[0])
    called.assembly.starts_at = called.stage.round().voting_opens - timedelta(hours=1)
    db.session.commit()

    refused(Conflict, Code.ASSEMBLY_LEFT_OUTSIDE, called.mark, called.people[1])
    refused(Conflict, Code.ASSEMBLY_LEFT_OUTSIDE, called.enter, called.said(*[(1, 0, 0)] * 3))
    # What is left is to take the mark back and to cancel it.
    called.take_back(called.people[0])
    words = (called.ref, "Айлампанын күндөрү жылдырылды.", called.stage.now)
    assemblies.cancel(called.member, called.place, "2026", *words)


@pytest.mark.parametrize("line", ["a\0b", "", "\ud800", "'; --", "б" * 12])
def test_a_line_that_no_page_offered_is_not_found(called, line):
    given = (called.first, called.place, "2026", called.ref, [line])
    why = ("Катар жаңылыш.", KEYS)
    for deed, more in ((assembly_marks.mark, ()), (assembly_marks.take_back, why)):
        refused(NotFound, Code.NOT_FOUND, deed, *given, *more, called.stage.now)


@pytest.mark.parametrize("village", ["archa-tor", None])
def test_whoever_is_marked_keeps_the_number_of_the_printed_list(called, village):
    stage = called.stage
    if village is None:
        called.ref = called.call(stage.now + timedelta(hours=1), None)
        stage.clock.put(stage.now + timedelta(hours=2))
    everybody = guards.boxes(stage.round(), called.assembly, 50, 0, marked=False)
    called.mark(*(one for one in called.people if called.line_of(one) != everybody[0].ref))

    here = guards.boxes(stage.round(), called.assembly, 50, 0, marked=True)
    number = guards.last_box(stage.round(), called.assembly, marked=True)

    assert number == 3
    assert [(one.number, one.ref) for one in here] == [
        (at, one.ref) for at, one in enumerate(everybody, start=1)
    ][1:]
