"""Proposals: their states, the deeds that move them, and what their money may be.

What comes after the review – on the ballot, chosen, in reserve – follows from the phase of the
round and from its result, so it is no state that could ever differ from them.
"""

from datetime import date
from enum import StrEnum

from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, Conflict, NotNow, NotValid


class ProposalState(StrEnum):
    """Where a proposal stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ADMITTED = "admitted"
    RETURNED = "returned"
    NOT_ADMITTED = "not_admitted"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    """It lives on in another proposal, with links both ways."""


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
    TAKE_IN = "take_in"
    """Its author has it back for a while, to take in the parts of what merged into it."""


class Ground(StrEnum):
    """The closed list of grounds on which a proposal is not admitted."""

    NOT_LOCAL = "not_local"
    COST_UNJUSTIFIED = "cost_unjustified"
    AGAINST_LAW = "against_law"
    NOT_FEASIBLE = "not_feasible"
    PAPERS_MISSING = "papers_missing"


REASON_LENGTH = (10, 2_000)

_LEAVE = {Deed.WITHDRAW: ProposalState.WITHDRAWN, Deed.MERGE: ProposalState.MERGED}

MOVES: dict[ProposalState, dict[Deed, ProposalState]] = {
    ProposalState.DRAFT: {Deed.SUBMIT: ProposalState.SUBMITTED},
    ProposalState.SUBMITTED: {
        Deed.ADMIT: ProposalState.ADMITTED,
        Deed.RETURN: ProposalState.RETURNED,
        Deed.NOT_ADMIT: ProposalState.NOT_ADMITTED,
        Deed.TAKE_IN: ProposalState.RETURNED,
        **_LEAVE,
    },
    ProposalState.RETURNED: {Deed.SUBMIT: ProposalState.SUBMITTED, **_LEAVE},
    ProposalState.NOT_ADMITTED: {Deed.UPHOLD_APPEAL: ProposalState.SUBMITTED},
    # What stands on the ballot is merged no more: it would not be what was admitted.
    ProposalState.ADMITTED: {Deed.WITHDRAW: ProposalState.WITHDRAWN},
    ProposalState.WITHDRAWN: {},
    ProposalState.MERGED: {},
}


IN_THE_RUNNING = frozenset(
    {ProposalState.SUBMITTED, ProposalState.RETURNED, ProposalState.ADMITTED}
)
"""The states from which a proposal may still come to win."""


def moved(state: ProposalState, deed: Deed) -> ProposalState:
    """Where a deed takes a proposal.

    Raises:
        Conflict: PROPOSAL_MOVED_ON, with the state it is in now.
    """
    if (to := MOVES[state].get(deed)) is None:
        raise Conflict(Code.PROPOSAL_MOVED_ON, state=state, deed=deed)
    return to


def require_in_term(mend_by: date | None, today: date) -> None:
    """Refuse to take back a returned proposal after the last day given for it (inclusive).

    Raises:
        NotNow: MENDING_TERM_OVER, with that day.
    """
    if mend_by is not None and today > mend_by:
        raise NotNow(Code.MENDING_TERM_OVER, day=mend_by)


def check_cost(cost: Tyiyn, ceiling: Tyiyn | None, budget: Tyiyn) -> None:
    """Refuse a cost (what is asked of the budget, tyiyn) that one project may not take.

    Raises:
        NotValid: MONEY_ZERO, COST_ABOVE_CEILING or COST_ABOVE_BUDGET.
    """
    if cost <= 0:
        raise NotValid(Code.MONEY_ZERO, "cost")
    if ceiling is not None and cost > ceiling:
        raise NotValid(Code.COST_ABOVE_CEILING, "cost", cost=cost, ceiling=ceiling)
    if cost > budget:
        raise NotValid(Code.COST_ABOVE_BUDGET, "cost", cost=cost, budget=budget)
