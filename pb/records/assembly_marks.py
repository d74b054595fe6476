"""Who was marked at which assembly. Personal: no door may import this file."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Select,
    Subquery,
    and_,
    case,
    delete,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from pb.records.ballots import Participation
from pb.records.base import Base, InMunicipality, db
from pb.records.marks import MarkNotice
from pb.records.places import Settlement
from pb.records.residents import RollEntry
from pb.records.rolls import RollDecision
from pb.rules.rolls.states import DecisionKind, DecisionState, EntryStatus
from pb.rules.tally.election import Channel
from pb.rules.texts import Bilingual


class AssemblyMark(InMunicipality, Base):
    """At which assembly a person votes by hand, beside the participation; it carries no time."""

    __tablename__ = "assembly_mark"

    round_id: Mapped[int] = mapped_column(primary_key=True)
    roll_entry_id: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[int] = mapped_column(index=True)
    marked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        ForeignKeyConstraint(
            ["round_id", "roll_entry_id"],
            ["participation.round_id", "participation.roll_entry_id"],
        ),
        ForeignKeyConstraint(
            ["municipality_id", "round_id", "assembly_id"],
            ["assembly.municipality_id", "assembly.round_id", "assembly.id"],
        ),
    )


@dataclass(frozen=True)
class Called:
    """A line of the roll of those an assembly calls, and how its person took part already."""

    number: int | None
    """Its place on the printed list; None for a line that is not called (any more)."""
    entry: RollEntry
    village: Bilingual
    channel: Channel | None
    hour: datetime | None
    assembly_id: int | None
    """Where the person was marked, if at an assembly."""


def marks_at(municipality_id: int, assembly_id: int) -> int:
    """How many people were marked at an assembly."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(AssemblyMark)
            .where(
                AssemblyMark.municipality_id == municipality_id,
                AssemblyMark.assembly_id == assembly_id,
            )
        )
        or 0
    )


def marks_by_assembly(municipality_id: int, round_id: int) -> dict[int, int]:
    """How many people were marked at each assembly of a round."""
    rows = db.session.execute(
        select(AssemblyMark.assembly_id, func.count())
        .where(AssemblyMark.municipality_id == municipality_id, AssemblyMark.round_id == round_id)
        .group_by(AssemblyMark.assembly_id)
    )
    return {row[0]: row[1] for row in rows}


def on_roll_by_village(
    municipality_id: int, round_id: int, settlement_id: int | None
) -> dict[str, int]:
    """How many people the roll has in a village, or in each of them, by slug; also where none."""
    query = (
        select(Settlement.slug, func.count(RollEntry.id))
        .outerjoin(
            RollEntry,
            (RollEntry.settlement_id == Settlement.id)
            & (RollEntry.round_id == round_id)
            & (RollEntry.status == EntryStatus.ACTIVE),
        )
        .where(Settlement.municipality_id == municipality_id)
        .group_by(Settlement.id, Settlement.slug)
        .order_by(Settlement.id)
    )
    if settlement_id is not None:
        query = query.where(Settlement.id == settlement_id)
    return {row[0]: row[1] for row in db.session.execute(query)}


def called(
    municipality_id: int, round_id: int, settlement_id: int | None, size: int, before: int
) -> Sequence[Called]:
    """The active lines of so many numbers after `before`, of one village or of all.

    By number and not by how many there are: what was printed in one part stays in that part.
    """
    query, line, number = _called(municipality_id, round_id, settlement_id)
    return _read(query.where(number.between(before + 1, before + size)).order_by(number, line.id))


def last_number(municipality_id: int, round_id: int, settlement_id: int | None) -> int:
    """The last number of the printed list, of one village or of all; 0 where nobody is on it."""
    query = _listed(municipality_id, round_id).with_only_columns(func.count(RollEntry.id))
    if settlement_id is not None:
        query = query.where(RollEntry.settlement_id == settlement_id)
    return db.session.scalar(query) or 0


def marked_at(
    municipality_id: int,
    round_id: int,
    assembly_id: int,
    settlement_id: int | None,
    limit: int,
    offset: int,
) -> Sequence[Called]:
    """A part of the active lines that are marked at an assembly, by number, those without last.

    Each has the number it has among all who are called: that is the one on the signed list.
    """
    query, line, number = _called(municipality_id, round_id, settlement_id)
    query = query.where(AssemblyMark.assembly_id == assembly_id)
    query = query.order_by(number.is_(None), number, line.name_key, line.id)
    return _read(query.limit(limit).offset(offset))


def lines_held(municipality_id: int, round_id: int, refs: Collection[str]) -> Sequence[RollEntry]:
    """The lines with these public ids, held in the order of their keys so that no two deeds
    wait for each other.
    """
    return db.session.scalars(
        select(RollEntry)
        .where(
            RollEntry.municipality_id == municipality_id,
            RollEntry.round_id == round_id,
            RollEntry.ref.in_(refs),
        )
        .order_by(RollEntry.id)
        .with_for_update()
    ).all()


def marks_held(
    municipality_id: int, assembly_id: int, entries: Collection[int]
) -> Sequence[AssemblyMark]:
    """The marks of these lines at an assembly."""
    return db.session.scalars(
        select(AssemblyMark).where(
            AssemblyMark.municipality_id == municipality_id,
            AssemblyMark.assembly_id == assembly_id,
            AssemblyMark.roll_entry_id.in_(entries),
        )
    ).all()


def told_among(municipality_id: int, round_id: int, entries: Collection[int]) -> set[int]:
    """Which of these people were told that a vote is marked in their name, by phone or by list."""
    return set(
        db.session.scalars(
            select(MarkNotice.roll_entry_id).where(
                MarkNotice.municipality_id == municipality_id,
                MarkNotice.round_id == round_id,
                MarkNotice.roll_entry_id.in_(entries),
            )
        )
    )


def forget_marks(municipality_id: int, round_id: int, entries: Collection[int]) -> None:
    """Delete that these people voted by hand, with the note that they were told of it."""
    for table in (AssemblyMark, MarkNotice, Participation):
        db.session.execute(
            delete(table).where(
                table.municipality_id == municipality_id,
                table.round_id == round_id,
                table.roll_entry_id.in_(entries),
            )
        )


def _called(
    municipality_id: int, round_id: int, settlement_id: int | None
) -> tuple[Select[*tuple[Any, ...]], type[RollEntry], ColumnElement[int]]:
    """The active lines with their numbers; the line and its number in that query."""
    numbered = _numbered(municipality_id, round_id, settlement_id)
    line, number = aliased(RollEntry, numbered), numbered.c.number
    query = (
        select(
            number,
            line,
            Settlement.name_ky,
            Settlement.name_ru,
            Participation.channel,
            Participation.hour,
            AssemblyMark.assembly_id,
        )
        .join(Settlement, Settlement.id == line.settlement_id)
        .outerjoin(
            Participation,
            and_(
                Participation.round_id == line.round_id,
                Participation.roll_entry_id == line.id,
            ),
        )
        .outerjoin(
            AssemblyMark,
            and_(
                AssemblyMark.round_id == line.round_id,
                AssemblyMark.roll_entry_id == line.id,
            ),
        )
        .where(line.status == EntryStatus.ACTIVE)
    )
    return query, line, number


def _numbered(municipality_id: int, round_id: int, settlement_id: int | None) -> Subquery:
    """The lines with the numbers of the printed list; None for a line of another village.

    No decision about the roll gives any line another number. By name as the roll was frozen; a
    line struck since keeps its number to itself, and one that was added since comes after all
    others, in the order of the decisions.
    """
    added_at = case((RollDecision.kind == DecisionKind.ADD, RollDecision.decided_at))
    added = case((RollDecision.kind == DecisionKind.ADD, RollDecision.id))
    order = (added_at.is_not(None), added_at, added, RollEntry.name_key, RollEntry.id)
    number: ColumnElement[int] = func.row_number().over(order_by=order)
    if settlement_id is not None:
        village = RollEntry.settlement_id
        of_village = func.row_number().over(partition_by=village, order_by=order)
        number = case((village == settlement_id, of_village))
    listed = _listed(municipality_id, round_id)
    return listed.with_only_columns(RollEntry, number.label("number")).subquery()


def _listed(municipality_id: int, round_id: int) -> Select[*tuple[Any, ...]]:
    """The lines that have a number on a printed list, each with the first decision about it."""
    first = (
        select(RollDecision.entry_ref, func.min(RollDecision.id).label("id"))
        .where(
            RollDecision.municipality_id == municipality_id,
            RollDecision.round_id == round_id,
            RollDecision.state == DecisionState.AGREED,
        )
        .group_by(RollDecision.entry_ref)
        .subquery()
    )
    return (
        select(RollEntry)
        .outerjoin(first, first.c.entry_ref == RollEntry.ref)
        .outerjoin(RollDecision, RollDecision.id == first.c.id)
        .where(
            RollEntry.municipality_id == municipality_id,
            RollEntry.round_id == round_id,
            # Struck before the freeze: on no list that was ever printed.
            or_(RollEntry.status == EntryStatus.ACTIVE, RollDecision.id.is_not(None)),
        )
    )


def _read(query: Select[*tuple[Any, ...]]) -> Sequence[Called]:
    return [
        Called(row[0], row[1], Bilingual(row[2], row[3]), row[4], row[5], row[6])
        for row in db.session.execute(query)
    ]
