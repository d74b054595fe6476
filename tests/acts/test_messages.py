"""Delivering the outbox: once where all goes well, again where it does not, never lost."""

import logging
from datetime import timedelta
from functools import partial

import pytest

from pb.acts.messages import Delivered
from pb.gateways.keys import Keys
from pb.rules.messages import TRIES, MessageKind, SendError
from pb.services.audit import Tag
from tests.fingerprint import one_event
from tests.outbox import PHONE, Failing, deliver, row, write

MINUTE = timedelta(minutes=1)


@pytest.fixture
def outbox(stage):
    """Writes messages into the outbox of the stage."""
    return partial(write, stage)


def test_a_message_is_sent_once_and_its_phone_and_text_are_gone(stage, outbox, phones):
    outbox()

    with one_event(Tag.MESSAGE_SENT) as event:
        assert deliver(phones, stage.now) == Delivered(sent=1)
    assert deliver(phones, stage.now + timedelta(days=1)) == Delivered()

    assert [(sent.to, sent.text) for sent in phones.take()] == [(PHONE, "салам")]
    found = row()
    assert (found.state, found.sent_at, found.taken_as) == ("sent", stage.now, "null-k0")
    assert (found.to_locked, found.body_locked, found.last_error) == (None, None, None)
    assert event.facts == '{"cost": 0, "kind": "invitation", "tries": 1}'
    assert (event.object_ref, event.municipality_id) == (found.ref, stage.place)


def test_a_gateway_in_trouble_is_tried_again_later_under_the_same_key(stage, outbox):
    outbox()
    gateway = Failing(SendError.GATEWAY_BROKEN, SendError.UNREACHABLE)

    assert deliver(gateway, stage.now) == Delivered(put_off=1)
    assert deliver(gateway, stage.now + MINUTE - timedelta(seconds=1)) == Delivered()
    assert deliver(gateway, stage.now + MINUTE) == Delivered(put_off=1)
    assert row().last_error is SendError.UNREACHABLE
    assert deliver(gateway, stage.now + 2 * MINUTE) == Delivered()
    assert deliver(gateway, stage.now + 3 * MINUTE) == Delivered(sent=1)

    assert gateway.keys == ["k0"] * 3
    assert row().attempts == 3


def test_a_gateway_in_trouble_is_not_asked_for_every_message(stage, outbox):
    outbox(5)
    gateway = Failing(SendError.UNCLEAR, SendError.UNCLEAR)

    assert deliver(gateway, stage.now) == Delivered(put_off=1)
    assert deliver(gateway, stage.now) == Delivered(put_off=1)
    assert deliver(gateway, stage.now) == Delivered(sent=3)
    assert gateway.keys == [f"k{at}" for at in range(5)]


def test_a_message_the_gateway_refuses_has_failed_and_the_next_one_is_sent(stage, outbox):
    outbox(2)

    assert deliver(Failing(SendError.REFUSED), stage.now) == Delivered(sent=1, failed=1)

    assert (row().state, row().last_error, row().attempts) == ("failed", SendError.REFUSED, 1)
    assert row().body_locked


def test_a_message_has_failed_after_so_many_tries(stage, outbox):
    outbox()
    gateway = Failing(*[SendError.UNREACHABLE] * TRIES)

    runs = [deliver(gateway, stage.now + n * timedelta(hours=1)) for n in range(TRIES)]

    assert runs == [Delivered(put_off=1)] * (TRIES - 1) + [Delivered(failed=1)]


def test_a_message_comes_again_when_whoever_sent_it_died_before_writing_it_down(stage, outbox):
    outbox()

    def die():
        raise SystemExit

    gateway = Failing(then=die)
    with pytest.raises(SystemExit):
        deliver(gateway, stage.now)
    assert (row().state, row().attempts) == ("queued", 1)
    gateway.then = None

    assert deliver(gateway, stage.now) == Delivered()
    assert deliver(gateway, stage.now + MINUTE) == Delivered(sent=1)
    assert gateway.keys == ["k0", "k0"]


def test_what_another_deliverer_takes_meanwhile_is_not_taken_twice(stage, outbox, phones):
    outbox(3)
    inner = []
    first = Failing(then=lambda: inner.append(deliver(phones, stage.now)))

    assert deliver(first, stage.now) == Delivered(sent=1)

    assert inner == [Delivered(sent=2)]
    assert first.keys + [sent.dedupe_key for sent in phones.take()] == ["k0", "k1", "k2"]


def test_a_late_failure_has_no_say_when_another_try_was_begun_since(stage, outbox, phones):
    outbox()
    slow = Failing(SendError.REFUSED, then=lambda: deliver(phones, stage.now + MINUTE))

    deliver(slow, stage.now)

    assert [sent.dedupe_key for sent in phones.take()] == ["k0"]
    assert row().state == "sent"


def test_a_message_that_went_twice_is_written_down_once(stage, outbox, phones):
    outbox()
    slow = Failing(then=lambda: deliver(phones, stage.now + MINUTE))

    with one_event(Tag.MESSAGE_SENT):
        deliver(slow, stage.now)

    assert slow.keys == [sent.dedupe_key for sent in phones.take()]
    assert row().taken_as == "null-k0"


def test_a_code_is_dropped_once_it_is_no_longer_good(stage, outbox, phones):
    outbox(kind=MessageKind.SIGN_IN_CODE)

    with one_event(Tag.MESSAGE_DROPPED) as event:
        assert deliver(phones, stage.now + 5 * MINUTE) == Delivered(dropped=1)

    assert (row().state, row().body_locked, row().last_error) == ("dropped", None, "expired")
    assert event.facts == '{"error": "expired", "kind": "sign_in_code"}'


def test_a_code_goes_before_what_can_wait(stage, outbox, phones):
    outbox(2)
    outbox(kind=MessageKind.SIGN_IN_CODE, name="code")

    deliver(phones, stage.now, limit=1)

    assert [sent.dedupe_key for sent in phones.take()] == ["code0"]


def test_a_failed_message_keeps_its_text_only_as_long_as_it_could_be_sent(stage, outbox):
    outbox(kind=MessageKind.SIGN_IN_CODE)
    deliver(Failing(SendError.REFUSED), stage.now)

    assert deliver(None, stage.now + 5 * MINUTE) == Delivered()

    assert (row().state, row().body_locked, row().to_locked) == ("failed", None, None)


def test_without_a_gateway_messages_wait_until_they_expire(stage, outbox):
    outbox()

    assert deliver(None, stage.now) == Delivered()
    assert row().attempts == 0
    assert deliver(None, stage.now + timedelta(days=3)) == Delivered(dropped=1)


def test_a_message_locked_under_another_pepper_has_failed(stage, outbox, phones):
    outbox()

    assert deliver(phones, stage.now, keys=Keys("q" * 40)) == Delivered(failed=1)
    assert (row().last_error, row().cost) == (SendError.UNREADABLE, 0)


def test_nothing_of_a_person_stands_in_the_log_when_a_message_is_not_sent(stage, outbox, caplog):
    outbox()

    with caplog.at_level(logging.DEBUG):
        deliver(Failing(SendError.UNREACHABLE), stage.now)

    said = " ".join(str(vars(record)) for record in caplog.records)
    assert "a message was not sent" in said
    assert "555123456" not in said
    assert "салам" not in said
