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
from pb.rules.refusals import Code, Conflict, NotNow, NotValid
from pb.rules.rule_sets.calendars import Days

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
    CANCELLED = "cancelled"
    """Two people decided, with a reason, that it is not held."""


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
    Act.ENTER_PROPOSAL: frozenset({Phase.SUBMISSION}),
    # Who brought the form in time does not lose by a second person who comes to it later.
    Act.CONFIRM_ENTRY: frozenset({Phase.SUBMISSION, Phase.REVIEW}),
    Act.MERGE_PROPOSAL: frozenset({Phase.SUBMISSION, Phase.REVIEW}),
    Act.SUPPORT_PROPOSAL: frozenset({Phase.SUBMISSION}),
    Act.REVIEW_PROPOSAL: frozenset({Phase.SUBMISSION, Phase.REVIEW}),
    Act.SEAT_COMMISSION: BEFORE_VOTING - {Phase.DRAFT},
    Act.SIGN_COMMISSION: BEFORE_VOTING - {Phase.DRAFT},
    Act.SCORE_PROPOSALS: frozenset({Phase.DISCUSSION, Phase.VOTING, Phase.COUNTING}),
    Act.OPEN_SHEETS: frozenset({Phase.DISCUSSION, Phase.COUNTING}),
    Act.ENTER_BALLOT_LOT: frozenset({Phase.DISCUSSION}),
    Act.DRAW_BALLOT_ORDER: frozenset({Phase.DISCUSSION}),
    Act.REVIEW_AGAIN: frozenset({Phase.SUBMISSION, Phase.REVIEW, Phase.DISCUSSION}),
    Act.UPHOLD_APPEAL: frozenset({Phase.SUBMISSION, Phase.REVIEW, Phase.DISCUSSION}),
    Act.ANSWER_REVIEW: frozenset({Phase.SUBMISSION, Phase.REVIEW, Phase.DISCUSSION}),
    Act.ASK_QUESTION: frozenset({Phase.SUBMISSION, Phase.REVIEW, Phase.DISCUSSION, Phase.VOTING}),
    Act.ENTER_ON_ROLL: BEFORE_VOTING,
    Act.IMPORT_ROLL: BEFORE_VOTING,
    Act.FREEZE_ROLL: BEFORE_VOTING,
    Act.LOOK_UP_ON_ROLL: BEFORE_VOTING | {Phase.VOTING, Phase.COUNTING},
    Act.CORRECT_ROLL: BEFORE_VOTING | {Phase.VOTING},
    Act.DECIDE_ON_ROLL: BEFORE_VOTING | {Phase.VOTING},
    Act.ENROL_RESIDENT: BEFORE_VOTING | {Phase.VOTING},
    Act.CHANGE_PHONE: BEFORE_VOTING | {Phase.VOTING},
    Act.CAST_BALLOT: frozenset({Phase.VOTING}),
    Act.SET_UP_STATIONS: (BEFORE_VOTING - {Phase.DRAFT}) | {Phase.VOTING},
    Act.PRINT_BALLOTS: frozenset({Phase.DISCUSSION, Phase.VOTING}),
    Act.PRINT_ROLL_SHEETS: frozenset({Phase.DISCUSSION, Phase.VOTING}),
    # After the close too: a station without a line to us brings its signed sheets.
    Act.MARK_ON_PAPER: frozenset({Phase.VOTING, Phase.COUNTING}),
    Act.OPEN_BOX: frozenset({Phase.COUNTING}),
    Act.CONFIRM_BOX: frozenset({Phase.COUNTING}),
    Act.ENTER_PAPER_BALLOTS: frozenset({Phase.COUNTING}),
    Act.APPROVE_PAPER_BALLOTS: frozenset({Phase.COUNTING}),
    Act.HOLD_CEREMONY: BEFORE_VOTING - {Phase.DRAFT},
    Act.FIND_DISPUTED: frozenset({Phase.VOTING, Phase.COUNTING, Phase.DECIDED}),
    Act.DECIDE_DISPUTE: frozenset({Phase.VOTING, Phase.COUNTING, Phase.DECIDED}),
    Act.CHANGE_BALLOT: frozenset({Phase.VOTING}),
    Act.UNDO_MARK: frozenset({Phase.VOTING, Phase.COUNTING}),
    Act.CONFIRM_UNDOING: frozenset({Phase.VOTING, Phase.COUNTING}),
    Act.CORRECT_RESULT: frozenset({Phase.COUNTING, Phase.DECIDED}),
    Act.CONFIRM_CORRECTION: frozenset({Phase.DECIDED}),
    Act.ERASE_REFERENCES: frozenset({Phase.DECIDED}),
    Act.CALL_ASSEMBLY: (BEFORE_VOTING - {Phase.DRAFT}) | {Phase.VOTING},
    Act.CANCEL_ASSEMBLY: ANNOUNCED_ON,
    Act.MARK_AT_ASSEMBLY: frozenset({Phase.VOTING, Phase.COUNTING}),
    Act.TAKE_MARKS_BACK: frozenset({Phase.VOTING, Phase.COUNTING}),
    Act.ENTER_ASSEMBLY_ACT: frozenset({Phase.VOTING, Phase.COUNTING}),
    Act.CONFIRM_ASSEMBLY_ACT: frozenset({Phase.VOTING, Phase.COUNTING}),
    Act.NOTE_FINDING: frozenset({Phase.VOTING, Phase.COUNTING, Phase.DECIDED}),
    # The dice are thrown once the final root is public.
    Act.DRAW_CALLS: frozenset({Phase.DECIDED}),
    Act.CONFIRM_CALLS: frozenset({Phase.DECIDED}),
    Act.PRINT_CALLS: frozenset({Phase.DECIDED}),
    Act.CALL_PEOPLE: frozenset({Phase.DECIDED}),
    Act.PRINT_READ_ALOUD: frozenset({Phase.COUNTING, Phase.DECIDED}),
    Act.START_KIOSK: frozenset({Phase.VOTING}),
    Act.ISSUE_TICKET: frozenset({Phase.VOTING}),
    Act.VOTE_BY_TICKET: frozenset({Phase.VOTING}),
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


def phase_of(
    schedule: Schedule,
    now: datetime,
    *,
    announced: bool = True,
    decided: bool = False,
    cancelled: bool = False,
) -> Phase:
    """The phase a round is in at an instant: its dates, and the three deeds no clock can do."""
    if not announced:
        return Phase.DRAFT
    if cancelled:
        return Phase.CANCELLED
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


def is_result_public(phase: Phase) -> bool:
    """Whether votes, winners and ballots are for everybody: from the confirmation on."""
    return phase is Phase.DECIDED


def is_open(act: Act, phase: Phase) -> bool:
    """Whether the phase lets the act be done."""
    return act not in WHEN or phase in WHEN[act]


def require_open(act: Act, phase: Phase, schedule: Schedule) -> None:
    """Refuse an act that the phase does not let be done, saying why and when it is.

    Raises:
        NotNow: VOTING_NOT_STARTED, VOTING_CLOSED, ROUND_CANCELLED or NOT_OPEN.
        Conflict: ROUND_FROZEN for a change of an announced round.
    """
    if is_open(act, phase):
        return
    if phase is Phase.CANCELLED:
        raise NotNow(Code.ROUND_CANCELLED)
    if act in (Act.CAST_BALLOT, Act.CHANGE_BALLOT, Act.VOTE_BY_TICKET):
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
