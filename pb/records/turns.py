"""SQLite has one writer at a time: its queue, how the file is driven, when the log goes into it."""

import fcntl
import itertools
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import SQLAlchemyError

logger = logging.getLogger(__name__)

writing: ContextVar[bool] = ContextVar("writing", default=False)
"""Whether what is begun now is a deed, and will write."""

EVERY_DEEDS = 50
"""Deeds of one process after which what they wrote is brought from the log into the file."""

_LOG_AT_MOST = 4_000
"""Pages in the log at which SQLite brings them in by itself, should nobody else."""

_CHECKPOINT = "PRAGMA wal_checkpoint(PASSIVE)"

_deeds = itertools.count(1)


@contextmanager
def writer_turn(engine: Engine | Connection) -> Iterator[None]:
    """Hold the one writer's place of an SQLite file; on PostgreSQL there is nothing to wait for.

    SQLite's own waiting is a sleep without a queue, so a writer may starve; a lock on a file
    beside the database serves in order of arrival.
    """
    token = writing.set(True)
    try:
        with _place(engine):
            yield
    finally:
        writing.reset(token)


@contextmanager
def _place(engine: Engine | Connection) -> Iterator[None]:
    path = _file(engine)
    if path is None:
        yield
        return
    turn = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield
    finally:
        os.close(turn)


def _file(engine: Engine | Connection) -> str | None:
    """The path of an SQLite file; None where the database is no file."""
    path = engine.engine.url.database
    is_file = engine.dialect.name == "sqlite" and path and path != ":memory:"
    return path if is_file else None


def bring_in(engine: Engine | Connection) -> None:
    """Bring what deeds wrote from SQLite's log into its file, once in so many deeds.

    Left to SQLite this happens within a commit, and everybody in the queue waits for the disk.
    Here the bulk goes in beside the writers. What they wrote meanwhile is little, and goes in
    while none may write: only a log that is all in the file is written from its beginning again.
    """
    if isinstance(engine, Connection):  # within a transaction that is not over
        return
    if _file(engine) is None or next(_deeds) % EVERY_DEEDS:
        return
    try:
        connection = engine.raw_connection()
        try:
            driver: Any = connection.driver_connection
            driver.execute(_CHECKPOINT)
            with _place(engine):
                driver.execute(_CHECKPOINT)
        finally:
            connection.close()
    except (sqlite3.Error, SQLAlchemyError, OSError) as error:
        # The deed is done and kept; the next one to come along tries again.
        logger.warning("the log was not brought in", extra={"error": type(error).__name__})


@event.listens_for(Engine, "connect")
def _set_up_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    # The driver's own transactions are off: they lose updates that read before they write.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "trusted_schema=OFF",
        "busy_timeout=15000",
        f"wal_autocheckpoint={_LOG_AT_MOST}",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_on_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        driver_of(connection).execute("BEGIN IMMEDIATE" if writing.get() else "BEGIN")


def driver_of(connection: Connection) -> Any:
    """The driver's own connection: what is sent at every request goes past our layers."""
    return connection.connection.driver_connection
