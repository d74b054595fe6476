"""How the voting went day by day, as it may be published: nobody alone is in any number.

Every number is of a span: days, or hours of one day, gathered until there are enough people in
it. Nothing is left out between the spans, and a span that was published stays as it is, so no
number can be found by taking others away, nor by comparing a table with a later one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Counts = tuple[int, ...]
"""People by column: one column a channel."""


@dataclass(frozen=True, slots=True)
class Span:
    """Rows that are published together: the first and the last of them, and their sum."""

    first: int
    last: int
    counts: Counts

    def __add__(self, other: "Span") -> "Span":
        added = tuple(one + more for one, more in zip(self.counts, other.counts, strict=True))
        return Span(self.first, other.last, added)


def is_large(counts: Counts, smallest: int) -> bool:
    """Whether no column is of so few people that one could be recognised; nobody is nobody."""
    return all(count == 0 or count >= smallest for count in counts)


def days(rows: Sequence[Counts], smallest: int, *, is_over: bool) -> tuple[Span, ...]:
    """Days in their order, one row each, as spans that are large.

    What was published once is not gathered anew: otherwise the days that were added could be found
    by comparing the two. So while the voting lasts (`is_over` is false) the span that came last
    waits for the next one, and at the end the days that are too few go into it. Where it is not
    large even so, it is left out with all that follows. A span always has people in it: one of
    nobody would take the place of the span that waits.

    Source: the statistical rule of a minimum frequency with complementary suppression.
    """
    closed: list[Span] = []
    waiting: Span | None = None
    for at, counts in enumerate(rows):
        row = Span(at, at, counts)
        waiting = row if waiting is None else waiting + row
        if any(waiting.counts) and is_large(waiting.counts, smallest):
            closed.append(waiting)
            waiting = None
    if not is_over:
        return tuple(closed[:-1])
    if waiting is not None and closed:
        last = closed.pop() + waiting
        if is_large(last.counts, smallest):
            closed.append(last)
    return tuple(closed)


def hours(counts: Sequence[int], smallest: int) -> tuple[Span, ...]:
    """The hours of one day as spans of at least so many people; none where that is but one span."""
    spans: list[Span] = []
    waiting: Span | None = None
    for at, count in enumerate(counts):
        row = Span(at, at, (count,))
        waiting = row if waiting is None else waiting + row
        if waiting.counts[0] >= smallest:
            spans.append(waiting)
            waiting = None
    if waiting is not None and spans:
        spans.append(spans.pop() + waiting)
    return tuple(spans) if len(spans) > 1 else ()
