"""The schema as the migrations make it: up to the newest, down again, and where it stands.

Alembic is driven from here, without an env.py: there is one way to run a migration.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

# Every table has to be known before the schema can be compared with it.
from pb.records import (
    accounts,
    annulments,
    appeals,
    assemblies,
    assembly_marks,
    audit,
    ballot_lots,
    ballots,
    call_audits,
    ceremonies,
    codes,
    commissions,
    decisions,
    documents,
    findings,
    groups,
    headings,
    identities,
    invitations,
    jobs,
    kiosk_tickets,
    kiosks,
    merging,
    messages,
    monitoring,
    paper_batches,
    paper_entries,
    paper_marks,
    place_maps,
    places,
    privacy,
    proposal_parts,
    proposals,
    questions,
    residents,
    results,
    review_checks,
    reviews,
    rolls,
    round_changes,
    rounds,
    rule_sets,
    score_sheets,
    scores,
    sessions,
    stations,
    supports,
    voids,
)
from pb.records.base import EVERYWHERE, Base
from pb.records.turns import driver_of

_SEE_ALL = f"SELECT set_config('pb.municipality', '{EVERYWHERE}', false)"
FOLDER = Path(__file__).resolve().parents[2] / "migrations"
TABLES = (
    accounts,
    annulments,
    appeals,
    assemblies,
    assembly_marks,
    audit,
    ballot_lots,
    ballots,
    ceremonies,
    call_audits,
    codes,
    commissions,
    decisions,
    documents,
    findings,
    headings,
    groups,
    identities,
    invitations,
    jobs,
    kiosk_tickets,
    kiosks,
    merging,
    messages,
    monitoring,
    paper_batches,
    paper_marks,
    paper_entries,
    place_maps,
    places,
    privacy,
    proposal_parts,
    proposals,
    questions,
    residents,
    results,
    review_checks,
    reviews,
    rolls,
    round_changes,
    rounds,
    rule_sets,
    score_sheets,
    scores,
    sessions,
    stations,
    supports,
    voids,
)


class NoDatabase(Exception):  # noqa: N818 - what is there, not what went wrong
    """There is no database at the address, or it cannot be entered."""


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection of its own to the database at an address.

    Raises:
        NoDatabase: with what the database says.
    """
    try:
        engine = create_engine(url)
        with engine.connect() as connection:
            connection.rollback()
    except (ArgumentError, NoSuchModuleError, OperationalError, ImportError) as error:
        raise NoDatabase(str(getattr(error, "orig", error)).strip().split("\n")[0]) from error
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def migrate(url: str) -> tuple[str | None, str | None]:
    """Bring the database at an address to the newest version; returns where it was and is.

    Raises:
        NoDatabase: as `connected`.
    """
    with connected(url) as connection:
        before = version_of(connection)
        upgrade(connection)
        return before, version_of(connection)


def is_newest(url: str) -> bool:
    """Whether the database at an address stands at the newest version.

    Raises:
        NoDatabase: as `connected`.
    """
    with connected(url) as connection:
        return version_of(connection) == newest()


def is_walled_off(url: str) -> bool:
    """Whether the walls between municipalities hold for who the address signs in as.

    A superuser of PostgreSQL passes every wall; on SQLite there are none to pass.

    Raises:
        NoDatabase: as `connected`.
    """
    with connected(url) as connection:
        if connection.dialect.name != "postgresql":
            return True
        passes = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        return not connection.scalar(text(passes))


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring the database to a version of the schema, the newest unless told."""
    script = scripts()
    _run(connection, script, lambda at, _context: script._upgrade_revs(to, at))


def downgrade(connection: Connection, to: str) -> None:
    """Take the database back to a version; "base" is nothing at all."""
    script = scripts()
    _run(connection, script, lambda at, _context: script._downgrade_revs(to, at))


def vacuum(url: str) -> None:
    """Write anew the pages of the tables that led from a person to a ballot.

    Raises:
        NoDatabase: as `connected`; or it could not be done now.
    """
    with connected(url) as connection:
        if connection.dialect.name == "sqlite":
            # The driver's own: ours begins a transaction, in which no page is written anew.
            _vacuum_file(driver_of(connection))
            return
        driver = connection.execution_options(isolation_level="AUTOCOMMIT")
        tables = ("participation", "ballot_inbox", "ballot", "key_lock")
        try:
            for statement in ("SET lock_timeout = '5s'", *(f"VACUUM FULL {one}" for one in tables)):
                driver.exec_driver_sql(statement)
        except DBAPIError as error:
            raise NoDatabase(str(error.orig).strip().split("\n")[0]) from error


def _vacuum_file(driver: sqlite3.Connection) -> None:
    try:
        # It is tried again with the next stroke, so nobody waits long for it meanwhile.
        driver.execute("PRAGMA busy_timeout=2000")
        driver.execute("VACUUM")
        [kept, *_] = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        raise NoDatabase(str(error)) from error
    if kept:
        raise NoDatabase("database is locked")


def version_of(connection: Connection) -> str | None:
    """The version the database stands at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The newest version the migrations know."""
    return scripts().get_current_head()


def scripts() -> ScriptDirectory:
    """The migrations, in files named by number and idea."""
    return ScriptDirectory(str(FOLDER), version_locations=[str(FOLDER)])


def _run(connection: Connection, script: ScriptDirectory, steps: Callable[..., Any]) -> None:
    _prepare(connection)
    with EnvironmentContext(Config(), script, fn=steps) as context:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    if connection.in_transaction():
        connection.commit()
    _restore(connection)


def _prepare(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        # Rebuilding a parent table with foreign keys on would fail half-way or empty its children;
        # the pragma does nothing inside a transaction, so it goes past the driver's own.
        connection.rollback()
        _raw(connection, "PRAGMA foreign_keys=OFF")
    else:
        # A migration that cannot get its lock gives up instead of stopping everyone behind it.
        connection.exec_driver_sql("SET lock_timeout = '5s'")
        connection.exec_driver_sql("SET statement_timeout = '10min'")
        # The walls hold for whoever owns the tables too, and a migration mends rows of all places.
        connection.exec_driver_sql(_SEE_ALL)
        connection.commit()


def _restore(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        _raw(connection, "PRAGMA foreign_keys=ON")
    else:
        connection.exec_driver_sql("RESET lock_timeout")
        connection.exec_driver_sql("RESET statement_timeout")
        connection.commit()


def _raw(connection: Connection, statement: str) -> None:
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute(statement)
