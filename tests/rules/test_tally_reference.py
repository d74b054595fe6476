"""Thousands of small elections, counted fast and counted slowly: the winners are the same."""

import random
from dataclasses import replace

import pytest

from pb.rules.money import Tyiyn
from pb.rules.tally import (
    AllocationRule,
    Ballot,
    Channel,
    CountRules,
    Election,
    Heading,
    Outcome,
    Project,
    TieBreak,
    VoteType,
    count,
    purses,
    runs,
)
from tests.rules.slow_count import SlowCount

EACH = 40
"""Elections for each rule, type of vote and kind of options; 40 × 9 × 5 × 2 are 3,600."""


def a_ballot(dice, ids, vote_type):
    number = dice.randint(0, min(3, len(ids)))
    if vote_type is VoteType.CHOOSE_1:
        number = min(number, 1)
    choices = tuple(dice.sample(ids, number))
    points = ()
    if vote_type is VoteType.CUMULATIVE:
        points = tuple(dice.randint(1, 4) for _ in choices)
    elif vote_type is VoteType.SCORING:
        points = tuple(dice.randint(-2, 3) for _ in choices)
    return Ballot(choices, points, dice.choice(list(Channel)), dice.choice([1, 1, 1, 2, 4]))


def an_election(dice, rule, vote_type):
    ids = [f"p{at}" for at in range(dice.randint(1, 6))]
    large = dice.choice([4, 9, 30])
    projects = tuple(
        Project(ref, Tyiyn(dice.randint(1, large)), own_contribution=Tyiyn(dice.randint(0, 3)))
        for ref in ids
    )
    ballots = tuple(a_ballot(dice, ids, vote_type) for _ in range(dice.randint(0, 7)))
    ties = dice.sample(list(TieBreak), dice.randint(0, 3))
    return Election(
        projects, ballots, Tyiyn(dice.randint(0, 45)), vote_type, rule=rule.value,
        max_choices=dice.choice([None, 3]), threshold=dice.choice([0, 0, 0, 2]),
        ties=tuple(ties), seed="чычкан 17", options=CountRules(unit=Tyiyn(1)),
    )  # fmt: skip


def with_options(dice, election):
    """The same election under a rule set that says more."""
    ids = [project.id for project in election.projects]
    budget = election.budget
    names = dice.choice([(), ("A",), ("A", "B")])
    headings = tuple(Heading(name, Tyiyn(dice.randint(0, budget // len(names)))) for name in names)
    projects = tuple(
        replace(project, heading=dice.choice(["", *names])) for project in election.projects
    )
    options = CountRules(
        threshold_share=dice.choice([0, 0, 2_000]),
        quorum=dice.choice([0, 0, 0, 4]),
        quorum_share=dice.choice([0, 0, 0, 3_000]),
        early_win_share=dice.choice([0, 0, 5_000]),
        headings=headings,
        leftover_to_pot=dice.random() < 0.6,
        commission_weight=dice.choice([0, 0, 4_000, 10_000]),
        top_places=dice.choice([0, 0, 2]),
        complete=dice.random() < 0.4,
        unit=Tyiyn(dice.choice([1, 2, 5])),
    )
    return replace(
        election,
        projects=projects,
        options=options,
        voters=dice.randint(8, 30),
        exclusive=tuple(
            tuple(dice.sample(ids, 2)) for _ in range(dice.choice([0, 1, 2])) if len(ids) > 1
        ),
        sits_out=tuple(dice.sample(ids, 1)) if dice.random() < 0.2 else (),
        commission=tuple((ref, dice.randint(0, 5)) for ref in ids if dice.random() < 0.8),
    )


@pytest.mark.parametrize("rule", list(AllocationRule))
@pytest.mark.parametrize("vote_type", list(VoteType))
def test_count_agrees_with_the_definition_when_counting_anything(rule, vote_type):
    dice = random.Random(f"{rule} {vote_type}")  # noqa: S311 - made-up elections

    for _ in range(EACH):
        election = an_election(dice, rule, vote_type)
        for asked in (election, with_options(dice, election)):
            assert list(count(asked).selected) == SlowCount(asked, rule.value).count(), asked


@pytest.mark.parametrize(("module", "name", "value"), [(purses, "_CROWDED", 1), (None, "FINE", 0)])
def test_count_agrees_with_the_definition_when_its_shortcuts_are_worst(
    monkeypatch, module, name, value
):
    """Classes swept at every purchase; effective vote counts that differ only behind the point."""
    for place in [module] if module else [purses, runs]:
        monkeypatch.setattr(place, name, value)
    dice = random.Random(name)  # noqa: S311 - made-up elections

    for _ in range(400):
        election = an_election(dice, AllocationRule.EQUAL_SHARES, dice.choice(list(VoteType)))
        more = replace(election, ballots=election.ballots * 3)
        assert list(count(more).selected) == SlowCount(more, "equalshares").count(), more


GREEDY = [rule for rule in AllocationRule if not rule.startswith("equalshares")]


@pytest.mark.parametrize("rule", GREEDY)
@pytest.mark.parametrize("vote_type", [VoteType.APPROVAL, VoteType.CHOOSE_1])
def test_count_agrees_with_the_definition_when_hands_stand_beside_ballots(rule, vote_type):
    dice = random.Random(f"hands {rule} {vote_type}")  # noqa: S311 - made-up elections

    for _ in range(EACH):
        election = with_options(dice, an_election(dice, rule, vote_type))
        people = dice.randint(0, 9)
        asked = replace(
            election,
            hands=tuple((one.id, dice.randint(0, people)) for one in election.projects),
            hand_voters=people,
            ballots=election.ballots if dice.random() < 0.7 else (),
        )
        assert list(count(asked).selected) == SlowCount(asked, rule.value).count(), asked


def test_count_pays_in_part_whom_the_definition_names_under_greedy():
    dice = random.Random("in part")  # noqa: S311 - made-up elections
    paid = 0

    for _ in range(300):
        election = an_election(dice, AllocationRule.GREEDY, VoteType.APPROVAL)
        share = dice.choice([100, 3_050, 8_000])
        ids = [project.id for project in election.projects]
        rivals = tuple(dice.sample(ids, 2)) if len(ids) > 1 else ()
        asked = replace(
            election,
            options=CountRules(part_funding=share),
            threshold=0,
            exclusive=(rivals,) if dice.random() < 0.5 else (),
        )
        slow = SlowCount(asked, "greedy")
        slow.count()

        allocation = count(asked)

        assert allocation.part_funded == (() if slow.part is None else (slow.part,)), asked
        paid += len(allocation.part_funded)
        if allocation.part_funded:
            last = allocation.steps[-1]
            assert (last.outcome, last.left_after) == (Outcome.PART_FUNDED, 0)
            assert allocation.left == 0
            assert last.missing_money == last.cost - last.left_before > 0
    assert paid > 50
