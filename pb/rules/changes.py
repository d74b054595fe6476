"""What may still be changed of a round that is announced, and how: by two, forward, in public."""

from dataclasses import fields, replace
from datetime import date, timedelta
from enum import StrEnum

from pb.rules.refusals import Code, NotValid
from pb.rules.rule_sets.calendars import Days

REASON_LENGTH = (10, 1_000)


class ChangeKind(StrEnum):
    """Why days are moved."""

    EXTENSION = "change_extension"
    """People need more time."""
    SUSPENSION = "change_suspension"
    """The round stood still: what was left of it comes later by as many days."""


class ChangeState(StrEnum):
    """Where a decision is."""

    PROPOSED = "change_proposed"
    CONFIRMED = "change_confirmed"
    DECLINED = "change_declined"


DAYS = tuple(field.name for field in fields(Days))
"""The days that may be moved, by the names of their fields in forms."""

ENDS = frozenset({"submission_to", "review_to", "voting_to", "results_by"})
MOST_DAYS = 60


def check_forward(old: Days, new: Days, today: date) -> tuple[str, ...]:
    """The names of the days that move, in order; refuse a move that takes anything from people.

    A day that is over stays; every other day stays or moves to a later one. A day something
    begins on moves only while it has not come.

    Raises:
        NotValid: DAY_MOVES_BACK, DAY_IS_OVER, NOTHING_MOVES; DATES_OUT_OF_ORDER is found by
            whoever makes a schedule of the days.
    """
    moved = tuple(name for name in DAYS if getattr(old, name) != getattr(new, name))
    for name in moved:
        before, after = getattr(old, name), getattr(new, name)
        if after < before:
            raise NotValid(Code.DAY_MOVES_BACK, name, day=before)
        # An end holds to the last minute of its day, a beginning from the first.
        if before < today or (name not in ENDS and before == today):
            raise NotValid(Code.DAY_IS_OVER, name, day=before)
    if not moved:
        raise NotValid(Code.NOTHING_MOVES)
    return moved


def suspended(days: Days, number: int, today: date) -> Days:
    """The same days after a round stood still: those not over yet come so many days later.

    Raises:
        NotValid: NUMBER_OUT_OF_RANGE.
    """
    if not 1 <= number <= MOST_DAYS:
        raise NotValid(Code.NUMBER_OUT_OF_RANGE, "number", smallest=1, largest=MOST_DAYS)
    later = {
        name: getattr(days, name) + timedelta(days=number)
        for name in DAYS
        if getattr(days, name) > today or (name in ENDS and getattr(days, name) == today)
    }
    return replace(days, **later)
