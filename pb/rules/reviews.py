"""The outcome of a review, never without its reasons, and which proposals may become one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pb.rules.money import Tyiyn
from pb.rules.proposals import REASON_LENGTH, Deed, Ground, check_cost
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid
from pb.rules.texts import clean


class ReviewState(StrEnum):
    """Where a review stands; nothing of an open one is public."""

    OPEN = "open_review"
    FINAL = "final_review"


class Outcome(StrEnum):
    """How a review ends; each makes the proposal what it says."""

    ADMITTED = "admitted"
    RETURNED = "returned"
    NOT_ADMITTED = "not_admitted"


class CostConsent(StrEnum):
    """What the author says of a cost the office has put down."""

    ACCEPTED = "cost_accepted"
    DECLINED = "cost_declined"


@dataclass(frozen=True, slots=True)
class Review:
    """An outcome of a review, whole: made only by `admitted`, `returned` and `not_admitted`."""

    deed: Deed
    text: str | None = None
    mend_by: date | None = None
    ground: Ground | None = None
    legal_ground: str | None = None


def admitted() -> Review:
    """The proposal goes to the ballot as it is."""
    return Review(Deed.ADMIT)


def returned(what: str, mend_by: date | None, today: date, last: date) -> Review:
    """The proposal goes back: what to mend, and by when (today up to `last`, inclusive).

    Raises:
        NotValid: REASON_MISSING at `reason`, RETURN_DATE_MISSING at `mend_by`, or what
            `texts.clean` finds.
    """
    text = reason(what, "reason")
    if mend_by is None or not today <= mend_by <= last:
        raise NotValid(Code.RETURN_DATE_MISSING, "mend_by", last=last)
    return Review(Deed.RETURN, text, mend_by)


def not_admitted(ground: Ground | None, text: str, legal_ground: str) -> Review:
    """The proposal is refused: a ground from the closed list, the reason, the act and article.

    Raises:
        NotValid: REASON_MISSING at `ground` or `reason`, LEGAL_GROUND_MISSING at `legal_ground`,
            or what `texts.clean` finds.
    """
    if ground is None:
        raise NotValid(Code.REASON_MISSING, "ground", shortest=REASON_LENGTH[0])
    why = reason(text, "reason")
    if (law := _sufficient(legal_ground, "legal_ground")) is None:
        raise NotValid(Code.LEGAL_GROUND_MISSING, "legal_ground", shortest=REASON_LENGTH[0])
    return Review(Deed.NOT_ADMIT, why, ground=ground, legal_ground=law)


def due_on(opened: date, term: int, last: date) -> date:
    """By when (inclusive) a review is owed: after so many days, or at the end of the phase."""
    return min(opened + timedelta(days=term), last)


def check_apart(reviewer: int, involved: Collection[int]) -> None:
    """Refuse a review by a person who has a part in the proposal (keys of accounts).

    Raises:
        NotAllowed: REVIEW_OF_OWN.
    """
    if reviewer in involved:
        raise NotAllowed(Code.REVIEW_OF_OWN)


def check_estimate(cost: Tyiyn, asked: Tyiyn, ceiling: Tyiyn | None, budget: Tyiyn) -> None:
    """Refuse a cost of the office (tyiyn) that could not be asked, or that is asked anyway.

    Raises:
        NotValid: ESTIMATE_SAME, or what `proposals.check_cost` finds.
    """
    check_cost(cost, ceiling, budget)
    if cost == asked:
        raise NotValid(Code.ESTIMATE_SAME, "cost", cost=cost)


def check_unanswered(consent: CostConsent | None) -> None:
    """Refuse a second word of the author on the same cost.

    Raises:
        Conflict: ESTIMATE_ANSWERED.
    """
    if consent is not None:
        raise Conflict(Code.ESTIMATE_ANSWERED)


def check_reply(outcome: Outcome | None, *, is_given: bool) -> None:
    """Refuse a reply to what is no return, and a second one.

    Raises:
        Conflict: REPLY_WITHOUT_RETURN, REPLY_EXISTS.
    """
    if outcome is not Outcome.RETURNED:
        raise Conflict(Code.REPLY_WITHOUT_RETURN)
    if is_given:
        raise Conflict(Code.REPLY_EXISTS)


def reason(text: str, field: str) -> str:
    """The cleaned reason of a refusal, a return or an answer, never without.

    Raises:
        NotValid: REASON_MISSING for none or one too short, or what else `texts.clean` finds.
    """
    if (cleaned := _sufficient(text, field)) is None:
        raise NotValid(Code.REASON_MISSING, field, shortest=REASON_LENGTH[0])
    return cleaned


def _sufficient(text: str, field: str) -> str | None:
    try:
        return clean(text, field, REASON_LENGTH, lines=True)
    except NotValid as refusal:
        if refusal.code in (Code.TEXT_MISSING, Code.TEXT_TOO_SHORT):
            return None
        raise
