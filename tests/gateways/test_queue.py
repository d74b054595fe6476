"""The queue only wakes: it holds no fact, and a deed never waits for it."""

import logging
import os
import signal
import sqlite3
import time

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


@pytest.fixture
def signals():
    """Puts back what the worker does with signals."""
    ends = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in ends}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def ends_after(done, others, end):
    """Tell the worker to end once the others have done theirs."""
    deadline = time.monotonic() + 20
    while not others <= set(done) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(os.getpid(), end)


@pytest.mark.usefixtures("signals")
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_the_worker_looks_at_everything_by_itself_and_ends_when_told_to(queue, caplog, end):
    done = []

    def break_down():
        done.append("jobs")
        raise RuntimeError

    def last():
        ends_after(done, {"messages", "jobs"}, end)
        done.append("clock")

    with caplog.at_level(logging.ERROR, "huey"):
        queue.work(
            {
                Errand.MESSAGES: lambda: done.append("messages"),
                Errand.JOBS: break_down,
                Errand.CLOCK: last,
            }
        )

    assert sorted(done) == ["clock", "jobs", "messages"]
    assert [record.levelname for record in caplog.records] == ["ERROR"]


@pytest.mark.usefixtures("signals")
def test_what_an_earlier_worker_left_in_the_queue_stops_no_new_one(queue, tmp_path):
    stranger = HueyQueue(tmp_path, "", "x" * 40)
    stranger.nudge(Errand.MESSAGES)
    stranger.close()
    done = []

    queue.work(
        {
            Errand.MESSAGES: lambda: done.append("messages"),
            Errand.JOBS: lambda: done.append("jobs"),
            Errand.CLOCK: lambda: ends_after(done, {"messages", "jobs"}, signal.SIGTERM),
        }
    )

    assert waiting(tmp_path) == []
    assert sorted(done) == ["jobs", "messages"]


def test_the_null_queue_remembers_whom_it_was_to_wake():
    queue = NullQueue()
    queue.nudge(Errand.MESSAGES)

    assert queue.nudges == [Errand.MESSAGES]
