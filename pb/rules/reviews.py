"""The outcome of a review, never without its reasons, and which proposals may become one."""

from dataclasses import dataclass
from datetime import date

from pb.rules.proposals import REASON_LENGTH, Deed, Ground, ProposalState, moved
from pb.rules.refusals import Code, NotValid
from pb.rules.texts import clean


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


def check_merge(one: ProposalState, into: ProposalState, *, is_itself: bool, consents: int) -> None:
    """Refuse to merge a proposal into another without both groups, or where one of them is gone.

    `consents` is how many of the two groups have consented.

    Raises:
        NotValid: MERGE_WITH_ITSELF, MERGE_NEEDS_CONSENT.
        Conflict: PROPOSAL_MOVED_ON, with the state of the one that cannot be merged any more.
    """
    if is_itself:
        raise NotValid(Code.MERGE_WITH_ITSELF, "into")
    for state in (one, into):
        moved(state, Deed.MERGE)
    if consents < 2:
        raise NotValid(Code.MERGE_NEEDS_CONSENT, "consent", number=2 - consents)


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
