"""A database by its driver alone: psycopg, or sqlite3 with the queue that a writer stands in."""

import fcntl
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

Execute = Callable[[str, tuple[Any, ...]], Any]


class PostgreSQL:
    """One connection of psycopg."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url.replace("+psycopg:", ":"), autocommit=True)

    def read(self, statement: str, values: tuple[Any, ...]) -> Any:
        """The first row of one statement by itself."""
        return self._connection.execute(statement, values).fetchone()

    @contextmanager
    def transaction(self) -> Iterator[Execute]:
        """What is sent within is committed together."""
        with self._connection.transaction(), self._connection.cursor() as cursor:
            yield cursor.execute

    def instant(self, value: datetime) -> Any:
        """An instant as the database compares it."""
        return value


class SQLite:
    """One connection of sqlite3: WAL, every commit on the disk, one writer after another."""

    def __init__(self, url: str) -> None:
        path = url.removeprefix("sqlite:///")
        self._lock = f"{path}.lock"
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON",
                       "secure_delete=ON", "busy_timeout=15000"):  # fmt: skip
            self._connection.execute(f"PRAGMA {pragma}")

    def read(self, statement: str, values: tuple[Any, ...]) -> Any:
        """The first row of one statement by itself."""
        return self._execute(statement, values).fetchone()

    @contextmanager
    def transaction(self) -> Iterator[Execute]:
        """What is sent within is committed together."""
        with Path(self._lock).open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._execute
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def instant(self, value: datetime) -> Any:
        """An instant as the database compares it."""
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")

    def _execute(self, statement: str, values: tuple[Any, ...]) -> Any:
        plain = statement.replace("%s", "?").replace(" FOR SHARE", "")
        return self._connection.execute(plain.replace("string_agg", "group_concat"), values)


def connected(url: str) -> PostgreSQL | SQLite:
    """The database at an address."""
    return SQLite(url) if url.startswith("sqlite:") else PostgreSQL(url)
