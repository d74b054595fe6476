"""Ballots on paper: stations, the arithmetic of a box, how a ballot is typed, two blind readings.

What is typed of a ballot is its control number and then its marks: "417 3 5", the best first where
projects are ranked; "417 3:2 5:1" where they are given points. A ballot without a mark is "417 0",
one that cannot be counted is "417 x", or "x" where its number cannot be read.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pb.rules.ballots import (
    BallotRules,
    Marks,
    OnBallot,
    check_ballot,
    control_number,
    marks_text,
)
from pb.rules.refusals import Code, NotValid
from pb.rules.tally.scores import WITH_POINTS

EXPLANATION_LENGTH = (10, 1_000)
STATION_NAME_LENGTH = (3, 100)

MOST_IN_STOCK = 300
"""Ballots printed at one go: a file of 150 sheets, about half a minute of the server."""
MOST_IN_BATCH = 500
MOST_STATIONS = 200

INVALID, BLANK = "x", ""
"""How the marks of a ballot are kept that counts for nothing, and of one without marks."""

_NOTHING = "0"
_BETWEEN = re.compile(r"[\s,;]+")
_LOOKS_LIKE_X = str.maketrans({"х": INVALID})
_TYPED = str.maketrans(",>", "  ")
_LONGEST = 6


class StationKind(StrEnum):
    """Where people vote on paper."""

    POLLING = "polling_station"
    HOME = "home_visits"
    """A box that is carried to people who cannot come."""


class BatchState(StrEnum):
    """Where the entry of a pile of ballots is."""

    FIRST = "first_pass"
    SECOND = "second_pass"
    DIFFERENCES = "differences"
    """Both are done and read something differently: the paper decides."""
    RESOLVED = "resolved"
    """Both read the same, or what differed was looked up; somebody of the commission approves."""
    APPROVED = "approved"


OPEN_PASS = {BatchState.FIRST: 1, BatchState.SECOND: 2}
"""The pass that is entered in a state."""

AGREED = 3
"""Stands beside passes 1 and 2: what was read with the paper in hand."""


@dataclass(frozen=True)
class Reading:
    """One ballot as somebody read it."""

    number: int | None
    """The control number; None where it cannot be read, which only an invalid ballot may."""
    marks: str

    @property
    def is_invalid(self) -> bool:
        """Whether it counts for nothing."""
        return self.marks == INVALID

    def typed(self) -> str:
        """As it would be typed."""
        marks = self.marks.translate(_TYPED) if self.marks else _NOTHING
        return marks if self.number is None else f"{self.number} {marks}"


@dataclass(frozen=True)
class StationBallots:
    """What a ballot of a station may say."""

    rules: BallotRules
    on_ballot: Mapping[int, OnBallot]
    numbers: Collection[int]
    """The control numbers printed for the station."""


def read_line(text: str, ballots: StationBallots) -> Reading:
    """A ballot as it was typed.

    Raises:
        NotValid: at "line": LINE_EMPTY, LINE_UNREADABLE, LINE_WITHOUT_MARKS, NUMBER_NOT_PRINTED,
            or what the marks of a ballot may not be.
    """
    words = [word for word in _BETWEEN.split(text.casefold().translate(_LOOKS_LIKE_X)) if word]
    if not words:
        raise NotValid(Code.LINE_EMPTY, "line")
    if words == [INVALID]:
        return Reading(None, INVALID)
    number = _number(words[0])
    if number not in ballots.numbers:
        raise NotValid(Code.NUMBER_NOT_PRINTED, "line", number=number)
    marks = words[1:]
    if not marks:
        raise NotValid(Code.LINE_WITHOUT_MARKS, "line", number=number)
    if marks == [INVALID]:
        return Reading(number, INVALID)
    if marks == [_NOTHING]:
        return Reading(number, BLANK)
    return Reading(number, kept_marks(marks, ballots))


def kept_marks(typed: Sequence[str], ballots: StationBallots) -> str:
    """The marks typed after the control number, as the box keeps them.

    Raises:
        NotValid: at "line": LINE_UNREADABLE, or what the marks of a ballot may not be.
    """
    # An empty ballot is typed as one, so here something has to be marked.
    rules = replace(ballots.rules, smallest=1)
    with_points = rules.vote_type in WITH_POINTS
    # Whatever stands after a second colon is no figure, and is refused as such.
    pairs = [word.split(":", 1) if with_points else [word] for word in typed]
    choices = tuple(_number(pair[0]) for pair in pairs)
    points = tuple(_number(given) for pair in pairs for given in pair[1:2])
    try:
        chosen = check_ballot(Marks(choices, points), rules, ballots.on_ballot)
    except NotValid as refusal:
        if refusal.code is Code.TOO_MANY_CHOICES:
            raise NotValid(Code.LINE_OVER_MARKED, "line", **refusal.facts) from refusal
        raise NotValid(refusal.code, "line", **refusal.facts) from refusal
    fewest = ballots.rules.smallest
    if len(choices) < fewest:
        raise NotValid(Code.LINE_UNDER_MARKED, "line", smallest=fewest, chosen=len(choices))
    return marks_text(chosen, rules.vote_type)


def _number(word: str) -> int:
    if not (word.isascii() and word.isdigit() and len(word) <= _LONGEST):
        raise NotValid(Code.LINE_UNREADABLE, "line", given=word[:20])
    return int(word)


def counts(reading: Reading, min_choices: int) -> bool:
    """Whether a ballot goes into the box: a blank one does where none has to be chosen."""
    return not reading.is_invalid and (bool(reading.marks) or min_choices == 0)


def differences(first: Sequence[Reading], second: Sequence[Reading]) -> tuple[int, ...]:
    """The places, from 1, at which two readings of one pile are not the same."""
    longest = max(len(first), len(second))
    return tuple(
        place
        for place in range(1, longest + 1)
        if place > len(first) or place > len(second) or first[place - 1] != second[place - 1]
    )


def drawn_numbers(draws: Iterable[int], number_space: int) -> Counter[int]:
    """How often each control number is printed; each draw is uniform in 0 … number_space - 1."""
    return Counter(control_number(draw, number_space) for draw in draws)


def too_often(read: Iterable[Reading], printed: Mapping[int, int]) -> tuple[int, int] | None:
    """The smallest number that counts more often than it was printed, and how often it was."""
    found = Counter(one.number for one in read if one.number is not None and not one.is_invalid)
    for number in sorted(found):
        if found[number] > printed.get(number, 0):
            return number, printed.get(number, 0)
    return None


@dataclass(frozen=True)
class BoxFacts:
    """What was found when the box was opened; the numbers are of papers."""

    found: int
    spoiled: int
    unused: int
    explanation: str | None = None
    """Why papers are missing, or why the box holds more of them than people were marked."""
    is_void: bool = False
    """Whether those who opened it know that a box with too many ballots is not counted."""


def check_box(facts: BoxFacts, printed: int, marks: int) -> bool:
    """Whether the act of a box makes it void; `marks` are the people the station marked.

    Every printed ballot is in the box, spoiled or unused, or somebody explains where it is. More
    ballots than people: nobody can tell which are too many, so none of the box is counted, as the
    electoral law has it for boxes that were carried about.

    Raises:
        NotValid: STOCK_MISSING; PAPERS_TOO_MANY at "found"; PAPERS_MISSING at "explanation";
            BOX_OVER_MARKS at "is_void", or at "explanation" where only that is missing.
    """
    if not printed:
        raise NotValid(Code.STOCK_MISSING)
    together = facts.found + facts.spoiled + facts.unused
    if together > printed:
        raise NotValid(Code.PAPERS_TOO_MANY, "found", printed=printed, together=together)
    if facts.found > marks:
        if not (facts.is_void and facts.explanation):
            field = "explanation" if facts.is_void else "is_void"
            raise NotValid(Code.BOX_OVER_MARKS, field, found=facts.found, marks=marks)
        return True
    if together < printed and not facts.explanation:
        raise NotValid(
            Code.PAPERS_MISSING,
            "explanation",
            printed=printed,
            together=together,
            missing=printed - together,
        )
    return False


def check_size(size: int, left: int) -> int:
    """How many ballots a batch has, if the box still has so many.

    Raises:
        NotValid: at "size": BATCH_TOO_LARGE.
    """
    largest = min(left, MOST_IN_BATCH)
    if not 1 <= size <= largest:
        raise NotValid(Code.BATCH_TOO_LARGE, "size", largest=largest)
    return size
