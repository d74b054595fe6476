"""What a valid ballot is, by type of vote; how its marks are kept; control numbers.

The marks of a ballot are kept as one text, the same on paper, in the box and on the board:

    approval, choose-1     3,5,9        numbers of the projects, ascending
    cumulative, scoring    3:2,5:1      number and points, ascending by number
    ordinal                5>3>9        numbers, best first

Only a text that is written again as the same text is one.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, NotValid
from pb.rules.tally.election import VoteType
from pb.rules.tally.scores import WITH_POINTS

SMALLEST_NUMBER = 100
"""The first control number."""


class OnBallot(NamedTuple):
    """What a project is to the rules of a ballot: its cost in tyiyn, its heading or None."""

    cost: Tyiyn
    heading: int | None


@dataclass(frozen=True)
class Marks:
    """What one person marked: numbers of projects, best first where they are ranked.

    `points` stand beside the choices where the type of vote gives points, and are empty otherwise.
    """

    choices: tuple[int, ...]
    points: tuple[int, ...] = ()


@dataclass(frozen=True)
class BallotRules:
    """What a round asks of a ballot; `smallest` and `largest` choices are inclusive.

    `points`: cumulative: all that a ballot may give; scoring: the most that one project may get.
    `budget` in tyiyn, where the choices together may not cost more (knapsack); None: no limit.
    `by_heading`: the most choices under one heading; 0: no limit.
    """

    smallest: int
    largest: int
    vote_type: VoteType = VoteType.APPROVAL
    points: int = 0
    budget: Tyiyn | None = None
    by_heading: int = 0


def check_ballot(marked: Marks, rules: BallotRules, on_ballot: Mapping[int, OnBallot]) -> Marks:
    """The marks in the order they are kept in, if they make a valid ballot.

    Raises:
        NotValid: at "choices", with what is too much or too little: CHOICE_UNKNOWN,
            CHOICE_TWICE, TOO_MANY_CHOICES, TOO_FEW_CHOICES; POINTS_OUT_OF_RANGE,
            POINTS_TOO_MANY; CHOICES_TOO_DEAR; HEADING_FULL.
    """
    _check_choices(marked.choices, rules, on_ballot)
    if rules.vote_type in WITH_POINTS or marked.points:
        _check_points(marked, rules)
    if rules.budget is not None:
        cost = sum(on_ballot[number].cost for number in marked.choices)
        if cost > rules.budget:
            raise NotValid(Code.CHOICES_TOO_DEAR, "choices", cost=cost, budget=rules.budget)
    if rules.by_heading:
        _check_headings(marked.choices, rules.by_heading, on_ballot)
    return in_order(marked, rules.vote_type)


def in_order(marked: Marks, vote_type: VoteType) -> Marks:
    """The same marks in the order they are kept in: a ranking as it is, others by number."""
    if vote_type is VoteType.ORDINAL:
        return Marks(marked.choices)
    if marked.points:
        pairs = sorted(zip(marked.choices, marked.points, strict=True))
        return Marks(tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs))
    return Marks(tuple(sorted(marked.choices)))


def _check_choices(
    choices: Sequence[int], rules: BallotRules, on_ballot: Mapping[int, OnBallot]
) -> None:
    for number in choices:
        if number not in on_ballot:
            raise NotValid(Code.CHOICE_UNKNOWN, "choices", number=number)
    if len(set(choices)) != len(choices):
        twice = next(number for number in choices if choices.count(number) > 1)
        raise NotValid(Code.CHOICE_TWICE, "choices", number=twice)
    if len(choices) > rules.largest:
        raise NotValid(Code.TOO_MANY_CHOICES, "choices", largest=rules.largest, chosen=len(choices))
    if len(choices) < rules.smallest:
        raise NotValid(
            Code.TOO_FEW_CHOICES, "choices", smallest=rules.smallest, chosen=len(choices)
        )


def _check_points(marked: Marks, rules: BallotRules) -> None:
    if len(marked.points) != len(marked.choices):
        number = marked.choices[len(marked.points)] if marked.choices else 0
        raise NotValid(
            Code.POINTS_OUT_OF_RANGE, "choices", number=number, smallest=1, largest=rules.points
        )
    for number, points in zip(marked.choices, marked.points, strict=True):
        if not 1 <= points <= rules.points:
            raise NotValid(
                Code.POINTS_OUT_OF_RANGE, "choices", number=number, smallest=1, largest=rules.points
            )
    given = sum(marked.points)
    if rules.vote_type is VoteType.CUMULATIVE and given > rules.points:
        raise NotValid(Code.POINTS_TOO_MANY, "choices", given=given, largest=rules.points)


def _check_headings(choices: Sequence[int], most: int, on_ballot: Mapping[int, OnBallot]) -> None:
    under: dict[int | None, int] = {}
    for number in choices:
        heading = on_ballot[number].heading
        under[heading] = under.get(heading, 0) + 1
        if under[heading] > most:
            raise NotValid(Code.HEADING_FULL, "choices", number=number, largest=most)


def marks_text(marked: Marks, vote_type: VoteType = VoteType.APPROVAL) -> str:
    """Checked marks as they are kept."""
    if marked.points:
        pairs = zip(marked.choices, marked.points, strict=True)
        return ",".join(f"{number}:{points}" for number, points in pairs)
    between = ">" if vote_type is VoteType.ORDINAL else ","
    return between.join(map(str, marked.choices))


def marks_of(text: str) -> Marks:
    """The marks in a kept text, of whatever type."""
    if ":" in text:
        pairs = [one.split(":") for one in text.split(",")]
        return Marks(tuple(int(pair[0]) for pair in pairs), tuple(int(pair[1]) for pair in pairs))
    return Marks(tuple(map(int, text.replace(">", ",").split(",")))) if text else Marks(())


def counted(text: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The marks in a kept text as the count takes them: project ids, and points beside them."""
    if ":" in text:
        marks = marks_of(text)
        return tuple(map(str, marks.choices)), marks.points
    return tuple(text.replace(">", ",").split(",")) if text else (), ()


def own_order(numbers: Iterable[int], ballot_id: str) -> list[int]:
    """The numbers in an order that belongs to one blank ballot, so that none stands on top of all.

    By SHA-256 of the id of the ballot and the number: the same each time the form is shown.
    """
    return sorted(
        numbers, key=lambda number: hashlib.sha256(f"{ballot_id}:{number}".encode()).digest()
    )


def control_number(draw: int, number_space: int) -> int:
    """The control number of a drawn lot; `draw` is uniform in 0 … number_space - 1.

    It is drawn when the form is issued, before any choice is known (security design, 2.4).
    """
    return SMALLEST_NUMBER + draw % number_space
