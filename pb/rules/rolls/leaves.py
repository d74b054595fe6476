"""The root of a frozen roll: one hash that stands for every line, and tells of nobody.

A leaf is SHA-256 over one byte 0x00 and this text in UTF-8, each line ended by LF:

    pb-roll1
    <slug of the municipality>/<slug of the round>
    <the keyed hash of the personal number, 64 hex digits, small letters>
    <slug of the village>

The leaves are sorted by their bytes; a node is SHA-256 over 0x01 and its two children, and a tree
of n leaves is split at the largest power of two below n (RFC 6962, section 2.1). Without the key
of the installation nobody can make a leaf of a person, so the root gives nobody away.
"""

import hashlib
from collections.abc import Iterable, Sequence

EMPTY = hashlib.sha256(b"").digest()
"""The root of a roll with nobody on it."""


def leaf(place: str, round_: str, pin_tag: bytes, village: str) -> bytes:
    """The leaf of one line: slugs of municipality and round, keyed hash, slug of the village."""
    text = f"pb-roll1\n{place}/{round_}\n{pin_tag.hex()}\n{village}\n"
    return hashlib.sha256(b"\x00" + text.encode()).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over leaves in any order (32 bytes).

    Source: RFC 6962, section 2.1.
    """
    ordered = sorted(leaves)
    return _root(ordered) if ordered else EMPTY


def _root(leaves: Sequence[bytes]) -> bytes:
    # Level by level: pairing neighbours and passing a last odd one up is the same tree as
    # splitting at the largest power of two, without 60,000 slices.
    level = list(leaves)
    while len(level) > 1:
        paired = [
            hashlib.sha256(b"\x01" + level[at] + level[at + 1]).digest()
            for at in range(0, len(level) - 1, 2)
        ]
        level = paired + level[len(paired) * 2 :]
    return level[0]
