"""Proposals: the moves between their states, and what they may cost."""

import pytest

from pb.rules.money import Tyiyn
from pb.rules.proposals import Ground, ProposalState, check_cost, require_move
from pb.rules.refusals import Code, Conflict, NotValid

# From the state in the row to the state in the column: draft, submitted, admitted, returned,
# not_admitted.
MOVES = """
    draft         . x . . .
    submitted     . . x x x
    admitted      . . . . .
    returned      . x . . .
    not_admitted  . . . . .
"""


def test_require_move_lets_through_what_the_printed_table_does():
    may_move = {}
    for state in ProposalState:
        may_move[state.value] = marks = []
        for to in ProposalState:
            try:
                require_move(state, to)
                marks.append("x")
            except Conflict:
                marks.append(".")

    assert may_move == {row.split()[0]: row.split()[1:] for row in MOVES.strip().splitlines()}


def test_require_move_says_where_the_proposal_stands_when_it_has_moved_on():
    with pytest.raises(Conflict) as refused:
        require_move(ProposalState.ADMITTED, ProposalState.RETURNED)

    assert refused.value.code is Code.PROPOSAL_MOVED_ON
    assert refused.value.facts == {
        "state": ProposalState.ADMITTED,
        "to": ProposalState.RETURNED,
    }


def test_the_grounds_for_not_admitting_are_a_closed_list():
    assert {ground.value for ground in Ground} == {
        "not_local", "cost_unjustified", "against_law", "not_feasible", "papers_missing",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cost", "ceiling", "budget"), [(1, None, 1), (300, 300, 1_000), (1_000, None, 1_000)]
)
def test_check_cost_lets_a_cost_stand_at_its_limit(cost, ceiling, budget):
    check_cost(Tyiyn(cost), ceiling, Tyiyn(budget))


@pytest.mark.parametrize(
    ("cost", "ceiling", "budget", "code", "facts"),
    [
        (301, 300, 1_000, Code.COST_ABOVE_CEILING, {"cost": 301, "ceiling": 300}),
        (1_001, 300, 1_000, Code.COST_ABOVE_CEILING, {"cost": 1_001, "ceiling": 300}),
        (1_001, None, 1_000, Code.COST_ABOVE_BUDGET, {"cost": 1_001, "budget": 1_000}),
        (0, 300, 1_000, Code.MONEY_ZERO, {}),
        (-1, 300, 1_000, Code.MONEY_ZERO, {}),
    ],
)
def test_check_cost_refuses_what_one_project_may_not_take(cost, ceiling, budget, code, facts):
    with pytest.raises(NotValid) as refused:
        check_cost(Tyiyn(cost), ceiling, Tyiyn(budget))

    assert (refused.value.field, refused.value.code) == ("cost", code)
    assert refused.value.facts == facts
