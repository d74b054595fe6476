"""Tickets for kiosks, and who voted by one. Personal: no door may import this file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.accounts import Account
from pb.records.base import Base, InMunicipality, db, kind, new_ref
from pb.records.residents import RollEntry
from pb.rules.kiosks import IdentityPaper

_LIVE = text("used_at IS NULL AND withdrawn_at IS NULL")


class KioskTicket(InMunicipality, Base):
    """The right of one person to vote once at the kiosks of one station; at most one is live."""

    __tablename__ = "kiosk_ticket"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    round_id: Mapped[int]
    station_id: Mapped[int] = mapped_column(index=True)
    roll_entry_id: Mapped[int]
    code_tag: Mapped[bytes]
    """Keyed hash of the code, which stands on the slip only."""
    shown: Mapped[IdentityPaper] = mapped_column(kind(IdentityPaper, "known_paper"))
    """What the person showed; never its number."""
    issued_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    """Exclusive."""
    used_at: Mapped[datetime | None]
    """The hour of the cast: a finer time would tell whose ballot came when."""
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["round_id", "roll_entry_id"], ["roll_entry.round_id", "roll_entry.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "round_id", "station_id"],
            ["station.municipality_id", "station.round_id", "station.id"],
        ),
        UniqueConstraint("municipality_id", "code_tag"),
        UniqueConstraint("municipality_id", "round_id", "roll_entry_id", "id"),
        CheckConstraint("expires_at > issued_at", "lasts"),
        CheckConstraint("(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", "withdrawn_whole"),
        CheckConstraint("used_at IS NULL OR withdrawn_at IS NULL", "used_or_withdrawn"),
        Index(
            "uq_kiosk_ticket_live",
            "round_id",
            "roll_entry_id",
            unique=True,
            postgresql_where=_LIVE,
            sqlite_where=_LIVE,
        ),
    )


class KioskMark(InMunicipality, Base):
    """That a participation came by a ticket, beside it: no vote by telephone writes or reads it."""

    __tablename__ = "kiosk_mark"

    round_id: Mapped[int] = mapped_column(primary_key=True)
    roll_entry_id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(unique=True)

    __table_args__ = (
        ForeignKeyConstraint(
            ["round_id", "roll_entry_id"],
            ["participation.round_id", "participation.roll_entry_id"],
        ),
        ForeignKeyConstraint(
            ["municipality_id", "round_id", "roll_entry_id", "ticket_id"],
            [
                "kiosk_ticket.municipality_id",
                "kiosk_ticket.round_id",
                "kiosk_ticket.roll_entry_id",
                "kiosk_ticket.id",
            ],
            # Made of its columns the name would be too long for PostgreSQL.
            name="fk_kiosk_mark_ticket",
        ),
    )


def ticket_coded(municipality_id: int, code_tag: bytes) -> KioskTicket | None:
    """The ticket of a code, whatever became of it."""
    return db.session.scalar(
        select(KioskTicket).where(
            KioskTicket.municipality_id == municipality_id, KioskTicket.code_tag == code_tag
        )
    )


def ticket_called(municipality_id: int, ref: str, *, hold: bool = False) -> KioskTicket | None:
    """A ticket by its public id; held, it is read afresh."""
    query = select(KioskTicket).where(
        KioskTicket.municipality_id == municipality_id, KioskTicket.ref == ref
    )
    if not hold:
        return db.session.scalar(query)
    return db.session.scalar(query.with_for_update().execution_options(populate_existing=True))


def line_held(round_id: int, roll_entry_id: int) -> RollEntry:
    """The line a ticket was given for, held: always before the ticket, so that nobody deadlocks.

    Whoever strikes it or gives a ticket waits. Its key stays free: a vote by telephone refers to
    it while holding what this deed may wait for.
    """
    return db.session.scalars(
        select(RollEntry)
        .where(RollEntry.round_id == round_id, RollEntry.id == roll_entry_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def latest_of(round_id: int, roll_entry_id: int) -> str:
    """The ticket a person was given last, by its public id; empty where there is none."""
    query = select(KioskTicket.ref).where(
        KioskTicket.round_id == round_id, KioskTicket.roll_entry_id == roll_entry_id
    )
    return db.session.scalar(query.order_by(KioskTicket.id.desc()).limit(1)) or ""


def withdraw_live(round_id: int, roll_entry_id: int, by: int, now: datetime) -> int:
    """Withdraw the ticket a person has, if there is one; how many that were."""
    changed = db.session.execute(
        update(KioskTicket)
        .where(
            KioskTicket.round_id == round_id,
            KioskTicket.roll_entry_id == roll_entry_id,
            KioskTicket.used_at.is_(None),
            KioskTicket.withdrawn_at.is_(None),
        )
        .values(withdrawn_by=by, withdrawn_at=now)
    )
    return int(changed.rowcount)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Waiting:
    """A ticket that may still be typed, without the person it was given to."""

    ref: str
    issued_at: datetime
    expires_at: datetime
    clerk: str


def waiting_at(
    municipality_id: int, station_id: int, now: datetime, limit: int
) -> Sequence[Waiting]:
    """The live tickets of a station, the latest first."""
    rows = db.session.execute(
        select(KioskTicket.ref, KioskTicket.issued_at, KioskTicket.expires_at, Account.name)
        .join(Account, Account.id == KioskTicket.issued_by)
        .where(
            KioskTicket.municipality_id == municipality_id,
            KioskTicket.station_id == station_id,
            KioskTicket.used_at.is_(None),
            KioskTicket.withdrawn_at.is_(None),
            KioskTicket.expires_at > now,
        )
        .order_by(KioskTicket.id.desc())
        .limit(limit)
    )
    return [Waiting(*row) for row in rows]


def used_at_station(municipality_id: int, station_id: int) -> int:
    """How many people voted at the kiosks of a station."""
    query = (
        select(func.count())
        .select_from(KioskMark)
        .join(KioskTicket, KioskTicket.id == KioskMark.ticket_id)
        .where(KioskMark.municipality_id == municipality_id, KioskTicket.station_id == station_id)
    )
    return db.session.scalar(query) or 0


def used_in(municipality_id: int, round_id: int) -> int:
    """How many people voted at the kiosks of a round."""
    query = (
        select(func.count())
        .select_from(KioskMark)
        .where(KioskMark.municipality_id == municipality_id, KioskMark.round_id == round_id)
    )
    return db.session.scalar(query) or 0


@dataclass(frozen=True)
class ByClerk:
    """What one clerk did with tickets."""

    clerk: str
    issued: int
    used: int
    """Of them, by votes that stand."""
    withdrawn: int


def by_clerk(municipality_id: int, round_id: int, before: datetime) -> Sequence[ByClerk]:
    """The tickets of a round given before an instant, by whoever gave them; the most first."""
    issued = func.count()
    rows = db.session.execute(
        select(
            Account.name,
            issued,
            func.count(KioskMark.ticket_id),
            func.count(KioskTicket.withdrawn_at),
        )
        .select_from(KioskTicket)
        .join(Account, Account.id == KioskTicket.issued_by)
        .outerjoin(KioskMark, KioskMark.ticket_id == KioskTicket.id)
        .where(
            KioskTicket.municipality_id == municipality_id,
            KioskTicket.round_id == round_id,
            KioskTicket.issued_at < before,
        )
        .group_by(Account.id, Account.name)
        .order_by(issued.desc(), Account.id)
    )
    return [ByClerk(*row) for row in rows]
