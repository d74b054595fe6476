"""Accounts, the roles they hold, and what the people of the office prove to be themselves with."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.base import Base, InMunicipality, Stamped, db, kind, new_ref
from pb.rules.roles import OF_PLATFORM, STAFF, Role


class Account(Stamped, Base):
    """Someone who can sign in; what they may do stands in their grants, per municipality."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    name: Mapped[str]
    """As it stands on papers: "Н. Эсенова"."""
    sign_in_tag: Mapped[bytes | None] = mapped_column(unique=True)
    """Keyed hash of the pass that signs this account in; null outside a demonstration."""
    is_disabled: Mapped[bool] = mapped_column(default=False)
    phone_tag: Mapped[bytes | None] = mapped_column(index=True)
    """Keyed hash of the confirmed phone; a family may share one."""
    phone_locked: Mapped[bytes | None]
    """The phone itself, locked under the pepper."""

    __table_args__ = (
        CheckConstraint("(phone_tag IS NULL) = (phone_locked IS NULL)", "phone_is_whole"),
    )


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


class PlatformGrant(Stamped, Base):
    """A role held on the platform as a whole: the one role of its account."""

    __tablename__ = "platform_grant"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(kind(Role, "known_role"))
    area: Mapped[str | None]
    """What an observer looks at: the Russian name of a raion or an oblast; null is the country."""

    __table_args__ = (
        CheckConstraint("role IN ('administrator', 'observer')", "of_the_platform"),
        CheckConstraint("area IS NULL OR role = 'observer'", "observers_have_areas"),
    )


class Credential(Base):
    """What an account of the office signs in with: a name, a password, a second factor."""

    __tablename__ = "credential"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    sign_in_name: Mapped[str] = mapped_column(unique=True)
    """Small Latin letters, digits, dots and hyphens."""
    password_hash: Mapped[str]
    """Argon2id, with its parameters and salt."""
    totp_locked: Mapped[bytes]
    """The secret of the second factor, locked under the pepper."""
    totp_step: Mapped[int]
    """The last time step whose code was used: no code is taken twice."""
    changed_at: Mapped[datetime]


class RecoveryCode(Base):
    """A code that stands in for the second factor once; eight are made at a time."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    tag: Mapped[bytes] = mapped_column(unique=True)
    """Keyed hash; the code itself is too long to be guessed."""


class FailedSignIn(Base):
    """Tries that failed under a name on one day, whether or not there is such a name."""

    __tablename__ = "failed_sign_in"

    tag: Mapped[bytes] = mapped_column(primary_key=True)
    """Keyed hash of what was typed as the name."""
    day: Mapped[date]
    number: Mapped[int]
    wait_until: Mapped[datetime]


def account_by_tag(sign_in_tag: bytes) -> Account | None:
    """The account a pass of a demonstration belongs to."""
    return db.session.scalar(
        select(Account).where(Account.sign_in_tag == sign_in_tag, Account.is_disabled.is_(False))
    )


def accounts_of_phone(phone_tag: bytes) -> list[Account]:
    """The accounts with a confirmed phone that are not closed, the oldest first; held."""
    query = select(Account).where(Account.phone_tag == phone_tag, Account.is_disabled.is_(False))
    return list(db.session.scalars(query.order_by(Account.id).with_for_update()))


def account_by_ref(ref: str, *, hold: bool = False) -> Account | None:
    """An account by its public id; held against other deeds until the end of this one."""
    query = select(Account).where(Account.ref == ref)
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(query)


def account_by_id(account_id: int) -> Account:
    """The account of a row that is known to have one."""
    return db.session.get_one(Account, account_id)


def credential_named(sign_in_name: str) -> tuple[Account, Credential] | None:
    """The account of a sign-in name that is not disabled, with what it signs in with."""
    row = db.session.execute(
        select(Account, Credential)
        .join(Credential, Credential.account_id == Account.id)
        .where(Credential.sign_in_name == sign_in_name, Account.is_disabled.is_(False))
    ).first()
    return (row[0], row[1]) if row else None


def credential_of(account_id: int, *, hold: bool = False) -> Credential | None:
    """What an account signs in with; held against other deeds until the end of this one."""
    return db.session.get(Credential, account_id, with_for_update=hold, populate_existing=hold)


def name_is_taken(sign_in_name: str) -> bool:
    """Whether somebody signs in by this name."""
    found = select(Credential.account_id).where(Credential.sign_in_name == sign_in_name)
    return db.session.scalar(found) is not None


def failed_sign_in(tag: bytes, *, hold: bool = False) -> FailedSignIn | None:
    """The tries that failed under a name."""
    return db.session.get(FailedSignIn, tag, with_for_update=hold, populate_existing=hold)


def begin_counting(tag: bytes, day: date, now: datetime) -> None:
    """Make the row that counts failures under a name, where none is; two may do so at once."""
    row = {"tag": tag, "day": day, "number": 0, "wait_until": now}
    connection = db.session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(insert(FailedSignIn).values(row).on_conflict_do_nothing())


def recovery_code(account_id: int, tag: bytes) -> RecoveryCode | None:
    """A recovery code of an account that was not used yet."""
    return db.session.scalar(
        select(RecoveryCode).where(RecoveryCode.account_id == account_id, RecoveryCode.tag == tag)
    )


def recovery_codes(account_id: int) -> Sequence[RecoveryCode]:
    """The recovery codes an account still has."""
    return db.session.scalars(
        select(RecoveryCode).where(RecoveryCode.account_id == account_id)
    ).all()


def roles_of(municipality_id: int, account_id: int) -> frozenset[Role]:
    """The roles an account holds in a municipality."""
    return frozenset(
        db.session.scalars(
            select(RoleGrant.role).where(
                RoleGrant.municipality_id == municipality_id, RoleGrant.account_id == account_id
            )
        )
    )


def grants_of(municipality_id: int, account_id: int) -> Sequence[RoleGrant]:
    """The grants of an account in a municipality."""
    return db.session.scalars(
        select(RoleGrant).where(
            RoleGrant.municipality_id == municipality_id, RoleGrant.account_id == account_id
        )
    ).all()


def platform_role_of(account_id: int) -> Role | None:
    """The role an account holds on the platform."""
    return db.session.scalar(
        select(PlatformGrant.role).where(PlatformGrant.account_id == account_id)
    )


def area_of(account_id: int) -> str | None:
    """What an observer looks at; None is the whole country."""
    return db.session.scalar(
        select(PlatformGrant.area).where(PlatformGrant.account_id == account_id)
    )


def staff_of(municipality_id: int) -> Sequence[tuple[Account, RoleGrant, str | None]]:
    """Everyone with a role of staff here, each role a row: account, grant, sign-in name."""
    rows = db.session.execute(
        select(Account, RoleGrant, Credential.sign_in_name)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .outerjoin(Credential, Credential.account_id == Account.id)
        .where(RoleGrant.municipality_id == municipality_id, RoleGrant.role.in_(sorted(STAFF)))
        .order_by(Account.name, Account.id, RoleGrant.role)
    )
    return [(account, grant, name) for account, grant, name in rows]


def people_of_platform() -> Sequence[tuple[Account, PlatformGrant, str | None]]:
    """Administrators and observers, with their sign-in names."""
    rows = db.session.execute(
        select(Account, PlatformGrant, Credential.sign_in_name)
        .join(PlatformGrant, PlatformGrant.account_id == Account.id)
        .outerjoin(Credential, Credential.account_id == Account.id)
        .where(PlatformGrant.role.in_(sorted(OF_PLATFORM)))
        .order_by(Account.name, Account.id)
    )
    return [(account, grant, name) for account, grant, name in rows]


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
