"""What messages may cost, and what the administrator sees of them and does with them."""

import logging
from datetime import timedelta
from functools import partial

import pytest

from pb.acts import messages
from pb.acts.messages import Delivered
from pb.records import messages as records
from pb.rules import calendar
from pb.rules.messages import MessageKind, MessageState, SendError, Tariff
from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound
from pb.rules.roles import Role
from pb.services.actors import PLATFORM
from pb.services.audit import Tag
from tests.fingerprint import one_event, refused
from tests.outbox import Failing, deliver, row, write

MINUTE = timedelta(minutes=1)


@pytest.fixture
def outbox(stage):
    """Writes messages into the outbox of the stage."""
    return partial(write, stage)


def tariff(cap, place_cap=None):
    return Tariff(Tyiyn(100), Tyiyn(cap), Tyiyn(cap if place_cap is None else place_cap))


def test_messages_wait_and_the_log_says_so_when_the_money_of_the_day_is_spent(
    stage, outbox, phones, caplog
):
    outbox(3)

    with caplog.at_level(logging.ERROR, "pb"):
        assert deliver(phones, stage.now, tariff(250)) == Delivered(sent=2, put_off=1)

    assert len(phones.take()) == 2
    assert [record.message for record in caplog.records] == [
        "the money of the day for messages is spent"
    ]
    assert (row("k2").state, row("k2").attempts) == ("queued", 0)
    assert row("k2").last_error is SendError.MONEY_SPENT
    tomorrow = calendar.end_of(calendar.day_of(stage.now))
    assert deliver(phones, tomorrow - MINUTE, tariff(250)) == Delivered(put_off=1)
    assert deliver(phones, tomorrow + 10 * MINUTE, tariff(250)) == Delivered(sent=1)
    assert len(phones.take()) == 1


def test_a_municipality_that_spent_its_money_stops_no_other(stage, outbox, phones):
    other = stage.neighbour()
    outbox(2)
    outbox(place=other.place, name="n")

    done = deliver(phones, stage.now, tariff(1_000, place_cap=100))

    assert done == Delivered(sent=2, put_off=1)
    assert [sent.dedupe_key for sent in phones.take()] == ["k0", "n0"]


def test_a_long_message_costs_its_parts(stage, outbox, phones):
    outbox(text="ө" * 71)

    assert deliver(phones, stage.now, tariff(199)) == Delivered(put_off=1)
    assert deliver(phones, stage.now + 10 * MINUTE, tariff(200)) == Delivered(sent=1)
    assert records.spent_by(stage.place, stage.now) == len(phones.take()) * 200


@pytest.mark.parametrize(("error", "spent"), [(SendError.UNCLEAR, 100), (SendError.UNREACHABLE, 0)])
def test_money_of_a_try_stays_counted_only_when_the_message_may_have_gone(
    stage, outbox, error, spent
):
    outbox()
    gateway = Failing(error)

    deliver(gateway, stage.now, tariff(100))
    assert records.spent_everywhere(stage.now) == spent

    assert deliver(gateway, stage.now + MINUTE, tariff(100)) == Delivered(sent=1)
    assert records.spent_everywhere(stage.now) == 100


def test_the_administrator_has_a_failed_message_tried_again(stage, outbox, phones):
    outbox()
    deliver(Failing(SendError.REFUSED), stage.now)

    with one_event(Tag.MESSAGE_RETRIED):
        messages.retry(PLATFORM, row().ref, stage.now)

    assert deliver(phones, stage.now) == Delivered(sent=1)
    assert len(phones.take()) == 1


def test_the_administrator_takes_a_waiting_message_out(stage, outbox, phones):
    outbox()

    with one_event(Tag.MESSAGE_DROPPED):
        messages.drop(PLATFORM, row().ref, stage.now)

    assert deliver(phones, stage.now) == Delivered()
    assert (row().state, row().last_error, row().body_locked) == ("dropped", "taken_out", None)


def test_a_message_that_was_sent_is_neither_tried_again_nor_taken_out(stage, outbox, phones):
    outbox()
    deliver(phones, stage.now)
    assert len(phones.take()) == 1

    for deed in (messages.retry, messages.drop):
        with refused(Conflict, Code.MESSAGE_MOVED_ON):
            deed(PLATFORM, row().ref, stage.now)


def test_only_the_platform_tends_messages(stage, outbox):
    outbox()
    people = [stage.person(role) for role in (Role.OPERATOR, Role.HEAD, Role.RESIDENT)]

    for actor in people:
        with refused(NotAllowed, Code.NOT_ALLOWED):
            messages.drop(actor, row().ref, stage.now)
    with refused(NotFound, Code.NOT_FOUND):
        messages.retry(PLATFORM, "nothing", stage.now)


def test_the_overview_counts_by_state_and_kind_and_shows_what_is_wrong(stage, outbox, phones):
    other = stage.neighbour()
    outbox(2, kind=MessageKind.ACCESS_NOTICE)
    outbox(place=other.place, name="n")
    deliver(phones, stage.now, tariff(1_000), limit=1)
    deliver(Failing(SendError.GATEWAY_BROKEN), stage.now, tariff(1_000), limit=1)
    assert len(phones.take()) == 1

    seen = records.overview(stage.place, stage.now)
    everywhere = records.overview_everywhere(stage.now)

    assert seen.counts == {
        (MessageState.SENT, MessageKind.ACCESS_NOTICE): 1,
        (MessageState.QUEUED, MessageKind.ACCESS_NOTICE): 1,
    }
    assert (seen.oldest_queued_at, seen.spent) == (stage.now, 100)
    assert [(t.state, t.error, t.tries) for t in seen.troubles] == [
        (MessageState.QUEUED, SendError.GATEWAY_BROKEN, 1)
    ]
    assert (everywhere.number(MessageState.QUEUED), everywhere.number(MessageState.SENT)) == (2, 1)
