"""Who looked at whose data, and why; and what the person said to it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    UniqueConstraint,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.base import Base, InMunicipality, Stamped, db, kind, new_ref
from pb.records.residents import RollEntry
from pb.rules.privacy import REASON_LENGTH, Purpose, Way
from pb.rules.refusals import Code, NotFound


class PersonalAccess(InMunicipality, Base):
    """One look at one person's data, written before anything was shown; never changed."""

    __tablename__ = "personal_access"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    at: Mapped[datetime]
    actor_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    actor_name: Mapped[str]
    """As it was that day, with the position."""
    position_ky: Mapped[str | None]
    position_ru: Mapped[str | None]
    resident_id: Mapped[int | None] = mapped_column(index=True)
    roll_entry_id: Mapped[int | None] = mapped_column(index=True)
    """Of someone the roll names and the office has not met yet."""
    round_id: Mapped[int | None]
    purpose: Mapped[Purpose] = mapped_column(kind(Purpose, "known_purpose"))
    way: Mapped[Way] = mapped_column(kind(Way, "known_way"))
    reason: Mapped[str]
    fields: Mapped[str]
    """Values of rules.privacy.Field, sorted, with commas."""
    is_grave: Mapped[bool]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "resident_id"], ["resident.municipality_id", "resident.id"]
        ),
        ForeignKeyConstraint(
            ["round_id", "roll_entry_id"], ["roll_entry.round_id", "roll_entry.id"]
        ),
        CheckConstraint(
            "resident_id IS NOT NULL OR roll_entry_id IS NOT NULL", "is_about_a_person"
        ),
        CheckConstraint("(roll_entry_id IS NULL) = (round_id IS NULL)", "entry_of_a_round"),
        CheckConstraint(f"length(trim(reason)) >= {REASON_LENGTH[0]}", "says_why"),
        UniqueConstraint("municipality_id", "id"),
    )


class Complaint(Stamped, InMunicipality, Base):
    """What a person found strange about a look at their data, and the answer to it."""

    __tablename__ = "complaint"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    access_id: Mapped[int] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    text: Mapped[str | None]
    due_on: Mapped[date]
    """The last day of an answer in time, in Bishkek."""
    answer: Mapped[str | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "access_id"],
            ["personal_access.municipality_id", "personal_access.id"],
        ),
        CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL)",
            "answered_by_someone",
        ),
    )


def accesses_to(
    municipality_id: int, resident_id: int, limit: int, offset: int = 0
) -> Sequence[tuple[PersonalAccess, Complaint | None]]:
    """The looks at a resident's data, in whatever roll, the newest first; with what was said."""
    rows = db.session.execute(
        select(PersonalAccess, Complaint)
        .outerjoin(Complaint, Complaint.access_id == PersonalAccess.id)
        .where(PersonalAccess.municipality_id == municipality_id, _of(resident_id))
        .order_by(PersonalAccess.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [(access, complaint) for access, complaint in rows]


def count_of_accesses_to(municipality_id: int, resident_id: int) -> int:
    """How often a resident's data was looked at."""
    return (
        db.session.scalar(
            select(func.count(PersonalAccess.id)).where(
                PersonalAccess.municipality_id == municipality_id, _of(resident_id)
            )
        )
        or 0
    )


def access_to(municipality_id: int, resident_id: int, ref: str) -> PersonalAccess:
    """One look at a resident's data.

    Raises:
        NotFound: NOT_FOUND, also for a look at somebody else's.
    """
    found = db.session.scalar(
        select(PersonalAccess).where(
            PersonalAccess.municipality_id == municipality_id,
            PersonalAccess.ref == ref,
            _of(resident_id),
        )
    )
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def _of(resident_id: int) -> ColumnElement[bool]:
    entries = select(RollEntry.id).where(RollEntry.resident_id == resident_id)
    return or_(PersonalAccess.resident_id == resident_id, PersonalAccess.roll_entry_id.in_(entries))
