"""Residents and the voter roll. Personal: no door may import this file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    bindparam,
    exists,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.accounts import Account, RoleGrant
from pb.records.base import Base, InMunicipality, Stamped, db, kind, new_ref
from pb.records.personal import PersonalDate, PersonalText, Sealed
from pb.records.results import Result
from pb.records.statements import Statement
from pb.rules.people import Sex
from pb.rules.roles import Role
from pb.rules.rolls.states import EntryStatus


class Resident(Stamped, InMunicipality, Base):
    """A person who lives in the municipality."""

    __tablename__ = "resident"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Null for someone who has no means to sign in and votes on paper."""
    settlement_id: Mapped[int]
    pin_tag: Mapped[bytes | None]
    """Keyed hash of the personal number; null until the office or the state named it."""
    enrolled_at: Mapped[datetime | None]
    """When the person came with a passport and signed the slip."""
    enrolled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    phone_changed_at: Mapped[datetime | None]
    """When the office last wrote another phone down; it does not vote for some days after."""
    phone_changed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        CheckConstraint("(enrolled_at IS NULL) = (enrolled_by IS NULL)", "enrolled_by_someone"),
        CheckConstraint(
            "(phone_changed_at IS NULL) = (phone_changed_by IS NULL)", "phone_changed_by_someone"
        ),
        UniqueConstraint("municipality_id", "pin_tag"),
        ForeignKeyConstraint(
            ["municipality_id", "settlement_id"], ["settlement.municipality_id", "settlement.id"]
        ),
        UniqueConstraint("municipality_id", "id"),
        UniqueConstraint("municipality_id", "account_id"),
    )


class RollEntry(InMunicipality, Base):
    """A person's line on the roll of one round: the right to one vote in it, while it is active."""

    __tablename__ = "roll_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    round_id: Mapped[int]
    resident_id: Mapped[int | None]
    """Null for a person the office has not met."""
    pin_tag: Mapped[bytes | None]
    """Keyed hash of the personal number; null only for lines the platform entered without one."""
    name: Mapped[Sealed[str] | None] = mapped_column(PersonalText)
    name_key: Mapped[Sealed[str] | None] = mapped_column(PersonalText)
    """The name as it is searched for, by `rules.people.name_key`."""
    born: Mapped[Sealed[date] | None] = mapped_column(PersonalDate)
    sex: Mapped[Sex | None] = mapped_column(kind(Sex, "known_sex"))
    settlement_id: Mapped[int]
    address: Mapped[Sealed[str] | None] = mapped_column(PersonalText)
    status: Mapped[EntryStatus] = mapped_column(
        kind(EntryStatus, "known_status"), default=EntryStatus.ACTIVE
    )
    is_added_later: Mapped[bool] = mapped_column(default=False)
    """Whether it came after the freeze."""
    decision_id: Mapped[int | None] = mapped_column(unique=True)
    """The last decision about it after the freeze."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "resident_id"], ["resident.municipality_id", "resident.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "settlement_id"], ["settlement.municipality_id", "settlement.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "round_id", "decision_id"],
            ["roll_decision.municipality_id", "roll_decision.round_id", "roll_decision.id"],
        ),
        CheckConstraint("pin_tag IS NOT NULL OR resident_id IS NOT NULL", "is_somebody"),
        CheckConstraint(
            "(pin_tag IS NULL) = (name IS NULL) AND (pin_tag IS NULL) = (name_key IS NULL)"
            " AND (pin_tag IS NULL) = (born IS NULL) AND (pin_tag IS NULL) = (sex IS NULL)",
            "person_is_whole",
        ),
        CheckConstraint("NOT is_added_later OR decision_id IS NOT NULL", "added_by_decision"),
        UniqueConstraint("round_id", "resident_id"),
        UniqueConstraint("round_id", "pin_tag"),
        UniqueConstraint("round_id", "id"),
        Index("ix_roll_entry_round_id_name_key", "round_id", "name_key"),
    )


_ENTRY = (
    select(RollEntry.id)
    .join(Resident, Resident.id == RollEntry.resident_id)
    .where(
        RollEntry.round_id == bindparam("round"),
        RollEntry.status == EntryStatus.ACTIVE,
        Resident.account_id == bindparam("account"),
    )
)
# Every vote asks it.
_VOTER = Statement(
    _ENTRY.add_columns(
        Resident.phone_changed_at, exists().where(Result.round_id == RollEntry.round_id)
    )
)


@dataclass(frozen=True)
class Voter:
    """Someone on the roll of a round, as the casting of a ballot sees it."""

    entry: int
    phone_changed_at: datetime | None
    is_counted: bool
    """Whether the ballots of the round were counted."""


def roll_entry_of(round_id: int, account_id: int) -> int | None:
    """The roll entry of an account in a round, or None for someone who is not on the roll."""
    names = {"round": round_id, "account": account_id}
    return db.session.connection().scalar(_ENTRY, names)


def voter_of(round_id: int, account_id: int) -> Voter | None:
    """The voter behind an account in a round, or None for someone who is not on the roll."""
    rows = _VOTER.send(round=round_id, account=account_id)
    return Voter(*rows[0]) if rows else None


def residents_by_account(municipality_id: int) -> dict[int, int]:
    """The ids of the residents who can sign in, by their account."""
    rows = db.session.execute(
        select(Resident.account_id, Resident.id).where(
            Resident.municipality_id == municipality_id, Resident.account_id.is_not(None)
        )
    )
    return {account: resident for account, resident in rows if account is not None}


def residents_on_roll(round_id: int) -> set[int]:
    """The ids of the residents who have a line on the roll of a round, struck ones among them."""
    found = select(RollEntry.resident_id).where(
        RollEntry.round_id == round_id, RollEntry.resident_id.is_not(None)
    )
    return {resident for resident in db.session.scalars(found) if resident is not None}


def residents_by_pin_tag(municipality_id: int) -> dict[bytes, int]:
    """The ids of the residents whose personal number is known, by its keyed hash."""
    rows = db.session.execute(
        select(Resident.pin_tag, Resident.id).where(
            Resident.municipality_id == municipality_id, Resident.pin_tag.is_not(None)
        )
    )
    return {tag: resident for tag, resident in rows if tag is not None}


@dataclass(frozen=True)
class Tied:
    """Someone whose confirmed phone it is, as plain values."""

    account_ref: str
    name: str
    roles: frozenset[Role]
    """Those held in the municipality."""
    is_enrolled: bool
    is_disabled: bool


def tied_to_phone(municipality_id: int, phone_tag: bytes) -> Sequence[Tied]:
    """Everyone of a municipality who has this phone, by name; closed accounts too."""
    rows = db.session.execute(
        select(Account, RoleGrant.role, Resident.enrolled_at)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .outerjoin(
            Resident,
            (Resident.account_id == Account.id) & (Resident.municipality_id == municipality_id),
        )
        .where(RoleGrant.municipality_id == municipality_id, Account.phone_tag == phone_tag)
        .order_by(Account.name, Account.id)
    ).all()
    roles: dict[int, set[Role]] = {}
    for account, role, _ in rows:
        roles.setdefault(account.id, set()).add(role)
    people = {account.id: (account, enrolled_at) for account, _, enrolled_at in rows}
    return [
        Tied(
            account.ref,
            account.name,
            frozenset(roles[account.id]),
            enrolled_at is not None,
            account.is_disabled,
        )
        for account, enrolled_at in people.values()
    ]


def resident_of(municipality_id: int, account_id: int) -> Resident | None:
    """The resident behind an account, held until the end of the deed."""
    return db.session.scalar(
        select(Resident)
        .where(Resident.municipality_id == municipality_id, Resident.account_id == account_id)
        .with_for_update()
    )


def resident_by_pin(municipality_id: int, pin_tag: bytes) -> Resident | None:
    """The resident with a personal number, by its tag; held until the end of the deed."""
    return db.session.scalar(
        select(Resident)
        .where(Resident.municipality_id == municipality_id, Resident.pin_tag == pin_tag)
        .with_for_update()
    )


def resident_id_of(municipality_id: int, account_id: int, *, hold: bool = False) -> int | None:
    """Who an account is among the residents of a municipality; held against other deeds."""
    query = select(Resident.id).where(
        Resident.municipality_id == municipality_id, Resident.account_id == account_id
    )
    return db.session.scalar(query.with_for_update() if hold else query)
