"""The ground of every table: types, names of constraints, how each database is driven."""

import secrets
import select
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

import psycopg
from flask_sqlalchemy import SQLAlchemy
from psycopg.pq import TransactionStatus
from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    ForeignKey,
    MetaData,
    Text,
    TypeDecorator,
    event,
)
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

from pb.records.turns import driver_of, writing
from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, Unavailable

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

E = TypeVar("E", bound=StrEnum)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware UTC in Python; a naive one is a bug and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What goes to the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone")
        value = value.astimezone(UTC)
        # SQLite keeps text without a zone; it is UTC by this type.
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What comes from the database."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def kind(values: type[E], name: str) -> Enum:
    """A column of a StrEnum: kept by value as text, held by a named CHECK."""
    return Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        values_callable=lambda members: [member.value for member in members],
        length=40,
    )


class Base(DeclarativeBase):
    """The base of every record."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={Tyiyn: BigInteger(), datetime: UtcDateTime(), str: Text()},
    )


class InMunicipality:
    """Columns of a row that belongs to one municipality."""

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)


class Stamped:
    """When a row was made."""

    created_at: Mapped[datetime]


# Objects outlive their commit as they were: what a deed returns are plain values anyway. A session
# bound to a connection that is inside a transaction (as tests bind it) works in savepoints of it.
db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    session_options={"expire_on_commit": False, "join_transaction_mode": "create_savepoint"},
)


def new_ref() -> str:
    """A public id: short, random, saying nothing about order or number."""
    return secrets.token_hex(6)


DEED = "deed"
"""Where a session keeps the connection of the deed that is being done in it."""


def connection_of_deed() -> Connection:
    """The connection of the deed that is being done, or of what is only read."""
    session = db.session()
    deed: Connection | None = session.info.get(DEED)
    return session.connection() if deed is None else deed


def let_go() -> None:
    """Let what was only read go; what was loaded stays readable as it was.

    A transaction of SQLite sees what was true when it began, so whoever waits for a person and
    then decides has to read afresh; and no connection stays idle in one meanwhile.
    """
    if db.session().info.get(DEED) is None:
        db.session.remove()


def hold_key(key: int) -> None:
    """Be the only one who holds this key until the end of the deed.

    SQLite has one writer anyway; PostgreSQL lets the lock go with the transaction.
    """
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (key,))


# --- PostgreSQL: a wall between municipalities -------------------------------------------------

EVERYWHERE = "*"
NOWHERE = ""
_scope: ContextVar[str] = ContextVar("scope", default=EVERYWHERE)
"""Whose rows this process may see: the terminal and the worker all, a page those of its place."""

_SET_SCOPE = "SELECT set_config('pb.municipality', %s, false)"


def narrow(to: int | str) -> None:
    """From here on see rows of one municipality only (its key), or NOWHERE, or EVERYWHERE.

    The second wall: policies of PostgreSQL hold it (migration 0009), whatever a query forgets.
    """
    _scope.set(str(to))
    if db.session.registry.has() and db.session().in_transaction():
        wall_off(db.session().connection())


def wall_off(connection: Connection) -> None:
    """Tell a connection of PostgreSQL whose rows it may see, if it was not told before."""
    if connection.dialect.name == "postgresql":
        _tell(driver_of(connection), connection.info)


def guard(engine: Engine) -> None:
    """Have every connection told whose rows it may see when it leaves the pool of an engine.

    What a page reads outside a unit of work is read without a transaction, and only read: it
    would see no more in one, each statement sees what is committed when it begins. And a
    transaction that is rolled back costs every statement its plan: the driver forgets them all.
    """
    if engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _set_up_postgresql)
        event.listen(engine, "checkout", _wall_off_at_checkout)
        event.listen(engine, "begin", _begin_on_postgresql)


def _set_up_postgresql(connection: psycopg.Connection, _record: Any) -> None:
    connection.autocommit = True
    connection.execute("SET default_transaction_read_only = on")


def _begin_on_postgresql(connection: Connection) -> None:
    if not writing.get() and _scope.get() != EVERYWHERE:
        return
    try:
        driver_of(connection).execute("BEGIN READ WRITE", prepare=False)
    except psycopg.OperationalError as error:
        # Gone since it was asked at the checkout; nothing of the deed has begun.
        connection.invalidate(error)
        raise Unavailable(Code.DATABASE_AWAY) from error


def _wall_off_at_checkout(connection: psycopg.Connection, record: Any, _proxy: Any) -> None:
    try:
        if _has_news(connection):
            record.info.clear()  # it is asked again below, whether it is still there
        _tell(connection, record.info)
    except psycopg.OperationalError as error:
        raise DisconnectionError from error


def _has_news(connection: psycopg.Connection) -> bool:
    """Whether the server has said something unasked: as a rule, that it is gone."""
    line = select.poll()
    line.register(connection.fileno(), select.POLLIN)
    return bool(line.poll(0))


def _tell(connection: psycopg.Connection, told: dict[Any, Any]) -> None:
    scope = _scope.get()
    if told.get("scope") == scope:
        return
    # An interrupt in the middle leaves nothing believed that may not be so.
    told["scope"] = None
    connection.execute(_SET_SCOPE, (scope,))
    # Within a transaction it may yet be taken back.
    is_lasting = connection.info.transaction_status is TransactionStatus.IDLE
    told["scope"] = scope if is_lasting else None
