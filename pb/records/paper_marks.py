"""Who was marked at which station. Personal: no door may import this file."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ForeignKey, ForeignKeyConstraint, and_, func, select
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.ballots import Participation
from pb.records.base import Base, InMunicipality, db
from pb.records.places import Settlement
from pb.records.residents import RollEntry
from pb.rules.rolls.states import EntryStatus
from pb.rules.texts import Bilingual


class PaperMark(InMunicipality, Base):
    """Where a person took a ballot on paper, beside the participation; it carries no time.

    A table of its own: the row of a participation is written by every vote of the internet.
    """

    __tablename__ = "paper_mark"

    round_id: Mapped[int] = mapped_column(primary_key=True)
    roll_entry_id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(index=True)
    marked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        ForeignKeyConstraint(
            ["round_id", "roll_entry_id"],
            ["participation.round_id", "participation.roll_entry_id"],
        ),
        ForeignKeyConstraint(
            ["municipality_id", "round_id", "station_id"],
            ["station.municipality_id", "station.round_id", "station.id"],
        ),
    )


def marks_at(municipality_id: int, station_id: int) -> int:
    """How many people were marked at a station."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(PaperMark)
            .where(PaperMark.municipality_id == municipality_id, PaperMark.station_id == station_id)
        )
        or 0
    )


def marks_by_station(municipality_id: int, round_id: int) -> dict[int, int]:
    """How many people were marked at each station of a round."""
    rows = db.session.execute(
        select(PaperMark.station_id, func.count())
        .where(PaperMark.municipality_id == municipality_id, PaperMark.round_id == round_id)
        .group_by(PaperMark.station_id)
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True)
class SheetEntry:
    """A line of the roll as it stands on a sheet to sign on."""

    entry: RollEntry
    village: Bilingual
    has_voted: bool


def sheet_entries(
    municipality_id: int, round_id: int, settlement_id: int | None, limit: int, offset: int
) -> Sequence[SheetEntry]:
    """The active lines of a roll by name, of one village or of all, with who voted already."""
    query = (
        select(RollEntry, Settlement.name_ky, Settlement.name_ru, Participation.roll_entry_id)
        .join(Settlement, Settlement.id == RollEntry.settlement_id)
        .outerjoin(
            Participation,
            and_(
                Participation.round_id == RollEntry.round_id,
                Participation.roll_entry_id == RollEntry.id,
            ),
        )
        .where(
            RollEntry.municipality_id == municipality_id,
            RollEntry.round_id == round_id,
            RollEntry.status == EntryStatus.ACTIVE,
        )
        .order_by(RollEntry.name_key, RollEntry.id)
    )
    if settlement_id is not None:
        query = query.where(RollEntry.settlement_id == settlement_id)
    return [
        SheetEntry(row[0], Bilingual(row[1], row[2]), row[3] is not None)
        for row in db.session.execute(query.limit(limit).offset(offset))
    ]
