"""A .pb file as it was read, or as it will be written."""

from dataclasses import dataclass

from pb.rules.pabulib.cells import Day
from pb.rules.tally.election import Election


@dataclass(frozen=True, slots=True)
class PabulibFile:
    """A .pb file as read: the election, and what the file tells beside it.

    `published` are the ids marked selected=1, in the order of the file, and `published_votes` the
    votes it gives for each project, `published_scores` the points; None where it has no such
    column. `meta` is every key of META
    with its text. `language` and `currency` of the election are "" where the file names none.
    `channel_told` is False where the file does not say how votes were cast; the ballots then all
    stand under internet.
    """

    election: Election
    country: str
    unit: str
    instance: str
    description: str
    date_begin: Day
    date_end: Day
    language: str
    meta: tuple[tuple[str, str], ...]
    published: tuple[str, ...] | None
    published_votes: tuple[tuple[str, int], ...] | None
    published_scores: tuple[tuple[str, int], ...] | None
    channel_told: bool
