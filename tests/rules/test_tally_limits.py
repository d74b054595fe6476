"""Elections nobody would hold: there is an answer or a clear refusal, and never a hang."""

import time
from dataclasses import replace
from fractions import Fraction

import pytest

from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, NotValid
from pb.rules.tally import (
    EQUAL_SHARES,
    AllocationRule,
    Ballot,
    CountRules,
    Election,
    Outcome,
    Project,
    VoteType,
    count,
)

RULES = list(AllocationRule)
LARGE = Tyiyn(10**15)
SECONDS = 20
"""Far more than any of these needs, on any machine."""


def election_of(projects, ballots, budget, **facts):
    facts = {"vote_type": VoteType.APPROVAL, "rule": "greedy", **facts}
    return Election(tuple(projects), tuple(ballots), Tyiyn(budget), **facts)


def projects_of(*costs):
    return [Project(str(at), Tyiyn(cost)) for at, cost in enumerate(costs, start=1)]


@pytest.fixture(autouse=True)
def in_time():
    started = time.monotonic()
    yield
    assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("vote_type", list(VoteType))
@pytest.mark.parametrize(
    ("projects", "ballots", "budget"),
    [
        ([], [], 0),
        ([], [Ballot((), weight=3)], 100),
        (projects_of(5, 5), [], 100),
        (projects_of(5, 5), [Ballot((), weight=9)], 100),
        (projects_of(101, 10**15), [Ballot(())], 100),
        (projects_of(5), [], 0),
    ],
)
def test_an_election_without_projects_ballots_or_money_has_an_answer(
    rule, vote_type, projects, ballots, budget
):
    election = election_of(projects, ballots, budget, vote_type=vote_type)

    allocation = count(election, rule)

    assert len(allocation.steps) == len(projects)
    assert allocation.cost + allocation.left == budget
    assert allocation.cost == sum(p.cost for p in projects if p.id in allocation.selected)
    if rule in EQUAL_SHARES and "comparison" not in rule:
        assert allocation.selected == ()  # nobody pays for what nobody chose


@pytest.mark.parametrize("rule", RULES)
def test_a_project_dearer_than_the_budget_never_wins_and_hinders_nobody(rule):
    ballots = [Ballot(("1",), weight=90), Ballot(("2",), weight=10)]

    allocation = count(election_of(projects_of(LARGE, 7), ballots, 100), rule)

    lost = next(step for step in allocation.steps if step.project_id == "1")
    assert lost.outcome is Outcome.NO_MONEY
    assert lost.missing_money > 0
    if rule is not AllocationRule.GREEDY_NO_SKIP:
        assert allocation.selected == ("2",)


@pytest.mark.parametrize("rule", RULES)
def test_sums_beyond_any_budget_are_counted_to_the_tyiyn(rule):
    ballots = [Ballot(("1", "2"), weight=3), Ballot(("2", "3"), weight=4)]
    election = election_of(
        projects_of(LARGE // 3, LARGE // 2, LARGE // 2),
        ballots,
        LARGE,
        options=CountRules(unit=Tyiyn(10**12)),
    )

    allocation = count(election, rule)

    assert allocation.cost + allocation.left == LARGE
    assert allocation.cost == sum(
        dict(zip("123", [p.cost for p in election.projects], strict=True))[ref]
        for ref in allocation.selected
    )


@pytest.mark.parametrize("rule", RULES)
def test_everything_equal_is_decided_by_the_order_of_the_ballot_paper(rule):
    projects = projects_of(*[10] * 9)
    everything = tuple(project.id for project in projects)
    election = election_of(projects, [Ballot(everything, weight=50)], 45)

    allocation = count(election, rule)

    assert allocation.selected == ("1", "2", "3", "4")
    assert allocation.left == 5


@pytest.mark.parametrize("rule", RULES)
def test_five_million_ballots_come_as_weights(rule):
    ballots = [
        Ballot(("1", "2"), weight=2_500_000),
        Ballot(("2", "3"), weight=1_500_001),
        Ballot((), weight=999_999),
    ]
    election = election_of(
        projects_of(4 * 10**12, 5 * 10**12, 10**12), ballots, 10**13,
        options=CountRules(unit=Tyiyn(10**5)),
    )  # fmt: skip

    allocation = count(election, rule)

    assert allocation.ballots == 5_000_000
    assert allocation.votes == (("1", 2_500_000), ("2", 4_000_001), ("3", 1_500_001))
    assert "2" in allocation.selected


def hopeless():
    """One person would need the whole budget, and gets it som by som, without an end."""
    ballots = [Ballot(("1",)), Ballot(("2",))]
    return election_of(
        projects_of(100, LARGE - 100), ballots, LARGE, rule=AllocationRule.EQUAL_SHARES_ADD1.value
    )


def test_a_count_that_would_not_end_is_given_up_with_a_reason():
    with pytest.raises(NotValid) as refused:
        count(hopeless(), limit=200_000)

    assert refused.value.code is Code.COUNT_TOO_LONG
    assert refused.value.facts == {"limit": 200_000}


def test_a_count_tells_how_far_it_is():
    told = []

    with pytest.raises(NotValid):
        count(hopeless(), limit=50_000, tell=told.append)

    assert told == list(range(1, len(told) + 1))
    assert len(told) > 100


def test_a_larger_unit_brings_the_same_count_to_an_end():
    election = replace(hopeless(), options=CountRules(unit=Tyiyn(10**12)))

    allocation = count(election)

    assert allocation.selected == ("1", "2")
    assert allocation.passes[0].shares.last <= LARGE
    assert allocation.passes[0].shares.first == Fraction(LARGE, 2)
