"""What may still be changed of an announced round, and how: by two, in public, with a reason."""

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum

from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, NotValid
from pb.rules.rule_sets.calendars import Days

REASON_LENGTH = (10, 1_000)


class ChangeKind(StrEnum):
    """What is changed, and for days why."""

    EXTENSION = "change_extension"
    """People need more time."""
    SUSPENSION = "change_suspension"
    """The round stood still: what was left of it comes later by as many days."""
    TERMS = "change_terms"
    """Its money, its name, how many may be chosen."""
    CANCELLATION = "change_cancellation"
    """It is not held: nothing is voted on, and what was contributed goes back."""


class ChangeState(StrEnum):
    """Where a decision is."""

    PROPOSED = "change_proposed"
    CONFIRMED = "change_confirmed"
    DECLINED = "change_declined"


DAYS = tuple(field.name for field in fields(Days))
"""The days that may be moved, by the names of their fields in forms."""

MOVING = (ChangeKind.EXTENSION, ChangeKind.SUSPENSION)
ENDS = frozenset({"submission_to", "review_to", "voting_to", "results_by"})
MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Values:
    """What else of an announced round a decision may change; money in tyiyn."""

    title_ky: str
    title_ru: str
    budget: Tyiyn
    ceiling: Tyiyn | None
    min_choices: int
    max_choices: int
    threshold: int


VALUES = tuple(field.name for field in fields(Values))
"""The values that may be changed, by the names of their fields in forms."""


def check_values(old: Values, new: Values, dearest: Tyiyn) -> tuple[str, ...]:
    """The names of the values that change; refuse a change that takes from those who sent in time.

    `dearest` is the most that a proposal which was sent asks for.

    Raises:
        NotValid: NOTHING_CHANGES; PROPOSALS_ASK_MORE at `budget` or `ceiling`.
    """
    changed = tuple(name for name in VALUES if getattr(old, name) != getattr(new, name))
    if not changed:
        raise NotValid(Code.NOTHING_CHANGES)
    for field, amount in (("budget", new.budget), ("ceiling", new.ceiling)):
        if amount is not None and amount < dearest:
            raise NotValid(Code.PROPOSALS_ASK_MORE, field, dearest=dearest)
    return changed


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
