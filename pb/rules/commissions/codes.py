"""Codes that stand for applications while they are scored, so that no member sees whose they are.

A code is read off HMAC-SHA256 of the public reference under a secret seed: who has the seed can
make every code again and check that none was changed; who has not cannot tell which is whose. The
seed is drawn when scoring begins, kept as a secret, and published with the result.
"""

import hashlib
import hmac
from collections.abc import Iterable

ALPHABET = "23456789ACEHKMPTX"
"""Digits and letters that look the same on a Latin and on a Cyrillic keyboard; no 0, 1, O, I, B."""

SHORTEST = 4
_SEED_BYTES = 16


def codes(references: Iterable[str], seed: bytes) -> dict[str, str]:
    """A code for each application, all of one length, none twice; sorted by code, not by arrival.

    The order the applications are given in is irrelevant. One more application leaves the codes of
    the others as they are, unless two would fall together: then all grow by a character.

    Raises:
        ValueError: a seed of fewer than 16 bytes could be guessed.
    """
    if len(seed) < _SEED_BYTES:
        raise ValueError(f"a seed of {len(seed)} bytes")
    whole = {reference: _digits(reference, seed) for reference in set(references)}
    length = SHORTEST
    while len({digits[:length] for digits in whole.values()}) < len(whole):
        length += 1
    by_code = sorted((digits[:length], reference) for reference, digits in whole.items())
    return {reference: code for code, reference in by_code}


def _digits(reference: str, seed: bytes) -> str:
    number = int.from_bytes(hmac.digest(seed, reference.encode(), hashlib.sha256), "big")
    digits = []
    for _ in range(60):  # 17**60 is less than 2**256: every digit is as good as the first
        number, rest = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[rest])
    return "".join(digits)
