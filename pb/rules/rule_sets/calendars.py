"""The calendar that follows from a rule set: which day each step of a round begins and ends."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pb.rules.holidays import Workdays
from pb.rules.refusals import Code, NotValid
from pb.rules.rule_sets.parameters import Parameter
from pb.rules.rule_sets.sets import RuleSet

P = Parameter
ONE = timedelta(days=1)


class Step(StrEnum):
    """A step of the calendar, from the announcement to the answer to the last appeal."""

    NOTICE = "step_notice"
    SUBMISSION = "step_submission"
    SCREENING = "step_screening"
    DISCUSSION = "step_discussion"
    VOTING = "step_voting"
    RESULT = "step_result"
    APPEALS = "step_appeals"
    ANSWERS = "step_answers"


@dataclass(frozen=True)
class Days:
    """The days a round is drafted with, all inclusive: the names are those of its form."""

    submission_from: date
    submission_to: date
    review_to: date
    voting_from: date
    voting_to: date
    results_by: date


@dataclass(frozen=True)
class Line:
    """One step: its days, inclusive, and how many of them are worked."""

    step: Step
    first: date
    last: date
    working_days: int

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.last - self.first).days + 1


def days_from(rule_set: RuleSet, announced: date, workdays: Workdays) -> Days:
    """The shortest calendar the rules allow for a round announced on a day.

    Terms in working days run after the day they are counted from, as the law counts; the others
    are calendar days, the first one included.
    """
    submission_from = workdays.after(announced, rule_set.number(P.NOTICE)) + ONE
    submission_to = submission_from + ONE * (rule_set.number(P.SUBMISSION) - 1)
    review_to = submission_to + ONE * rule_set.number(P.SCREENING)
    voting_from = review_to + ONE * (rule_set.number(P.DISCUSSION) + 1)
    voting_to = voting_from + ONE * (rule_set.number(P.VOTING) - 1)
    results_by = workdays.after(voting_to, rule_set.number(P.RESULT_PUBLICATION))
    return Days(submission_from, submission_to, review_to, voting_from, voting_to, results_by)


def lines(rule_set: RuleSet, announced: date, days: Days, workdays: Workdays) -> tuple[Line, ...]:
    """The steps of a round with these days, one after the other; steps of no day are left out."""
    appeals_to = workdays.after(days.results_by, rule_set.number(P.APPEAL_WINDOW))
    term = rule_set.number(P.APPEAL_REGISTRATION) + rule_set.number(P.APPEAL_ANSWER)
    steps = (
        (Step.NOTICE, announced, days.submission_from - ONE),
        (Step.SUBMISSION, days.submission_from, days.submission_to),
        (Step.SCREENING, days.submission_to + ONE, days.review_to),
        (Step.DISCUSSION, days.review_to + ONE, days.voting_from - ONE),
        (Step.VOTING, days.voting_from, days.voting_to),
        (Step.RESULT, days.voting_to + ONE, days.results_by),
        (Step.APPEALS, days.results_by + ONE, appeals_to),
        (Step.ANSWERS, appeals_to + ONE, workdays.after(appeals_to, term)),
    )
    return tuple(
        Line(step, first, last, workdays.between(first, last))
        for step, first, last in steps
        if first <= last
    )


def check_terms(rule_set: RuleSet, days: Days) -> None:
    """Refuse days that give people less time than the rules do.

    Raises:
        NotValid: TERM_SHORTER_THAN_RULE at the day that comes too early.
    """
    for term, field, last, earliest in (
        (
            P.SUBMISSION,
            "submission_to",
            days.submission_to,
            days.submission_from + ONE * (rule_set.number(P.SUBMISSION) - 1),
        ),
        (
            P.SCREENING,
            "review_to",
            days.review_to,
            days.submission_to + ONE * rule_set.number(P.SCREENING),
        ),
        (
            P.DISCUSSION,
            "voting_from",
            days.voting_from,
            days.review_to + ONE * (rule_set.number(P.DISCUSSION) + 1),
        ),
        (
            P.VOTING,
            "voting_to",
            days.voting_to,
            days.voting_from + ONE * (rule_set.number(P.VOTING) - 1),
        ),
    ):
        if last < earliest:
            raise NotValid(
                Code.TERM_SHORTER_THAN_RULE,
                field,
                term=term.value,
                days=rule_set.number(term),
                earliest=earliest,
            )


def check_notice(
    rule_set: RuleSet, announced: date, submission_from: date, workdays: Workdays
) -> None:
    """Refuse to announce a round so late that people are not told in time.

    Raises:
        NotValid: NOTICE_TOO_SHORT.
    """
    number = rule_set.number(P.NOTICE)
    earliest = workdays.after(announced, number) + ONE
    # Without any notice a round may be announced on the day its submission begins.
    if number and submission_from < earliest:
        raise NotValid(Code.NOTICE_TOO_SHORT, "submission_from", number=number, earliest=earliest)
