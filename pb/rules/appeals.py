"""Appeals against the refusal of a proposal: their states, and the terms the office has.

Law: an appeal is registered in one working day and answered in fourteen (the law on appeals of
citizens, domain dossier 11.3); the window for it is a default of ours.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from pb.rules.holidays import Workdays
from pb.rules.refusals import Code, Conflict, NotAllowed, NotNow, NotValid
from pb.rules.reviews import reason

USUAL = Workdays()
"""The calendar of the country, where a municipality has entered nothing."""


class AppealState(StrEnum):
    """Where an appeal stands; whether it is late is a question of the day, not a state."""

    FILED = "filed"
    REGISTERED = "registered_appeal"
    ANSWERED = "answered_appeal"


class AppealAnswer(StrEnum):
    """What the answer to an appeal says."""

    UPHELD = "upheld"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class AppealTerms:
    """Working days: to appeal after the refusal is published, to register, to answer."""

    window: int = 10
    registration: int = 1
    answer: int = 14


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal against a refusal; days of Bishkek."""

    filed_on: date
    registered_on: date | None = None
    answered_on: date | None = None
    answer: AppealAnswer | None = None
    reasons: str | None = None

    @property
    def state(self) -> AppealState:
        """Where it stands."""
        if self.answered_on is not None:
            return AppealState.ANSWERED
        return AppealState.FILED if self.registered_on is None else AppealState.REGISTERED


def filed(
    published_on: date, today: date, terms: AppealTerms, workdays: Workdays = USUAL
) -> Appeal:
    """An appeal filed today against a refusal published on a day.

    Raises:
        NotNow: APPEAL_TERM_OVER, with the last day it could be filed.
        NotValid: APPEAL_DAY_WRONG, before the refusal was published.
    """
    if today < published_on:
        raise NotValid(Code.APPEAL_DAY_WRONG, "filed_on", earliest=published_on)
    last = workdays.after(published_on, terms.window)
    if today > last:
        raise NotNow(Code.APPEAL_TERM_OVER, day=last)
    return Appeal(today)


def register(appeal: Appeal, day: date) -> Appeal:
    """The appeal with its registration; late registration is allowed, and seen.

    Raises:
        Conflict: APPEAL_MOVED_ON, once it is registered.
        NotValid: APPEAL_DAY_WRONG.
    """
    if appeal.state is not AppealState.FILED:
        raise Conflict(Code.APPEAL_MOVED_ON, state=appeal.state)
    if day < appeal.filed_on:
        raise NotValid(Code.APPEAL_DAY_WRONG, "registered_on", earliest=appeal.filed_on)
    return replace(appeal, registered_on=day)


def answer(appeal: Appeal, day: date, given: AppealAnswer, reasons: str) -> Appeal:
    """The appeal with its answer, which always has reasons.

    Raises:
        Conflict: APPEAL_MOVED_ON, unless it is registered and waits.
        NotValid: APPEAL_DAY_WRONG, REASON_MISSING at `reasons`, or what `texts.clean` finds.
    """
    if appeal.registered_on is None or appeal.state is not AppealState.REGISTERED:
        raise Conflict(Code.APPEAL_MOVED_ON, state=appeal.state)
    if day < appeal.registered_on:
        raise NotValid(Code.APPEAL_DAY_WRONG, "answered_on", earliest=appeal.registered_on)
    return replace(appeal, answered_on=day, answer=given, reasons=reason(reasons, "reasons"))


def registration_due(appeal: Appeal, terms: AppealTerms, workdays: Workdays = USUAL) -> date:
    """The last day (inclusive) on which the appeal is registered in time."""
    return workdays.after(appeal.filed_on, terms.registration)


def answer_due(appeal: Appeal, terms: AppealTerms, workdays: Workdays = USUAL) -> date:
    """The last day (inclusive) on which the appeal is answered in time.

    Counted from the registration, or from the day it was due where that came first: who registers
    late wins no time by it.
    """
    due = registration_due(appeal, terms, workdays)
    begins = due if appeal.registered_on is None else min(appeal.registered_on, due)
    return workdays.after(begins, terms.answer)


def days_overdue(appeal: Appeal, today: date, register_by: date, answer_by: date) -> int:
    """How many days what is owed next is late: registration, then the answer; 0 in time.

    An answer given late stays late by the days it was. The days it is owed by are those of
    `registration_due` and `answer_due`, inclusive.
    """
    if appeal.state is AppealState.FILED:
        return max(0, (today - register_by).days)
    seen = today if appeal.answered_on is None else appeal.answered_on
    return max(0, (seen - answer_by).days)


def check_other_person(answers: int, refused: int) -> None:
    """Refuse the answer of the person who decided the refusal (both are keys of accounts).

    Raises:
        NotAllowed: APPEAL_NEEDS_ANOTHER.
    """
    if answers == refused:
        raise NotAllowed(Code.APPEAL_NEEDS_ANOTHER)
