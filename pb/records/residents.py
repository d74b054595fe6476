"""Residents and the voter roll. Personal: no door may import this file."""

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    UniqueConstraint,
    bindparam,
    exists,
    func,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.base import Base, InMunicipality, Stamped, db
from pb.records.places import Settlement
from pb.records.results import Result
from pb.rules.texts import Bilingual


class Resident(Stamped, InMunicipality, Base):
    """A person who lives in the municipality."""

    __tablename__ = "resident"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Null for someone who has no means to sign in and votes on paper."""
    settlement_id: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "settlement_id"], ["settlement.municipality_id", "settlement.id"]
        ),
        UniqueConstraint("municipality_id", "id"),
        UniqueConstraint("municipality_id", "account_id"),
    )


class RollEntry(InMunicipality, Base):
    """A person's line on the roll of one round: the right to one vote in it."""

    __tablename__ = "roll_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int]
    resident_id: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "resident_id"], ["resident.municipality_id", "resident.id"]
        ),
        UniqueConstraint("round_id", "resident_id"),
        UniqueConstraint("round_id", "id"),
    )


# Built once and run in Core: every vote asks the second.
_ENTRY = (
    select(RollEntry.id)
    .join(Resident, Resident.id == RollEntry.resident_id)
    .where(RollEntry.round_id == bindparam("round"), Resident.account_id == bindparam("account"))
)
_ENTRY_AND_COUNT = _ENTRY.add_columns(exists().where(Result.round_id == RollEntry.round_id))


def roll_entry_of(round_id: int, account_id: int) -> int | None:
    """The roll entry of an account in a round, or None for someone who is not on the roll."""
    names = {"round": round_id, "account": account_id}
    return db.session.connection().scalar(_ENTRY, names)


def roll_entry_and_count(round_id: int, account_id: int) -> tuple[int, bool] | None:
    """The same, and whether the ballots of the round were counted."""
    names = {"round": round_id, "account": account_id}
    row = db.session.connection().execute(_ENTRY_AND_COUNT, names).first()
    return (row[0], row[1]) if row else None


def residents_on_roll(round_id: int) -> set[int]:
    """The ids of the residents who stand on the roll of a round."""
    return set(
        db.session.scalars(select(RollEntry.resident_id).where(RollEntry.round_id == round_id))
    )


def roll_size(round_id: int) -> int:
    """How many people stand on the roll of a round."""
    return (
        db.session.scalar(
            select(func.count()).select_from(RollEntry).where(RollEntry.round_id == round_id)
        )
        or 0
    )


def roll_by_settlement(round_id: int) -> list[tuple[int, Bilingual, int]]:
    """Per village: its id, its name, and how many of the roll live there."""
    rows = db.session.execute(
        select(Settlement.id, Settlement.name_ky, Settlement.name_ru, func.count(RollEntry.id))
        .join(Resident, Resident.settlement_id == Settlement.id)
        .join(RollEntry, RollEntry.resident_id == Resident.id)
        .where(RollEntry.round_id == round_id)
        .group_by(Settlement.id, Settlement.name_ky, Settlement.name_ru)
        .order_by(Settlement.id)
    )
    return [(row[0], Bilingual(row[1], row[2]), row[3]) for row in rows]
