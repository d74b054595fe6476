"""Rounding said aloud, percentages to so many digits, and decimals as people type them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.rules.commissions.rounding import Mode, Rounding, percentage, read, shown
from pb.rules.refusals import Code, NotValid

fractions = st.fractions(min_value=0, max_value=1000, max_denominator=500)


@pytest.mark.parametrize(
    ("mode", "decimals", "value", "rounded"),
    [
        (Mode.EXACT, 0, Fraction(23, 3), Fraction(23, 3)),
        (Mode.HALF_UP, 0, Fraction(5, 2), Fraction(3)),
        (Mode.HALF_UP, 1, Fraction(425, 100), Fraction(43, 10)),
        (Mode.HALF_UP, 2, Fraction(1, 3), Fraction(33, 100)),
        (Mode.HALF_EVEN, 0, Fraction(5, 2), Fraction(2)),
        (Mode.HALF_EVEN, 0, Fraction(7, 2), Fraction(4)),
        (Mode.HALF_EVEN, 0, Fraction(251, 100), Fraction(3)),
        (Mode.HALF_EVEN, 0, Fraction(249, 100), Fraction(2)),
        (Mode.HALF_EVEN, 0, Fraction(349, 100), Fraction(3)),
        (Mode.HALF_UP, 0, Fraction(249, 100), Fraction(2)),
        (Mode.UP, 3, Fraction(1, 3), Fraction(334, 1000)),
        (Mode.UP, 3, Fraction(1, 4), Fraction(250, 1000)),
        (Mode.DOWN, 2, Fraction(2, 3), Fraction(66, 100)),
    ],
)
def test_rounding_goes_the_way_it_says(mode, decimals, value, rounded):
    assert Rounding(mode, decimals).of(value) == rounded


@pytest.mark.parametrize("decimals", [-1, 7])
def test_rounding_refuses_digits_nobody_asks_for(decimals):
    with pytest.raises(NotValid) as refused:
        Rounding(Mode.UP, decimals)

    assert refused.value.code is Code.NUMBER_OUT_OF_RANGE


@given(st.sampled_from(Mode), st.integers(0, 6), fractions, fractions)
def test_rounding_keeps_order_and_is_never_a_unit_off(mode, decimals, one, other):
    rounding = Rounding(mode, decimals)
    low, high = sorted([one, other])

    assert rounding.of(low) <= rounding.of(high)
    assert abs(rounding.of(low) - low) < Fraction(1, 10**decimals)
    assert type(rounding.of(low)) is Fraction
    assert rounding.of(rounding.of(low)) == rounding.of(low)


def test_percentage_is_rounded_to_the_digits_of_the_rule():
    # 1 of 3 is 33.3333… %
    assert percentage(1, 3, Rounding(Mode.HALF_UP, 4)) == Fraction(333333, 10000)
    assert percentage(1, 3, Rounding()) == Fraction(100, 3)
    assert percentage(Fraction(1, 2), 2, Rounding()) == 25
    assert percentage(0, 3, Rounding()) == 0


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (-1, 5)])
def test_percentage_does_not_exist_of_nothing(part, whole):
    with pytest.raises(ValueError, match="no share"):
        percentage(part, whole, Rounding())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", Fraction(7)),
        (" 7,5 ", Fraction(15, 2)),
        ("7.5", Fraction(15, 2)),
        ("0,125", Fraction(1, 8)),
        ("10", Fraction(10)),
    ],
)
def test_read_takes_a_comma_and_a_point_alike(text, number):
    assert read(text) == number


@pytest.mark.parametrize(
    "text",
    ["", "семь", "-1", "+1", "1e3", "١٠", "NaN", "Infinity", "1_000", "7,", ",5", "7,5,1", "1 000",
     "9" * 5000, "½"],
)  # fmt: skip
def test_read_refuses_what_is_no_plain_decimal(text):
    with pytest.raises(NotValid) as refused:
        read(text, "mark")

    assert refused.value.code is Code.DECIMAL_UNREADABLE
    assert refused.value.field == "mark"
    assert len(refused.value.facts["given"]) <= 40


def test_read_refuses_more_digits_than_the_rule_allows():
    with pytest.raises(NotValid) as refused:
        read("7,25", "mark", decimals=1)

    assert refused.value.facts["decimals"] == 1
    assert read("7,2", "mark", decimals=1) == Fraction(72, 10)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(78), "78"),
        (Fraction(15, 2), "7,5"),
        (Fraction(1, 8), "0,125"),
        (Fraction(23, 3), "≈\u00a07,667"),
        (Fraction(0), "0"),
        (Fraction(-1, 2), "-0,5"),
        (Fraction(99999, 100000), "≈\u00a01"),
    ],
)
def test_shown_has_three_digits_and_says_where_more_would_follow(value, text):
    assert shown(value) == text
