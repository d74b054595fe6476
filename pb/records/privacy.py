"""Who looked at whose data, and why; and what the person said to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

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
from sqlalchemy.orm import Mapped, aliased, mapped_column

from pb.records.accounts import Account
from pb.records.base import Base, InMunicipality, Stamped, db, kind, new_ref
from pb.records.places import Municipality
from pb.records.residents import Resident, RollEntry
from pb.rules.privacy import REASON_LENGTH, Notice, Purpose, Way
from pb.rules.refusals import Code, NotFound
from pb.rules.roles import Role

F = TypeVar("F")


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
    office: Mapped[Role] = mapped_column(kind(Role, "known_office"))
    """The role that let them look."""
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
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
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


class AccessNotice(Base):
    """How a person was told of a look at their data."""

    __tablename__ = "access_notice"

    access_id: Mapped[int] = mapped_column(ForeignKey("personal_access.id"), primary_key=True)
    at: Mapped[datetime]
    how: Mapped[Notice] = mapped_column(kind(Notice, "known_notice"))


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


@dataclass(frozen=True)
class Untold:
    """A look its person was not told of yet; the phone is locked, None where there is none."""

    id: int
    ref: str
    municipality_id: int
    resident_id: int | None
    at: datetime
    actor_name: str
    phone_locked: bytes | None
    place_phone: str | None


def untold_everywhere(*, grave: bool, until: datetime, limit: int) -> Sequence[Untold]:
    """Looks of all municipalities up to an instant (inclusive) whose people were not told yet.

    Somebody the office has not met has no phone: such a look waits in the list until they come.
    """
    owner = aliased(RollEntry)
    resident = func.coalesce(PersonalAccess.resident_id, owner.resident_id)
    rows = db.session.execute(
        select(
            PersonalAccess.id,
            PersonalAccess.ref,
            PersonalAccess.municipality_id,
            resident,
            PersonalAccess.at,
            PersonalAccess.actor_name,
            Account.phone_locked,
            Municipality.phone,
        )
        .join(Municipality, Municipality.id == PersonalAccess.municipality_id)
        .outerjoin(owner, owner.id == PersonalAccess.roll_entry_id)
        .outerjoin(Resident, Resident.id == resident)
        .outerjoin(Account, Account.id == Resident.account_id)
        .outerjoin(AccessNotice, AccessNotice.access_id == PersonalAccess.id)
        .where(
            AccessNotice.access_id.is_(None),
            PersonalAccess.is_grave.is_(grave),
            PersonalAccess.at <= until,
        )
        .order_by(PersonalAccess.id)
        .limit(limit)
    )
    return [Untold(*row) for row in rows]


def accesses_to(
    municipality_id: int, resident_id: int, limit: int, offset: int = 0
) -> Sequence[tuple[PersonalAccess, Complaint | None, Notice | None]]:
    """The looks at a resident's data, in whatever roll, the newest first; with what followed."""
    rows = db.session.execute(
        select(PersonalAccess, Complaint, AccessNotice.how)
        .outerjoin(Complaint, Complaint.access_id == PersonalAccess.id)
        .outerjoin(AccessNotice, AccessNotice.access_id == PersonalAccess.id)
        .where(PersonalAccess.municipality_id == municipality_id, _of(resident_id))
        .order_by(PersonalAccess.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [(access, complaint, how) for access, complaint, how in rows]


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
    return _found(
        db.session.scalar(
            select(PersonalAccess).where(
                PersonalAccess.municipality_id == municipality_id,
                PersonalAccess.ref == ref,
                _of(resident_id),
            )
        )
    )


def has_opened(municipality_id: int, account_id: int, roll_entry_id: int, since: datetime) -> bool:
    """Whether this account has opened the card of the person of a line since an instant.

    What was exported with the whole roll is no look at anybody.
    """
    owner = select(RollEntry.resident_id).where(RollEntry.id == roll_entry_id).scalar_subquery()
    found = select(PersonalAccess.id).where(
        PersonalAccess.municipality_id == municipality_id,
        PersonalAccess.actor_id == account_id,
        PersonalAccess.at >= since,
        PersonalAccess.way != Way.EXPORT,
        or_(PersonalAccess.roll_entry_id == roll_entry_id, PersonalAccess.resident_id == owner),
    )
    return db.session.scalar(found.limit(1)) is not None


def is_complained_of(access_id: int) -> bool:
    """Whether the person said something to a look already."""
    found = select(Complaint.id).where(Complaint.access_id == access_id)
    return db.session.scalar(found) is not None


def complaint_of(
    municipality_id: int, ref: str, *, hold: bool = False
) -> tuple[Complaint, PersonalAccess]:
    """A complaint with the look it is about.

    Raises:
        NotFound: NOT_FOUND.
    """
    query = (
        select(Complaint, PersonalAccess)
        .join(PersonalAccess, PersonalAccess.id == Complaint.access_id)
        .where(Complaint.municipality_id == municipality_id, Complaint.ref == ref)
    )
    if hold:
        query = query.with_for_update(of=Complaint).execution_options(populate_existing=True)
    row = _found(db.session.execute(query).first())
    return row[0], row[1]


def complaints_of(municipality_id: int, limit: int) -> Sequence[tuple[Complaint, PersonalAccess]]:
    """The complaints of a municipality: those without an answer first, the most urgent on top."""
    rows = db.session.execute(
        select(Complaint, PersonalAccess)
        .join(PersonalAccess, PersonalAccess.id == Complaint.access_id)
        .where(Complaint.municipality_id == municipality_id)
        .order_by(Complaint.answered_at.is_not(None), Complaint.due_on, Complaint.id)
        .limit(limit)
    )
    return [(complaint, access) for complaint, access in rows]


def complaints_to_answer(municipality_id: int, account_id: int) -> Sequence[Complaint]:
    """The complaints without an answer about looks of others than this account, by their term."""
    return db.session.scalars(
        select(Complaint)
        .join(PersonalAccess, PersonalAccess.id == Complaint.access_id)
        .where(
            Complaint.municipality_id == municipality_id,
            Complaint.answered_at.is_(None),
            PersonalAccess.actor_id != account_id,
        )
        .order_by(Complaint.due_on, Complaint.id)
    ).all()


def looks_by_month(
    municipality_id: int, since: datetime
) -> Sequence[tuple[datetime, Purpose, Role]]:
    """When, what for and in which role data was looked at here; who was looked at is left out."""
    rows = db.session.execute(
        select(PersonalAccess.at, PersonalAccess.purpose, PersonalAccess.office)
        .where(PersonalAccess.municipality_id == municipality_id, PersonalAccess.at >= since)
        .order_by(PersonalAccess.id.desc())
    )
    return [(at, purpose, office) for at, purpose, office in rows]


def _of(resident_id: int) -> ColumnElement[bool]:
    entries = select(RollEntry.id).where(RollEntry.resident_id == resident_id)
    return or_(PersonalAccess.resident_id == resident_id, PersonalAccess.roll_entry_id.in_(entries))


def _found(row: F | None) -> F:
    if row is None:
        raise NotFound(Code.NOT_FOUND)
    return row
