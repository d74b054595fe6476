"""Rounding said aloud: which way, and to how many digits after the comma."""

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from pb.rules.money import NBSP
from pb.rules.refusals import Code, NotValid

MOST_DECIMALS = 6
_SHOWN = 3

_DECIMAL = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,9})?")


class Mode(StrEnum):
    """Which way a figure goes that lies between two allowed ones."""

    EXACT = "exact"
    """It is not rounded at all."""
    HALF_UP = "half-up"
    HALF_EVEN = "half-even"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Rounding:
    """A way of rounding and the digits it leaves after the comma.

    Raises:
        NotValid: NUMBER_OUT_OF_RANGE at `decimals`.
    """

    mode: Mode = Mode.EXACT
    decimals: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.decimals <= MOST_DECIMALS:
            raise NotValid(Code.NUMBER_OUT_OF_RANGE, "decimals", smallest=0, largest=MOST_DECIMALS)

    def of(self, value: Fraction) -> Fraction:
        """The value rounded; "up" is towards the larger number and "down" towards the smaller."""
        if self.mode is Mode.EXACT:
            return value
        unit = 10**self.decimals
        parts = value * unit
        floor = parts // 1
        rest = parts - floor
        match self.mode:
            case Mode.UP:
                is_up = rest > 0
            case Mode.HALF_UP:
                is_up = rest >= Fraction(1, 2)
            case Mode.HALF_EVEN:
                is_up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and floor % 2 == 1)
            case _:
                is_up = False
        return Fraction(floor + is_up, unit)


EXACT = Rounding()
HUNDREDTHS = Rounding(Mode.HALF_UP, 2)


def percentage(part: Fraction | int, whole: Fraction | int, rounding: Rounding) -> Fraction:
    """What part is of the whole in percent, rounded as the rule says.

    Raises:
        ValueError: a part below zero, or a whole of nothing: there is no share of it.
    """
    if part < 0 or whole <= 0:
        raise ValueError(f"no share: {part} of {whole}")
    return rounding.of(Fraction(part * 100) * Fraction(1, whole))


def read(text: str, field: str | None = None, decimals: int = MOST_DECIMALS) -> Fraction:
    """The number a person typed, exactly: "7", "7,5" or "7.5"; ASCII digits, no sign.

    Raises:
        NotValid: DECIMAL_UNREADABLE, with what was typed and the digits allowed after the comma.
    """
    cleaned = text.strip()
    whole, _, rest = cleaned.replace(",", ".").partition(".")
    if not _DECIMAL.fullmatch(cleaned) or len(rest) > decimals:
        raise NotValid(Code.DECIMAL_UNREADABLE, field, given=text[:40], decimals=decimals)
    return Fraction(int(whole + rest), 10 ** len(rest))


def shown(value: Fraction) -> str:
    """A figure for people: "78", "7,5", and "≈ 7,667" where more digits would follow."""
    rounded = Rounding(Mode.HALF_UP, _SHOWN).of(value)
    sign, thousandths = "-" if rounded < 0 else "", abs(rounded) * 10**_SHOWN // 1
    whole, rest = divmod(thousandths, 10**_SHOWN)
    digits = f"{rest:03}".rstrip("0")
    text = f"{sign}{whole}" + (f",{digits}" if digits else "")
    return text if rounded == value else f"≈{NBSP}{text}"
