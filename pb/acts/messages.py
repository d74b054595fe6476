"""Delivering the outbox, and what the administrator does with a message that does not go."""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from pb.gateways.keys import Keys, WrongKey
from pb.gateways.sms import NotSent, SmsGateway
from pb.records import messages
from pb.records.messages import Message
from pb.rules import calendar
from pb.rules.access import Act, may
from pb.rules.messages import (
    FOR_GOOD,
    MAY_HAVE_GONE,
    TRIES,
    WAIT_FOR_MONEY,
    MessageState,
    SendError,
    Tariff,
    wait_after,
)
from pb.rules.money import ZERO, Tyiyn
from pb.rules.refusals import Code, Conflict, NotAllowed
from pb.services import audit, phones
from pb.services.actors import PLATFORM, Actor
from pb.services.messages import TEXT
from pb.services.work import unit_of_work

logger = logging.getLogger(__name__)

AT_ONCE = 200
"""How many messages one run takes, at most."""


@dataclass(frozen=True)
class Delivered:
    """What one run did."""

    sent: int = 0
    failed: int = 0
    dropped: int = 0
    put_off: int = 0
    """Still queued: tried in vain, or the money of the day is spent."""


@dataclass(frozen=True)
class _Letter:
    ref: str
    attempt: int
    to: str
    text: str
    dedupe_key: str


def deliver(
    gateway: SmsGateway | None, keys: Keys, tariff: Tariff, now: datetime, limit: int = AT_ONCE
) -> Delivered:
    """Hand over what is due, one by one; what was not sent in time is dropped first.

    At least once: a try is written down before the gateway is asked, in a transaction of its own,
    and what came of it after. Nothing is held meanwhile, and two who deliver at once never take
    the same message. Whoever dies in between leaves the message queued; it is tried again with the
    same dedupe_key once the wait of that try is over, so it may go twice and is never lost.
    Without a gateway nothing is handed over. A gateway in trouble ends the run.
    """
    done: Counter[MessageState] = Counter({MessageState.DROPPED: _drop_expired(now, limit)})
    for _ in range(limit if gateway else 0):
        with unit_of_work():
            messages.hold_purse()
            message = messages.next_due_everywhere(now)
            if message is None:
                break
            letter = _begin(message, keys, tariff, now)
            state = message.state
        error = None
        if letter and gateway:
            error, state = _hand_over(gateway, letter, now)
        done[state] += 1
        if error and error not in FOR_GOOD:
            break
    return Delivered(
        done[MessageState.SENT],
        done[MessageState.FAILED],
        done[MessageState.DROPPED],
        done[MessageState.QUEUED],
    )


def retry(actor: Actor, ref: str, now: datetime) -> None:
    """Have a failed message tried once more, at once.

    Raises:
        NotAllowed: as the table says.
        Conflict: MESSAGE_MOVED_ON, for one that has not failed, or holds no text any more.
        NotFound: NOT_FOUND.
    """
    with unit_of_work():
        message = _tended(actor, ref)
        if message.state is not MessageState.FAILED or message.body_locked is None:
            raise Conflict(Code.MESSAGE_MOVED_ON)
        message.state = MessageState.QUEUED
        message.next_at = now
        _leave_trace(audit.Tag.MESSAGE_RETRIED, actor, message, now)


def drop(actor: Actor, ref: str, now: datetime) -> None:
    """Take a message out that was not sent; its phone and text are gone at once.

    Raises:
        NotAllowed: as the table says.
        Conflict: MESSAGE_MOVED_ON, for one that was sent or dropped already.
        NotFound: NOT_FOUND.
    """
    with unit_of_work():
        message = _tended(actor, ref)
        if message.state not in (MessageState.QUEUED, MessageState.FAILED):
            raise Conflict(Code.MESSAGE_MOVED_ON)
        _drop(message, SendError.TAKEN_OUT, actor, now)


def _tended(actor: Actor, ref: str) -> Message:
    if not may(actor.roles, Act.TEND_MESSAGES):
        raise NotAllowed(Code.NOT_ALLOWED, act=Act.TEND_MESSAGES)
    return messages.message_of(ref, hold=True)


def _begin(message: Message, keys: Keys, tariff: Tariff, now: datetime) -> _Letter | None:
    """Write down that a message is being tried; None where it cannot be."""
    cost = Tyiyn(message.parts * tariff.part)
    if not _can_be_paid(message, cost, tariff, now):
        message.next_at = now + WAIT_FOR_MONEY
        message.last_error = SendError.MONEY_SPENT
        return None
    message.attempts += 1
    message.tried_at = now
    message.next_at = now + wait_after(message.attempts)
    try:
        letter = _Letter(
            message.ref,
            message.attempts,
            phones.unlock(message.to_locked or b"", keys),
            keys.unlock(TEXT, message.body_locked or b"").decode(),
            message.dedupe_key,
        )
    except WrongKey:
        _fail(message, SendError.UNREADABLE, now)
        return None
    message.cost = cost
    return letter


def _can_be_paid(message: Message, cost: Tyiyn, tariff: Tariff, now: datetime) -> bool:
    day = calendar.start_of(calendar.day_of(now))
    # A second try of today is the same message: what the first one cost is not asked for again.
    known = message.cost if message.tried_at and message.tried_at >= day else ZERO
    spent = messages.spent_everywhere(day)
    spent_by_place = messages.spent_by(message.municipality_id, day)
    if tariff.allows(Tyiyn(cost - known), spent, spent_by_place):
        return True
    logger.error(
        "the money of the day for messages is spent",
        extra={"place": message.municipality_id, "spent": spent, "by_place": spent_by_place},
    )
    return False


def _hand_over(
    gateway: SmsGateway, letter: _Letter, now: datetime
) -> tuple[SendError | None, MessageState]:
    try:
        taken_as = gateway.send(letter.to, letter.text, letter.dedupe_key)
    except NotSent as trouble:
        logger.warning("a message was not sent", extra={"error": trouble.error.value})
        return trouble.error, _keep(letter, trouble.error, now)
    with unit_of_work():
        message = messages.message_of(letter.ref, hold=True)
        if message.state is not MessageState.SENT:
            message.state = MessageState.SENT
            message.sent_at = now
            message.taken_as = taken_as
            message.last_error = None
            _empty(message)
            _leave_trace(audit.Tag.MESSAGE_SENT, PLATFORM, message, now)
    return None, MessageState.SENT


def _keep(letter: _Letter, error: SendError, now: datetime) -> MessageState:
    """Write down that a try was in vain; where the message stands now."""
    with unit_of_work():
        message = messages.message_of(letter.ref, hold=True)
        # Somebody else has tried it since, or it was taken out: this try has no say any more.
        if message.state is MessageState.QUEUED and message.attempts == letter.attempt:
            message.last_error = error
            if error not in MAY_HAVE_GONE:
                message.cost = ZERO
            if error in FOR_GOOD or message.attempts >= TRIES:
                _fail(message, error, now)
        return message.state


def _drop_expired(now: datetime, limit: int) -> int:
    dropped = 0
    with unit_of_work():
        for message in messages.expired_everywhere(now, limit):
            if message.state is MessageState.FAILED:
                _empty(message)
            else:
                _drop(message, message.last_error or SendError.EXPIRED, PLATFORM, now)
                dropped += 1
    return dropped


def _drop(message: Message, error: SendError, actor: Actor, now: datetime) -> None:
    message.state = MessageState.DROPPED
    message.last_error = error
    _empty(message)
    _leave_trace(audit.Tag.MESSAGE_DROPPED, actor, message, now)


def _fail(message: Message, error: SendError, now: datetime) -> None:
    message.state = MessageState.FAILED
    message.last_error = error
    _leave_trace(audit.Tag.MESSAGE_FAILED, PLATFORM, message, now)


def _empty(message: Message) -> None:
    message.to_locked = message.body_locked = None


def _leave_trace(tag: audit.Tag, actor: Actor, message: Message, now: datetime) -> None:
    every: dict[str, str | int] = {
        "kind": message.kind.value,
        "cost": message.cost,
        "tries": message.attempts,
        "error": message.last_error.value if message.last_error else "",
    }
    facts = {name: every[name] for name in audit.FACTS[tag]}
    audit.append(tag, actor, message.municipality_id, now, message.ref, **facts)
