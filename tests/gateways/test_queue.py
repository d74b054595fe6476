"""The queue only wakes: it holds no fact, and a deed never waits for it."""

import logging
import sqlite3

import pytest

from pb.gateways.queue import FILE, MOST_WAITING, Errand, HueyQueue, NullQueue

SECRET = "s" * 40


@pytest.fixture
def queue(tmp_path):
    queue = HueyQueue(tmp_path, "", SECRET)
    yield queue
    queue.close()


def waiting(folder):
    connection = sqlite3.connect(folder / FILE)
    rows = [data for (data,) in connection.execute("SELECT data FROM task")]
    connection.close()
    return rows


def test_a_nudge_waits_for_the_worker_and_says_only_what_there_is_to_do(queue, tmp_path):
    queue.nudge(Errand.JOBS)

    [data] = waiting(tmp_path)
    assert b".jobs" in data
    assert b"messages" not in data


def test_nudges_nobody_comes_for_do_not_fill_the_disk(queue, tmp_path):
    for _ in range(MOST_WAITING + 5):
        queue.nudge(Errand.MESSAGES)

    assert len(waiting(tmp_path)) == MOST_WAITING


def test_a_deed_goes_on_when_the_queue_is_broken(tmp_path, caplog):
    queue = HueyQueue(tmp_path / "no such folder", "", SECRET)

    with caplog.at_level(logging.WARNING, "pb"):
        queue.nudge(Errand.JOBS)

    assert [record.message for record in caplog.records] == ["the worker was not nudged"]


def test_the_null_queue_remembers_whom_it_was_to_wake():
    queue = NullQueue()
    queue.nudge(Errand.MESSAGES)

    assert queue.nudges == [Errand.MESSAGES]
