"""Kiosks: browsers at stations that take tickets. Nobody's name is here."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.base import Base, InMunicipality, db, new_ref


class Kiosk(InMunicipality, Base):
    """A browser that an operator turned into a kiosk; it has no right but to take tickets."""

    __tablename__ = "kiosk"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    round_id: Mapped[int]
    station_id: Mapped[int]
    tag: Mapped[bytes]
    """SHA-256 of the token in its cookie."""
    started_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    started_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    """Exclusive."""
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Null where it was ended at the kiosk itself, where nobody is signed in."""
    wrong_codes: Mapped[int] = mapped_column(default=0)
    """Typed since `wrong_since`, that nobody was given."""
    wrong_since: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("municipality_id", "tag"),
        ForeignKeyConstraint(
            ["municipality_id", "round_id", "station_id"],
            ["station.municipality_id", "station.round_id", "station.id"],
        ),
        CheckConstraint("ends_at > started_at", "lasts"),
        CheckConstraint("ended_by IS NULL OR ended_at IS NOT NULL", "ended_whole"),
        CheckConstraint("wrong_codes >= 0", "not_negative"),
        CheckConstraint("(wrong_codes = 0) = (wrong_since IS NULL)", "wrong_since_some_time"),
    )


class Hold(StrEnum):
    """How a kiosk is held to the end of a deed."""

    ALONE = "alone"
    """To change it."""
    TOGETHER = "together"
    """So that it is not ended meanwhile; votes at one kiosk do not wait for each other."""


def kiosk_by_tag(municipality_id: int, tag: bytes, *, hold: Hold | None = None) -> Kiosk | None:
    """The kiosk whose token this is, running or not; held, it is read afresh."""
    query = select(Kiosk).where(Kiosk.municipality_id == municipality_id, Kiosk.tag == tag)
    if hold is not None:
        query = query.with_for_update(read=hold is Hold.TOGETHER)
        query = query.execution_options(populate_existing=True)
    return db.session.scalar(query)


def kiosk_called(municipality_id: int, station_id: int, ref: str) -> Kiosk | None:
    """A kiosk of a station by its public id, held."""
    return db.session.scalar(
        select(Kiosk)
        .where(
            Kiosk.municipality_id == municipality_id,
            Kiosk.station_id == station_id,
            Kiosk.ref == ref,
        )
        .with_for_update()
    )


def running_at(municipality_id: int, station_id: int, now: datetime) -> Sequence[Kiosk]:
    """The kiosks of a station that take tickets now, the first one first."""
    return db.session.scalars(
        select(Kiosk)
        .where(
            Kiosk.municipality_id == municipality_id,
            Kiosk.station_id == station_id,
            Kiosk.ended_at.is_(None),
            Kiosk.ends_at > now,
        )
        .order_by(Kiosk.id)
    ).all()
