"""What holds for every scoring function: points grow with the value, stay within, never a float."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pb.rules.commissions.functions import (
    Alternatives,
    Linear,
    LinearOnField,
    PerHead,
    Step,
    Steps,
)
from pb.rules.refusals import Code, NotValid
from tests.rules.functions_drawn import functions, lines, lines_on_field, per_head, values

fields = st.lists(values, min_size=1, max_size=6)
whole = st.integers(0, 300).map(Fraction)
every = settings(max_examples=60, deadline=None, derandomize=True)


@every
@given(functions, fields, st.one_of(values, whole), st.one_of(values, whole))
def test_score_never_falls_when_the_value_grows(function, field, one, other):
    low, high = sorted([one, other])
    among = [*field, low, high]

    assert function.score(low, among) <= function.score(high, among)


@every
@given(functions, fields, st.one_of(values, whole))
def test_score_stays_within_its_bounds(function, field, value):
    assert function.smallest <= function.score(value, field) <= function.largest


@every
@given(functions, fields.flatmap(lambda field: st.tuples(st.just(field), st.permutations(field))))
def test_score_does_not_depend_on_the_order_of_applications(function, orders):
    given_, shuffled = orders

    for value in given_:
        assert function.score(value, given_) == function.score(value, shuffled)


@every
@given(functions, fields)
def test_score_is_exact_and_the_same_twice(function, field):
    for value in field:
        score = function.score(value, field)

        assert type(score) is Fraction
        assert score == function.score(value, field)


@every
@given(lines_on_field(), fields)
def test_score_of_the_best_on_the_field_is_full_and_nobody_passes_it(function, field):
    best = function.score(max(field), field)

    assert all(function.score(value, field) <= best for value in field)
    if function.end is None and max(field) >= (function.start or 0):
        assert best == function.rounding.of(function.to_points)


@every
@given(per_head(), st.integers(0, 200), st.integers(0, 20))
def test_score_per_head_never_passes_its_cap(function, people, more):
    below, above = function.score(Fraction(people)), function.score(Fraction(people + more))

    assert above <= function.largest
    assert below <= above


@every
@given(lines(), values)
def test_score_on_a_line_lies_where_the_line_does(function, value):
    exact = Linear(
        function.start, function.end, function.from_points, function.to_points, function.below
    )
    slope = Fraction(function.to_points - function.from_points, function.end - function.start)
    inside = min(max(value, function.start), function.end)
    expected = function.from_points + slope * (inside - function.start)
    if value < function.start and function.below is not None:
        expected = function.below

    assert exact.score(value) == expected
    assert function.score(value) == function.rounding.of(expected)


def test_score_falls_along_a_line_that_falls():
    # the fewer som a person costs, the better: 100 som gives 10, 300 som gives 0
    cheap = Linear(Fraction(100), Fraction(300), Fraction(10), Fraction(0))

    assert [cheap.score(Fraction(som)) for som in (50, 100, 150, 300, 900)] == [
        10, 10, Fraction(15, 2), 0, 0,
    ]  # fmt: skip
    assert (cheap.smallest, cheap.largest) == (0, 10)


def test_score_is_full_for_all_when_the_field_lies_on_one_point():
    level = LinearOnField(Fraction(1), Fraction(9))

    assert level.score(Fraction(4), [Fraction(4), Fraction(4)]) == 9


def test_score_is_below_for_all_when_none_reaches_the_least():
    least = LinearOnField(Fraction(1), Fraction(9), start=Fraction(10), below=Fraction(0))

    assert [least.score(Fraction(value), [Fraction(4), Fraction(8)]) for value in (4, 8)] == [0, 0]


@pytest.mark.parametrize(
    ("make", "code", "field"),
    [
        (
            lambda: Steps((Step(Fraction(5), Fraction(1)), Step(Fraction(5), Fraction(2)))),
            Code.STEPS_OUT_OF_ORDER,
            "step_2",
        ),
        (
            lambda: Steps((Step(Fraction(5), Fraction(-1)),)),
            Code.NUMBER_OUT_OF_RANGE,
            "step_1",
        ),
        (lambda: Steps((), Fraction(1001)), Code.NUMBER_OUT_OF_RANGE, "otherwise"),
        (
            lambda: Linear(Fraction(5), Fraction(5), Fraction(0), Fraction(1)),
            Code.RANGE_EMPTY,
            "end",
        ),
        (
            lambda: LinearOnField(Fraction(0), Fraction(1), Fraction(9), Fraction(5)),
            Code.RANGE_EMPTY,
            "end",
        ),
        (
            lambda: LinearOnField(Fraction(0), Fraction(1), Fraction(5), Fraction(5)),
            Code.RANGE_EMPTY,
            "end",
        ),
        (
            lambda: LinearOnField(Fraction(0), Fraction(-1)),
            Code.NUMBER_OUT_OF_RANGE,
            "to_points",
        ),
        (
            lambda: PerHead(Steps(()), 10, Fraction(5), Fraction(1), 0, Fraction(20)),
            Code.NUMBER_OUT_OF_RANGE,
            "every",
        ),
        (
            lambda: PerHead(Steps(()), 10, Fraction(5), Fraction(1), 10, Fraction(4)),
            Code.RANGE_EMPTY,
            "cap",
        ),
        (lambda: Alternatives((Fraction(1),)), Code.ALTERNATIVES_MISSING, "points"),
    ],
)
def test_a_function_is_refused_when_its_parameters_contradict_each_other(make, code, field):
    with pytest.raises(NotValid) as refused:
        make()

    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_function_takes_the_ends_of_what_is_allowed():
    most = PerHead(Steps(()), 1000, Fraction(0), Fraction(1), 1000, Fraction(1000))

    assert most.score(Fraction(2000)) == 1
    assert Steps((), Fraction(1000)).largest == 1000
