"""Lots anyone can draw again: an order that follows from a seed made public, and from nothing else.

The ticket of a thing is the SHA-256 of the seed, a colon and its public reference, in UTF-8; the
smallest ticket, read as hexadecimal text, goes first. On any machine:

    printf '%s' 'SEED:REFERENCE' | sha256sum

Whoever chooses the seed after knowing the references could choose the order too. So the way the
seed will come about (dice before witnesses, say) is announced first.
"""

import hashlib
from collections.abc import Iterable

from pb.rules.refusals import Code, NotValid

SEED_LENGTH = (6, 100)
"""Fewest and most characters of a seed, inclusive."""


def check_seed(seed: str, field: str = "seed") -> str:
    """The seed as it is made public: outer blanks gone, nothing else touched.

    Raises:
        NotValid: TEXT_MISSING, TEXT_TOO_SHORT or TEXT_TOO_LONG.
    """
    seed = seed.strip()
    shortest, longest = SEED_LENGTH
    if not seed:
        raise NotValid(Code.TEXT_MISSING, field)
    if len(seed) < shortest:
        raise NotValid(Code.TEXT_TOO_SHORT, field, shortest=shortest, length=len(seed))
    if len(seed) > longest:
        raise NotValid(Code.TEXT_TOO_LONG, field, longest=longest, length=len(seed))
    return seed


def signs(reference: str, seed: str) -> str:
    """What the ticket is the SHA-256 of."""
    return f"{seed}:{reference}"


def ticket(reference: str, seed: str) -> str:
    """The ticket of one thing: 64 hexadecimal digits."""
    return hashlib.sha256(signs(reference, seed).encode()).hexdigest()


def drawn(references: Iterable[str], seed: str) -> tuple[str, ...]:
    """The references in the order of their tickets; the order they were given in is irrelevant."""
    return tuple(sorted(references, key=lambda reference: (ticket(reference, seed), reference)))
