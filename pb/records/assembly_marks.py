"""Who was marked at which assembly. Personal: no door may import this file."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
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
from sqlalchemy.orm import Mapped, mapped_column

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
    municipality_id: int, round_id: int, settlement_id: int | None, limit: int, offset: int
) -> tuple[Sequence[Called], int]:
    """A part of the active lines by their numbers, of one village or of all; and how many."""
    query = _called(municipality_id, round_id, settlement_id)
    if settlement_id is not None:
        query = query.where(RollEntry.settlement_id == settlement_id)
    number = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return _read(query.limit(limit).offset(offset)), number


def marked_at(
    municipality_id: int,
    round_id: int,
    assembly_id: int,
    settlement_id: int | None,
    limit: int,
    offset: int,
) -> tuple[Sequence[Called], int]:
    """A part of the lines that are marked at an assembly, by name; and how many there are.

    Each keeps the number it has among all who are called: that is the one on the signed list.
    """
    query = _called(municipality_id, round_id, settlement_id)
    query = query.where(AssemblyMark.assembly_id == assembly_id)
    number = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return _read(query.limit(limit).offset(offset)), number


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
) -> Select[*tuple[Any, ...]]:
    numbered = _numbered(municipality_id, round_id, settlement_id)
    return (
        select(
            numbered.c.number,
            RollEntry,
            Settlement.name_ky,
            Settlement.name_ru,
            Participation.channel,
            Participation.hour,
            AssemblyMark.assembly_id,
        )
        .join(Settlement, Settlement.id == RollEntry.settlement_id)
        .outerjoin(numbered, numbered.c.id == RollEntry.id)
        .outerjoin(
            Participation,
            and_(
                Participation.round_id == RollEntry.round_id,
                Participation.roll_entry_id == RollEntry.id,
            ),
        )
        .outerjoin(
            AssemblyMark,
            and_(
                AssemblyMark.round_id == RollEntry.round_id,
                AssemblyMark.roll_entry_id == RollEntry.id,
            ),
        )
        .where(
            RollEntry.municipality_id == municipality_id,
            RollEntry.round_id == round_id,
            RollEntry.status == EntryStatus.ACTIVE,
        )
        .order_by(numbered.c.number.is_(None), numbered.c.number, RollEntry.name_key, RollEntry.id)
    )


def _numbered(municipality_id: int, round_id: int, settlement_id: int | None) -> Subquery:
    """The numbers of the printed list: no decision about the roll gives any line another one.

    By name as the roll was frozen; a line struck since keeps its number to itself, and one that
    was added since comes after all others, in the order of the decisions.
    """
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
    added_at = case((RollDecision.kind == DecisionKind.ADD, RollDecision.decided_at))
    added = case((RollDecision.kind == DecisionKind.ADD, RollDecision.id))
    order = (added_at.is_not(None), added_at, added, RollEntry.name_key, RollEntry.id)
    listed = (
        select(RollEntry.id, func.row_number().over(order_by=order).label("number"))
        .outerjoin(first, first.c.entry_ref == RollEntry.ref)
        .outerjoin(RollDecision, RollDecision.id == first.c.id)
        .where(
            RollEntry.municipality_id == municipality_id,
            RollEntry.round_id == round_id,
            # Struck before the freeze: on no list that was ever printed.
            or_(RollEntry.status == EntryStatus.ACTIVE, RollDecision.id.is_not(None)),
        )
    )
    if settlement_id is not None:
        listed = listed.where(RollEntry.settlement_id == settlement_id)
    return listed.subquery()


def _read(query: Select[*tuple[Any, ...]]) -> Sequence[Called]:
    return [
        Called(row[0], row[1], Bilingual(row[2], row[3]), row[4], row[5], row[6])
        for row in db.session.execute(query)
    ]
