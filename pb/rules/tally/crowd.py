"""The voters of a contest as equal shares sees them: groups of equal ballots, whom they support.

A point is support; no points, or points below zero, are none.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from pb.rules.tally.election import Ballot
from pb.rules.tally.scores import Points

_LIGHT = 4
"""Voters up to which a group is small."""


@dataclass(frozen=True, slots=True)
class Supporters:
    """Who marked one project: groups of equal ballots, by number; points where they differ.

    `light` has every small group as often as it has voters, which is how they are counted fastest;
    `heavy` the others, with their voters.
    """

    groups: list[int]
    light: list[int]
    heavy: list[tuple[int, int]]
    points: list[int] | None
    total: int
    """Points of all voters together."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many voters stand behind each group, and who supports what.

    Every ballot has a share, also one that supports nothing here.
    """

    voters: int
    weights: list[int]
    groups: int
    supporters: dict[str, Supporters]


def crowd_of(ballots: Sequence[Ballot], given: Points | None, wanted: frozenset[str]) -> Crowd:
    """Group the ballots that say the same, and note who supports the wanted projects.

    `given` are the points of a ballot; None where each choice is worth the same.
    """
    numbers: dict[Hashable, int] = {}
    weights: list[int] = []
    kept: list[Ballot] = []
    for ballot in ballots:
        said = ballot.choices if given is None else (ballot.choices, ballot.points)
        number = numbers.setdefault(said, len(weights))
        if number == len(weights):
            weights.append(ballot.weight)
            kept.append(ballot)
        else:
            weights[number] += ballot.weight
    groups: dict[str, list[int]] = {ref: [] for ref in wanted}
    points: dict[str, list[int]] = {ref: [] for ref in wanted}
    totals: Counter[str] = Counter()
    for number, ballot in enumerate(kept):
        weight = weights[number]
        for at, ref in enumerate(ballot.choices):
            value = 1 if given is None else given(ballot)[at]
            if value > 0 and ref in wanted:
                groups[ref].append(number)
                totals[ref] += value * weight
                if given is not None:
                    points[ref].append(value)
    supporters = {}
    for ref in wanted:
        numbers_of = groups[ref]
        light = numbers_of
        heavy = [(at, weights[at]) for at in numbers_of if weights[at] > _LIGHT]
        if any(weights[at] > 1 for at in numbers_of):
            light = [at for at in numbers_of if weights[at] <= _LIGHT for _ in range(weights[at])]
        given_points = points[ref] if set(points[ref]) - {1} else None
        supporters[ref] = Supporters(numbers_of, light, heavy, given_points, totals[ref])
    return Crowd(sum(weights), weights, len(weights), supporters)
