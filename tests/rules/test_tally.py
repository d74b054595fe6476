"""Counting by the greedy rules: cases worked out by hand."""

from dataclasses import replace
from pathlib import Path

import pytest

from pb.rules.money import Tyiyn
from pb.rules.pabulib import parse
from pb.rules.refusals import Code, NotValid
from pb.rules.tally import (
    AllocationRule,
    Ballot,
    Channel,
    CountRules,
    Election,
    Outcome,
    Project,
    TieBreak,
    VoteType,
    check_held,
    count,
)

ELECTIONS = Path(__file__).resolve().parents[1] / "elections"
NO_SKIP = AllocationRule.GREEDY_NO_SKIP
LOWER_COST, OWN_SHARE = TieBreak.LOWER_COST, TieBreak.OWN_SHARE
LISTED_FIRST = TieBreak.LISTED_FIRST
WON, NO_MONEY, BELOW, AFTER_STOP = (
    Outcome.WON,
    Outcome.NO_MONEY,
    Outcome.BELOW_THRESHOLD,
    Outcome.AFTER_STOP,
)


def an_election(costs, votes, budget, **facts):
    """Projects A, B, C … with these costs in tyiyn, and so many one-choice ballots for each."""
    ids = [chr(ord("A") + number) for number in range(len(costs))]
    shares = facts.pop("own", [0] * len(costs))
    projects = [
        Project(ref, Tyiyn(cost), own_contribution=Tyiyn(own))
        for ref, cost, own in zip(ids, costs, shares, strict=True)
    ]
    ballots = [Ballot((ref,), weight=n) for ref, n in zip(ids, votes, strict=True) if n]
    facts = {"vote_type": VoteType.APPROVAL, "rule": "greedy", **facts}
    return Election(tuple(projects), tuple(ballots), Tyiyn(budget), **facts)


def outcomes(allocation):
    return [(step.project_id, step.outcome) for step in allocation.steps]


@pytest.mark.parametrize(
    ("file", "selected"),
    [
        ("kyzyl-ozon-greedy.pb", ("1", "3", "5")),
        ("ak-torpu-no-skip.pb", ("12",)),
        ("kok-bulung-threshold.pb", ("K-01", "K-02")),
        ("uch-emchek-choose-1.pb", ("p1", "p2")),
        ("teng-dobush-ties.pb", ("T3", "T1", "T4")),
        ("upai-cumulative.pb", ("1", "3")),
        ("yraat-ordinal.pb", ("1", "3")),
        ("baa-scoring.pb", ("2", "3")),
        ("ten-ulush-add1.pb", ("1", "3")),
        ("chong-dolboor-compared.pb", ("1",)),
    ],
)
def test_count_selects_what_was_worked_out_by_hand_when_counting_a_fixture(file, selected):
    read = parse((ELECTIONS / file).read_bytes())

    allocation = count(read.election)

    assert allocation.selected == selected
    assert set(allocation.selected) == set(read.published)
    assert allocation.votes == read.published_votes
    assert read.published_scores in (None, allocation.scores)


def test_count_tries_the_next_when_one_does_not_fit_under_greedy():
    allocation = count(an_election([60, 50, 40, 1], [4, 3, 2, 1], 100))

    assert outcomes(allocation) == [("A", WON), ("B", NO_MONEY), ("C", WON), ("D", NO_MONEY)]
    assert (allocation.cost, allocation.left) == (100, 0)


def test_count_stops_when_one_does_not_fit_under_no_skip():
    election = an_election([60, 50, 40, 1], [4, 3, 2, 1], 100, rule="greedy-no-skip", threshold=2)

    allocation = count(election)

    assert outcomes(allocation) == [("A", WON), ("B", NO_MONEY), ("C", AFTER_STOP), ("D", BELOW)]
    assert (allocation.cost, allocation.left) == (60, 40)


@pytest.mark.parametrize("rule", list(AllocationRule)[:3])
def test_count_holds_to_the_threshold_when_one_is_set(rule):
    allocation = count(an_election([1, 1, 1], [3, 2, 1], 100, threshold=2), rule)

    assert outcomes(allocation) == [("A", WON), ("B", WON), ("C", BELOW)]


def test_count_stops_when_the_favourite_costs_more_than_the_budget_under_no_skip():
    election = an_election([101, 1], [2, 1], 100)

    assert count(election).selected == ("B",)
    assert count(election, NO_SKIP).selected == ()


@pytest.mark.parametrize("budget", [100, 99_999_999_999])
def test_count_passes_over_a_withdrawn_project_whatever_the_budget(budget):
    facts = {"rule": "greedy-no-skip", "withdrawn": ("A",)}
    election = an_election([99_999_999_900, 60, 50], [4, 3, 2], budget, **facts)

    told = outcomes(count(election))

    last = WON if budget > 100 else NO_MONEY
    assert told == [("A", Outcome.SITS_OUT), ("B", WON), ("C", last)]


def test_count_stops_at_a_project_that_is_only_dear_under_no_skip():
    election = an_election([99_999_999_900, 60], [4, 3], 100, rule="greedy-no-skip")

    assert outcomes(count(election)) == [("A", NO_MONEY), ("B", AFTER_STOP)]


def test_count_keeps_every_step_when_money_runs_out():
    steps = count(an_election([60, 50, 40], [3, 2, 1], 100)).steps

    assert [
        (s.place, s.project_id, s.score, s.cost, s.left_before, s.left_after) for s in steps
    ] == [
        (1, "A", 3, 60, 100, 40),
        (2, "B", 2, 50, 40, 40),
        (3, "C", 1, 40, 40, 0),
    ]


def test_count_includes_projects_without_a_vote_when_money_reaches():
    allocation = count(an_election([60, 50], [0, 1], 110))

    assert allocation.selected == ("B", "A")
    assert allocation.scores == (("A", 0), ("B", 1))


@pytest.mark.parametrize(
    ("ties", "order"),
    [
        ((), "ABCD"),
        ((LISTED_FIRST, LOWER_COST), "ABCD"),
        ((LOWER_COST,), "CABD"),
        ((OWN_SHARE,), "BDAC"),
        ((OWN_SHARE, LOWER_COST), "BDCA"),
        ((LOWER_COST, OWN_SHARE), "CBDA"),
    ],
)
def test_count_orders_equal_scores_by_the_tie_breaks_when_scores_are_equal(ties, order):
    # B gives half of its cost and D too; A and C give a tenth of theirs.
    election = an_election([20, 20, 10, 20], [1, 1, 1, 1], 0, own=[2, 10, 1, 10])

    allocation = count(election, ties=ties)

    assert "".join(step.project_id for step in allocation.steps) == order
    assert allocation.ties[-1] is LISTED_FIRST


def test_count_prefers_the_larger_share_when_the_contributions_are_equal():
    election = an_election([30, 20], [1, 1], 0, own=[6, 6])

    steps = count(election, ties=(OWN_SHARE,)).steps

    assert [step.project_id for step in steps] == ["B", "A"]


def test_count_names_what_broke_a_tie_when_scores_are_equal():
    election = an_election([20, 10, 20, 5], [1, 1, 1, 2], 100, ties=(LOWER_COST,))

    steps = count(election).steps

    assert [(step.project_id, step.tied_with, step.tie_broken_by) for step in steps] == [
        ("D", (), None),
        ("B", ("A", "C"), LOWER_COST),
        ("A", ("B", "C"), LISTED_FIRST),
        ("C", ("B", "A"), LISTED_FIRST),
    ]


def test_count_takes_the_ties_of_the_election_unless_others_are_given():
    election = parse((ELECTIONS / "teng-dobush-ties.pb").read_bytes()).election

    assert count(election).selected == ("T3", "T1", "T4")
    assert count(election, ties=(LOWER_COST,)).selected == ("T2", "T1", "T4")


def test_count_tells_ballots_by_channel_when_channels_are_mixed():
    read = parse((ELECTIONS / "kyzyl-ozon-greedy.pb").read_bytes())

    allocation = count(read.election)

    assert allocation.ballots == 12
    assert allocation.ballots_by_channel == (
        (Channel.INTERNET, 8),
        (Channel.PAPER, 3),
        (Channel.ASSEMBLY, 1),
    )


def test_count_refuses_when_the_rule_is_one_we_cannot_count():
    with pytest.raises(NotValid) as refused:
        count(an_election([1], [1], 1, rule="greedy-custom"))

    assert refused.value.code is Code.RULE_UNKNOWN
    assert refused.value.facts == {"rule": "greedy-custom", "rules": ", ".join(AllocationRule)}


@pytest.mark.parametrize("vote_type", VoteType)
def test_a_round_is_held_with_any_type_of_vote(vote_type):
    election = an_election([1], [1], 1, vote_type=vote_type)

    assert check_held(election) is AllocationRule(election.rule)


def test_a_round_is_not_held_with_ballots_that_a_round_does_not_keep():
    of_places = an_election(
        [1], [1], 1, vote_type=VoteType.ORDINAL, options=CountRules(top_places=1)
    )
    below_zero = replace(
        an_election([1], [1], 1, vote_type=VoteType.SCORING), ballots=(Ballot(("A",), (-1,)),)
    )

    for election in (of_places, below_zero):
        with pytest.raises(NotValid) as refused:
            check_held(election)
        assert refused.value.code is Code.VOTE_TYPE_UNCOUNTED
        assert refused.value.facts == {"vote_type": election.vote_type.value}


def test_a_round_is_held_with_any_rule_that_can_be_counted():
    for rule in AllocationRule:
        assert check_held(an_election([1], [1], 1, rule=rule)) is rule
    with pytest.raises(NotValid) as refused:
        check_held(an_election([1], [1], 1, rule="condorcet"))

    assert refused.value.code is Code.RULE_UNKNOWN
    assert refused.value.facts["rules"] == ", ".join(AllocationRule)


@pytest.mark.parametrize(
    "build",
    [
        lambda: Project("A", Tyiyn(0)),
        lambda: Project("A", Tyiyn(1), own_contribution=Tyiyn(-1)),
        lambda: Ballot(("A", "A")),
        lambda: Ballot(("A",), (1, 2)),
        lambda: Ballot(("A",), weight=0),
        lambda: an_election([1], [1], -1),
        lambda: an_election([1], [1], 1, withdrawn=("B",)),
        lambda: Election(
            (Project("A", Tyiyn(1)),) * 2, (), Tyiyn(1), VoteType.APPROVAL, rule="greedy"
        ),
        lambda: Election((), (Ballot(("A",)),), Tyiyn(1), VoteType.APPROVAL, rule="greedy"),
    ],
)
def test_election_is_not_built_when_it_contradicts_itself(build):
    with pytest.raises(ValueError, match=r".+"):
        build()
