"""What a valid ballot is, and its control number."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.rules.ballots import check_approval, control_number, marks_of, marks_text
from pb.rules.refusals import Code, NotValid

ON_BALLOT = frozenset(range(1, 13))


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
def test_check_approval_gives_the_choices_in_order_when_they_make_a_ballot(choices, limits, kept):
    assert check_approval(choices, ON_BALLOT, *limits) == kept


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
def test_check_approval_refuses_when_the_choices_make_no_ballot(choices, limits, code, facts):
    with pytest.raises(NotValid) as refused:
        check_approval(choices, ON_BALLOT, *limits)

    assert (refused.value.code, refused.value.field) == (code, "choices")
    assert refused.value.facts == facts


def test_marks_are_kept_ascending_so_that_their_order_tells_nothing():
    assert marks_text([10, 9, 1]) == "1,9,10"
    assert marks_text([]) == ""


@given(st.sets(st.integers(1, 10_000)))
def test_marks_of_reads_back_what_was_kept(choices):
    assert marks_of(marks_text(list(choices))) == tuple(sorted(choices))


@given(st.integers(10, 500).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1))))
def test_control_number_has_three_figures_and_stays_in_its_space(drawn):
    space, draw = drawn

    assert 100 <= control_number(draw, space) < 100 + space


def test_control_number_is_as_likely_as_any_other_when_draws_are_uniform():
    counts = Counter(control_number(draw, 70) for draw in range(70))

    assert len(counts) == 70
    assert set(counts.values()) == {1}
