"""Scoring functions: the points a measured figure of an application earns, exactly.

A value is what was measured (a percentage, a number of people, how many conditions are met); a
field is that value of every application submitted, in any order. Only `LinearOnField` looks at the
field. Every function says the fewest and the most points it can give.

Source: the shapes found in fourteen contest rules of ten regions (domain dossier, 5.1).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from pb.rules.commissions.rounding import EXACT, Rounding
from pb.rules.refusals import Code, NotValid

Field = Sequence[Fraction]
ZERO = Fraction(0)
LARGEST_POINTS = 1_000
"""No rule read gives more than a hundred; more than this is a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Step:
    """From where on so many points are given; `includes_start` says whether the start is in."""

    start: Fraction
    points: Fraction
    includes_start: bool = True

    def is_reached(self, value: Fraction) -> bool:
        """Whether a value is at this step or above it."""
        return value >= self.start if self.includes_start else value > self.start


@dataclass(frozen=True, slots=True)
class Steps:
    """A table of steps: a value has the points of the last step it reaches.

    `otherwise` is for a value that reaches none.

    Raises:
        NotValid: STEPS_OUT_OF_ORDER (starts do not grow), NUMBER_OUT_OF_RANGE.
    """

    steps: tuple[Step, ...]
    otherwise: Fraction = ZERO

    def __post_init__(self) -> None:
        for number, (lower, upper) in enumerate(pairwise(self.steps), start=2):
            if upper.start <= lower.start:
                raise NotValid(Code.STEPS_OUT_OF_ORDER, f"step_{number}", number=number)
        for number, step in enumerate(self.steps, start=1):
            _check_points(f"step_{number}", step.points)
        _check_points("otherwise", self.otherwise)

    @property
    def smallest(self) -> Fraction:
        """The fewest points it can give."""
        return min(self._points())

    @property
    def largest(self) -> Fraction:
        """The most points it can give."""
        return max(self._points())

    def score(self, value: Fraction, field: Field = ()) -> Fraction:
        """The points of a value."""
        reached = [step.points for step in self.steps if step.is_reached(value)]
        return reached[-1] if reached else self.otherwise

    def _points(self) -> list[Fraction]:
        return [self.otherwise, *(step.points for step in self.steps)]


@dataclass(frozen=True, slots=True)
class Linear:
    """Points growing (or falling) evenly while the value goes from `start` to `end`.

    Beyond the end they stay as they are there. Before the start they are `below`, or those of the
    start where `below` is None. Points are rounded as declared.

    Raises:
        NotValid: RANGE_EMPTY (the end does not lie after the start), NUMBER_OUT_OF_RANGE.
    """

    start: Fraction
    end: Fraction
    from_points: Fraction
    to_points: Fraction
    below: Fraction | None = None
    rounding: Rounding = EXACT

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise NotValid(Code.RANGE_EMPTY, "end", start=self.start, end=self.end)
        _check_line(self)

    @property
    def smallest(self) -> Fraction:
        """The fewest points it can give."""
        return min(_ends(self))

    @property
    def largest(self) -> Fraction:
        """The most points it can give."""
        return max(_ends(self))

    def score(self, value: Fraction, field: Field = ()) -> Fraction:
        """The points of a value."""
        return _on_line(self, value, self.start, self.end)


@dataclass(frozen=True, slots=True)
class LinearOnField:
    """As `Linear`, but an end that is None is taken from the applications submitted.

    The start is then the smallest value among them, the end the largest. Where the two fall
    together nothing tells the applications apart, and all that reach the start have `to_points`.

    Raises:
        NotValid: RANGE_EMPTY, NUMBER_OUT_OF_RANGE.
    """

    from_points: Fraction
    to_points: Fraction
    start: Fraction | None = None
    end: Fraction | None = None
    below: Fraction | None = None
    rounding: Rounding = EXACT

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise NotValid(Code.RANGE_EMPTY, "end", start=self.start, end=self.end)
        _check_line(self)

    @property
    def smallest(self) -> Fraction:
        """The fewest points it can give."""
        return min(_ends(self))

    @property
    def largest(self) -> Fraction:
        """The most points it can give."""
        return max(_ends(self))

    def ends(self, field: Field) -> tuple[Fraction, Fraction]:
        """The range on this field of applications.

        Raises:
            ValueError: no application at all.
        """
        return (
            min(field) if self.start is None else self.start,
            max(field) if self.end is None else self.end,
        )

    def score(self, value: Fraction, field: Field) -> Fraction:
        """The points of a value among those of all applications submitted."""
        return _on_line(self, value, *self.ends(field))


@dataclass(frozen=True, slots=True)
class PerHead:
    """Points for people: a table up to `above`, then `base` and an `increment` per so many more.

    `every` is how many people earn one increment; `counts_started` says whether a group begun
    counts like a full one. Nobody has more than `cap`.

    Raises:
        NotValid: NUMBER_OUT_OF_RANGE; RANGE_EMPTY (the base is above the cap).
    """

    few: Steps
    above: int
    base: Fraction
    increment: Fraction
    every: int
    cap: Fraction
    counts_started: bool = False

    def __post_init__(self) -> None:
        for name, points in (("base", self.base), ("increment", self.increment), ("cap", self.cap)):
            _check_points(name, points)
        for name, number, fewest in (("above", self.above, 0), ("every", self.every, 1)):
            if not fewest <= number <= LARGEST_POINTS:
                raise NotValid(
                    Code.NUMBER_OUT_OF_RANGE, name, smallest=fewest, largest=LARGEST_POINTS
                )
        if self.cap < self.base:
            raise NotValid(Code.RANGE_EMPTY, "cap", start=self.base, end=self.cap)

    @property
    def smallest(self) -> Fraction:
        """The fewest points it can give."""
        return min(self.few.smallest, self.base)

    @property
    def largest(self) -> Fraction:
        """The most points it can give."""
        return max(self.few.largest, self.cap if self.increment else self.base)

    def score(self, value: Fraction, field: Field = ()) -> Fraction:
        """The points of so many people."""
        if value <= self.above:
            return self.few.score(value)
        groups, rest = divmod(value - self.above, self.every)
        if self.counts_started and rest:
            groups += 1
        return min(self.cap, self.base + self.increment * groups)


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Yes and no: the value is how many of the conditions are met, and each number has its points.

    `points` begins with none met: (0, 6, 12) is "12 for both, or 6 for one, none 0".

    Raises:
        NotValid: ALTERNATIVES_MISSING (nothing to choose between), NUMBER_OUT_OF_RANGE.
    """

    points: tuple[Fraction, ...]

    def __post_init__(self) -> None:
        if len(self.points) < 2:
            raise NotValid(Code.ALTERNATIVES_MISSING, "points")
        for met, points in enumerate(self.points):
            _check_points(f"points_{met}", points)

    @property
    def smallest(self) -> Fraction:
        """The fewest points it can give."""
        return min(self.points)

    @property
    def largest(self) -> Fraction:
        """The most points it can give."""
        return max(self.points)

    def score(self, value: Fraction, field: Field = ()) -> Fraction:
        """The points where so many of the conditions are met."""
        return self.points[max(0, min(value // 1, len(self.points) - 1))]


@dataclass(frozen=True, slots=True)
class RoundedFirst:
    """Another function, asked only after the value (and the field) was rounded: "to 4 decimals"."""

    rounding: Rounding
    then: "Steps | Linear | LinearOnField | PerHead"

    @property
    def smallest(self) -> Fraction:
        """The fewest points it can give."""
        return self.then.smallest

    @property
    def largest(self) -> Fraction:
        """The most points it can give."""
        return self.then.largest

    def score(self, value: Fraction, field: Field = ()) -> Fraction:
        """The points of the rounded value."""
        return self.then.score(self.rounding.of(value), [self.rounding.of(one) for one in field])


ScoringFunction = Steps | Linear | LinearOnField | PerHead | Alternatives | RoundedFirst


def _check_points(field: str, points: Fraction) -> None:
    if not 0 <= points <= LARGEST_POINTS:
        raise NotValid(Code.NUMBER_OUT_OF_RANGE, field, smallest=0, largest=LARGEST_POINTS)


def _check_line(line: Linear | LinearOnField) -> None:
    _check_points("from_points", line.from_points)
    _check_points("to_points", line.to_points)
    _check_points("below", line.from_points if line.below is None else line.below)


def _ends(line: Linear | LinearOnField) -> list[Fraction]:
    ends = [line.from_points, line.to_points, *([] if line.below is None else [line.below])]
    # What lies between the ends is rounded, so the ends are too: nothing may pass them.
    return [line.rounding.of(points) for points in ends]


def _on_line(
    line: Linear | LinearOnField, value: Fraction, start: Fraction, end: Fraction
) -> Fraction:
    if value < start:
        points = line.from_points if line.below is None else line.below
    elif value >= end:  # also where the whole field lies on one point
        points = line.to_points
    else:
        way = Fraction(value - start, end - start)
        points = line.from_points + (line.to_points - line.from_points) * way
    return line.rounding.of(points)
