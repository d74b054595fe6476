"""Results: what was counted, step by step, and who confirmed it. Never overwritten."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from pb.records.base import Base, InMunicipality, db, kind
from pb.records.proposals import Project
from pb.rules.money import Tyiyn
from pb.rules.tally.election import AllocationRule, Outcome, TieBreak
from pb.rules.texts import Bilingual


class Result(InMunicipality, Base):
    """One count of a round: its declared rule, its totals, and the two people who stand for it."""

    __tablename__ = "result"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int]
    version: Mapped[int]
    """1 for the first count; a corrected count is a new row with a higher one."""
    allocation_rule: Mapped[AllocationRule] = mapped_column(kind(AllocationRule, "known_rule"))
    ties: Mapped[str]
    threshold: Mapped[int]
    budget: Mapped[Tyiyn]
    voters: Mapped[int | None]
    """People on the roll; null for an imported election, which has none here."""
    participants: Mapped[int]
    ballots: Mapped[int]
    internet: Mapped[int]
    paper: Mapped[int]
    assembly: Mapped[int]
    at_assemblies: Mapped[int] = mapped_column(default=0)
    """People who could raise a hand at an assembly; of a line, `assembly` are the hands."""
    marks: Mapped[int]
    """All marks on all ballots, and all hands."""
    cost: Mapped[Tyiyn]
    left: Mapped[Tyiyn] = mapped_column("left_over")
    counted_at: Mapped[datetime]
    counted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Null when the platform itself counted, at the close or for an imported election."""
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    counted: Mapped[str | None]
    """Everything the count gave as one JSON text, exact; null before it was kept."""
    explained_ky: Mapped[str | None]
    explained_ru: Mapped[str | None]
    """The count in sentences, a paragraph a line, as they stand on the page and in the annex."""

    @property
    def people(self) -> int:
        """Everybody whose vote was counted, by ballot or by hand."""
        return self.ballots + self.at_assemblies

    @property
    def at_kiosks(self) -> int:
        """Of those by the internet, cast at kiosks; 0 where they are not to be told apart."""
        found: int = json.loads(self.counted or "{}").get("at_kiosks", 0)
        return found

    @property
    def explained(self) -> tuple[Bilingual, ...]:
        """The count in sentences; nothing where it was not kept."""
        said = ((self.explained_ky or "").split("\n"), (self.explained_ru or "").split("\n"))
        return tuple(Bilingual(ky, ru) for ky, ru in zip(*said, strict=True) if ky and ru)

    lines: Mapped[list["ResultLine"]] = relationship(
        back_populates="result", order_by="ResultLine.place", lazy="raise_on_sql", viewonly=True
    )

    __table_args__ = (
        UniqueConstraint("round_id", "version"),
        UniqueConstraint("municipality_id", "id"),
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        CheckConstraint("confirmed_by <> counted_by", "two_people"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_at IS NOT NULL", "dated_if_confirmed"),
        CheckConstraint("cost >= 0 AND left_over >= 0", "money_not_negative"),
        CheckConstraint("cost + left_over = budget", "money_adds_up"),
        CheckConstraint("internet + paper + assembly = ballots", "channels_add_up"),
        CheckConstraint("at_assemblies >= 0", "people_not_negative"),
    )


class ResultLine(InMunicipality, Base):
    """One step of a count: a project looked at, and what became of it."""

    __tablename__ = "result_line"

    result_id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    """The order in which the rule looked at the projects, from 1."""
    project_id: Mapped[int]
    score: Mapped[int]
    internet: Mapped[int]
    paper: Mapped[int]
    assembly: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(kind(Outcome, "known_outcome"))
    heading_number: Mapped[int | None]
    """The heading whose money was looked at; null is the common pot."""
    left_before: Mapped[Tyiyn]
    left_after: Mapped[Tyiyn]
    tied_with: Mapped[str]
    """Numbers of the projects with as many votes, comma between; empty where there is none."""
    tie_broken_by: Mapped[TieBreak | None] = mapped_column(kind(TieBreak, "known_tie_break"))

    result: Mapped[Result] = relationship(
        back_populates="lines", lazy="raise_on_sql", viewonly=True
    )
    project: Mapped[Project] = relationship(lazy="raise_on_sql", viewonly=True)

    __table_args__ = (
        UniqueConstraint("result_id", "project_id"),
        ForeignKeyConstraint(
            ["municipality_id", "result_id"], ["result.municipality_id", "result.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "project_id"], ["project.municipality_id", "project.id"]
        ),
        CheckConstraint("internet + paper + assembly = score", "channels_add_up"),
    )


def result_of(municipality_id: int, round_id: int) -> Result | None:
    """The count of a round that stands, with its steps and projects; None where there is none.

    That is the latest confirmed one: a correction changes nothing before another person stands
    for it. Where none is confirmed it is the latest.
    """
    standing = Result.confirmed_at.is_(None)
    return _first(municipality_id, round_id, standing, Result.version.desc())


def latest_count(municipality_id: int, round_id: int) -> Result | None:
    """The latest count of a round, confirmed or not."""
    return _first(municipality_id, round_id, Result.version.desc())


def counts_of(municipality_id: int, round_id: int) -> Sequence[Result]:
    """Every count of a round without its steps, the first one first."""
    return db.session.scalars(
        select(Result)
        .where(Result.municipality_id == municipality_id, Result.round_id == round_id)
        .order_by(Result.version)
    ).all()


def _first(municipality_id: int, round_id: int, *order: ColumnElement[Any]) -> Result | None:
    return (
        db.session.scalars(
            select(Result)
            .where(Result.municipality_id == municipality_id, Result.round_id == round_id)
            .order_by(*order)
            .limit(1)
            .options(joinedload(Result.lines).joinedload(ResultLine.project))
        )
        .unique()
        .first()
    )


def is_counted(round_id: int) -> bool:
    """Whether the ballots of a round were counted."""
    return (
        db.session.scalar(select(Result.id).where(Result.round_id == round_id).limit(1)) is not None
    )


def counted_rounds(municipality_id: int) -> frozenset[int]:
    """The ids of the rounds that have been counted."""
    return frozenset(
        db.session.scalars(select(Result.round_id).where(Result.municipality_id == municipality_id))
    )


def winners_of(municipality_id: int, round_id: int) -> Sequence[Project]:
    """The projects that won in the latest count of a round, in the order they were chosen."""
    result = result_of(municipality_id, round_id)
    if result is None:
        return []
    return [line.project for line in result.lines if line.outcome is Outcome.WON]
