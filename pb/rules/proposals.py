"""Proposals: their states, the moves between them, and what their money may be."""

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


class Ground(StrEnum):
    """The closed list of grounds on which a proposal is not admitted."""

    NOT_LOCAL = "not_local"
    COST_UNJUSTIFIED = "cost_unjustified"
    AGAINST_LAW = "against_law"
    NOT_FEASIBLE = "not_feasible"
    PAPERS_MISSING = "papers_missing"


REASON_LENGTH = (10, 2_000)

MOVES: dict[ProposalState, frozenset[ProposalState]] = {
    ProposalState.DRAFT: frozenset({ProposalState.SUBMITTED}),
    ProposalState.SUBMITTED: frozenset(
        {ProposalState.ADMITTED, ProposalState.RETURNED, ProposalState.NOT_ADMITTED}
    ),
    ProposalState.RETURNED: frozenset({ProposalState.SUBMITTED}),
    ProposalState.ADMITTED: frozenset(),
    ProposalState.NOT_ADMITTED: frozenset(),
}


def require_move(state: ProposalState, to: ProposalState) -> None:
    """Refuse a move that the present state does not allow.

    Raises:
        Conflict: PROPOSAL_MOVED_ON, with the state it is in now.
    """
    if to not in MOVES[state]:
        raise Conflict(Code.PROPOSAL_MOVED_ON, state=state, to=to)


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
