"""Who was told that a vote was marked in their name. Personal: no door may import this file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.accounts import Account
from pb.records.ballots import Participation
from pb.records.base import Base, InMunicipality, db, kind
from pb.records.places import Municipality, Settlement
from pb.records.residents import Resident, RollEntry
from pb.records.rounds import Round
from pb.rules.privacy import Notice
from pb.rules.texts import Bilingual


class MarkNotice(InMunicipality, Base):
    """How a person was told; it has no time, because the hour of the vote is enough."""

    __tablename__ = "mark_notice"

    round_id: Mapped[int] = mapped_column(primary_key=True)
    roll_entry_id: Mapped[int] = mapped_column(primary_key=True)
    how: Mapped[Notice] = mapped_column(kind(Notice, "known_notice"))

    __table_args__ = (
        ForeignKeyConstraint(
            ["round_id", "roll_entry_id"],
            ["participation.round_id", "participation.roll_entry_id"],
        ),
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
    )


@dataclass(frozen=True)
class Untold:
    """A vote whose person was not told yet."""

    municipality_id: int
    round_id: int
    roll_entry_id: int
    entry_ref: str
    phone_locked: bytes | None
    """None where there is no phone to write to."""
    place_phone: str | None


def untold_marks_everywhere(
    before: datetime, closed_since: datetime, limit: int
) -> Sequence[Untold]:
    """Votes from hours before an instant whose people were not told, in any municipality.

    Only rounds whose voting lasts or closed after `closed_since` are looked at: the clock asks
    every minute, and there will be many old votes.
    """
    rows = db.session.execute(
        select(
            Participation.municipality_id,
            Participation.round_id,
            Participation.roll_entry_id,
            RollEntry.ref,
            Account.phone_locked,
            Municipality.phone,
        )
        .join(Round, Round.id == Participation.round_id)
        .join(Municipality, Municipality.id == Participation.municipality_id)
        .join(RollEntry, RollEntry.id == Participation.roll_entry_id)
        .outerjoin(Resident, Resident.id == RollEntry.resident_id)
        .outerjoin(Account, Account.id == Resident.account_id)
        .outerjoin(
            MarkNotice,
            (MarkNotice.round_id == Participation.round_id)
            & (MarkNotice.roll_entry_id == Participation.roll_entry_id),
        )
        .where(
            MarkNotice.round_id.is_(None),
            Participation.hour < before,
            Round.voting_closes > closed_since,
        )
        # By the line of the roll, which says nothing of who came first.
        .order_by(Participation.round_id, RollEntry.ref)
        .limit(limit)
    )
    return [Untold(*row) for row in rows]


@dataclass(frozen=True)
class Listed:
    """Somebody whose name is read aloud, with the village."""

    entry: RollEntry
    account_name: str | None
    village: Bilingual


def without_phone(municipality_id: int, round_id: int, limit: int, offset: int) -> Sequence[Listed]:
    """People marked as having voted who have no telephone, by village and name."""
    rows = db.session.execute(
        select(RollEntry, Account.name, Settlement.name_ky, Settlement.name_ru)
        .join(
            MarkNotice,
            (MarkNotice.round_id == RollEntry.round_id)
            & (MarkNotice.roll_entry_id == RollEntry.id),
        )
        .join(Settlement, Settlement.id == RollEntry.settlement_id)
        .outerjoin(Resident, Resident.id == RollEntry.resident_id)
        .outerjoin(Account, Account.id == Resident.account_id)
        .where(
            MarkNotice.municipality_id == municipality_id,
            MarkNotice.round_id == round_id,
            MarkNotice.how == Notice.LIST,
        )
        .order_by(Settlement.name_ky, Settlement.id, RollEntry.name_key, RollEntry.id)
        .limit(limit)
        .offset(offset)
    )
    return [Listed(row[0], row[1], Bilingual(row[2], row[3])) for row in rows]


def number_without_phone(
    municipality_id: int, round_id: int, before: datetime | None = None
) -> int:
    """How many they are; of those marked before an instant, where one is given."""
    query = (
        select(func.count())
        .select_from(MarkNotice)
        .where(
            MarkNotice.municipality_id == municipality_id,
            MarkNotice.round_id == round_id,
            MarkNotice.how == Notice.LIST,
        )
    )
    if before is not None:
        query = query.join(
            Participation,
            (Participation.round_id == MarkNotice.round_id)
            & (Participation.roll_entry_id == MarkNotice.roll_entry_id),
        ).where(Participation.hour < before)
    return db.session.scalar(query) or 0


def mark_told(told: Sequence[tuple[Untold, Notice]]) -> None:
    """Write down how these people were told."""
    db.session.execute(
        insert(MarkNotice),
        [
            {
                "municipality_id": one.municipality_id,
                "round_id": one.round_id,
                "roll_entry_id": one.roll_entry_id,
                "how": how,
            }
            for one, how in told
        ],
    )
