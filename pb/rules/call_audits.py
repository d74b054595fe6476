"""Calls that ask people whether they voted: who is drawn, and what the answers prove.

The seed is SHA-256 over the 32 bytes of the final root and the digits of dice thrown in public: the
root was published before the dice were thrown, and nobody steers the dice. The people who took part
are numbered from 1 in the order of the SHA-256 of the public refs of their lines on the roll; the
numbers are drawn as in `rules/lots.py`, so anyone can draw them again from seed and number:

    printf '%s' 'SEED:17' | sha256sum
"""

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from math import comb

from pb.rules import lots
from pb.rules.refusals import Code, NotValid

SIZES = (59, 99, 149, 299)
"""People asked. Nobody denies: with 95 % confidence fewer than 5, 3, 2, 1 % of votes are false."""
DICE_LENGTH = (6, 60)
THOUSAND = 1000
CONFIDENCE = 20
"""One chance in so many that the sentence is wrong: 95 %."""


class Answer(StrEnum):
    """What came out of a call."""

    VOTED = "call_voted"
    DENIED = "call_denied"
    NOT_REACHED = "call_not_reached"


def dice(text: str) -> str:
    """The digits of the dice in the order they fell; blanks and commas between them are let be.

    Raises:
        NotValid: DICE_UNREADABLE at "dice" for anything but 6 to 60 digits from 1 to 6.
    """
    digits = "".join(text.replace(",", " ").split())
    fewest, most = DICE_LENGTH
    if not fewest <= len(digits) <= most or set(digits) - set("123456"):
        raise NotValid(Code.DICE_UNREADABLE, "dice", fewest=fewest, most=most)
    return digits


def seed(root: bytes, thrown: str) -> str:
    """What the sample follows from: 64 hex digits."""
    return hashlib.sha256(root + thrown.encode("ascii")).hexdigest()


def in_order(refs: Iterable[str]) -> list[str]:
    """The refs of the lines of those who took part, number 1 first."""
    return sorted(refs, key=_leaf)


def fingerprint(refs: Iterable[str]) -> bytes:
    """32 bytes that stand for the whole list in its order: read aloud before the dice fall."""
    return hashlib.sha256(b"".join(map(_leaf, in_order(refs)))).digest()


def numbers(of_seed: str, people: int, size: int) -> tuple[int, ...]:
    """The numbers drawn, in the order of their tickets; everybody where `size` is no smaller."""
    tickets = lots.drawn(map(str, range(1, people + 1)), of_seed)
    return tuple(map(int, tickets[:size]))


def bound(answered: int, denied: int) -> int:
    """Thousandths of the votes below which the false ones stay, with 95 % confidence; rounded up.

    The exact bound of Clopper and Pearson: the smallest share with which so few denials among so
    many answers have a chance of one in twenty at the most. Worked out in whole numbers.
    """
    if denied >= answered:
        return THOUSAND
    lowest, highest = 0, THOUSAND
    while lowest < highest:
        middle = (lowest + highest) // 2
        if _is_unlikely(answered, denied, middle):
            highest = middle
        else:
            lowest = middle + 1
    return lowest


def _is_unlikely(answered: int, denied: int, share: int) -> bool:
    ways: int = sum(
        comb(answered, number) * share**number * (THOUSAND - share) ** (answered - number)
        for number in range(denied + 1)
    )
    every: int = THOUSAND**answered
    return ways * CONFIDENCE <= every


def _leaf(ref: str) -> bytes:
    return hashlib.sha256(ref.encode()).digest()
