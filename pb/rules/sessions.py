"""Sessions: how they begin and end, how long they last, how long one waits after failed tries."""

import re
from datetime import timedelta
from enum import StrEnum

from pb.rules.refusals import Code, NotValid


class Means(StrEnum):
    """How a session was begun."""

    PASSWORD = "password"  # noqa: S105 - the name of a means
    SMS = "sms"
    OPENID = "openid"
    PASS = "pass"  # noqa: S105
    """A code of a demonstration."""


class Ending(StrEnum):
    """Why a session ended before its time."""

    SIGNED_OUT = "signed_out"
    REPLACED = "replaced"
    ENDED_BY_OWNER = "ended_by_owner"
    CREDENTIALS_CHANGED = "credentials_changed"
    ROLES_CHANGED = "roles_changed"
    DISABLED = "disabled"


IDLE_STAFF = timedelta(minutes=30)
IDLE_RESIDENT = timedelta(minutes=60)
LONGEST_STAFF = timedelta(hours=8)
LONGEST_RESIDENT = timedelta(hours=12)

SECOND_STEP = timedelta(minutes=5)
"""Between the password and the second factor."""

SMS_DIGITS = 6
SMS_TRIES = 5
"""Then the code is of no use, even the right one."""

SMS_PROVES = timedelta(minutes=10)
"""How long the right code lets somebody say who they are."""

PHONES_A_BROWSER = 3
"""So many telephones one browser may have codes sent to in a day."""

STATE_WAITS = timedelta(minutes=10)
"""For whoever was sent to the state's sign-in to come back, and then to say where they live."""

_SMS_CODE = re.compile(rf"[0-9]{{{SMS_DIGITS}}}", re.ASCII)

LONGEST_WAIT = 60
"""Seconds."""

MOST_FAILURES = 20
"""A day under one name; then only the office opens the door again."""

INVITATION_LASTS = timedelta(days=7)


def longest(is_staff: bool) -> timedelta:
    """How long a session lasts at most."""
    return LONGEST_STAFF if is_staff else LONGEST_RESIDENT


def idle(is_staff: bool) -> timedelta:
    """How long a session waits for its owner."""
    return IDLE_STAFF if is_staff else IDLE_RESIDENT


def wait_after(failures: int) -> timedelta:
    """How long the next try waits after so many failed ones (at least 1): 1, 2, 4 … 60 seconds."""
    return timedelta(seconds=min(LONGEST_WAIT, 2 ** min(failures - 1, 6)))


def sms_code(text: str) -> str:
    """The six figures a person typed, blanks and hyphens between them let be.

    Raises:
        NotValid: CODE_SHAPE at "code".
    """
    code = re.sub(r"[\s-]", "", text)
    if not _SMS_CODE.fullmatch(code):
        raise NotValid(Code.CODE_SHAPE, "code")
    return code
