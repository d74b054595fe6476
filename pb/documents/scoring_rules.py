"""Scoring functions in words, for the announcement of a round and for the page of a result."""

from fractions import Fraction

from pb.documents.words import N_, catalogue
from pb.rules.commissions.functions import (
    Alternatives,
    Linear,
    LinearOnField,
    PerHead,
    ScoringFunction,
    Steps,
)
from pb.rules.commissions.rounding import shown

FROM = N_("from %(start)s on: %(points)s")
ABOVE = N_("above %(start)s: %(points)s")
LESS = N_("less than that: %(points)s")
LINE = N_(
    "from %(start)s to %(end)s the points go evenly from %(from_points)s to %(to_points)s and stay"
    " so after it"
)
BELOW = N_("below %(start)s: %(points)s")
# Translators: stands in front of a rule that ends “from 10 to 40 the points go evenly …”.
ON_FIELD = N_("the range follows from the applications submitted")
HEADS = N_(
    "above %(above)s people: %(base)s, and %(increment)s more for each %(every)s people, at most"
    " %(cap)s"
)
STARTED = N_("a number begun counts like a full one")
MET = N_("conditions met, %(number)s: %(points)s")
TO_DIGITS = N_("the figure is first rounded to %(decimals)s digits after the comma")


def rule_in_words(
    function: ScoringFunction, field: tuple[Fraction, Fraction] | None, language: str
) -> str:
    """The parts of a rule in their order, with semicolons between, as one runs on.

    `field` is the smallest and the largest value among the applications; before there are any,
    None, and a range that follows from them is said without its ends.
    """
    return "; ".join(_parts(function, field, language))


def _parts(
    function: ScoringFunction, field: tuple[Fraction, Fraction] | None, language: str
) -> list[str]:
    match function:
        case Steps():
            return _steps(function, language)
        case Linear():
            return _line(function, function.start, function.end, language)
        case LinearOnField():
            said = [_say(ON_FIELD, language)]
            return (
                said if field is None else said + _line(function, *function.ends(field), language)
            )
        case PerHead():
            return _heads(function, language)
        case Alternatives():
            return [
                _say(MET, language, number=number, points=shown(points))
                for number, points in enumerate(function.points)
            ]
    to_digits = _say(TO_DIGITS, language, decimals=function.rounding.decimals)
    return [to_digits, *_parts(function.then, field, language)]


def _steps(function: Steps, language: str) -> list[str]:
    said = [
        _say(
            FROM if step.includes_start else ABOVE,
            language,
            start=shown(step.start),
            points=shown(step.points),
        )
        for step in reversed(function.steps)
    ]
    return [*said, _say(LESS, language, points=shown(function.otherwise))]


def _line(
    function: Linear | LinearOnField, start: Fraction, end: Fraction, language: str
) -> list[str]:
    said = [
        _say(
            LINE,
            language,
            start=shown(start),
            end=shown(end),
            from_points=shown(function.from_points),
            to_points=shown(function.to_points),
        )
    ]
    if function.below is not None:
        said.append(_say(BELOW, language, start=shown(start), points=shown(function.below)))
    return said


def _heads(function: PerHead, language: str) -> list[str]:
    said = [
        _say(
            HEADS,
            language,
            above=function.above,
            base=shown(function.base),
            increment=shown(function.increment),
            every=function.every,
            cap=shown(function.cap),
        ),
        *_steps(function.few, language),
    ]
    return [*said, _say(STARTED, language)] if function.counts_started else said


def _say(sentence: str, language: str, **facts: object) -> str:
    return catalogue(language).gettext(sentence) % facts
