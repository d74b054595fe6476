"""What a valid ballot is under each type of vote, how its marks are kept, its control number."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.rules.ballots import (
    BallotRules,
    Marks,
    OnBallot,
    check_ballot,
    control_number,
    in_order,
    marks_of,
    marks_text,
    own_order,
)
from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, NotValid
from pb.rules.tally.election import VoteType

ON_BALLOT = {
    number: OnBallot(Tyiyn(number * 100), 1 if number < 5 else 2 if number < 9 else None)
    for number in range(1, 13)
}
CUMULATIVE = BallotRules(1, 3, VoteType.CUMULATIVE, points=5)
SCORING = BallotRules(1, 3, VoteType.SCORING, points=5)
ORDINAL = BallotRules(1, 3, VoteType.ORDINAL)
KNAPSACK = BallotRules(1, 5, budget=Tyiyn(1_000))
BY_HEADING = BallotRules(1, 5, by_heading=2)


@pytest.mark.parametrize(
    ("choices", "limits", "kept"),
    [
        ([3], (1, 3), (3,)),
        ([3, 1, 2], (1, 3), (1, 2, 3)),
        ([12, 2], (1, 3), (2, 12)),
        ([], (0, 3), ()),
        ([5, 4], (2, 2), (4, 5)),
    ],
)
def test_check_ballot_gives_the_choices_in_order_when_they_make_a_ballot(choices, limits, kept):
    assert check_ballot(Marks(tuple(choices)), BallotRules(*limits), ON_BALLOT) == Marks(kept)


@pytest.mark.parametrize(
    ("choices", "limits", "code", "facts"),
    [
        ([13], (1, 3), Code.CHOICE_UNKNOWN, {"number": 13}),
        ([0], (1, 3), Code.CHOICE_UNKNOWN, {"number": 0}),
        ([-1], (1, 3), Code.CHOICE_UNKNOWN, {"number": -1}),
        ([1, 2, 3, 99], (1, 3), Code.CHOICE_UNKNOWN, {"number": 99}),
        ([2, 5, 2], (1, 3), Code.CHOICE_TWICE, {"number": 2}),
        ([1, 1, 1, 1], (1, 3), Code.CHOICE_TWICE, {"number": 1}),
        ([1, 2, 3, 4], (1, 3), Code.TOO_MANY_CHOICES, {"largest": 3, "chosen": 4}),
        ([1, 2], (1, 1), Code.TOO_MANY_CHOICES, {"largest": 1, "chosen": 2}),
        ([], (1, 3), Code.TOO_FEW_CHOICES, {"smallest": 1, "chosen": 0}),
        ([1], (2, 3), Code.TOO_FEW_CHOICES, {"smallest": 2, "chosen": 1}),
    ],
)
def test_check_ballot_refuses_when_the_choices_make_no_ballot(choices, limits, code, facts):
    for vote_type in (VoteType.APPROVAL, VoteType.ORDINAL):
        with pytest.raises(NotValid) as refused:
            check_ballot(Marks(tuple(choices)), BallotRules(*limits, vote_type), ON_BALLOT)

        assert (refused.value.code, refused.value.field) == (code, "choices")
        assert refused.value.facts == facts


@pytest.mark.parametrize(
    ("rules", "marked", "kept"),
    [
        (CUMULATIVE, Marks((7, 2), (3, 2)), Marks((2, 7), (2, 3))),
        (CUMULATIVE, Marks((7,), (1,)), Marks((7,), (1,))),
        (SCORING, Marks((7, 2, 4), (5, 5, 5)), Marks((2, 4, 7), (5, 5, 5))),
        (ORDINAL, Marks((7, 2, 4)), Marks((7, 2, 4))),
        (KNAPSACK, Marks((6, 4)), Marks((4, 6))),
        (BY_HEADING, Marks((1, 2, 5, 6, 9)), Marks((1, 2, 5, 6, 9))),
    ],
)
def test_check_ballot_keeps_what_the_type_of_vote_allows(rules, marked, kept):
    assert check_ballot(marked, rules, ON_BALLOT) == kept


@pytest.mark.parametrize(
    ("rules", "marked", "code", "facts"),
    [
        (CUMULATIVE, Marks((1, 2), (3, 3)), Code.POINTS_TOO_MANY, {"given": 6, "largest": 5}),
        (CUMULATIVE, Marks((1,), (0,)), Code.POINTS_OUT_OF_RANGE, {"number": 1}),
        (CUMULATIVE, Marks((1,), (-1,)), Code.POINTS_OUT_OF_RANGE, {"number": 1}),
        (CUMULATIVE, Marks((1,)), Code.POINTS_OUT_OF_RANGE, {"number": 1}),
        (CUMULATIVE, Marks((1, 2, 3, 4), (1,) * 4), Code.TOO_MANY_CHOICES, {"chosen": 4}),
        (SCORING, Marks((3, 4), (5, 6)), Code.POINTS_OUT_OF_RANGE, {"number": 4, "largest": 5}),
        (BallotRules(1, 3), Marks((1,), (1,)), Code.POINTS_OUT_OF_RANGE, {"number": 1}),
        (ORDINAL, Marks((1,), (1,)), Code.POINTS_OUT_OF_RANGE, {"number": 1}),
        (KNAPSACK, Marks((4, 7)), Code.CHOICES_TOO_DEAR, {"cost": 1_100, "budget": 1_000}),
        (BY_HEADING, Marks((1, 2, 3)), Code.HEADING_FULL, {"number": 3, "largest": 2}),
        (BY_HEADING, Marks((9, 10, 11)), Code.HEADING_FULL, {"number": 11}),
    ],
)
def test_check_ballot_refuses_what_the_type_of_vote_does_not_allow(rules, marked, code, facts):
    with pytest.raises(NotValid) as refused:
        check_ballot(marked, rules, ON_BALLOT)

    assert (refused.value.code, refused.value.field) == (code, "choices")
    assert facts.items() <= refused.value.facts.items()


@pytest.mark.parametrize(
    ("marked", "vote_type", "text"),
    [
        (Marks((10, 9, 1)), VoteType.APPROVAL, "1,9,10"),
        (Marks(()), VoteType.APPROVAL, ""),
        (Marks((10, 9, 1)), VoteType.ORDINAL, "10>9>1"),
        (Marks((10, 9), (1, 2)), VoteType.CUMULATIVE, "9:2,10:1"),
        (Marks((4,), (3,)), VoteType.SCORING, "4:3"),
    ],
)
def test_marks_are_kept_in_an_order_that_tells_nothing_but_a_ranking(marked, vote_type, text):
    assert marks_text(in_order(marked, vote_type), vote_type) == text


MARKS = st.dictionaries(st.integers(1, 10_000), st.integers(1, 100), max_size=10)


@given(MARKS, st.sampled_from(VoteType))
def test_marks_of_reads_back_what_was_kept(given_, vote_type):
    points = tuple(given_.values()) if vote_type in ("cumulative", "scoring") else ()
    marked = in_order(Marks(tuple(given_), points), vote_type)

    assert marks_of(marks_text(marked, vote_type)) == marked


@given(st.sets(st.integers(1, 100), max_size=30), st.uuids(version=4))
def test_own_order_has_each_project_once_and_is_the_same_again(numbers, ballot_id):
    order = own_order(numbers, str(ballot_id))

    assert sorted(order) == sorted(numbers)
    assert order == own_order(reversed(order), str(ballot_id))


def test_own_order_puts_no_project_first_on_more_ballots_than_chance_would():
    first = Counter(own_order(range(1, 6), f"ballot {number}")[0] for number in range(5_000))

    assert set(first) == {1, 2, 3, 4, 5}
    # 1,000 each; five deviations of a fair draw are 141.
    assert max(abs(times - 1_000) for times in first.values()) < 141


@given(st.integers(10, 500).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1))))
def test_control_number_has_three_figures_and_stays_in_its_space(drawn):
    space, draw = drawn

    assert 100 <= control_number(draw, space) < 100 + space


def test_control_number_is_as_likely_as_any_other_when_draws_are_uniform():
    counts = Counter(control_number(draw, 70) for draw in range(70))

    assert len(counts) == 70
    assert set(counts.values()) == {1}
