"""What the parameters of a round may be, and what follows from them."""

import pytest

from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, NotValid
from pb.rules.tally.election import VoteType
from pb.rules.terms import Terms


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"ceiling": Tyiyn(1_001)}, "ceiling", Code.CEILING_ABOVE_BUDGET),
        ({"max_choices": 0}, "max_choices", Code.NUMBER_OUT_OF_RANGE),
        ({"max_choices": 11}, "max_choices", Code.NUMBER_OUT_OF_RANGE),
        ({"min_choices": 4}, "min_choices", Code.NUMBER_OUT_OF_RANGE),
        ({"min_choices": -1}, "min_choices", Code.NUMBER_OUT_OF_RANGE),
        ({"threshold": -1}, "threshold", Code.NUMBER_OUT_OF_RANGE),
        ({"threshold": 1_000_001}, "threshold", Code.NUMBER_OUT_OF_RANGE),
        ({"expected_ballots": 0}, "expected_ballots", Code.NUMBER_OUT_OF_RANGE),
        ({"expected_ballots": 10**10}, "expected_ballots", Code.NUMBER_OUT_OF_RANGE),
        ({"vote_type": VoteType.CUMULATIVE}, "points", Code.NUMBER_OUT_OF_RANGE),
        ({"points": 3}, "points", Code.NUMBER_OUT_OF_RANGE),
        ({"by_heading": -1}, "by_heading", Code.NUMBER_OUT_OF_RANGE),
        ({"budget": Tyiyn(0)}, "budget", Code.MONEY_ZERO),
        ({"budget": Tyiyn(-1)}, "budget", Code.MONEY_ZERO),
        ({"ceiling": Tyiyn(0)}, "ceiling", Code.MONEY_ZERO),
    ],
)
def test_check_refuses_a_rule_set_that_contradicts_itself(changes, field, code):
    with pytest.raises(NotValid) as refused:
        Terms(**{"budget": Tyiyn(1_000), **changes}).check()

    assert (refused.value.field, refused.value.code) == (field, code)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"ceiling": Tyiyn(1_000)},
        {"max_choices": 1},
        {"max_choices": 10},
        {"min_choices": 3},
        {"min_choices": 0},
        {"threshold": 1_000_000},
    ],
)
def test_check_lets_a_rule_set_stand_at_its_limits(changes):
    Terms(**{"budget": Tyiyn(1_000), **changes}).check()


@pytest.mark.parametrize(
    ("expected", "space"), [(1, 10), (100, 10), (101, 11), (1_000, 100), (4_001, 401)]
)
def test_number_space_has_a_number_for_every_ten_ballots(expected, space):
    assert Terms(Tyiyn(1), expected_ballots=expected).number_space == space
