"""Two proposals becoming one: who may offer it, and what becomes of an offer."""

from enum import StrEnum

from pb.rules.proposals import Deed, ProposalState, moved
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid


class MergeState(StrEnum):
    """What became of an offer; all but the first are for ever."""

    OFFERED = "merge_offered"
    ACCEPTED = "merge_accepted"
    DECLINED = "merge_declined"
    TAKEN_BACK = "merge_taken_back"
    """Whoever offered it changed their mind before it was answered."""


WORDS_LENGTH = (3, 500)
"""What is said beside an offer, in characters."""


def check_merge(one: ProposalState, into: ProposalState, *, is_itself: bool, consents: int) -> None:
    """Refuse to merge a proposal into another without both sides, or where one of them is gone.

    `consents` is how many of the two sides have consented.

    Raises:
        NotValid: MERGE_WITH_ITSELF, MERGE_NEEDS_CONSENT.
        Conflict: PROPOSAL_MOVED_ON, with the state of the one that cannot be merged any more.
    """
    check_mergeable(one, into, is_itself=is_itself)
    if consents < 2:
        raise NotValid(Code.MERGE_NEEDS_CONSENT, "consent", number=2 - consents)


def check_mergeable(one: ProposalState, into: ProposalState, *, is_itself: bool) -> None:
    """Refuse even to speak of merging these two.

    Raises:
        NotValid: MERGE_WITH_ITSELF. Conflict: PROPOSAL_MOVED_ON.
    """
    if is_itself:
        raise NotValid(Code.MERGE_WITH_ITSELF, "into")
    for state in (one, into):
        moved(state, Deed.MERGE)


def check_sides(offers: int, answers: int) -> None:
    """Refuse one person on both sides (keys of the accounts that lead the two).

    Raises:
        NotAllowed: MERGE_OF_OWN.
    """
    if offers == answers:
        raise NotAllowed(Code.MERGE_OF_OWN)


def check_unanswered(state: MergeState) -> None:
    """Refuse a second word on an offer.

    Raises:
        Conflict: MERGE_MOVED_ON, with what became of it.
    """
    if state is not MergeState.OFFERED:
        raise Conflict(Code.MERGE_MOVED_ON, state=state)
