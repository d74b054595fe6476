"""WHEN: the phases of a round, derived from time alone, and the acts open in each of them.

Every number here is a parameter with a default; the texts of the two model regulations (order
No. 01-18/84 of 05.09.2019) give few terms, so a municipality's own rules decide.
"""

import itertools
import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, Conflict, NotNow, NotValid
from pb.rules.rule_sets import Parameter, RuleSet
from pb.rules.rule_sets.calendars import Days
from pb.rules.tally.election import AllocationRule, TieBreak, VoteType

MOST_CHOICES = 10
DEFAULT_CHOICES = 3
MOST_PEOPLE = 1_000_000
APPROVALS = (VoteType.APPROVAL, VoteType.CHOOSE_1)
"""The types of vote a round held here may have: those whose ballots we can check and count."""

BALLOTS_A_NUMBER = 10
"""About so many ballots share one control number, so that it proves nothing to a buyer."""

SMALLEST_NUMBER = 100
LOT = 20
"""Ballots leave the inbox in lots of at least so many, shuffled, until the voting is over."""

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


class Phase(StrEnum):
    """Where a round is; no job is needed for it to move on."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    SUBMISSION = "submission"
    REVIEW = "review"
    DISCUSSION = "discussion"
    VOTING = "voting"
    COUNTING = "counting"
    DECIDED = "decided"


BEFORE_VOTING = frozenset(
    {Phase.DRAFT, Phase.ANNOUNCED, Phase.SUBMISSION, Phase.REVIEW, Phase.DISCUSSION}
)
ANNOUNCED_ON = (BEFORE_VOTING - {Phase.DRAFT}) | {Phase.VOTING, Phase.COUNTING}

WHEN: dict[Act, frozenset[Phase]] = {
    Act.DRAFT_ROUND: frozenset({Phase.DRAFT}),
    Act.ANNOUNCE_ROUND: frozenset({Phase.DRAFT}),
    Act.PROPOSE_CHANGE: ANNOUNCED_ON,
    Act.CONFIRM_CHANGE: ANNOUNCED_ON,
    Act.SUBMIT_PROPOSAL: frozenset({Phase.SUBMISSION}),
    Act.MEND_PROPOSAL: frozenset({Phase.SUBMISSION, Phase.REVIEW}),
    Act.TRANSLATE_PROPOSAL: frozenset({Phase.SUBMISSION, Phase.REVIEW, Phase.DISCUSSION}),
    Act.WITHDRAW_PROPOSAL: frozenset({Phase.SUBMISSION, Phase.REVIEW, Phase.DISCUSSION}),
    Act.REVIEW_PROPOSAL: frozenset({Phase.SUBMISSION, Phase.REVIEW}),
    Act.ENTER_ON_ROLL: BEFORE_VOTING,
    Act.IMPORT_ROLL: BEFORE_VOTING,
    Act.FREEZE_ROLL: BEFORE_VOTING,
    Act.LOOK_UP_ON_ROLL: BEFORE_VOTING | {Phase.VOTING, Phase.COUNTING},
    Act.CORRECT_ROLL: BEFORE_VOTING | {Phase.VOTING},
    Act.DECIDE_ON_ROLL: BEFORE_VOTING | {Phase.VOTING},
    Act.ENROL_RESIDENT: BEFORE_VOTING | {Phase.VOTING},
    Act.CHANGE_PHONE: BEFORE_VOTING | {Phase.VOTING},
    Act.CAST_BALLOT: frozenset({Phase.VOTING}),
    Act.SEAL_LOT: frozenset({Phase.VOTING, Phase.COUNTING}),
    Act.COUNT_BALLOTS: frozenset({Phase.COUNTING}),
    Act.CONFIRM_RESULT: frozenset({Phase.COUNTING}),
    Act.RECORD_EVALUATION: frozenset({Phase.DECIDED}),
    Act.ANSWER_RECOMMENDATION: frozenset({Phase.DECIDED}),
}
"""The acts that depend on the phase of a round; the others are open at any time."""


@dataclass(frozen=True)
class Schedule:
    """The instants of a round, UTC; every end is exclusive.

    The days a person gives are inclusive ("until 25 November"); `of_days` turns them.
    """

    submission_opens: datetime
    submission_closes: datetime
    review_closes: datetime
    voting_opens: datetime
    voting_closes: datetime
    results_due: datetime

    @classmethod
    def of_days(
        cls,
        submission_from: date,
        submission_to: date,
        review_to: date,
        voting_from: date,
        voting_to: date,
        results_by: date,
    ) -> "Schedule":
        """The schedule in days of Bishkek, all inclusive.

        Raises:
            NotValid: DATES_OUT_OF_ORDER at the first day that comes before the one it follows.
        """
        days = {
            "submission_from": submission_from,
            "submission_to": submission_to,
            "review_to": review_to,
            "voting_from": voting_from,
            "voting_to": voting_to,
            "results_by": results_by,
        }
        names = list(days)
        for earlier, later in itertools.pairwise(names):
            # A phase may last one day; voting starts on a later day than the review ends.
            apart = later == "voting_from"
            if days[later] < days[earlier] or (apart and days[later] == days[earlier]):
                raise NotValid(
                    Code.DATES_OUT_OF_ORDER,
                    later,
                    earlier=earlier,
                    earlier_day=days[earlier],
                    later_day=days[later],
                )
        return cls(
            calendar.start_of(submission_from),
            calendar.end_of(submission_to),
            calendar.end_of(review_to),
            calendar.start_of(voting_from),
            calendar.end_of(voting_to),
            calendar.end_of(results_by),
        )

    @property
    def days(self) -> Days:
        """The same in days of Bishkek, all inclusive."""
        return Days(
            calendar.day_of(self.submission_opens),
            calendar.last_day_before(self.submission_closes),
            calendar.last_day_before(self.review_closes),
            calendar.day_of(self.voting_opens),
            calendar.last_day_before(self.voting_closes),
            calendar.last_day_before(self.results_due),
        )


@dataclass(frozen=True)
class Terms:
    """What a round is voted and counted under: its own money, and what it takes of a rule set.

    `budget` and `ceiling` (most that one project may take from it) are in tyiyn; `ceiling` None
    means the budget itself. `threshold` is the least number of votes that may win, inclusive.
    """

    budget: Tyiyn
    ceiling: Tyiyn | None = None
    vote_type: VoteType = VoteType.APPROVAL
    min_choices: int = 1
    max_choices: int = DEFAULT_CHOICES
    allocation_rule: AllocationRule = AllocationRule.GREEDY
    threshold: int = 0
    ties: tuple[TieBreak, ...] = (TieBreak.OWN_SHARE, TieBreak.LOWER_COST, TieBreak.LISTED_FIRST)
    expected_ballots: int = 1_000

    @classmethod
    def under(
        cls, rule_set: RuleSet, budget: Tyiyn, ceiling: Tyiyn | None, expected_ballots: int
    ) -> "Terms":
        """The terms of a round with this money under the rules of a municipality.

        Where the rules have a ceiling, it holds for a round that names none.

        Raises:
            NotValid: CEILING_ABOVE_RULE.
        """
        highest = Tyiyn(rule_set.number(Parameter.CEILING))
        if highest and ceiling is not None and ceiling > highest:
            raise NotValid(Code.CEILING_ABOVE_RULE, "ceiling", ceiling=highest)
        return cls(
            budget=budget,
            ceiling=ceiling or (Tyiyn(min(highest, budget)) if highest else None),
            min_choices=rule_set.number(Parameter.MIN_CHOICES),
            max_choices=rule_set.number(Parameter.MAX_CHOICES),
            allocation_rule=AllocationRule(rule_set.chosen(Parameter.ALLOCATION)),
            threshold=rule_set.number(Parameter.MIN_VOTES),
            ties=tuple(TieBreak(tie) for tie in rule_set.several(Parameter.TIES)),
            expected_ballots=expected_ballots,
        )

    def check(self) -> None:
        """Refuse parameters that contradict each other.

        Raises:
            NotValid: MONEY_ZERO, CEILING_ABOVE_BUDGET, NUMBER_OUT_OF_RANGE, VOTE_TYPE_UNCOUNTED.
        """
        for field, amount in (("budget", self.budget), ("ceiling", self.ceiling)):
            if amount is not None and amount <= 0:
                raise NotValid(Code.MONEY_ZERO, field)
        if self.ceiling is not None and self.ceiling > self.budget:
            raise NotValid(
                Code.CEILING_ABOVE_BUDGET, "ceiling", ceiling=self.ceiling, budget=self.budget
            )
        if self.vote_type not in APPROVALS:
            raise NotValid(Code.VOTE_TYPE_UNCOUNTED, "vote_type", vote_type=self.vote_type.value)
        for field, number, smallest, largest in (
            ("max_choices", self.max_choices, 1, MOST_CHOICES),
            ("min_choices", self.min_choices, 0, self.max_choices),
            ("threshold", self.threshold, 0, MOST_PEOPLE),
            ("expected_ballots", self.expected_ballots, 1, MOST_PEOPLE),
        ):
            if not smallest <= number <= largest:
                raise NotValid(Code.NUMBER_OUT_OF_RANGE, field, smallest=smallest, largest=largest)

    @property
    def number_space(self) -> int:
        """How many control numbers there are, counted up from SMALLEST_NUMBER."""
        return max(10, -(-self.expected_ballots // BALLOTS_A_NUMBER))


def phase_of(
    schedule: Schedule, now: datetime, *, announced: bool = True, decided: bool = False
) -> Phase:
    """The phase a round is in at an instant: its dates, and the two deeds no clock can do."""
    if not announced:
        return Phase.DRAFT
    if decided:
        return Phase.DECIDED
    for phase, end in (
        (Phase.ANNOUNCED, schedule.submission_opens),
        (Phase.SUBMISSION, schedule.submission_closes),
        (Phase.REVIEW, schedule.review_closes),
        (Phase.DISCUSSION, schedule.voting_opens),
        (Phase.VOTING, schedule.voting_closes),
    ):
        if now < end:
            return phase
    return Phase.COUNTING


def is_open(act: Act, phase: Phase) -> bool:
    """Whether the phase lets the act be done."""
    return act not in WHEN or phase in WHEN[act]


def require_open(act: Act, phase: Phase, schedule: Schedule) -> None:
    """Refuse an act that the phase does not let be done, saying why and when it is.

    Raises:
        NotNow: VOTING_NOT_STARTED, VOTING_CLOSED or NOT_OPEN.
        Conflict: ROUND_FROZEN for a change of an announced round.
    """
    if is_open(act, phase):
        return
    if act is Act.CAST_BALLOT:
        if phase in BEFORE_VOTING:
            raise NotNow(Code.VOTING_NOT_STARTED, opens=schedule.voting_opens)
        raise NotNow(
            Code.VOTING_CLOSED, closed=schedule.voting_closes, results_due=schedule.results_due
        )
    if act in (Act.DRAFT_ROUND, Act.ANNOUNCE_ROUND):
        raise Conflict(Code.ROUND_FROZEN)
    raise NotNow(Code.NOT_OPEN, act=act, phase=phase)


def check_not_past(schedule: Schedule, now: datetime) -> None:
    """Refuse to announce a round whose submission would already be over.

    Raises:
        NotValid: DATE_IN_PAST.
    """
    if calendar.day_of(schedule.submission_opens) < calendar.day_of(now):
        raise NotValid(
            Code.DATE_IN_PAST,
            "submission_from",
            day=calendar.day_of(schedule.submission_opens),
            today=calendar.day_of(now),
        )


def slug(text: str, field: str = "slug") -> str:
    """A name for addresses: small Latin letters, digits and hyphens, at most 40.

    Raises:
        NotValid: SLUG_UNREADABLE.
    """
    text = text.strip()
    if not _SLUG.fullmatch(text):
        raise NotValid(Code.SLUG_UNREADABLE, field, given=text[:40])
    return text
