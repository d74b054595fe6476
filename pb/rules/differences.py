"""How two texts differ, word by word."""

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """Some words and what became of them."""

    change: Change
    text: str


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of two texts in the order they are read; what was removed stands first.

    All but the removed ones make up the new text, all but the added ones the old.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    found: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece(Change.SAME, "".join(old[i1:i2])))
            continue
        if i2 > i1:
            found.append(Piece(Change.REMOVED, "".join(old[i1:i2])))
        if j2 > j1:
            found.append(Piece(Change.ADDED, "".join(new[j1:j2])))
    return tuple(found)
