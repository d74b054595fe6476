"""Scoring functions of every kind whose points grow with the value, drawn at random."""

from fractions import Fraction

from hypothesis import strategies as st

from pb.rules.commissions.functions import (
    Alternatives,
    Linear,
    LinearOnField,
    PerHead,
    RoundedFirst,
    Step,
    Steps,
)
from pb.rules.commissions.rounding import Mode, Rounding

values = st.integers(0, 3000).map(lambda thirtieths: Fraction(thirtieths, 30))
points = st.integers(0, 700).map(lambda sevenths: Fraction(sevenths, 7))
roundings = st.builds(Rounding, st.sampled_from(Mode), st.integers(0, 4))


@st.composite
def growing(draw, element, size):
    return sorted(draw(st.lists(element, min_size=size, max_size=size, unique=True)))


@st.composite
def steps(draw):
    size = draw(st.integers(0, 4))
    starts, ups = draw(growing(values, size)), draw(growing(points, size + 1))
    including = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    return Steps(tuple(map(Step, starts, ups[1:], including)), ups[0])


@st.composite
def lines(draw):
    (start, end), (below, low, high) = draw(growing(values, 2)), draw(growing(points, 3))
    return Linear(start, end, low, high, draw(st.sampled_from([None, below])), draw(roundings))


@st.composite
def lines_on_field(draw):
    (start, end), (below, low, high) = draw(growing(values, 2)), draw(growing(points, 3))
    return LinearOnField(
        low,
        high,
        draw(st.sampled_from([None, start])),
        draw(st.sampled_from([None, end])),
        draw(st.sampled_from([None, below])),
        draw(roundings),
    )


@st.composite
def per_head(draw):
    few = draw(steps())
    base = few.largest + draw(points)
    return PerHead(
        few,
        draw(st.integers(0, 20)),
        base,
        draw(points),
        draw(st.integers(1, 20)),
        base + draw(points),
        draw(st.booleans()),
    )


@st.composite
def alternatives(draw):
    return Alternatives(tuple(draw(growing(points, draw(st.integers(2, 4))))))


measured = st.one_of(steps(), lines(), lines_on_field(), per_head())
functions = st.one_of(measured, alternatives(), st.builds(RoundedFirst, roundings, measured))
