"""The root of a frozen roll: one hash that stands for every line, and tells of nobody.

A leaf is SHA-256 over one byte 0x00 and this text in UTF-8, each line ended by LF:

    pb-roll1
    <slug of the municipality>/<slug of the round>
    <the keyed hash of the personal number, 64 hex digits, small letters>
    <slug of the village>

The leaves are sorted by their bytes, and the tree over them is that of `rules/merkle.py`. Without
the key of the installation nobody can make a leaf of a person, so the root gives nobody away.
"""

from collections.abc import Iterable

from pb.rules import merkle

EMPTY = merkle.EMPTY
"""The root of a roll with nobody on it."""


def leaf(place: str, round_: str, pin_tag: bytes, village: str) -> bytes:
    """The leaf of one line: slugs of municipality and round, keyed hash, slug of the village."""
    return merkle.leaf(f"pb-roll1\n{place}/{round_}\n{pin_tag.hex()}\n{village}\n".encode())


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over leaves in any order (32 bytes)."""
    return merkle.root(sorted(leaves))
