"""Kiosks: a computer at a station that takes tickets, for people without a telephone.

A ticket lets one person vote once (security design, 3.5): it is given after a paper of identity
was shown, and used up by the cast itself, not by typing it. Its letters look the same on a Latin
and on a Cyrillic keyboard, and none of them can be taken for another or for a digit.
"""

import re
from datetime import datetime, timedelta
from enum import StrEnum

from pb.rules.refusals import Code, NotValid

TICKET = "kiosk-ticket"
"""What its code is hashed for."""

ALPHABET = "ACEHKMPTXY234679"
CODE_LENGTH = 8
CODE_BYTES = CODE_LENGTH // 2
"""Random bytes in a ticket: a letter is half a byte."""

_CYRILLIC = str.maketrans("АСЕНКМРТХУҮЗ", "ACEHKMPTXYY3")
_CODE = re.compile(rf"[{ALPHABET}]{{{CODE_LENGTH}}}", re.ASCII)

TICKET_LASTS = timedelta(minutes=30)
"""From the giving until it may be typed last, exclusive."""

SITTING_LASTS = timedelta(minutes=10)
"""From the ticket typed to the ballot cast, at most."""

IDLE = timedelta(seconds=90)
"""A page nobody touches for so long gives way to the start page."""

READING = timedelta(seconds=20)
"""More on a blank ballot for each project: whoever reads it sends nothing meanwhile."""

KIOSK_LASTS = timedelta(hours=12)
"""A working day of a station; in the morning an operator starts it anew."""

MOST_WRONG = 10
WRONG_WITHIN = timedelta(minutes=10)
"""So many codes that nobody was given may be typed at a kiosk in so long. To guess one of a hundred
tickets at this pace takes longer than any voting: there are 16 to the power of 8."""


class IdentityPaper(StrEnum):
    """What was shown before a ticket was given; the number on it is kept nowhere."""

    CARD = "identity_card"
    PASSPORT = "travel_passport"
    MILITARY = "military_card"


def ticket_code(drawn: bytes) -> str:
    """The code of a ticket, of CODE_BYTES random bytes: 8 letters and digits."""
    return "".join(ALPHABET[byte >> 4] + ALPHABET[byte & 15] for byte in drawn)


def in_halves(code: str) -> str:
    """The code as it is printed."""
    return f"{code[: CODE_LENGTH // 2]}-{code[CODE_LENGTH // 2 :]}"


def typed_ticket(given: str | None, field: str = "code") -> str:
    """A code as somebody typed it on any keyboard: small letters, blanks, hyphens do not matter.

    Raises:
        NotValid: TICKET_UNREADABLE with how many letters and digits were typed.
    """
    code = re.sub(r"[\s\-–—_.]", "", (given or "")[:100]).upper()
    code = code.translate(_CYRILLIC)
    if not _CODE.fullmatch(code):
        raise NotValid(Code.TICKET_UNREADABLE, field, length=len(code))
    return code


def sitting_ends(began: datetime, now: datetime, projects: int = 0) -> datetime:
    """Until when a page of a sitting waits (exclusive); `projects` are those it shows to be read.

    Without a script nothing says that somebody is still reading, so a page that is read for long
    waits for longer.
    """
    return min(began + SITTING_LASTS, now + IDLE + READING * projects)


def is_typed_in_time(expires_at: datetime, now: datetime) -> bool:
    """Whether a ticket may still begin a sitting."""
    return now < expires_at


def is_cast_in_time(expires_at: datetime, now: datetime) -> bool:
    """Whether a ballot may still be cast by it: a sitting that began in time may end."""
    return now < expires_at + SITTING_LASTS


def counted_wrong(number: int, since: datetime | None, now: datetime) -> tuple[int, datetime]:
    """One wrong code more: how many there are now, and since when they are counted."""
    if since is None or now >= since + WRONG_WITHIN:
        return 1, now
    return number + 1, since


def waits_until(number: int, since: datetime | None, now: datetime) -> datetime | None:
    """Until when a kiosk takes no code, as too many were wrong; None while it takes them."""
    if since is None or number < MOST_WRONG or now >= since + WRONG_WITHIN:
        return None
    return since + WRONG_WITHIN
