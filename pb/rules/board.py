"""The board: the texts that are hashed and signed, so that anyone can recount a round at home.

A ballot in the box is the leaf of this text in UTF-8, each line ended by LF:

    pb1
    <slug of the municipality>/<slug of the round>
    <control number>
    <marks, as `rules/ballots.py` writes them: "3,5", "3:2,5:1" or "5>3">
    <salt, 32 hex digits>

A lot is the tree over the leaves of its ballots, sorted by their bytes (`rules/merkle.py`), and
this text, which is signed (Ed25519):

    pb1-lot
    <slug of the municipality>/<slug of the round>
    <sequence in the round, from 1>
    <internet, paper, assembly or mixed>
    <ballots by internet>,<on paper>,<at the assembly>
    <root, 64 hex digits>
    <SHA-256 over the text and the signature of the lot before, 64 hex digits; zeros for the first>

The board itself is a file of JSON lines, each of them canonical (keys sorted, no blanks): what the
round was, its lots, its ballots by their leaves, who took part by channel, the result. Its last
line holds SHA-256 over everything above it, the final root, and a signature of this text:

    pb1-final
    <slug of the municipality>/<slug of the round>
    <final root, 64 hex digits>

`pb/verify.py` says all of this a second time, in its own words, and shares no code with it;
`pb/verify.html` a third time, for a browser.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pb.rules import merkle
from pb.rules.roles import Role
from pb.rules.rounds import LOT
from pb.rules.tally.election import Channel

FIRST = bytes(32)
"""Stands for the lot before the first one."""

SALT = 16
"""Bytes; without them the leaf of a ballot nobody has opened could be guessed."""

JOURNAL = 16
"""Hex digits of a root that are written by hand into the paper journal of the commission."""


class LotChannel(StrEnum):
    """Where the ballots of a lot came from."""

    INTERNET = "internet"
    PAPER = "paper"
    ASSEMBLY = "assembly"
    MIXED = "mixed"
    """What was left of several channels at the end, too few to be shown apart."""


@dataclass(frozen=True)
class LotHead:
    """What is signed of a lot; the numbers are of ballots."""

    round_: str
    """Slugs of the municipality and the round, "/" between."""
    sequence: int
    channel: LotChannel
    internet: int
    paper: int
    assembly: int
    root: bytes
    previous: bytes

    @property
    def size(self) -> int:
        """Its ballots."""
        return self.internet + self.paper + self.assembly

    def text(self) -> bytes:
        """The text that is signed."""
        return (
            f"pb1-lot\n{self.round_}\n{self.sequence}\n{self.channel}\n"
            f"{self.internet},{self.paper},{self.assembly}\n"
            f"{self.root.hex()}\n{self.previous.hex()}\n"
        ).encode()


def ballot_leaf(round_: str, number: int, marks: str, salt: bytes) -> bytes:
    """The leaf of a ballot (32 bytes); `marks` as they are kept."""
    return merkle.leaf(f"pb1\n{round_}\n{number}\n{marks}\n{salt.hex()}\n".encode())


def lot_root(leaves: Sequence[bytes]) -> bytes:
    """The root of a lot: in the order of the leaves, which is no order of arrival."""
    return merkle.root(sorted(leaves))


def chained(text: bytes, signature: bytes) -> bytes:
    """What the next lot says of this one: a signature cannot be changed unnoticed either."""
    return hashlib.sha256(text + signature).digest()


def final_text(round_: str, root: bytes) -> bytes:
    """The text that is signed last."""
    return f"pb1-final\n{round_}\n{root.hex()}\n".encode()


def line(content: Mapping[str, Any]) -> bytes:
    """A line of the board: canonical JSON in UTF-8, with its LF."""
    return (
        json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
    ).encode()


def checkpoint(round_: str, lots: int, head: bytes) -> str:
    """What a witness keeps while the voting lasts: the round, its lots, the head of their chain."""
    return f"pb1-checkpoint\n{round_}\n{lots}\n{head.hex()}\n"


def may_open(roles: frozenset[Role], ballots: int) -> bool:
    """Whether these roles may have the board of a round with so many ballots.

    Below the size of a lot a ballot could be recognised, so the commission alone sees them.
    """
    return ballots >= LOT or Role.COMMISSION in roles


def lots_due(
    waiting: Mapping[Channel, int], *, is_over: bool
) -> Iterator[tuple[LotChannel, frozenset[Channel]]]:
    """Which lots can be sealed of what waits, by channel: each with the channels it takes.

    `waiting` has every channel of which anything waits, with how many of its ballots count: those
    taken out meanwhile hide nobody. While the voting lasts, a channel with fewer than LOT ballots
    waits; when it is over, what is too little to be shown apart goes into one mixed lot, however
    small that is.
    """
    large = [channel for channel in Channel if waiting.get(channel, 0) >= LOT]
    for channel in large:
        yield LotChannel(channel.value), frozenset({channel})
    small = frozenset(channel for channel, number in waiting.items() if number < LOT)
    if is_over and small:
        yield LotChannel.MIXED, small
