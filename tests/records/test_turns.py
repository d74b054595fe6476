"""The log of SQLite goes into the file beside the writers, and begins anew."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from pb.records import turns
from pb.records.turns import EVERY_DEEDS, bring_in, writer_turn


@pytest.fixture
def engine(tmp_path):
    made = create_engine(f"sqlite:///{tmp_path}/a.db")
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE note (words TEXT)"))
    yield made
    made.dispose()


def write(engine, number):
    for _ in range(number):
        with writer_turn(engine), engine.begin() as connection:
            connection.execute(text("INSERT INTO note VALUES (:words)"), {"words": "a" * 3000})
        bring_in(engine)


def log(engine):
    return Path(f"{engine.url.database}-wal").stat().st_size


def test_the_log_grows_no_more_however_much_is_written(engine):
    write(engine, 2 * EVERY_DEEDS)
    grown = log(engine)

    write(engine, 4 * EVERY_DEEDS)

    assert log(engine) == grown


def test_what_is_in_the_log_is_brought_in_while_somebody_reads(engine):
    write(engine, 1)
    with engine.connect() as reader:
        assert reader.scalar(text("SELECT count(*) FROM note")) == 1

        write(engine, 2 * EVERY_DEEDS)

        assert reader.scalar(text("SELECT count(*) FROM note")) == 1
    with engine.connect() as reader:
        assert reader.scalar(text("SELECT count(*) FROM note")) == 2 * EVERY_DEEDS + 1


def test_a_deed_is_done_though_the_log_cannot_be_brought_in(engine, monkeypatch, caplog):
    monkeypatch.setattr(turns, "_CHECKPOINT", "no sentence of SQL")

    write(engine, EVERY_DEEDS)

    with engine.connect() as reader:
        assert reader.scalar(text("SELECT count(*) FROM note")) == EVERY_DEEDS
    assert "the log was not brought in" in caplog.text
