"""Notes in the comment of META: what the format has no place for, in words a program can read too.

A comment is numbered, "#1: … #2: …". Our own notes are sentences of a fixed shape; they are written
after what the file says already, and taken out again when it is read.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

COMMENT = "comment"

_NOTE = re.compile(r"#[0-9]+: ")
_BY_HAND = re.compile(r"Ballots from voter_id ([0-9]{1,9}) on were given by hand at the assembly\.")
_COUNTED_BY = re.compile(r"Counted by ([a-z0-9/-]{1,60})\.")

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """What our own notes say; None where they say nothing.

    `by_hand_from` is the number of the first ballot given by hand, `rule` a name of our own.
    """

    by_hand_from: int | None = None
    rule: str | None = None

    def sentences(self) -> list[str]:
        """The notes as they are written."""
        said = []
        if self.rule is not None:
            said.append(f"Counted by {self.rule}.")
        if self.by_hand_from is not None:
            said.append(
                f"Ballots from voter_id {self.by_hand_from} on were given by hand at the assembly."
            )
        return said


def read_notes(pairs: Iterable[tuple[str, str]]) -> tuple[Pairs, Notes]:
    """The keys of META without our notes, and what those say."""
    kept: list[tuple[str, str]] = []
    by_hand_from = rule = None
    for key, value in pairs:
        if key != COMMENT:
            kept.append((key, value))
            continue
        others = []
        for sentence in sentences_of(value):
            if found := _BY_HAND.fullmatch(sentence):
                by_hand_from = int(found[1])
            elif found := _COUNTED_BY.fullmatch(sentence):
                rule = found[1]
            else:
                others.append(sentence)
        if not by_hand_from and not rule:
            kept.append((key, value))
        elif others:
            kept.append((key, numbered(others)))
    return tuple(kept), Notes(by_hand_from, rule)


def with_notes(pairs: Pairs, notes: Notes) -> Pairs:
    """The keys of META with our notes at the end of the comment."""
    ours = notes.sentences()
    if not ours:
        return pairs
    said = [sentence for key, value in pairs if key == COMMENT for sentence in sentences_of(value)]
    rest = [(key, value) for key, value in pairs if key != COMMENT]
    return (*rest, (COMMENT, numbered([*said, *ours])))


def sentences_of(comment: str) -> list[str]:
    """The notes of a comment, without their numbers."""
    return [part.strip() for part in _NOTE.split(comment) if part.strip()]


def numbered(sentences: Sequence[str]) -> str:
    """Notes as one comment, numbered from 1."""
    return " ".join(f"#{number}: {said}" for number, said in enumerate(sentences, start=1))
