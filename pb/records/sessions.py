"""Sessions of people who signed in: kept here, so that they end when they have to.

The browser holds a random token; the table holds its SHA-256 only, and no trace of what was read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    bindparam,
    delete,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.accounts import Account, PlatformGrant, RoleGrant
from pb.records.base import Base, db, kind, new_ref
from pb.records.places import Municipality
from pb.records.statements import Statement
from pb.rules.refusals import Code, NotFound
from pb.rules.roles import Assurance, Role
from pb.rules.sessions import Ending, Means

LIVE_STAFF = text("ended_at IS NULL AND is_staff")
"""Of these an account has one at most."""


class SignInSession(Base):
    """One person at one browser, in one municipality or on the platform's own pages."""

    __tablename__ = "sign_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    tag: Mapped[bytes] = mapped_column(unique=True)
    """SHA-256 of the token in the cookie."""
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    """It is nobody's anywhere else; null on the pages of the platform."""
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    means: Mapped[Means] = mapped_column(kind(Means, "known_means"))
    assurance: Mapped[Assurance | None] = mapped_column(kind(Assurance, "known_assurance"))
    """Of a resident; null for staff."""
    is_staff: Mapped[bool]
    device: Mapped[str]
    """A few words: "Chrome, Android"; never the whole line the browser sends."""
    began_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    """At the latest; idleness may end it earlier."""
    stepped_up_at: Mapped[datetime | None]
    """When the second factor was shown last."""
    ended_at: Mapped[datetime | None]
    ending: Mapped[Ending | None] = mapped_column(kind(Ending, "known_ending"))

    __table_args__ = (
        CheckConstraint("ends_at > began_at", "ends_after_it_begins"),
        CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", "ended_for_a_reason"),
        Index(
            "uq_sign_in_session_one_of_staff",
            "account_id",
            unique=True,
            sqlite_where=LIVE_STAFF,
            postgresql_where=LIVE_STAFF,
        ),
    )


@dataclass(frozen=True)
class SignedIn:
    """Who a session belongs to, as the doors know it: plain values that outlive any transaction."""

    id: int
    ref: str
    name: str
    roles: frozenset[Role]
    session_id: int
    is_staff: bool
    assurance: Assurance | None
    stepped_up_at: datetime | None


_LIVE = (
    (SignInSession.tag == bindparam("tag"))
    & SignInSession.ended_at.is_(None)
    & (SignInSession.ends_at > bindparam("now"))
)
_WHO = (
    Account.id,
    Account.ref,
    Account.name,
    SignInSession.id.label("session"),
    SignInSession.is_staff,
    SignInSession.assurance,
    SignInSession.stepped_up_at,
)
_WITH_ROLES = (
    select(Municipality.id.label("place"), *_WHO, RoleGrant.role)
    .select_from(Municipality)
    .outerjoin(SignInSession, _LIVE & (SignInSession.municipality_id == Municipality.id))
    .outerjoin(Account, (Account.id == SignInSession.account_id) & Account.is_disabled.is_(False))
    .outerjoin(
        RoleGrant,
        (RoleGrant.account_id == Account.id) & (RoleGrant.municipality_id == Municipality.id),
    )
)
# Every request of someone signed in asks it.
_AT_ADDRESS = Statement(_WITH_ROLES.where(Municipality.slug == bindparam("slug")))
_ON_PLATFORM = Statement(
    select(*_WHO, PlatformGrant.role)
    .select_from(SignInSession)
    .join(Account, (Account.id == SignInSession.account_id) & Account.is_disabled.is_(False))
    .outerjoin(PlatformGrant, PlatformGrant.account_id == Account.id)
    .where(_LIVE, SignInSession.municipality_id.is_(None))
)


def signed_in_at(tag: bytes, slug: str, now: datetime) -> tuple[int, SignedIn | None]:
    """The key of the municipality an address begins with, and whose session this is there.

    Raises:
        NotFound: NOT_FOUND.
    """
    found = _AT_ADDRESS.send(tag=tag, slug=slug, now=now)
    if not found:
        raise NotFound(Code.NOT_FOUND)
    return found[0].place, _who(found)


def signed_in_on_platform(tag: bytes, now: datetime) -> SignedIn | None:
    """Whose session this is on the pages of the platform; None for a stranger."""
    return _who(_ON_PLATFORM.send(tag=tag, now=now))


def _who(rows: Sequence[Any]) -> SignedIn | None:
    if not rows or rows[0].id is None:
        return None
    row = rows[0]
    roles = frozenset(each.role for each in rows if each.role is not None)
    return SignedIn(
        row.id, row.ref, row.name, roles, row.session, row.is_staff, row.assurance,
        row.stepped_up_at,
    )  # fmt: skip


def session_of(account_id: int, ref: str) -> SignInSession | None:
    """A session of an account by its public id."""
    return db.session.scalar(
        select(SignInSession).where(
            SignInSession.account_id == account_id, SignInSession.ref == ref
        )
    )


def sessions_of(account_id: int, limit: int) -> Sequence[SignInSession]:
    """The latest sessions of an account, the newest first."""
    return db.session.scalars(
        select(SignInSession)
        .where(SignInSession.account_id == account_id)
        .order_by(SignInSession.id.desc())
        .limit(limit)
    ).all()


def end_sessions(account_id: int, now: datetime, ending: Ending, *, but: int | None = None) -> int:
    """End every live session of an account, except one where told; returns how many."""
    changed = db.session.execute(
        update(SignInSession)
        .where(
            SignInSession.account_id == account_id,
            SignInSession.ended_at.is_(None),
            SignInSession.id != (but or 0),
        )
        .values(ended_at=now, ending=ending)
    )
    return int(changed.rowcount)  # type: ignore[attr-defined]


def are_any_over_before_everywhere(instant: datetime) -> bool:
    """Whether a session was over before an instant, in any municipality."""
    return (
        db.session.scalar(select(SignInSession.id).where(_over_before(instant)).limit(1))
        is not None
    )


def forget_everywhere(before: datetime) -> None:
    """Delete those that were over before an instant, in every municipality."""
    db.session.execute(delete(SignInSession).where(_over_before(before)))


def _over_before(instant: datetime) -> ColumnElement[bool]:
    return (SignInSession.ends_at < instant) | (SignInSession.ended_at < instant)
