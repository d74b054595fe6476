"""Criteria as a text, and back: what a rule set keeps of them, and what its hash is taken of.

The text is JSON with sorted keys and no blanks, so the same criteria always make the same bytes.
Exact numbers are texts ("12/25", "7"); nothing in it is ever a float.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pb.rules.commissions.criteria import Block, Bonus, Criteria, Criterion, Scale
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
from pb.rules.refusals import Code, NotValid
from pb.rules.rule_sets.choices import Sector
from pb.rules.texts import Bilingual

LONGEST = 100_000
"""Characters of a text that is read; the longest real rule makes some five thousand."""

_DIGITS = 12
"""Of a numerator or a denominator."""


@dataclass(frozen=True)
class _Form:
    """How one kind of value is written and read."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def text_of(criteria: Criteria) -> str:
    """The criteria as a text, the same for the same criteria."""
    return json.dumps(
        _CRITERIA.write(criteria), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def criteria_of(text: str) -> Criteria:
    """The criteria a text was made of.

    Raises:
        NotValid: CRITERIA_UNREADABLE for anything `text_of` does not write; what the criteria
            themselves refuse (an empty range, a criterion twice) as they refuse it.
    """
    if len(text) > LONGEST:
        raise NotValid(Code.CRITERIA_UNREADABLE)
    try:
        read: Criteria = _CRITERIA.read(json.loads(text))
        is_whole = text_of(read) == text
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, ArithmeticError):
        raise NotValid(Code.CRITERIA_UNREADABLE) from None
    if not is_whole:  # a key twice, a blank, "2/4": such a text would have another hash
        raise NotValid(Code.CRITERIA_UNREADABLE)
    return read


def _exactly(kind: type) -> _Form:
    def read(given: Any) -> Any:
        # `type` and not `isinstance`: True is no number here
        if type(given) is not kind:
            raise TypeError(f"no {kind.__name__}")
        return given

    return _Form(lambda value: value, read)


def _read_fraction(given: Any) -> Fraction:
    numerator, _, denominator = given.partition("/")
    for digits in (numerator, denominator or "1"):
        if not (digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS):
            raise ValueError("no fraction")
    return Fraction(int(numerator), int(denominator or "1"))


def _many(one: _Form) -> _Form:
    def read(given: Any) -> tuple[Any, ...]:
        if type(given) is not list:
            raise TypeError("no list")
        return tuple(one.read(item) for item in given)

    return _Form(lambda values: [one.write(value) for value in values], read)


def _or_none(one: _Form) -> _Form:
    return _Form(
        lambda value: None if value is None else one.write(value),
        lambda given: None if given is None else one.read(given),
    )


def _object(kind: Callable[..., Any], fields: Mapping[str, _Form]) -> _Form:
    def write(value: Any) -> dict[str, Any]:
        return {name: form.write(getattr(value, name)) for name, form in fields.items()}

    def read(given: Any) -> Any:
        if type(given) is not dict or set(given) != set(fields):
            raise ValueError("other fields")
        return kind(**{name: form.read(given[name]) for name, form in fields.items()})

    return _Form(write, read)


def _one_of(kinds: Mapping[str, tuple[type, _Form]]) -> _Form:
    names = {kind: name for name, (kind, _) in kinds.items()}

    def write(value: Any) -> list[Any]:
        name = names[type(value)]
        return [name, kinds[name][1].write(value)]

    def read(given: Any) -> Any:
        name, body = given
        return kinds[name][1].read(body)

    return _Form(write, read)


_TEXT, _WHOLE, _YES_NO = _exactly(str), _exactly(int), _exactly(bool)
_FRACTION = _Form(str, _read_fraction)
_MODE = _Form(str, Mode)
_ROUNDING = _object(Rounding, {"mode": _MODE, "decimals": _WHOLE})
_TITLE = _object(Bilingual, {"ky": _or_none(_TEXT), "ru": _or_none(_TEXT)})
_STEP = _object(Step, {"start": _FRACTION, "points": _FRACTION, "includes_start": _YES_NO})
_STEPS = _object(Steps, {"steps": _many(_STEP), "otherwise": _FRACTION})
_LINE = {
    "from_points": _FRACTION,
    "to_points": _FRACTION,
    "below": _or_none(_FRACTION),
    "rounding": _ROUNDING,
}
_HEADS = {
    "few": _STEPS,
    "above": _WHOLE,
    "base": _FRACTION,
    "increment": _FRACTION,
    "every": _WHOLE,
    "cap": _FRACTION,
    "counts_started": _YES_NO,
}
_PLAIN: dict[str, tuple[type, _Form]] = {
    "steps": (Steps, _STEPS),
    "linear": (Linear, _object(Linear, {"start": _FRACTION, "end": _FRACTION, **_LINE})),
    "linear-on-field": (
        LinearOnField,
        _object(LinearOnField, {"start": _or_none(_FRACTION), "end": _or_none(_FRACTION), **_LINE}),
    ),
    "per-head": (PerHead, _object(PerHead, _HEADS)),
}
_MEASURES: dict[str, tuple[type, _Form]] = {
    **_PLAIN,
    "alternatives": (Alternatives, _object(Alternatives, {"points": _many(_FRACTION)})),
    "rounded-first": (
        RoundedFirst,
        _object(RoundedFirst, {"rounding": _ROUNDING, "then": _one_of(_PLAIN)}),
    ),
    "scale": (
        Scale,
        _object(Scale, {"smallest": _FRACTION, "largest": _FRACTION, "decimals": _WHOLE}),
    ),
}
_CRITERION = _object(
    Criterion,
    {
        "key": _TEXT,
        "weight": _FRACTION,
        "measure": _one_of(_MEASURES),
        "title": _TITLE,
        "mean_rounding": _ROUNDING,
        "rounding": _ROUNDING,
    },
)
_BLOCK = _object(
    Block,
    {
        "key": _TEXT,
        "criteria": _many(_CRITERION),
        "weight": _FRACTION,
        "title": _TITLE,
        "rounding": _ROUNDING,
    },
)
_BONUS = _object(Bonus, {"points": _FRACTION, "sectors": _many(_Form(str, Sector))})
_FIELDS = {"blocks": _many(_BLOCK), "rounding": _ROUNDING}
_WITHOUT, _WITH = _object(Criteria, _FIELDS), _object(Criteria, {**_FIELDS, "bonus": _BONUS})
# Without a bonus the text says nothing of one: criteria of before keep their hash.
_CRITERIA = _Form(
    lambda value: (_WITH if value.bonus else _WITHOUT).write(value),
    lambda given: (_WITH if "bonus" in given else _WITHOUT).read(given),
)
