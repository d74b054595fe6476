"""A round as the casting of a ballot sees it: one query in Core, which every vote asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Text, bindparam, cast, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute

from pb.records.ceremonies import Ceremony
from pb.records.proposals import Project
from pb.records.rounds import Round
from pb.records.statements import Statement
from pb.records.strokes import ClockStroke
from pb.rules.ballots import BallotRules, OnBallot
from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, NotFound
from pb.rules.rounds import Phase, Schedule, phase_of
from pb.rules.rule_sets.choices import AssemblyHands


@dataclass(frozen=True)
class Polls:
    """A round as the casting of a ballot sees it: plain values of the row that is held."""

    id: int
    schedule: Schedule
    is_announced: bool
    is_decided: bool
    is_cancelled: bool
    ballot_rules: BallotRules
    on_ballot: Mapping[int, OnBallot]
    """The projects by their numbers, which stand since before the voting."""
    public_key: bytes | None
    """What references are sealed for; None where no key was drawn."""
    hands: AssemblyHands
    struck: datetime | None
    """The latest hour the clock is known to have struck."""

    def phase(self, now: datetime) -> Phase:
        """The phase it is in at an instant."""
        return phase_of(
            self.schedule,
            now,
            announced=self.is_announced,
            decided=self.is_decided,
            cancelled=self.is_cancelled,
        )


def _text(column: InstrumentedAttribute[Any]) -> ColumnElement[str]:
    return cast(column, Text())


_BLANK: ColumnElement[str] = literal_column("' '")
# One row of the round carries its projects: a second query would cost every vote.
_PROJECT = (
    _text(Project.number)
    + _BLANK
    + _text(Project.cost)
    + _BLANK
    + func.coalesce(_text(Project.heading_number), literal_column("''"))
)
_POLLS = Statement(
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
        Round.vote_type,
        Round.points,
        Round.within_budget,
        Round.budget,
        Round.by_heading,
        Round.hands,
        select(func.aggregate_strings(_PROJECT, ","))
        .where(Project.round_id == Round.id)
        .scalar_subquery()
        .label("projects"),
        select(Ceremony.public_key)
        .where(Ceremony.round_id == Round.id)
        .scalar_subquery()
        .label("public_key"),
        select(ClockStroke.at).scalar_subquery().label("struck"),
    )
    .where(Round.municipality_id == bindparam("place"), Round.slug == bindparam("slug"))
    .with_for_update(read=True)
)


def round_for_casting(municipality_id: int, slug: str) -> Polls:
    """A round held against the count but not against other voters.

    Raises:
        NotFound: NOT_FOUND.
    """
    rows = _POLLS.send(place=municipality_id, slug=slug)
    if not rows:
        raise NotFound(Code.NOT_FOUND)
    row = rows[0]
    schedule = Schedule(*row[1:7])
    return Polls(
        row.id,
        schedule,
        row.announced_at is not None,
        row.decided_at is not None,
        row.cancelled_at is not None,
        BallotRules(
            row.min_choices,
            row.max_choices,
            row.vote_type,
            row.points,
            row.budget if row.within_budget else None,
            row.by_heading,
        ),
        _on_ballot(row.projects or ""),
        row.public_key,
        row.hands,
        row.struck,
    )


# Read once for each state of a ballot: the same text says the same, whoever asks.
@lru_cache(maxsize=256)
def _on_ballot(projects: str) -> Mapping[int, OnBallot]:
    found = {}
    for project in projects.split(",") if projects else ():
        number, cost, heading = project.split(" ")
        found[int(number)] = OnBallot(Tyiyn(int(cost)), int(heading) if heading else None)
    return MappingProxyType(found)
