"""Statements that every vote or every page asks: said in Core, compiled once, sent by the driver.

SQLAlchemy's own way from a statement to the driver costs a vote more processor time than the
database needs to answer it. Here its compiler and its types are kept, and nothing else is passed.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Insert, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

from pb.records.base import connection_of_deed

Core = Select[*tuple[Any, ...]] | Insert
Process = Callable[[Any], Any]


class _Compiled(NamedTuple):
    """A statement as one database takes it."""

    text: str
    fixed: Mapping[str, Any]
    """Values that stand in the statement itself."""
    bound: Mapping[str, Process | None]
    """Every value by its name, and how it becomes what the driver takes."""
    places: Sequence[str] | None
    """The names in the order of their places, where the driver counts them."""
    returned: Sequence[Process | None]


class Statement:
    """A SELECT, or an INSERT of one row into the columns that are named.

    What Python would fill into a column that is not named is not filled in.
    """

    def __init__(self, core: Core, columns: Sequence[str] = ()) -> None:
        """`core` takes its values by name: as bound parameters, or as columns of an insert."""
        self._core = core
        self._columns = list(columns) or None
        names = [str(column.key) for column in core.exported_columns]
        self._row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]
        self._compiled: dict[str, _Compiled] = {}

    def send(self, **values: Any) -> list[Any]:
        """The rows, as named tuples, within the deed or the reading that is going on.

        Raises:
            DBAPIError: whatever the database refuses, as from SQLAlchemy itself.
        """
        connection = connection_of_deed()
        ready = self._compiled.get(connection.dialect.name)
        if ready is None:
            ready = self._compiled[connection.dialect.name] = self._compile(connection.dialect)
        given = {**ready.fixed, **values}
        sent: Any = {
            name: given[name] if to is None else to(given[name]) for name, to in ready.bound.items()
        }
        if ready.places is not None:
            sent = [sent[name] for name in ready.places]
        make, returned = self._row._make, ready.returned
        return [
            make([one if to is None else to(one) for one, to in zip(row, returned, strict=True)])
            for row in _send(connection, ready.text, sent)
        ]

    def _compile(self, dialect: Dialect) -> _Compiled:
        compiled: Any = self._core.compile(dialect=dialect, column_keys=self._columns)
        asked = {name: None for name, one in compiled.binds.items() if one.required}
        # What a function takes as a literal is written into the text here.
        written = compiled.construct_expanded_state(asked)
        return _Compiled(
            written.statement,
            {name: value for name, value in written.parameters.items() if name not in asked},
            {
                name: _of(compiled.binds[name].type, dialect).bind_processor(dialect)
                for name in written.parameters
            },
            written.positiontup if compiled.positional else None,
            [
                _of(column.type, dialect).result_processor(dialect, None)
                for column in self._core.exported_columns
            ],
        )


def _of(type_: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return type_.dialect_impl(dialect)


def _send(connection: Connection, text: str, values: Any) -> list[Any]:
    driver: Any = connection.connection.driver_connection
    cursor = driver.cursor()
    for listener in connection.dispatch.before_cursor_execute:
        listener(connection, cursor, text, values, None, False)
    try:
        cursor.execute(text, values)
        return cursor.fetchall() if cursor.description else []
    except connection.dialect.loaded_dbapi.Error as error:
        is_gone = connection.dialect.is_disconnect(error, driver, cursor)
        if is_gone:
            connection.invalidate(error)
        base = connection.dialect.loaded_dbapi.Error
        raise DBAPIError.instance(
            text, values, error, base, hide_parameters=True, connection_invalidated=is_gone
        ) from error
