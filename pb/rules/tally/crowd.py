"""The voters of a contest as equal shares sees them: groups of equal ballots, whom they support.

A point is support; no points, or points below zero, are none. The groups are counted in bulk by
NumPy, in whole numbers alone: as int64 where all voters together fit in it, and otherwise as the
integers of Python, which have no end.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from pb.rules.tally.election import Ballot
from pb.rules.tally.scores import Points

Whole = NDArray[Any]
"""An array of whole numbers: int64, or `object` where it holds integers of Python."""

_FITS = 1 << 62
"""Voters up to which no sum of them can leave int64."""

_SPARSE = 8
"""Classes for one group beyond which those that are there are sorted rather than counted off."""

_ONE_EACH = (1,)

Content = TypeVar("Content", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Present:
    """Who supports a project, beside each other: a class, a kind of its points, how many voters.

    Voters are integers of Python, for the money they are multiplied by is too.
    """

    classes: Whole
    kinds: Whole
    voters: Whole


@dataclass(frozen=True, slots=True)
class Supporters:
    """Who marked one project: groups of equal ballots, by number, and their voters beside them.

    `values` are the different points given, `kinds` which of them each group gave; None where all
    gave the same.
    """

    groups: Whole
    voters: Whole
    single: bool
    """Whether there is one voter in each group."""
    values: tuple[int, ...]
    kinds: Whole | None
    total: int
    """Points of all voters together."""

    def present(self, classes: Whole, number: int) -> Present:
        """How many voters of each class gave how many points; all classes are below `number`."""
        codes, ways = self._codes(classes), len(self.values)
        if number * ways > _SPARSE * len(codes):
            here, at = np.unique(codes, return_inverse=True)
            found = self._sums(at, len(here))
        else:
            found = self._sums(codes, number * ways)
            here = np.flatnonzero(found)
            found = found[here]
        return Present(here // ways, here % ways, found.astype(object))

    def move(self, classes: Whole, present: Present, to: Whole) -> None:
        """Put all groups of each class that is present into the one that stands beside it."""
        codes = present.classes * len(self.values) + present.kinds
        class_of = np.empty(codes.max(initial=-1) + 1, np.int64)
        class_of[codes] = to
        classes[self.groups] = class_of[self._codes(classes)]

    def _codes(self, classes: Whole) -> Whole:
        """The class of each group and the points it gave, in one number."""
        own: Whole = classes[self.groups]
        return own if self.kinds is None else own * len(self.values) + self.kinds

    def _sums(self, codes: Whole, length: int) -> Whole:
        if self.single:
            return np.bincount(codes, minlength=length)
        found = np.zeros(length, self.voters.dtype)
        np.add.at(found, codes, self.voters)
        return found


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many voters there are, in how many groups, and who supports what.

    Every ballot has a share, also one that supports nothing here.
    """

    voters: int
    groups: int
    supporters: dict[str, Supporters]


def crowd_of(ballots: Sequence[Ballot], given: Points | None, wanted: Iterable[str]) -> Crowd:
    """Group the ballots that say the same, and note who supports the wanted projects.

    `given` are the points of a ballot; None where each choice is worth the same.
    """
    chosen, points, weights = _told_apart(ballots, given)
    everybody = sum(weights)
    voters = np.array(weights, np.int64 if everybody < _FITS else object)
    refs = sorted(wanted)
    # What is not wanted goes behind the last project, and is cut off there.
    place = defaultdict(lambda: len(refs), {ref: at for at, ref in enumerate(refs)})
    marks = np.fromiter(
        map(place.__getitem__, chain.from_iterable(chosen)), np.min_scalar_type(len(refs))
    )
    rows = np.repeat(np.arange(len(chosen)), np.fromiter(map(len, chosen), np.int64))
    values, kinds = _kinds(points)
    if kinds is not None:
        support = np.array([value > 0 for value in values], bool)[kinds]
        marks, rows, kinds = marks[support], rows[support], kinds[support]
    order = np.argsort(marks, kind="stable")
    ends = np.searchsorted(marks[order], np.arange(len(refs)), side="right").tolist()
    supporters = {}
    start = 0
    for ref, end in zip(refs, ends, strict=True):
        here = order[start:end]
        of_kind = None if kinds is None else kinds[here]
        supporters[ref] = _supporters(rows[here], voters, values, of_kind)
        start = end
    return Crowd(everybody, len(chosen), supporters)


def _told_apart(
    ballots: Sequence[Ballot], given: Points | None
) -> tuple[list[tuple[str, ...]], list[int] | None, list[int]]:
    """Each group of equal ballots: its choices, the points of all choices in a row, its voters."""
    choices = [ballot.choices for ballot in ballots]
    if given is None:
        voters = _voters(choices, ballots)
        return list(voters), None, list(voters.values())
    said = [(chosen, ballot.points) for chosen, ballot in zip(choices, ballots, strict=True)]
    like = dict(zip(said, ballots, strict=True))
    voters_of = _voters(said, ballots)
    points = [value for content in voters_of for value in given(like[content])]
    return [chosen for chosen, _ in voters_of], points, list(voters_of.values())


def _voters(said: Sequence[Content], ballots: Sequence[Ballot]) -> dict[Content, int]:
    """The voters who said the same, beside what they said."""
    weights = [ballot.weight for ballot in ballots]
    if weights.count(1) == len(weights):
        return Counter(said)
    sums: Counter[Content] = Counter()
    for content, weight in zip(said, weights, strict=True):
        sums[content] += weight
    return sums


def _kinds(points: list[int] | None) -> tuple[tuple[int, ...], Whole | None]:
    """The different points there are, and which of them stands at each mark."""
    if points is None:
        return _ONE_EACH, None
    number: dict[int, int] = {}
    kinds = [number.setdefault(value, len(number)) for value in points]
    return tuple(number), np.array(kinds, np.int64)


def _supporters(
    groups: Whole, voters: Whole, values: tuple[int, ...], kinds: Whole | None
) -> Supporters:
    own = voters[groups]
    single = bool((own == 1).all())
    if kinds is None:
        return Supporters(groups, own, single, values, None, int(own.sum()))
    by_kind = np.zeros(len(values), own.dtype)
    np.add.at(by_kind, kinds, own)
    total = sum(value * count for value, count in zip(values, by_kind.tolist(), strict=True))
    same = len(kinds) > 0 and bool((kinds == kinds[0]).all())
    if same:
        return Supporters(groups, own, single, (values[int(kinds[0])],), None, total)
    return Supporters(groups, own, single, values, kinds, total)
