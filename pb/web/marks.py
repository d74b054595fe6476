"""The marks of a ballot in a form: read as they were typed, and written into it again."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from pb.rules.ballots import Marks
from pb.rules.refusals import Code, NotValid
from pb.rules.tally.election import VoteType

MOST_FIELDS = 200
LONGEST_NUMBER = 6
CHOICE, POINTS, PLACE = "d", "p", "r"
"""What fields begin with: `d` once for each choice, `p7` and `r7` for what project 7 is given."""


class Typed(NamedTuple):
    """What was typed: `kind` of fields; numbers of projects, each with its points or place.

    A choice that is only marked stands with 1; what is no number stands as 0, or as -1 points.
    """

    kind: str
    given: Sequence[tuple[int, int]]

    @property
    def by_number(self) -> Mapping[int, int]:
        """What each project was given."""
        return dict(self.given)


NOTHING = Typed(CHOICE, ())


def typed(form: MultiDict[str, str]) -> Typed:
    """What was typed into a ballot form, whatever the type of vote: the fields say it."""
    for kind in (POINTS, PLACE):
        fields = [
            (name[1:], value.strip())
            for name, value in form.items(multi=True)
            if name[:1] == kind and name[1:].isdecimal()
        ]
        if fields:
            pairs = [(_number(name, 0), _number(value, -1)) for name, value in fields if value]
            return Typed(kind, [pair for pair in pairs if pair[1]][:MOST_FIELDS])
    choices = form.getlist(CHOICE)[:MOST_FIELDS]
    return Typed(CHOICE, [(_number(value, 0), 1) for value in choices])


def marks(typed_: Typed) -> Marks:
    """The marks that were typed.

    Raises:
        NotValid: PLACE_UNREADABLE, PLACE_TWICE, PLACE_SKIPPED at "choices".
    """
    given = typed_.given
    if typed_.kind == PLACE:
        for number, place in given:
            if place < 1:
                raise NotValid(Code.PLACE_UNREADABLE, "choices", number=number)
        places = [place for _, place in given]
        for place in places:
            if places.count(place) > 1:
                raise NotValid(Code.PLACE_TWICE, "choices", place=place)
        for place in range(1, len(places) + 1):
            if place not in places:
                raise NotValid(Code.PLACE_SKIPPED, "choices", place=place, last=max(places))
        given = sorted(given, key=lambda pair: pair[1])
    points = tuple(value for _, value in given) if typed_.kind == POINTS else ()
    return Marks(tuple(number for number, _ in given), points)


def of(marked: Marks, vote_type: VoteType) -> Typed:
    """Marks as a form would have them typed."""
    if vote_type is VoteType.ORDINAL:
        return Typed(PLACE, [(number, at) for at, number in enumerate(marked.choices, 1)])
    if marked.points:
        return Typed(POINTS, list(zip(marked.choices, marked.points, strict=True)))
    return Typed(CHOICE, [(number, 1) for number in marked.choices])


def fields(typed_: Typed) -> list[tuple[str, int]]:
    """The fields of a form that say the same again."""
    if typed_.kind == CHOICE:
        return [(CHOICE, number) for number, _ in typed_.given]
    return [(f"{typed_.kind}{number}", value) for number, value in typed_.given]


def _number(text: str, otherwise: int) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else otherwise
