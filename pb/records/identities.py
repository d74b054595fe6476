"""Whom the state's sign-in named: its own name for a person beside the account of that person."""

from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, ForeignKey, Table, UniqueConstraint, exists, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.accounts import Account
from pb.records.base import Base, Stamped, db


class StateIdentity(Stamped, Base):
    """A person as the state's sign-in knows them; the personal number is not kept here."""

    __tablename__ = "state_identity"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    """What the issuer calls the person; it means nothing anywhere else."""

    __table_args__ = (UniqueConstraint("issuer", "subject"),)


def can_sign_in(account: type[Account]) -> ColumnElement[bool]:
    """That whoever has an account knows a way into it; one made from a paper has none at first."""
    named = exists().where(StateIdentity.account_id == account.id)
    return or_(account.phone_tag.is_not(None), account.sign_in_tag.is_not(None), named)


def account_of(issuer: str, subject: str) -> Account | None:
    """The account of whom the issuer names so, closed or not."""
    return db.session.scalar(
        select(Account)
        .join(StateIdentity, StateIdentity.account_id == Account.id)
        .where(StateIdentity.issuer == issuer, StateIdentity.subject == subject)
    )


def tie(account_id: int, issuer: str, subject: str, now: datetime) -> bool:
    """Tie a person of an issuer to an account; False where somebody did so meanwhile."""
    row = {"account_id": account_id, "issuer": issuer, "subject": subject, "created_at": now}
    table = cast(Table, StateIdentity.__table__)
    connection = db.session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).on_conflict_do_nothing().returning(table.c.id)
    return connection.execute(statement, row).first() is not None
