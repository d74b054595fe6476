"""Until when people are enrolled for a round, and how long a phone that was changed does not vote.

Both are parameters with a default: no law we read names them. They make it dear to take over the
votes of others in the last days, when nobody would notice in time; the paper is always open.
"""

from datetime import datetime, timedelta

from pb.rules.refusals import Code, NotNow
from pb.rules.rounds import Schedule

CLOSES_BEFORE = timedelta(days=7)
"""Before the voting opens."""

PHONE_RESTS = timedelta(hours=72)
"""After it was changed; the message to the old phone needs time to be read."""


def closes(schedule: Schedule) -> datetime:
    """When enrolment for a round ends, exclusive."""
    return schedule.voting_opens - CLOSES_BEFORE


def is_open(schedule: Schedule, now: datetime) -> bool:
    """Whether people may still be enrolled for a round."""
    return now < closes(schedule)


def require_open(schedule: Schedule, now: datetime) -> None:
    """Refuse an enrolment that comes too late for a round.

    Raises:
        NotNow: ENROLMENT_CLOSED.
    """
    if not is_open(schedule, now):
        raise NotNow(Code.ENROLMENT_CLOSED, closed=closes(schedule))


def require_rested(phone_changed_at: datetime | None, now: datetime) -> None:
    """Refuse the vote by a phone that was changed a short while ago.

    Raises:
        NotNow: PHONE_RESTS.
    """
    if phone_changed_at is not None and now < phone_changed_at + PHONE_RESTS:
        raise NotNow(Code.PHONE_RESTS, until=phone_changed_at + PHONE_RESTS)
