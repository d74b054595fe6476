"""Hands raised at assemblies: marks of no ballot, a line of their own, part of every sum."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.documents.count_data import data_of
from pb.documents.explanation import explained
from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, NotValid
from pb.rules.tally import (
    EQUAL_SHARES,
    AllocationRule,
    Ballot,
    Channel,
    CountRules,
    Election,
    Outcome,
    Project,
    VoteType,
    count,
)

BOTH = tuple(Project(ref, Tyiyn(100)) for ref in ("1", "2"))


def an_election(hands=(3, 1), people=4, ballots=(("2",), ("2",)), budget=100, **more):
    given = tuple(zip(("1", "2"), hands, strict=True))
    marked = tuple(Ballot(choices) for choices in ballots)
    return Election(
        BOTH, marked, Tyiyn(budget), VoteType.APPROVAL, "greedy",
        hands=given, hand_voters=people, **more,
    )  # fmt: skip


def test_hands_are_added_to_the_marks_and_stand_as_those_of_the_assembly():
    allocation = count(an_election())

    assert dict(allocation.scores) == dict(allocation.votes) == {"1": 3, "2": 3}
    by_channel = {channel: dict(sums) for channel, sums in allocation.scores_by_channel}
    assert by_channel[Channel.ASSEMBLY] == {"1": 3, "2": 1}
    assert by_channel[Channel.INTERNET] == {"1": 0, "2": 2}
    assert (allocation.ballots, allocation.hand_voters) == (2, 4)
    assert dict(allocation.ballots_by_channel)[Channel.ASSEMBLY] == 0


def test_hands_alone_decide_where_there_is_no_ballot():
    assert count(an_election(ballots=())).selected == ("1",)


@pytest.mark.parametrize(
    ("options", "met"),
    [
        ({"quorum": 6}, True),
        ({"quorum": 7}, False),
        ({"quorum_share": 6_000}, True),
        ({"quorum_share": 6_001}, False),
    ],
)
def test_a_quorum_counts_whoever_could_raise_a_hand(options, met):
    allocation = count(an_election(options=CountRules(**options), voters=10))

    assert allocation.quorum.is_met is met
    assert allocation.quorum.people == 6


def test_a_share_of_the_voters_counts_them_too():
    allocation = count(an_election(hands=(1, 1), options=CountRules(threshold_share=5_000)))

    assert allocation.steps[1].outcome is Outcome.BELOW_THRESHOLD
    assert allocation.steps[1].missing_votes == 2


@pytest.mark.parametrize("rule", EQUAL_SHARES)
def test_equal_shares_are_refused_because_nobody_knows_whose_hand_it_was(rule):
    with pytest.raises(NotValid) as found:
        count(an_election(), rule)

    assert found.value.code is Code.HANDS_NOT_WITH_RULE


@pytest.mark.parametrize(
    ("hands", "people"),
    [((("1", 5),), 4), ((("1", -1),), 4), ((("x", 1),), 4), ((("1", 1), ("1", 1)), 4)],
)
def test_hands_that_cannot_be_are_no_election(hands, people):
    with pytest.raises(ValueError, match=r"."):
        replace(an_election(), hands=hands, hand_voters=people)


def test_hands_give_no_points():
    with pytest.raises(ValueError, match="points"):
        replace(an_election(ballots=()), vote_type=VoteType.CUMULATIVE)


def test_the_data_of_a_count_without_hands_says_nothing_of_them():
    without = count(an_election(hands=(0, 0), people=0))

    assert not {"hands", "at_assemblies"} & set(data_of(without))
    assert data_of(count(an_election()))["hands"] == {"1": 3, "2": 1}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ky", "Жыйындарда кол көтөрүп 4 адам добуш берди."),
        ("ru", "На сходах поднятием рук голосовали 4 человек."),
    ],
)
def test_the_explanation_tells_of_hands_in_both_languages(language, said):
    election = an_election()
    told = list(explained(election, count(election), language))

    assert any(line.startswith(said) for line in told), told
    alone = an_election(ballots=())
    assert list(explained(alone, count(alone), language))[1] != told[1]


@given(
    st.lists(st.integers(0, 9), min_size=2, max_size=2),
    st.lists(st.sampled_from(["", "1", "2", "12"]), max_size=8),
    st.sampled_from([rule for rule in AllocationRule if rule not in EQUAL_SHARES]),
)
def test_a_hand_is_worth_a_ballot_that_marks_the_same(hands, marked, rule):
    ballots = tuple(tuple(choices) for choices in marked)
    by_hand = count(an_election(hands, 9, ballots), rule)
    raised = [(ref,) for ref, number in zip("12", hands, strict=True) for _ in range(number)]
    by_ballot = count(an_election((0, 0), 0, (*ballots, *raised)), rule)

    assert by_hand.selected == by_ballot.selected
    assert by_hand.scores == by_ballot.scores
