"""A round as the casting of a ballot sees it: one query in Core, which every vote asks."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Text, bindparam, cast, func, select

from pb.records.base import db
from pb.records.proposals import Project
from pb.records.rounds import Round
from pb.rules.refusals import Code, NotFound
from pb.rules.rounds import Phase, Schedule, phase_of


@dataclass(frozen=True)
class Polls:
    """A round as the casting of a ballot sees it: plain values of the row that is held."""

    id: int
    schedule: Schedule
    is_announced: bool
    is_decided: bool
    is_cancelled: bool
    min_choices: int
    max_choices: int
    on_ballot: frozenset[int]
    """The numbers of the projects, which stand since before the voting."""

    def phase(self, now: datetime) -> Phase:
        """The phase it is in at an instant."""
        return phase_of(
            self.schedule,
            now,
            announced=self.is_announced,
            decided=self.is_decided,
            cancelled=self.is_cancelled,
        )


_POLLS = (
    select(
        Round.id,
        Round.submission_opens,
        Round.submission_closes,
        Round.review_closes,
        Round.voting_opens,
        Round.voting_closes,
        Round.results_due,
        Round.announced_at,
        Round.decided_at,
        Round.cancelled_at,
        Round.min_choices,
        Round.max_choices,
        select(func.aggregate_strings(cast(Project.number, Text()), ","))
        .where(Project.round_id == Round.id)
        .scalar_subquery()
        .label("numbers"),
    )
    .where(Round.municipality_id == bindparam("place"), Round.slug == bindparam("slug"))
    .with_for_update(read=True)
)


def round_for_casting(municipality_id: int, slug: str) -> Polls:
    """A round held against the count but not against other voters.

    Raises:
        NotFound: NOT_FOUND.
    """
    row = db.session.connection().execute(_POLLS, {"place": municipality_id, "slug": slug}).first()
    if row is None:
        raise NotFound(Code.NOT_FOUND)
    schedule = Schedule(*row[1:7])
    return Polls(
        row.id,
        schedule,
        row.announced_at is not None,
        row.decided_at is not None,
        row.cancelled_at is not None,
        row.min_choices,
        row.max_choices,
        frozenset(map(int, row.numbers.split(","))) if row.numbers else frozenset(),
    )
