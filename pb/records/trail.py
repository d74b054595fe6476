"""Seals of the trail of deeds, and which events each of them holds; never changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CheckConstraint, ForeignKey, Row, Table, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.audit import AuditEvent
from pb.records.base import Base, db, hold_key
from pb.rules.trail import TrailHead

SEALER = 7_002
"""The key of the lock one sealer holds."""


class TrailSeal(Base):
    """What was signed of a batch of events."""

    __tablename__ = "trail_seal"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int]
    root: Mapped[bytes]
    previous: Mapped[bytes]
    signature: Mapped[bytes]
    sealed_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("size > 0", "not_empty"),)

    @property
    def head(self) -> TrailHead:
        """What was signed."""
        return TrailHead(self.sequence, self.size, self.root, self.previous)


class SealedEvent(Base):
    """That an event is in a batch: the event itself is never touched again."""

    __tablename__ = "sealed_event"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("audit_event.id"), primary_key=True, autoincrement=False
    )
    sequence: Mapped[int] = mapped_column(ForeignKey("trail_seal.sequence"), index=True)


Event = Row[*tuple[Any, ...]]
"""An event as it is sealed: the plain values of its row, of which there are many."""

_EVENTS = select(cast(Table, AuditEvent.__table__))


def hold_trail() -> None:
    """Be the only sealer until the end of the deed."""
    hold_key(SEALER)


def unsealed_everywhere(limit: int) -> Sequence[Event]:
    """Events no batch holds yet, of every municipality, by their ids."""
    return db.session.execute(
        _EVENTS.outerjoin(SealedEvent, SealedEvent.event_id == AuditEvent.id)
        .where(SealedEvent.event_id.is_(None))
        .order_by(AuditEvent.id)
        .limit(limit)
    ).all()


def number_unsealed_everywhere() -> int:
    """How many events no batch holds yet."""
    query = (
        select(func.count())
        .select_from(AuditEvent)
        .outerjoin(SealedEvent, SealedEvent.event_id == AuditEvent.id)
        .where(SealedEvent.event_id.is_(None))
    )
    return db.session.scalar(query) or 0


def last_trail_seal() -> TrailSeal | None:
    """The batch that was sealed last; None before the first."""
    return db.session.scalar(select(TrailSeal).order_by(TrailSeal.sequence.desc()).limit(1))


def trail_seals_after(sequence: int, limit: int = 500) -> Sequence[TrailSeal]:
    """The batches that come after one, the first one first."""
    return db.session.scalars(
        select(TrailSeal)
        .where(TrailSeal.sequence > sequence)
        .order_by(TrailSeal.sequence)
        .limit(limit)
    ).all()


def events_in(sequence: int) -> Sequence[Event]:
    """The events of a batch by their ids."""
    return db.session.execute(
        _EVENTS.join(SealedEvent, SealedEvent.event_id == AuditEvent.id)
        .where(SealedEvent.sequence == sequence)
        .order_by(AuditEvent.id)
    ).all()


def put_into(sequence: int, events: Sequence[Event]) -> None:
    """Write down which events a batch holds."""
    table = cast(Table, SealedEvent.__table__)
    # What gives something back is sent as one statement for many rows, not as one for each.
    db.session.execute(
        insert(table).returning(table.c.event_id),
        [{"event_id": one.id, "sequence": sequence} for one in events],
    )
