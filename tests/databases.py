"""Databases of the tests: entered as people's pages are, and walled off as they are in life."""

from contextlib import suppress
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event, text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from pb.records import schema
from pb.records.base import wall_off

APPLICATION = "pb_test_application"


def as_application(connection: Connection, server: URL, name: str) -> str:
    """Make a database; the address at which it is entered as people's pages are: not as superuser.

    Nobody who may pass every wall would find one that is missing.
    """
    with suppress(ProgrammingError, IntegrityError):
        connection.execute(text(f"CREATE ROLE {APPLICATION} NOLOGIN"))
    connection.execute(text(f'CREATE DATABASE "{name}" OWNER {APPLICATION}'))
    entered = server.set(database=name).update_query_dict({"options": f"-crole={APPLICATION}"})
    return entered.render_as_string(hide_password=False)


@event.listens_for(Session, "after_begin")
def _wall_off(_session: Session, _transaction: Any, connection: Connection) -> None:
    """In life a connection is walled off when it leaves the pool; a test keeps the one it has."""
    wall_off(connection)


def migrate(url: str) -> None:
    """Make the schema in an empty database."""
    engine = create_engine(url)
    with engine.connect() as connection:
        schema.upgrade(connection)
    engine.dispose()
