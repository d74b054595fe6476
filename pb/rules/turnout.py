"""Turnout of parts of the roll, published only where nobody can be recognised in it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the people on the roll, by the names of what they have in common."""

    names: tuple[str, ...]
    voters: int
    """On the roll."""
    voted: int

    def is_large(self, smallest: int) -> bool:
        """Whether both those who voted and those who did not are at least so many."""
        return self.voted >= smallest and self.voters - self.voted >= smallest

    def __add__(self, other: "Part") -> "Part":
        return Part(
            (*self.names, *other.names), self.voters + other.voters, self.voted + other.voted
        )


def published(parts: Sequence[Part], smallest: int) -> tuple[Part, ...]:
    """The parts as they may be published, in their order: small ones stand together, as the last.

    What is published adds up to everybody, so a part that were merely left out could be found by
    taking the others away. Small parts are therefore added up with one another, and with the
    smallest of the large ones as long as their sum is small too or stands for one part alone.
    Then every published number is at least `smallest`, and so is what it lacks to its part of the
    roll; and of no part within the sum does it follow how many voted. Nothing is published where
    only the sum of all would be left.

    Source: the statistical rule of a minimum frequency with complementary suppression.
    """
    given = [part for part in parts if part.voters]
    large = [part for part in given if part.is_large(smallest)]
    small = [part for part in given if not part.is_large(smallest)]
    if not small:
        return tuple(large) if len(large) > 1 else ()
    together = small[0]
    for part in small[1:]:
        together += part
    while large and not (together.is_large(smallest) and len(together.names) > 1):
        nearest = min(large, key=lambda part: (part.voters, part.names))
        large.remove(nearest)
        together += nearest
    if not large or not together.is_large(smallest):
        return ()
    return (*large, together)


def shown_apart(part: int, whole: int, smallest: int) -> bool:
    """Whether a part may stand beside the rest of its whole: neither of them is small."""
    return part >= smallest and whole - part >= smallest
