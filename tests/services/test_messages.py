"""Queueing: a message belongs to the deed it tells of, and nobody can read it in the table."""

from datetime import timedelta

import pytest

from pb.records.base import db
from pb.records.messages import Message
from pb.rules.messages import MessageKind, MessageState
from pb.rules.refusals import Code, NotNow
from pb.services.messages import queue
from pb.services.work import unit_of_work
from tests.fingerprint import fingerprint, refused
from tests.stage import KEYS

PHONE = "+996555123456"


def say(stage, key="k1", text="салам", kind=MessageKind.INVITATION, phone=PHONE, after=timedelta()):
    with unit_of_work():
        return queue(stage.place, kind, phone, text, key, KEYS, stage.now + after)


def rows():
    return db.session.query(Message).order_by(Message.id).all()


def test_a_message_waits_in_the_outbox_and_neither_phone_nor_text_can_be_read(stage):
    assert say(stage, text="Кош келиңиз") is True

    [row] = rows()
    assert (row.state, row.attempts, row.language) == (MessageState.QUEUED, 0, "ky")
    assert b"555123456" not in row.to_locked + row.to_tag
    assert "Кош".encode() not in row.body_locked
    assert KEYS.unlock("phone", row.to_locked).decode() == PHONE


def test_no_message_is_left_when_its_deed_fails(stage):
    before = fingerprint()

    def deed():
        with unit_of_work():
            say(stage)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        deed()

    assert fingerprint() == before


def test_the_same_occasion_is_told_once(stage):
    say(stage, text="биринчи")

    assert say(stage, text="экинчи") is False
    assert say(stage, key="k2") is True
    assert len(rows()) == 2


def test_a_text_that_is_too_long_is_a_bug_and_is_told(stage):
    with pytest.raises(ValueError, match="3 parts"):
        say(stage, text="ө" * 135)


def test_a_code_is_refused_when_the_phone_got_one_less_than_a_minute_ago(stage):
    say(stage, kind=MessageKind.SIGN_IN_CODE)
    again = stage.now + timedelta(seconds=60)

    with refused(NotNow, Code.CODE_TOO_SOON, again=again):
        say(stage, "k2", kind=MessageKind.SIGN_IN_CODE, after=timedelta(seconds=59))

    assert say(stage, "k2", kind=MessageKind.SIGN_IN_CODE, after=timedelta(seconds=60))


def test_the_next_code_is_promised_for_a_minute_in_which_it_is_really_given(stage):
    late = timedelta(seconds=20)
    say(stage, kind=MessageKind.SIGN_IN_CODE, after=late)

    with refused(NotNow, Code.CODE_TOO_SOON, again=stage.now + timedelta(minutes=2)):
        say(stage, "k2", kind=MessageKind.SIGN_IN_CODE, after=2 * late)

    assert say(stage, "k2", kind=MessageKind.SIGN_IN_CODE, after=timedelta(minutes=2))


def test_a_phone_gets_its_fourth_code_in_an_hour_only_after_the_hour(stage):
    for minute in (0, 10, 20):
        say(stage, f"k{minute}", kind=MessageKind.SIGN_IN_CODE, after=timedelta(minutes=minute))

    with refused(NotNow, Code.CODE_TOO_SOON, again=stage.now + timedelta(hours=1)):
        say(stage, "k30", kind=MessageKind.SIGN_IN_CODE, after=timedelta(minutes=30))


def test_limits_of_codes_hold_for_one_phone_and_for_codes_alone(stage):
    say(stage, kind=MessageKind.SIGN_IN_CODE)

    assert say(stage, "k2", kind=MessageKind.SIGN_IN_CODE, phone="+996700000001")
    assert say(stage, "k3", kind=MessageKind.INVITATION)
