"""Writing the pages anew after an erasure: done to the end, or said that it was not."""

import sqlite3
import uuid

import pytest

from pb.records import schema
from pb.records.schema import NoDatabase


@pytest.fixture
def file(tmp_path):
    """A database in which a secret was written and erased again."""
    path = tmp_path / "pb.db"
    schema.migrate(f"sqlite:///{path}")
    writer = sqlite3.connect(path, isolation_level=None)
    secret = uuid.uuid4().hex
    writer.execute("CREATE TABLE note (words TEXT)")
    writer.execute("INSERT INTO note VALUES (?)", (secret * 500,))
    writer.execute("DROP TABLE note")
    writer.close()
    return path, secret


def test_vacuum_goes_through_on_either_database(database_url):
    schema.vacuum(database_url)


def test_vacuum_leaves_nothing_of_what_was_erased_in_any_file(file):
    path, secret = file
    # Whoever still holds the file keeps the log in being.
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("SELECT count(*) FROM round").fetchone()

    schema.vacuum(f"sqlite:///{path}")

    assert path.with_name("pb.db-wal").stat().st_size == 0
    assert not any(secret.encode() in one.read_bytes() for one in path.parent.iterdir())
    holder.close()


def test_vacuum_says_so_when_a_reader_keeps_the_log(file):
    path, _ = file
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM round").fetchone()

    with pytest.raises(NoDatabase):
        schema.vacuum(f"sqlite:///{path}")
    reader.close()
