"""What becomes of votes at kiosks: their line in the result, their clerks, a vote taken out."""

import json
from datetime import timedelta

import pytest

from pb import lifecycle
from pb.acts import kiosk_votes, kiosks, residents, stations
from pb.records import ballots as ballot_records
from pb.records import findings, kiosk_tickets
from pb.records import results as records
from pb.records.accounts import Account
from pb.records.base import db
from pb.records.kiosk_tickets import KioskMark, KioskTicket
from pb.rules.ballots import Marks
from pb.rules.refusals import Code, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.turnout import shown_apart
from pb.services import daily
from pb.services.actors import PLATFORM
from tests.dispute_stage import with_key
from tests.kiosk_stage import KioskStage, with_kiosk
from tests.paper_stage import SCHOOL, PaperStage
from tests.stage import KEYS


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(0, 20, False), (4, 20, False), (5, 20, True), (15, 20, True), (16, 20, False), (5, 5, False)],
)
def test_kiosks_stand_apart_when_neither_they_nor_the_rest_are_few(part, whole, shown):
    assert shown_apart(part, whole, 5) is shown


def counted(kiosk, at_kiosk):
    """The result of a round where so many of the people voted at a kiosk, the rest by phone."""
    for number, person in enumerate(kiosk.people):
        if number < at_kiosk:
            kiosk.cast(kiosk.enter(kiosk.ticket(person).code))
        else:
            kiosk.stage.vote(person, 1)
    stage = kiosk.stage
    stage.go_to(Phase.COUNTING)
    lifecycle.count(stage.person(Role.OPERATOR), stage.place, "2026", KEYS, stage.now)
    return records.result_of(stage.place, stage.round().id)


@pytest.fixture
def kiosk(stage):
    """Ten people on the roll of a round that nobody votes in on paper."""
    stage.announced()
    stage.on_ballot(100_000, 200_000, 300_000)
    people = [stage.person(Role.RESIDENT) for _ in range(10)]
    lines = [(one.account_id, "archa-tor") for one in people]
    residents.enter_on_roll(PLATFORM, stage.place, stage.round().id, lines, stage.now)
    stage.go_to(Phase.VOTING)
    return at_station(stage, people)


def at_station(stage, people):
    clerk = stage.person(Role.OPERATOR)
    paper = PaperStage(stage, people, clerk, clerk, clerk)
    paper.station = stations.add(clerk, stage.place, "2026", SCHOOL, stage.now)
    return KioskStage(paper, kiosks.start(clerk, stage.place, "2026", paper.station, stage.now))


@pytest.mark.parametrize(("at_kiosk", "shown"), [(5, 5), (4, 0), (6, 0)])
def test_a_result_keeps_how_many_voted_at_kiosks_unless_they_are_few(kiosk, at_kiosk, shown):
    result = counted(kiosk, at_kiosk)

    assert result.internet == 10
    assert json.loads(result.counted)["at_kiosks"] == shown


def test_the_commission_sees_how_many_tickets_each_clerk_gave_on_days_that_are_over(stage):
    kiosk = with_kiosk(stage)
    kiosk.cast(kiosk.enter(kiosk.ticket(kiosk.people[0]).code))
    kiosk.ticket(kiosk.people[1])
    kiosk.ticket(kiosk.people[1])

    today = daily.tickets_by_clerk(stage.round(), stage.now)
    tomorrow = daily.tickets_by_clerk(stage.round(), stage.now + timedelta(days=1))

    assert today == []
    assert tomorrow == [kiosk_tickets.ByClerk(kiosk.clerk.name, 3, 1, 1)]


def test_a_vote_at_a_kiosk_is_no_vote_by_the_telephone_of_its_person(stage):
    kiosk = with_kiosk(stage)
    for person in kiosk.people[:2]:
        account = db.session.get_one(Account, person.account_id)
        account.phone_tag, account.phone_locked = b"one telephone", b"locked"
    db.session.commit()
    stage.vote(kiosk.people[0], 1)
    kiosk.cast(kiosk.enter(kiosk.ticket(kiosk.people[1]).code))

    later = stage.now + timedelta(hours=1)
    assert list(findings.people_per_phone(stage.place, stage.round().id, later)) == []


def test_a_vote_taken_out_lets_its_person_vote_by_a_new_ticket_and_not_by_the_old_one(stage):
    dispute = with_key(stage)
    kiosk = at_station(stage, dispute.people)
    person = dispute.people[0]
    slip, paper = kiosk.ticket(person), kiosk.blank()
    booth = kiosk.enter(slip.code)
    kiosk.cast(booth, 1, paper=paper)
    sent = (stage.place, "2026", booth, Marks((1,)), paper)
    assert kiosk_votes.was_cast(*sent)

    dispute.void(person)

    assert not kiosk_votes.was_cast(*sent)
    assert db.session.query(KioskMark).count() == 0
    with pytest.raises(NotValid) as refused:
        kiosk.enter(slip.code)
    assert refused.value.code is Code.TICKET_USED
    kiosk.cast(kiosk.enter(kiosk.ticket(person).code), 2)
    assert db.session.query(KioskTicket).filter(KioskTicket.used_at.is_not(None)).count() == 2
    entry = db.session.query(KioskMark).one().roll_entry_id
    assert ballot_records.participation_of(stage.round().id, entry) is not None
