"""Invitations: links that let one person in once, to join the staff or to begin anew."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from pb.records.base import Base, Stamped, db, kind, new_ref
from pb.records.places import Municipality
from pb.rules.roles import Role


class Purpose(StrEnum):
    """What an invitation is for."""

    JOIN = "join"
    RECOVERY = "recovery"
    """Password or second factor are lost: both are made anew, the roles stay."""


class Invitation(Stamped, Base):
    """A link for one person; used once, or withdrawn, or expired."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    tag: Mapped[bytes | None] = mapped_column(unique=True)
    """SHA-256 of the token in the link; null as long as a recovery waits for its second person."""
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    """Null for a role on the platform."""
    purpose: Mapped[Purpose] = mapped_column(kind(Purpose, "known_purpose"))
    name: Mapped[str]
    role: Mapped[Role | None] = mapped_column(kind(Role, "known_role"))
    area: Mapped[str | None]
    position_ky: Mapped[str | None]
    position_ru: Mapped[str | None]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Whose recovery it is; of a joining, the account that was opened."""
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Null for the terminal of the platform."""
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """The second person a recovery needs."""
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    municipality: Mapped[Municipality | None] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        CheckConstraint("(purpose = 'join') = (role IS NOT NULL)", "joins_in_a_role"),
        CheckConstraint("purpose = 'join' OR account_id IS NOT NULL", "recovers_an_account"),
        CheckConstraint(
            "confirmed_by IS NULL OR (invited_by IS NOT NULL AND confirmed_by <> invited_by)",
            "two_people_recover",
        ),
        CheckConstraint(
            "purpose = 'join' OR tag IS NULL OR confirmed_by IS NOT NULL",
            "recovery_waits_for_the_second",
        ),
        CheckConstraint("used_at IS NULL OR withdrawn_at IS NULL", "used_or_withdrawn"),
    )

    def is_open(self, now: datetime) -> bool:
        """Whether it may still be used."""
        ended = self.used_at is not None or self.withdrawn_at is not None
        return not ended and now < self.expires_at


def invitation_by_tag(tag: bytes, *, hold: bool = False) -> Invitation | None:
    """The invitation of a link; held, so that two browsers cannot both use it."""
    query = select(Invitation).where(Invitation.tag == tag)
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(query)


def invitation_of(
    municipality_id: int | None, ref: str, *, hold: bool = False
) -> Invitation | None:
    """An invitation of a municipality, or of the platform, by its public id."""
    query = select(Invitation).where(_of(municipality_id), Invitation.ref == ref)
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(query)


def open_invitations(municipality_id: int | None, now: datetime) -> Sequence[Invitation]:
    """Those of a municipality, or of the platform, that may still be used."""
    return db.session.scalars(
        select(Invitation)
        .where(
            _of(municipality_id),
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > now,
        )
        .order_by(Invitation.id)
    ).all()


def recoveries_to_confirm(now: datetime) -> Sequence[Invitation]:
    """Recoveries of all municipalities that wait for the platform's administrator."""
    return db.session.scalars(
        select(Invitation)
        .options(joinedload(Invitation.municipality))
        .where(
            Invitation.purpose == Purpose.RECOVERY,
            Invitation.confirmed_by.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > now,
        )
        .order_by(Invitation.id)
    ).all()


def _of(municipality_id: int | None) -> ColumnElement[bool]:
    if municipality_id is None:
        return Invitation.municipality_id.is_(None)
    return Invitation.municipality_id == municipality_id
