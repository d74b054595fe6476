"""Connections that die where no question finds it out: nothing of a deed has begun by then."""

import os

import pytest
from sqlalchemy import create_engine, event, text

from pb.records.base import guard
from pb.records.turns import writer_turn
from pb.rules.refusals import Code, Unavailable

pytestmark = pytest.mark.skipif(
    not os.environ.get("PB_TEST_DATABASE_URL"), reason="a file does not go away"
)


def test_a_connection_that_dies_between_checkout_and_begin_is_answered_and_replaced(database_url):
    """The server ends it once the pool has asked whether it is there: the deed asks to be sent."""
    engine, other = create_engine(database_url), create_engine(os.environ["PB_TEST_DATABASE_URL"])
    ended = []

    def end(connection):
        if not ended:
            [pid] = connection.connection.driver_connection.execute(
                "SELECT pg_backend_pid()"
            ).fetchone()
            with other.connect() as elsewhere:
                ended.append(
                    elsewhere.scalar(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
                )

    # Before our own listener, which sends the BEGIN.
    event.listen(engine, "begin", end)
    guard(engine)
    try:
        with (
            writer_turn(engine),
            engine.connect() as connection,
            pytest.raises(Unavailable) as found,
        ):
            connection.begin()
        with writer_turn(engine), engine.connect() as connection:
            answer = connection.scalar(text("SELECT 1"))
    finally:
        engine.dispose()
        other.dispose()

    assert ended == [True]
    assert found.value.code is Code.DATABASE_AWAY
    assert answer == 1
