"""Looking at somebody's data: what for, what is seen, and what follows from it.

The dialogue of 1 March 2023 asks that a person is told who of the state looked and why; the law on
personal information (No. 58 of 14.04.2008, articles 15 and 17) asks for an answer within a week.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

from pb.rules import calendar
from pb.rules.texts import clean

REASON_LENGTH = (10, 500)
ANSWER_DAYS = 7
"""Days until a complaint has to be answered, the day itself not counted."""


class Purpose(StrEnum):
    """What somebody's data may be opened for; nothing else is a purpose."""

    ENROLMENT = "enrolment"
    ROLL_CORRECTION = "roll_correction"
    ROLL_QUESTION = "roll_question"
    PAPER_VOTE = "paper_vote"
    PHONE_CHANGE = "phone_change"
    COMPLAINT = "complaint"
    CALL_AUDIT = "call_audit"
    GROUP = "group_register"
    """To check the people of an initiative group against its founding protocol."""
    PAPER_PROPOSAL = "paper_proposal"
    """To enter a proposal from a signed form, or to compare it with the form."""
    EXPORT = "export"


class Field(StrEnum):
    """What of a person can be opened."""

    NAME = "name"
    SETTLEMENT = "settlement"
    BORN = "born"
    SEX = "sex"
    ADDRESS = "address"
    PHONE = "telephone"


class Way(StrEnum):
    """How the person was come upon."""

    CARD = "card"
    """Opened from a list."""
    PIN = "pin"
    """Looked for by the personal number."""
    EXPORT = "export"


class Notice(StrEnum):
    """How a person was told of a look."""

    SMS = "sms_at_once"
    DIGEST = "daily_digest"
    LIST = "list_only"
    """There is no phone to write to: it stands in the list, and is printed when asked for."""


GRAVE_WAYS = frozenset({Way.PIN, Way.EXPORT})
GRAVE_PURPOSES = frozenset({Purpose.PHONE_CHANGE, Purpose.EXPORT})


DIGEST_HOUR = 18
"""The hour of Bishkek from which the day's looks are told of."""

SHOWN_MONTHS = 12
"""So many months back the public page counts."""


def is_grave(purpose: Purpose, way: Way, fields: frozenset[Field]) -> bool:
    """Whether the person is told at once, by a message, and not with the day's digest."""
    return way in GRAVE_WAYS or purpose in GRAVE_PURPOSES or Field.PHONE in fields


def reason(text: str) -> str:
    """Why somebody's data is opened, in words the person will read.

    Raises:
        NotValid: TEXT_MISSING, TEXT_TOO_SHORT (10 characters), TEXT_TOO_LONG at "reason".
    """
    return clean(text, "reason", REASON_LENGTH)


def first_month_shown(today: date) -> date:
    """The first day of the earliest month the public page counts."""
    months = today.year * 12 + today.month - SHOWN_MONTHS
    return date(months // 12, months % 12 + 1, 1)


def answer_due(now: datetime) -> date:
    """The last day on which a complaint made now is answered in time."""
    return calendar.day_of(now) + timedelta(days=ANSWER_DAYS)
