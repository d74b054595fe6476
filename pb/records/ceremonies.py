"""The key of a round that opens references: who holds it, and how it is locked."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    UniqueConstraint,
    delete,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.accounts import Account
from pb.records.base import Base, InMunicipality, db


class Ceremony(InMunicipality, Base):
    """The key of a round was drawn before three holders; the guards freeze it with the first vote.

    The private key stands nowhere but in its three locks, which the erasure deletes.
    """

    __tablename__ = "ceremony"

    round_id: Mapped[int] = mapped_column(primary_key=True)
    public_key: Mapped[bytes]
    """X25519, 32 bytes: every vote by phone seals its reference for it."""
    held_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    held_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        UniqueConstraint("municipality_id", "round_id"),
        CheckConstraint("length(public_key) = 32", "key_whole"),
    )


class KeyHolder(InMunicipality, Base):
    """One of the three, by seat; the passphrase is theirs alone."""

    __tablename__ = "key_holder"

    round_id: Mapped[int] = mapped_column(primary_key=True)
    seat: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    salt: Mapped[bytes]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["ceremony.municipality_id", "ceremony.round_id"]
        ),
        UniqueConstraint("round_id", "account_id"),
        CheckConstraint("seat IN (1, 2, 3)", "known_seat"),
    )


class KeyLock(InMunicipality, Base):
    """The private key, locked for two seats: both passphrases open it, one of them nothing."""

    __tablename__ = "key_lock"

    round_id: Mapped[int] = mapped_column(primary_key=True)
    first_seat: Mapped[int] = mapped_column(primary_key=True)
    second_seat: Mapped[int] = mapped_column(primary_key=True)
    locked: Mapped[bytes]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["ceremony.municipality_id", "ceremony.round_id"]
        ),
        CheckConstraint("first_seat < second_seat AND second_seat <= 3", "seats_in_order"),
    )


def ceremony_of(municipality_id: int, round_id: int) -> Ceremony | None:
    """The ceremony of a round; None where none was held."""
    return db.session.scalar(
        select(Ceremony).where(
            Ceremony.municipality_id == municipality_id, Ceremony.round_id == round_id
        )
    )


def holders_of(municipality_id: int, round_id: int) -> Sequence[tuple[KeyHolder, Account]]:
    """The holders of a round's key with their accounts, by seat."""
    rows = db.session.execute(
        select(KeyHolder, Account)
        .join(Account, Account.id == KeyHolder.account_id)
        .where(KeyHolder.municipality_id == municipality_id, KeyHolder.round_id == round_id)
        .order_by(KeyHolder.seat)
    )
    return [(row[0], row[1]) for row in rows]


def lock_for(municipality_id: int, round_id: int, pair: tuple[int, int]) -> KeyLock | None:
    """The lock of two seats; None once the references are erased."""
    return db.session.scalar(
        select(KeyLock).where(
            KeyLock.municipality_id == municipality_id,
            KeyLock.round_id == round_id,
            KeyLock.first_seat == pair[0],
            KeyLock.second_seat == pair[1],
        )
    )


def has_locks(municipality_id: int, round_id: int) -> bool:
    """Whether the key of a round is kept still; not once the references are erased."""
    query = select(KeyLock.first_seat).where(
        KeyLock.municipality_id == municipality_id, KeyLock.round_id == round_id
    )
    return db.session.scalar(query.limit(1)) is not None


def forget(municipality_id: int, round_id: int) -> None:
    """Take a ceremony away that is held anew, before anybody has voted."""
    for table in (KeyLock, KeyHolder, Ceremony):
        db.session.execute(
            delete(table).where(
                table.municipality_id == municipality_id, table.round_id == round_id
            )
        )


def destroy_locks(municipality_id: int, round_id: int) -> None:
    """Delete the key itself: what was sealed for it can never be opened again."""
    db.session.execute(
        delete(KeyLock).where(
            KeyLock.municipality_id == municipality_id, KeyLock.round_id == round_id
        )
    )
