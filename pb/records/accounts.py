"""Accounts and the roles they hold; how someone proves to be one comes in through `sign_in_tag`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ForeignKey, Index, Row, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.base import Base, InMunicipality, Stamped, db, kind, new_ref
from pb.records.places import Municipality
from pb.rules.access import Role
from pb.rules.refusals import Code, NotFound


class Account(Stamped, Base):
    """Someone who can sign in; what they may do stands in their grants, per municipality."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    name: Mapped[str]
    """As it stands on papers: "Н. Эсенова"."""
    sign_in_tag: Mapped[bytes | None] = mapped_column(unique=True)
    """Keyed hash of the code that signs this account in; null when it cannot sign in."""
    is_disabled: Mapped[bool] = mapped_column(default=False)


class RoleGrant(Stamped, InMunicipality, Base):
    """A role an account holds in a municipality, and the position it goes with."""

    __tablename__ = "role_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[Role] = mapped_column(kind(Role, "known_role"))
    position_ky: Mapped[str | None]
    position_ru: Mapped[str | None]

    __table_args__ = (
        Index("uq_role_grant_once", "municipality_id", "account_id", "role", unique=True),
    )


@dataclass(frozen=True)
class SignedIn:
    """An account as the doors know it: plain values that outlive any transaction."""

    id: int
    ref: str
    name: str
    roles: frozenset[Role]


_WITH_ROLES = (
    select(
        Municipality.id.label("place"),
        Account.id,
        Account.name,
        RoleGrant.role,
    )
    .select_from(Municipality)
    .outerjoin(Account, (Account.ref == bindparam("ref")) & Account.is_disabled.is_(False))
    .outerjoin(
        RoleGrant,
        (RoleGrant.account_id == Account.id) & (RoleGrant.municipality_id == Municipality.id),
    )
)
# Built once and run in Core: every request of someone signed in asks the second.
_IN_PLACE = _WITH_ROLES.where(Municipality.id == bindparam("place"))
_AT_ADDRESS = _WITH_ROLES.where(Municipality.slug == bindparam("slug"))


def signed_in(ref: str, municipality_id: int) -> SignedIn | None:
    """The account of a session with its roles in one municipality; None if it may not enter."""
    rows = db.session.connection().execute(_IN_PLACE, {"ref": ref, "place": municipality_id})
    return _with_roles(ref, rows.all())


def signed_in_at(ref: str, slug: str) -> tuple[int, SignedIn | None]:
    """The key of the municipality an address begins with, and `signed_in` there.

    Raises:
        NotFound: NOT_FOUND.
    """
    found = db.session.connection().execute(_AT_ADDRESS, {"ref": ref, "slug": slug}).all()
    if not found:
        raise NotFound(Code.NOT_FOUND)
    return found[0].place, _with_roles(ref, found)


def _with_roles(ref: str, rows: Sequence[Row[*tuple[Any, ...]]]) -> SignedIn | None:
    if not rows or rows[0].id is None:
        return None
    roles = frozenset(row.role for row in rows if row.role is not None)
    return SignedIn(rows[0].id, ref, rows[0].name, roles)


def account_by_tag(sign_in_tag: bytes) -> Account | None:
    """The account a sign-in code belongs to."""
    return db.session.scalar(
        select(Account).where(Account.sign_in_tag == sign_in_tag, Account.is_disabled.is_(False))
    )


def roles_of(municipality_id: int, account_id: int) -> frozenset[Role]:
    """The roles an account holds in a municipality."""
    return frozenset(
        db.session.scalars(
            select(RoleGrant.role).where(
                RoleGrant.municipality_id == municipality_id, RoleGrant.account_id == account_id
            )
        )
    )


def name_and_position(municipality_id: int, account_id: int) -> tuple[str, str | None, str | None]:
    """The name of an account and the position it holds in a municipality, ky and ru."""
    row = db.session.execute(
        select(Account.name, RoleGrant.position_ky, RoleGrant.position_ru)
        .outerjoin(
            RoleGrant,
            (RoleGrant.account_id == Account.id) & (RoleGrant.municipality_id == municipality_id),
        )
        .where(Account.id == account_id)
        .order_by(RoleGrant.position_ky.is_(None))
    ).first()
    return (row[0], row[1], row[2]) if row else ("", None, None)
