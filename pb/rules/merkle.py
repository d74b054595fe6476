"""One hash that stands for many leaves: the tree of RFC 6962, section 2.1.

A leaf is SHA-256 over one byte 0x00 and its content, a node SHA-256 over 0x01 and its two children;
a tree of n leaves is split at the largest power of two below n.
"""

import hashlib
from collections.abc import Sequence

EMPTY = hashlib.sha256(b"").digest()
"""The root over nothing."""


def leaf(content: bytes) -> bytes:
    """The leaf of a content (32 bytes)."""
    return hashlib.sha256(b"\x00" + content).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaves in this order (32 bytes)."""
    # Level by level: pairing neighbours and passing a last odd one up is the same tree as
    # splitting at the largest power of two, without a slice for every node.
    level = list(leaves)
    while len(level) > 1:
        paired = [
            hashlib.sha256(b"\x01" + level[at] + level[at + 1]).digest()
            for at in range(0, len(level) - 1, 2)
        ]
        level = paired + level[len(paired) * 2 :]
    return level[0] if level else EMPTY
