"""Money: whole tyiyn everywhere; 100 tyiyn are one som. Decimal only while a text is being read."""

import re
from collections.abc import Sequence
from typing import NewType

from pb.rules.refusals import Code, NotValid

Tyiyn = NewType("Tyiyn", int)
"""An amount in tyiyn (1 som = 100 tyiyn)."""

ZERO = Tyiyn(0)
LARGEST = Tyiyn(10**14)
"""No single amount in the system passes a trillion som; larger is a slip of the hand."""
_DIGITS = len(str(LARGEST))

NBSP = "\u00a0"

# Spaces between groups of three, one comma or point before one or two digits, the word som after.
_GROUPED = re.compile(r"-?[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]{1,2})?|-?[0-9]+(?:[.,][0-9]{1,2})?")
_UNIT = re.compile(r"\s*(?:сом|сома|сомов|som|kgs)\.?$", re.IGNORECASE)
_SPACES = re.compile("[\u00a0\u202f\u2009 ]+")


def parse(text: str, field: str | None = None, *, zero: bool = False) -> Tyiyn:
    """The amount a person typed, in tyiyn: "300 000", "300000", "300 000,50 сом".

    Digits are ASCII only. Zero is refused unless `zero` says it may stand.

    Raises:
        NotValid: MONEY_UNREADABLE, MONEY_NEGATIVE, MONEY_ZERO or MONEY_TOO_LARGE.
    """
    cleaned = _UNIT.sub("", _SPACES.sub(" ", text).strip())
    if not _GROUPED.fullmatch(cleaned):
        raise NotValid(Code.MONEY_UNREADABLE, field, given=text[:40])
    negative = cleaned.startswith("-")
    whole, _, cents = cleaned.lstrip("-").replace(" ", "").replace(",", ".").partition(".")
    whole = whole.lstrip("0")
    if len(whole) > _DIGITS:  # Python itself refuses to read some thousands of digits
        raise NotValid(Code.MONEY_TOO_LARGE, field, largest=LARGEST)
    amount = int(whole or 0) * 100 + int(cents.ljust(2, "0"))
    if negative and amount:
        raise NotValid(Code.MONEY_NEGATIVE, field, given=text[:40])
    if not amount and not zero:
        raise NotValid(Code.MONEY_ZERO, field)
    if amount > LARGEST:
        raise NotValid(Code.MONEY_TOO_LARGE, field, largest=LARGEST)
    return Tyiyn(amount)


def total(amounts: Sequence[Tyiyn]) -> Tyiyn:
    """The sum of the amounts."""
    return Tyiyn(sum(amounts))


def grouped(number: int) -> str:
    """A whole number with its thousands parted: "4 812"."""
    return f"{number:,}".replace(",", NBSP)


def figures(amount: Tyiyn) -> str:
    """The amount in som as figures: "1 200 000", or "1 200 000,50" where tyiyn are left over."""
    sign, whole, rest = "-" if amount < 0 else "", *divmod(abs(amount), 100)
    return f"{sign}{grouped(whole)}" + (f",{rest:02}" if rest else "")


def with_unit(amount: Tyiyn, language: str, currency: str = "KGS") -> str:
    """The amount with its unit: "300 000 сом" in Kyrgyz, "1 сом", "2 сома", "5 сомов" in Russian.

    Other currencies than the som, as elections from elsewhere have them, keep their ISO code; an
    election that names none has bare figures.
    """
    return f"{figures(amount)}{NBSP}{unit(amount, language, currency)}".rstrip(NBSP)


def unit(amount: Tyiyn, language: str, currency: str = "KGS") -> str:
    """The word after the figures of an amount."""
    if currency != "KGS":
        return currency
    if language == "en":
        return "som"
    if language != "ru":
        return "сом"
    if amount % 100:
        return "сома"
    som = abs(amount) // 100
    if som % 10 == 1 and som % 100 != 11:
        return "сом"
    if som % 10 in (2, 3, 4) and som % 100 not in (12, 13, 14):
        return "сома"
    return "сомов"
