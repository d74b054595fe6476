"""Kiosks are started and ended, tickets given and withdrawn, by whom and when the tables say."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pb.acts import kiosk_tickets, kiosks
from pb.records.base import db
from pb.records.kiosk_tickets import KioskTicket
from pb.rules.kiosks import KIOSK_LASTS
from pb.rules.refusals import Code
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.tally.election import Channel
from pb.services.actors import STRANGER
from tests.kiosk_stage import later, refusal, votes, with_kiosk

SECOND = timedelta(seconds=1)


@pytest.fixture
def kiosk(stage):
    return with_kiosk(stage)


def test_no_ticket_is_given_to_whoever_voted_and_the_clerk_is_told_how_and_when(kiosk):
    kiosk.stage.vote(kiosk.people[0], 1)

    refused = refusal(kiosk.ticket, kiosk.people[0])

    assert refused.code is Code.TICKET_VOTED
    assert refused.facts["channel"] is Channel.INTERNET
    assert db.session.query(KioskTicket).count() == 0


def test_no_ticket_is_given_before_a_paper_of_identity_was_looked_at(kiosk):
    refused = refusal(kiosk.ticket, kiosk.people[0], is_compared=False)

    assert (refused.code, refused.field) == (Code.IDENTITY_UNSEEN, "is_compared")
    assert db.session.query(KioskTicket).count() == 0


def test_a_withdrawn_ticket_is_good_for_nothing_and_withdrawn_once(kiosk):
    slip = kiosk.ticket(kiosk.people[0])
    given = (kiosk.clerk, kiosk.place, "2026", kiosk.paper.station, slip.ref, kiosk.stage.now)

    kiosk_tickets.withdraw(*given)

    assert refusal(kiosk.enter, slip.code).code is Code.TICKET_WITHDRAWN
    assert refusal(kiosk_tickets.withdraw, *given).code is Code.TICKET_OVER


def test_a_used_ticket_is_not_withdrawn(kiosk):
    slip = kiosk.ticket(kiosk.people[0])
    kiosk.cast(kiosk.enter(slip.code))

    given = (kiosk.clerk, kiosk.place, "2026", kiosk.paper.station, slip.ref, kiosk.stage.now)
    assert refusal(kiosk_tickets.withdraw, *given).code is Code.TICKET_OVER


def test_a_kiosk_ended_from_the_desk_takes_no_vote_of_whoever_sits_there(kiosk):
    booth = kiosk.enter(kiosk.ticket(kiosk.people[0]).code)
    ref = db.session.query(kiosks.Kiosk).one().ref
    given = (kiosk.clerk, kiosk.place, "2026", kiosk.paper.station, ref, kiosk.stage.now)

    kiosks.end_from_desk(*given)

    assert refusal(kiosk.cast, booth).code is Code.KIOSK_ENDED
    assert refusal(kiosks.end_from_desk, *given).code is Code.KIOSK_OVER
    assert votes(kiosk) == []


def test_a_button_pressed_again_at_a_kiosk_that_was_ended_gives_the_receipt(kiosk):
    booth, paper = kiosk.enter(kiosk.ticket(kiosk.people[0]).code), kiosk.blank()
    first = kiosk.cast(booth, 2, paper=paper)
    kiosks.end_here(kiosk.place, "2026", kiosk.token, kiosk.stage.now)

    assert kiosk.cast(booth, 2, paper=paper) == first
    assert refusal(kiosk.cast, booth, 1, paper=paper).code is Code.KIOSK_ENDED
    kiosk.stage.go_to(Phase.COUNTING)
    assert kiosk.cast(booth, 2, paper=paper) == first


def test_a_kiosk_ends_at_its_own_keyboard_and_after_a_working_day(kiosk):
    other = kiosk.another_kiosk()
    kiosks.end_here(kiosk.place, "2026", kiosk.token, kiosk.stage.now)
    code = kiosk.ticket(kiosk.people[0]).code

    assert refusal(kiosk.enter, code).code is Code.KIOSK_ENDED
    assert kiosk.enter(code, other)
    later(kiosk, KIOSK_LASTS)
    assert refusal(kiosk.enter, code, other).code is Code.KIOSK_ENDED


def test_a_kiosk_is_started_by_an_operator_with_the_second_factor_alone(kiosk):
    given = (kiosk.place, "2026", kiosk.paper.station, kiosk.stage.now)
    stale = replace(kiosk.clerk, is_confirmed=False)
    head = kiosk.stage.person(Role.HEAD)

    assert refusal(kiosks.start, stale, *given).code is Code.STEP_UP_FIRST
    assert refusal(kiosks.start, head, *given).code is Code.NOT_ALLOWED
    assert refusal(kiosks.start, STRANGER, *given).code is Code.SIGN_IN_FIRST
    assert refusal(kiosks.start, kiosk.stage.neighbour().person(Role.OPERATOR), *given).code is (
        Code.NOT_FOUND
    )


def test_a_ticket_is_given_by_an_operator_alone(kiosk):
    for role in (Role.HEAD, Role.COMMISSION, Role.RESIDENT):
        kiosk.paper.first = kiosk.stage.person(role)
        assert refusal(kiosk.ticket, kiosk.people[0]).code is Code.NOT_ALLOWED
