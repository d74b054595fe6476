"""Proposals: the moves between their states, and what they may cost."""

import pytest

from pb.rules.money import Tyiyn
from pb.rules.proposals import MOVES, Deed, Ground, ProposalState, check_cost, moved
from pb.rules.refusals import Code, Conflict, NotValid

# From where, by which deed, to where. Nothing else moves a proposal.
WAY = """
    draft         submit         submitted
    submitted     admit          admitted
    submitted     return         returned
    submitted     not_admit      not_admitted
    submitted     withdraw       withdrawn
    submitted     merge          merged
    submitted     take_in        returned
    returned      submit         submitted
    returned      withdraw       withdrawn
    returned      merge          merged
    not_admitted  uphold_appeal  submitted
    admitted      withdraw       withdrawn
"""
ALLOWED = {
    (state, deed): to for state, deed, to in (row.split() for row in WAY.strip().splitlines())
}
NOT_ALLOWED = [
    pytest.param(state, deed, id=f"{state}-{deed}")
    for state in ProposalState
    for deed in Deed
    if (state.value, deed.value) not in ALLOWED
]


@pytest.mark.parametrize(("step", "to"), ALLOWED.items())
def test_moved_goes_the_printed_way(step, to):
    state, deed = step

    assert moved(ProposalState(state), Deed(deed)) == to


@pytest.mark.parametrize(("state", "deed"), NOT_ALLOWED)
def test_moved_refuses_every_deed_that_is_not_on_the_way(state, deed):
    with pytest.raises(Conflict) as refused:
        moved(state, deed)

    assert refused.value.code is Code.PROPOSAL_MOVED_ON
    assert refused.value.facts == {"state": state, "deed": deed}


def test_every_deed_and_every_state_is_walked():
    assert len(NOT_ALLOWED) + len(ALLOWED) == len(ProposalState) * len(Deed)
    assert set(MOVES) == set(ProposalState)
    assert {deed for _, deed in ALLOWED} == set(Deed)


def test_every_state_but_the_draft_can_be_reached_from_it():
    reached = {ProposalState.DRAFT}
    while more := {to for state in reached for to in MOVES[state].values()} - reached:
        reached |= more

    assert reached == set(ProposalState)


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
