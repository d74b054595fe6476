"""The search of add1: what the forecast says is so, and where it is close it says nothing."""

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from pb.rules.money import Tyiyn
from pb.rules.tally import (
    EQUAL_SHARES,
    AllocationRule,
    Ballot,
    CountRules,
    Election,
    Project,
    TieBreak,
    VoteType,
    count,
    equal_shares,
)
from pb.rules.tally.contest import MOST_LOOKS, Watch, rivals_in
from pb.rules.tally.crowd import crowd_of
from pb.rules.tally.forecast import Forecast
from pb.rules.tally.runs import Run
from pb.rules.tally.ties import order_of, total_order
from tests.rules.slow_count import SlowCount

LARGE = 10**15
ADD1 = AllocationRule.EQUAL_SHARES_ADD1


def an_election(dice, projects, groups, largest, unit=1):
    ids = [f"p{at}" for at in range(projects)]
    costs = [dice.randint(max(largest // 40, 1), largest) for _ in ids]
    ballots = [
        Ballot(
            tuple(dice.sample(ids, dice.randint(1, min(5, projects)))),
            weight=dice.choice([1, 1, 3]),
        )
        for _ in range(groups)
    ]
    return Election(
        tuple(Project(ref, Tyiyn(cost)) for ref, cost in zip(ids, costs, strict=True)),
        tuple(ballots),
        Tyiyn(sum(costs) // 3),
        VoteType.APPROVAL,
        rule=ADD1.value,
        ties=(TieBreak.LOT,),
        seed="бөрү 4",
        options=CountRules(unit=Tyiyn(unit)),
    )  # fmt: skip


class Both:
    """A forecast and an exact run of the same contest."""

    def __init__(self, election):
        self.election, self.watch = election, Watch(MOST_LOOKS, None)
        self.able = [p for p in election.projects if p.cost <= election.budget]
        self.crowd = crowd_of(election.ballots, None, {p.id for p in self.able})
        self.rivals = rivals_in(election.exclusive)
        self.forecast = Forecast(self.crowd, self.able, self.rivals, self.watch)
        votes = {p.id: sum(b.weight for b in election.ballots if p.id in b.choices)
                 for p in election.projects}  # fmt: skip
        ties = total_order((*equal_shares.TIES, *election.ties))
        self.order = order_of(election.projects, ties, votes, election.seed)

    def forecasts(self, share):
        return self.forecast.certainly_goes_on(share, self.election.budget)

    def goes_on(self, share):
        run = Run(self.crowd, share, self.able, self.order, self.rivals, self.watch)
        return run.cost_within(self.election.budget) and run.gave_up


@pytest.mark.parametrize("largest", [30, 90_000, LARGE // 200])
def test_a_raise_the_forecast_is_certain_of_goes_on_in_the_exact_run(largest):
    dice = random.Random(largest)  # noqa: S311 - made-up elections
    certain = possible = 0

    for _ in range(150):
        election = an_election(dice, dice.randint(2, 15), dice.randint(2, 40), largest)
        if dice.random() < 0.3:
            ids = [project.id for project in election.projects]
            election = replace(election, exclusive=(tuple(dice.sample(ids, 2)),))
        both = Both(election)
        first = Fraction(election.budget, both.crowd.voters)
        for _ in range(6):
            share = first * Fraction(dice.randint(50, 200), dice.randint(50, 150))
            if dice.random() < 0.5:
                share = Fraction(share // 1)
            said, so = both.forecasts(share), both.goes_on(share)
            assert so or not said, (election, share)
            certain += said
            possible += so

    assert possible > 300
    if largest > 30:  # with so few voters many a count is a tie, and small costs tie all the time
        assert certain > possible * 0.6


def test_a_forecast_says_nothing_of_a_tie_and_of_money_that_just_reaches():
    projects = (Project("a", Tyiyn(700)), Project("b", Tyiyn(900)), Project("c", Tyiyn(5_000)))
    ballots = (Ballot(("a", "c"), weight=5), Ballot(("b",), weight=5))
    tied = Both(Election(projects, ballots, Tyiyn(6_000), VoteType.APPROVAL, rule=ADD1.value))
    parted = Both(replace(tied.election, ballots=(ballots[0], Ballot(("b",), weight=6))))
    share, third = Fraction(600), Fraction(520, 3)

    assert tied.goes_on(share)
    assert not tied.forecasts(share)
    assert parted.goes_on(share)
    assert parted.forecasts(share)
    # 3 × 173⅓ are exactly 520: whole parts of a tyiyn cannot say whether they reach.
    exact = Election(
        (Project("a", Tyiyn(520)), Project("c", Tyiyn(900))),
        (Ballot(("a",), weight=3), Ballot(("c",))), Tyiyn(1_000), VoteType.APPROVAL,
        rule=ADD1.value,
    )  # fmt: skip
    assert Both(exact).goes_on(third)
    assert not Both(exact).forecasts(third)


@pytest.mark.parametrize("near", [1, 10**3])
def test_near_ties_at_ten_to_the_fifteen_are_decided_as_by_the_definition(near):
    """Effective vote counts that differ in the fifteenth place."""
    dice = random.Random(near)  # noqa: S311 - made-up elections

    for _ in range(60):
        election = an_election(dice, 6, 8, LARGE // 20, unit=10**11)
        base = election.projects[0].cost
        costs = [base + dice.choice([0, near, -near]) for _ in election.projects]
        near_by = tuple(
            replace(project, cost=Tyiyn(cost))
            for project, cost in zip(election.projects, costs, strict=True)
        )
        asked = replace(election, projects=near_by, budget=Tyiyn(base * 2))
        assert list(count(asked).selected) == SlowCount(asked, ADD1.value).count(), asked


@pytest.mark.parametrize("largest", [9_000, LARGE // 100])
def test_the_forecast_changes_nothing_but_the_time(monkeypatch, largest):
    dice = random.Random(largest)  # noqa: S311 - made-up elections
    elections = [an_election(dice, 14, 40, largest, largest // 500) for _ in range(25)]
    fast = [count(election) for election in elections]
    monkeypatch.setattr(Forecast, "certainly_goes_on", lambda *_: False)

    assert [count(election) for election in elections] == fast
    assert sum(allocation.passes[0].shares.raises for allocation in fast) > 100


@pytest.mark.parametrize("rule", EQUAL_SHARES)
def test_voters_beyond_any_machine_word_are_counted_exactly(rule):
    dice = random.Random(rule)  # noqa: S311 - made-up elections
    many = 1 << 62

    for _ in range(20):
        election = an_election(dice, 6, 12, 900, unit=40)
        larger = replace(
            election,
            ballots=tuple(replace(b, weight=b.weight * many) for b in election.ballots),
            projects=tuple(replace(p, cost=Tyiyn(p.cost * many)) for p in election.projects),
            budget=Tyiyn(election.budget * many),
        )

        assert count(larger, rule).selected == count(election, rule).selected


def test_a_budget_beyond_the_bounds_of_the_forecast_is_left_to_the_exact_run():
    dice = random.Random(7)  # noqa: S311 - made-up elections
    election = an_election(dice, 8, 20, 10**19, unit=10**17)

    assert not Both(election).forecasts(Fraction(10**19))
    assert list(count(election).selected) == SlowCount(election, ADD1.value).count()
