"""Messages to people: their kinds, how often, how long, how dear; the arithmetic of an SMS."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pb.rules import calendar
from pb.rules.money import ZERO, Tyiyn


class MessageKind(StrEnum):
    """Everything people are written about."""

    SIGN_IN_CODE = "sign_in_code"
    INVITATION = "invitation"
    PHONE_CHANGED = "phone_changed"
    ACCESS_NOTICE = "access_notice"
    ACCESS_DIGEST = "access_digest"
    VOTE_MARKED = "vote_marked"
    PROPOSAL_ANSWERED = "proposal_answered"
    """The office decided, or has put down a cost of its own, and the author can answer; or another
    author offers to merge, or has answered."""
    APPEAL_ANSWERED = "appeal_answered"


class MessageState(StrEnum):
    """Where a message stands in the outbox."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    """Not sent for good, unless the administrator has it tried again before it expires."""
    DROPPED = "dropped"
    """No longer wanted: it expired, or the administrator took it out."""


class SendError(StrEnum):
    """Why a message was not sent, or not yet."""

    REFUSED = "refused"
    """The gateway does not take this message."""
    NOT_LET_IN = "not_let_in"
    """The gateway takes nothing from us: the address or the token of the settings is wrong."""
    UNREACHABLE = "unreachable"
    """Nobody answers at the address of the gateway."""
    GATEWAY_BROKEN = "gateway_broken"
    """The gateway says that it cannot."""
    UNCLEAR = "unclear"
    """No answer came, or none we understand: the message may have gone."""
    UNREADABLE = "unreadable"
    """It was locked under another pepper."""
    MONEY_SPENT = "money_spent"
    """The money of the day is spent."""
    EXPIRED = "expired"
    """It waited longer than it was good for."""
    TAKEN_OUT = "taken_out"
    """The administrator took it out."""


FOR_GOOD = frozenset({SendError.REFUSED, SendError.UNREADABLE})
"""Trying again would not help."""

MAY_HAVE_GONE = frozenset({SendError.UNCLEAR})
"""The money of the try stays counted."""

LIFE: dict[MessageKind, timedelta] = {
    MessageKind.SIGN_IN_CODE: timedelta(minutes=5),
    MessageKind.INVITATION: timedelta(days=3),
    MessageKind.PHONE_CHANGED: timedelta(days=3),
    MessageKind.ACCESS_NOTICE: timedelta(days=3),
    MessageKind.ACCESS_DIGEST: timedelta(days=3),
    MessageKind.VOTE_MARKED: timedelta(days=1),
    MessageKind.PROPOSAL_ANSWERED: timedelta(days=3),
    MessageKind.APPEAL_ANSWERED: timedelta(days=3),
}
"""How long a message is worth sending; a code lives as long as the code is good."""

AT_FULL_HOUR = frozenset({MessageKind.VOTE_MARKED})
"""Sent when the hour is over, so that no row of the outbox tells the minute of a vote."""

CODE_LIMITS: tuple[tuple[int, timedelta], ...] = (
    (1, timedelta(seconds=60)),
    (3, timedelta(hours=1)),
    (6, timedelta(days=1)),
)
"""How many codes one phone gets in any such span."""

LIMITED = frozenset({MessageKind.SIGN_IN_CODE})
"""Kinds that anybody can have sent to any phone."""

TRIES = 24
"""How often a message is tried: for some 18 hours, as the tries are spread."""
LONGEST_WAIT = timedelta(hours=1)
WAIT_FOR_MONEY = timedelta(minutes=10)

PARTS = 2
"""The most parts one message is sent in."""
PLAIN_ALONE, PLAIN_PART = 160, 153
UNICODE_ALONE, UNICODE_PART = 70, 67
"""Signs in a message of one part, and in each part of a longer one (GSM 03.38, 03.40)."""

_PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_PLAIN_TWICE = frozenset("^{}\\[~]|€")
"""Signs of the plain alphabet that take the place of two."""

_LINK = re.compile(
    r"[a-z][a-z0-9+.-]*://\S*"
    r"|(?:[\w.+-]+@)?(?:[\w-]+\.)+(?:[a-z]{2,}|рф|бел|укр|қаз)\b(?:[/:?#]\S*)?",
    re.IGNORECASE,
)
"""What a phone may turn into something to press: addresses with and without a scheme, mail."""


@dataclass(frozen=True)
class Tariff:
    """What messages cost and may cost, in tyiyn; a day is a day in Bishkek."""

    part: Tyiyn = ZERO
    """The price of one part."""
    cap: Tyiyn = ZERO
    """The most the whole installation spends in a day."""
    place_cap: Tyiyn = ZERO
    """The most one municipality spends in a day."""

    def allows(self, cost: Tyiyn, spent: Tyiyn, spent_by_place: Tyiyn) -> bool:
        """Whether a message of this cost still fits into the money of the day."""
        return spent + cost <= self.cap and spent_by_place + cost <= self.place_cap


def parts(text: str) -> int:
    """In how many parts a text is sent; Cyrillic letters leave room for 70 signs, then 67."""
    if set(text) <= _PLAIN | _PLAIN_TWICE:
        signs = len(text) + sum(sign in _PLAIN_TWICE for sign in text)
        alone, part = PLAIN_ALONE, PLAIN_PART
    else:
        signs = len(text.encode("utf-16-be")) // 2
        alone, part = UNICODE_ALONE, UNICODE_PART
    return 1 if signs <= alone else -(-signs // part)


def without_links(text: str) -> str:
    """What a citizen wrote, in one line, with nothing left in it that could be pressed."""
    return " ".join(_LINK.sub(" ", text).split())


def composed(sentence: str, **theirs: str) -> str:
    """A sentence of ours with words of citizens in its places, short enough to be sent.

    Links are taken out of their words, and the longest of them is cut until all fits.

    Raises:
        ValueError: our own sentence is too long.
    """
    words = {name: without_links(text) for name, text in theirs.items()}
    while parts(text := sentence % words) > PARTS:
        longest = max(words, key=lambda name: len(words[name]), default=None)
        if longest is None or len(words[longest]) < 2:
            raise ValueError("the sentence alone does not fit into a message")
        words[longest] = f"{words[longest][:-2].rstrip()}…"
    return text


def next_code_at(earlier: Collection[datetime], now: datetime) -> datetime | None:
    """When this phone may have another code; None where it may at once.

    `earlier` are the times of the codes it was sent in the last day, in any order.
    """
    return free_again(earlier, CODE_LIMITS, now)


def free_again(
    earlier: Collection[datetime], limits: Collection[tuple[int, timedelta]], now: datetime
) -> datetime | None:
    """When something limited to so many in each span may be done again; None at once.

    `earlier` are the times it was done within the longest span, in any order.
    """
    free_at = [
        recent[-number] + span
        for number, span in limits
        if len(recent := sorted(time for time in earlier if time > now - span)) >= number
    ]
    return max(free_at, default=None)


def wait_after(tries: int) -> timedelta:
    """How long after so many tries (from 1 on) the next one is: 1, 2, 4 … minutes, at most an hour.

    Longer than any gateway is waited for, so that nobody tries what is still on its way.
    """
    return min(timedelta(minutes=2 ** min(tries - 1, 6)), LONGEST_WAIT)


def times_of(kind: MessageKind, now: datetime) -> tuple[datetime, datetime, datetime]:
    """When a message is written down as made, when it is first tried, when it expires."""
    made = first = now
    if kind in AT_FULL_HOUR:
        made = calendar.hour_of(now)
        first = made + timedelta(hours=1)
    return made, first, first + LIFE[kind]
