"""What a rule set adds to a rule, worked out by hand: each option is off until it is said."""

import hashlib
from dataclasses import replace
from fractions import Fraction

import pytest

from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, NotValid
from pb.rules.tally import (
    EQUAL_SHARES,
    AllocationRule,
    Ballot,
    Channel,
    CountRules,
    Election,
    Heading,
    Outcome,
    Project,
    Stage,
    TieBreak,
    VoteType,
    count,
)


def an_election(costs, votes, budget, own=(), **facts):
    """Projects A, B, C … with these costs in tyiyn, and so many one-choice ballots for each."""
    ids = [chr(ord("A") + number) for number in range(len(costs))]
    shares = [*own, *([0] * len(costs))]
    projects = tuple(
        Project(ref, Tyiyn(cost), own_contribution=Tyiyn(share))
        for ref, cost, share in zip(ids, costs, shares, strict=False)
    )
    ballots = tuple(Ballot((ref,), weight=n) for ref, n in zip(ids, votes, strict=True) if n)
    facts = {"vote_type": VoteType.APPROVAL, "rule": "greedy", **facts}
    return Election(projects, ballots, Tyiyn(budget), **facts)


def outcomes(allocation):
    return {step.project_id: step.outcome for step in allocation.steps}


def step_of(allocation, ref):
    return next(step for step in allocation.steps if step.project_id == ref)


def test_a_share_of_the_voters_is_rounded_up_to_a_whole_one():
    election = an_election([1, 1, 1], [7, 6, 2], 9, options=CountRules(threshold_share=4_500))

    allocation = count(election)

    # 45 percent of 15 ballots are 6.75: seven are needed.
    assert allocation.selected == ("A",)
    assert step_of(allocation, "B").missing_votes == 1
    assert step_of(allocation, "C").missing_votes == 5


@pytest.mark.parametrize(
    ("options", "voters", "needed", "selected"),
    [
        ({"quorum": 10}, None, 10, ("A", "B")),
        ({"quorum": 11}, None, 11, ()),
        ({"quorum_share": 1_000}, 100, 10, ("A", "B")),
        ({"quorum_share": 1_000}, 101, 11, ()),
        ({"quorum": 4, "quorum_share": 5_000}, 30, 15, ()),
    ],
)
def test_nothing_wins_below_the_quorum_and_the_result_says_so(options, voters, needed, selected):
    election = an_election([1, 1], [6, 4], 9, options=CountRules(**options), voters=voters)

    allocation = count(election)

    assert (allocation.quorum.needed, allocation.quorum.people) == (needed, 10)
    assert allocation.selected == selected
    assert allocation.quorum.is_met is bool(selected)
    if not selected:
        assert set(outcomes(allocation).values()) == {Outcome.NO_QUORUM}
        assert {step.missing_votes for step in allocation.steps} == {needed - 10}
        assert allocation.left == allocation.budget


def test_a_quorum_of_an_unknown_number_of_people_is_refused():
    with pytest.raises(NotValid) as refused:
        count(an_election([1], [1], 1, options=CountRules(quorum_share=100)))

    assert refused.value.code is Code.QUORUM_OF_NOBODY


def test_a_project_that_sits_out_takes_no_money_and_does_not_stop_the_count():
    election = an_election([9, 5, 5], [9, 8, 7], 10, rule="greedy-no-skip", sits_out=("A",))

    allocation = count(election)

    assert allocation.selected == ("B", "C")
    assert outcomes(allocation)["A"] is Outcome.SITS_OUT


@pytest.mark.parametrize("rule", [*EQUAL_SHARES, AllocationRule.GREEDY_EXCLUSIVE])
def test_of_incompatible_projects_only_the_first_wins(rule):
    election = an_election(
        [10, 10, 10], [9, 8, 7], 40, exclusive=(("A", "B"),), options=CountRules(unit=Tyiyn(1))
    )

    allocation = count(election, rule)

    assert allocation.selected == ("A", "C")
    assert step_of(allocation, "B").outcome is Outcome.EXCLUDED
    assert step_of(allocation, "B").excluded_by == "A"


def test_votes_per_som_put_small_projects_first():
    allocation = count(an_election([90, 20, 30], [9, 4, 4], 100), AllocationRule.COST_RATIO)

    assert [step.project_id for step in allocation.steps] == ["B", "C", "A"]
    assert allocation.selected == ("B", "C")


def test_a_large_own_contribution_wins_before_any_vote():
    election = an_election(
        [10, 10, 10, 50],
        [9, 1, 0, 0],
        30,
        own=[1, 5, 6, 50],
        options=CountRules(early_win_share=5_000),
    )

    allocation = count(election)

    # D gives the most for its cost but does not fit; it has its turn again with the others.
    assert allocation.selected == ("C", "B", "A")
    assert [step.stage for step in allocation.steps] == [
        Stage.EARLY, Stage.EARLY, Stage.RULE, Stage.RULE,
    ]  # fmt: skip
    assert outcomes(allocation)["D"] is Outcome.NO_MONEY


@pytest.mark.parametrize(("share", "part"), [(0, None), (5_000, "B"), (5_001, None)])
def test_the_last_project_is_paid_in_part_if_enough_is_left(share, part):
    election = an_election([60, 80, 70], [3, 2, 1], 100, options=CountRules(part_funding=share))

    allocation = count(election)

    assert allocation.selected == ("A",)
    assert allocation.part_funded == ((part,) if part else ())
    assert (allocation.cost, allocation.left) == ((100, 0) if part else (60, 40))
    assert allocation.cost + allocation.left == allocation.budget
    if part:
        assert step_of(allocation, "B").missing_money == 40


def test_commission_and_vote_are_mixed_exactly():
    election = an_election(
        [10, 10, 10],
        [6, 4, 1],
        10,
        options=CountRules(commission_weight=3_000),
        commission=(("A", 1), ("B", 7)),
    )

    allocation = count(election)

    assert dict(allocation.mixed) == {
        "A": 30 * Fraction(1, 7) + 70,
        "B": 30 + 70 * Fraction(2, 3),
        "C": 70 * Fraction(1, 6),
    }
    assert dict(allocation.scores) == {"A": 6, "B": 4, "C": 1}
    assert allocation.selected == ("B",)
    commission_alone = replace(election, options=CountRules(commission_weight=10000))
    assert count(commission_alone).selected == ("B",)


def test_the_sums_of_each_channel_are_kept():
    ballots = (
        Ballot(("A",), channel=Channel.ASSEMBLY, weight=12),
        Ballot(("A", "B"), channel=Channel.PAPER, weight=2),
        Ballot((), channel=Channel.INTERNET),
    )
    election = replace(an_election([1, 1], [0, 0], 1), ballots=ballots)

    allocation = count(election)

    assert dict(allocation.scores_by_channel) == {
        Channel.INTERNET: (("A", 0), ("B", 0)),
        Channel.PAPER: (("A", 2), ("B", 2)),
        Channel.ASSEMBLY: (("A", 12), ("B", 0)),
    }
    assert (dict(allocation.scores), allocation.ballots) == ({"A": 14, "B": 2}, 15)


@pytest.mark.parametrize(
    ("facts", "scores"),
    [
        ({"max_choices": 3}, {"A": 3 + 3, "B": 2, "C": 1, "D": 2}),
        ({}, {"A": 4 + 4, "B": 3, "C": 2, "D": 3}),
        ({"max_choices": 9}, {"A": 4 + 4, "B": 3, "C": 2, "D": 3}),
        ({"options": CountRules(top_places=2)}, {"A": 2, "B": 1, "C": 0, "D": 1}),
    ],
)
def test_ordinal_ballots_are_counted_by_place(facts, scores):
    ballots = (Ballot(("A", "B", "C")), Ballot(("A", "D")))
    election = replace(
        an_election([1, 1, 1, 1], [0] * 4, 1, vote_type=VoteType.ORDINAL, **facts), ballots=ballots
    )

    assert dict(count(election).scores) == scores


def test_a_public_lot_can_be_repeated_with_any_tool_that_knows_sha256():
    election = an_election([1, 1, 1], [5, 5, 5], 1, ties=(TieBreak.LOT,), seed="Ак-Өзөн 25.11.2026")
    drawn = {ref: hashlib.sha256(f"Ак-Өзөн 25.11.2026:{ref}".encode()).hexdigest() for ref in "ABC"}

    allocation = count(election)

    assert [step.project_id for step in allocation.steps] == sorted(drawn, key=drawn.get)
    assert {step.tie_broken_by for step in allocation.steps} == {TieBreak.LOT}
    assert (allocation.seed, allocation.ties) == (election.seed, (TieBreak.LOT,))


def test_a_lot_without_a_seed_is_refused():
    with pytest.raises(NotValid) as refused:
        count(an_election([1], [1], 1), ties=(TieBreak.LOT,))

    assert refused.value.code is Code.LOT_SEED_MISSING


@pytest.mark.parametrize(
    "build",
    [
        lambda: CountRules(threshold_share=10_001),
        lambda: CountRules(quorum=-1),
        lambda: CountRules(unit=Tyiyn(0)),
        lambda: Heading("x", Tyiyn(-1)),
        lambda: an_election([1], [1], 1, exclusive=(("A", "Z"),)),
        lambda: an_election([1], [1], 1, sits_out=("Z",)),
        lambda: an_election([1], [1], 1, commission=(("A", -1),)),
        lambda: an_election([1], [1], 1, options=CountRules(headings=(Heading("x", Tyiyn(2)),))),
        lambda: an_election(
            [1], [1], 9, options=CountRules(headings=(Heading("x", Tyiyn(2)),) * 2)
        ),
        lambda: replace(
            an_election([1], [1], 1), projects=(Project("A", Tyiyn(1), heading="nowhere"),)
        ),
    ],
)
def test_a_rule_set_is_not_built_when_it_contradicts_itself(build):
    with pytest.raises(ValueError, match=r".+"):
        build()
