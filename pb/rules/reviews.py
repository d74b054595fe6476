"""The whole way of a proposal, and the outcome of its review.

`Stage` has the states of `ProposalState` under the same values, and those after the review beside
them; `rules/proposals.py` keeps the moves that deeds exist for today.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pb.rules.proposals import REASON_LENGTH, Ground
from pb.rules.refusals import Code, Conflict, NotValid
from pb.rules.texts import clean


class Stage(StrEnum):
    """Where a proposal stands, from the draft to the monitoring."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ADMITTED = "admitted"
    RETURNED = "returned"
    NOT_ADMITTED = "not_admitted"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    """It lives on in another proposal, with links both ways."""
    IN_VOTE = "in_vote"
    RANKED = "ranked"
    WON = "won"
    RESERVE = "reserve"
    LOST = "lost"
    CONTRACTED = "contracted"
    IN_WORK = "in_implementation"
    ACCEPTED = "accepted_work"
    """The initiators confirmed what was built."""
    REPORTED = "reported"
    MONITORED = "monitored"


class Deed(StrEnum):
    """What moves a proposal."""

    SUBMIT = "submit"
    ADMIT = "admit"
    RETURN = "return"
    NOT_ADMIT = "not_admit"
    UPHOLD_APPEAL = "uphold_appeal"
    """The appeal was right: the proposal is looked at again."""
    WITHDRAW = "withdraw"
    MERGE = "merge"
    PUT_TO_VOTE = "put_to_vote"
    RANK = "rank"
    DECLARE_WINNER = "declare_winner"
    PUT_IN_RESERVE = "put_in_reserve"
    DECLARE_LOST = "declare_lost"
    SIGN_CONTRACT = "sign_contract"
    START_WORK = "start_work"
    ACCEPT_WORK = "accept_work"
    REPORT = "report"
    MONITOR = "monitor"


_LEAVE = {Deed.WITHDRAW: Stage.WITHDRAWN, Deed.MERGE: Stage.MERGED}

STAGES: dict[Stage, dict[Deed, Stage]] = {
    Stage.DRAFT: {Deed.SUBMIT: Stage.SUBMITTED},
    Stage.SUBMITTED: {
        Deed.ADMIT: Stage.ADMITTED,
        Deed.RETURN: Stage.RETURNED,
        Deed.NOT_ADMIT: Stage.NOT_ADMITTED,
        **_LEAVE,
    },
    Stage.RETURNED: {Deed.SUBMIT: Stage.SUBMITTED, **_LEAVE},
    Stage.NOT_ADMITTED: {Deed.UPHOLD_APPEAL: Stage.SUBMITTED},
    Stage.ADMITTED: {Deed.PUT_TO_VOTE: Stage.IN_VOTE, **_LEAVE},
    Stage.IN_VOTE: {Deed.RANK: Stage.RANKED},
    Stage.RANKED: {
        Deed.DECLARE_WINNER: Stage.WON,
        Deed.PUT_IN_RESERVE: Stage.RESERVE,
        Deed.DECLARE_LOST: Stage.LOST,
    },
    Stage.RESERVE: {Deed.DECLARE_WINNER: Stage.WON, Deed.DECLARE_LOST: Stage.LOST},
    Stage.WON: {Deed.SIGN_CONTRACT: Stage.CONTRACTED},
    Stage.CONTRACTED: {Deed.START_WORK: Stage.IN_WORK},
    Stage.IN_WORK: {Deed.ACCEPT_WORK: Stage.ACCEPTED},
    Stage.ACCEPTED: {Deed.REPORT: Stage.REPORTED},
    Stage.REPORTED: {Deed.MONITOR: Stage.MONITORED},
    Stage.WITHDRAWN: {},
    Stage.MERGED: {},
    Stage.LOST: {},
    Stage.MONITORED: {},
}


def moved(stage: Stage, deed: Deed) -> Stage:
    """Where a deed takes a proposal.

    Raises:
        Conflict: PROPOSAL_MOVED_ON, with the stage it is at now.
    """
    if (to := STAGES[stage].get(deed)) is None:
        raise Conflict(Code.PROPOSAL_MOVED_ON, state=stage, deed=deed)
    return to


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


def check_merge(one: Stage, into: Stage, *, is_itself: bool, consents: int) -> None:
    """Refuse to merge a proposal into another without both groups, or where one of them is gone.

    `consents` is how many of the two groups have consented.

    Raises:
        NotValid: MERGE_WITH_ITSELF, MERGE_NEEDS_CONSENT.
        Conflict: PROPOSAL_MOVED_ON, with the stage of the one that cannot be merged any more.
    """
    if is_itself:
        raise NotValid(Code.MERGE_WITH_ITSELF, "into")
    for stage in (one, into):
        moved(stage, Deed.MERGE)
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
