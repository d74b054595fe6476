"""`pb work` as a process of its own: whatever dies, every message is sent and every job told."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from pb.acts import jobs, papers
from pb.app import create_app, surroundings_of
from pb.cli import main, working
from pb.config import Settings
from pb.gateways.queue import Errand
from pb.records import jobs as job_records
from pb.records import schema
from pb.records.base import db
from pb.records.messages import Message
from pb.rules.messages import MessageKind
from pb.services.actors import PLATFORM
from pb.services.messages import queue
from pb.services.work import unit_of_work

ROOT = Path(__file__).resolve().parents[2]
PHONE = "+996555123456"


@pytest.fixture
def gateway():
    """A gateway that takes everything, a tenth of a second each; the keys it was given."""
    keys = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            keys.append(sent["dedupe_key"])
            time.sleep(0.1)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"id": 7}')

        def log_message(self, *_arguments):
            """Say nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.handle_error = lambda *_arguments: None  # the worker was killed before the answer
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}/", keys
    http.shutdown()
    http.server_close()
    thread.join()


@pytest.fixture
def environment(tmp_path, gateway):
    """The settings of an installation whose database has its tables."""
    url = f"sqlite:///{tmp_path}/pb.db"
    schema.migrate(url)
    return {
        "PB_SECRET_KEY": "s" * 40,
        "PB_PEPPER": "k" * 40,
        "PB_DATABASE_URL": url,
        "PB_DATA_FOLDER": str(tmp_path),
        "PB_MODE": "test",
        "PB_SMS": "http",
        "PB_SMS_URL": gateway[0],
        "PB_SMS_TOKEN": "t" * 20,
        "PB_SMS_PRICE": "100",
        "PB_SMS_DAILY_CAP": "100000",
    }


@pytest.fixture
def site(environment):
    """The application of the installation, as its server would have it."""
    app = create_app(Settings.from_environment(environment))
    with app.app_context():
        yield surroundings_of(app)
        surroundings_of(app).queue.close()
        db.session.remove()
        db.engine.dispose()


def write(site, number):
    now = datetime.now(UTC)
    with unit_of_work():
        for at in range(number):
            queue(None, MessageKind.INVITATION, PHONE, "салам", f"k{at}", site.keys, now)
    site.queue.nudge(Errand.MESSAGES)


@contextmanager
def worker(environment, *arguments, **options):
    command = [sys.executable, "-c", "from pb.cli import main; main()", "work", *arguments]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"LC_ALL": "C.UTF-8"} | environment,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(true, what):
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def states():
    db.session.rollback()
    rows = db.session.query(Message.dedupe_key, Message.state).order_by(Message.id)
    return {key: state.value for key, state in rows}


def job_state(ref):
    db.session.rollback()
    db.session.expire_all()
    return job_records.job_of(None, ref).state


def test_nothing_is_lost_when_the_worker_is_killed_and_the_queue_goes(
    site, environment, gateway, tmp_path
):
    write(site, 8)
    given_up = papers.ask_check(PLATFORM, datetime.now(UTC))
    jobs.begin_next(datetime.now(UTC))  # by a worker that is no more
    _, keys = gateway
    with worker(environment) as killed:
        wait_for(lambda: len(keys) >= 3, "no message came")
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    at_death = len(keys)
    assert 3 <= at_death < 8
    site.queue.close()
    for part in tmp_path.glob("queue.db*"):
        part.unlink()
    # A minute later, when the try that was cut off may be made again.
    with unit_of_work():
        for message in db.session.query(Message):
            message.next_at = message.created_at

    with worker(environment) as second:
        wait_for(lambda: set(states().values()) == {"sent"}, "not everything was sent")
        second.send_signal(signal.SIGTERM)
        assert second.wait(10) == 0

    assert sorted(set(keys)) == sorted(states()) == [f"k{at}" for at in range(8)]
    # Only what was on its way at the moment of death may have come twice.
    assert len(keys) - len(set(keys)) <= 1
    assert set(keys[:at_death]) | set(keys[at_death:]) == set(states())
    assert job_state(given_up) == "failed"


def test_the_worker_delivers_does_jobs_and_ends_with_whoever_holds_its_input(
    site, environment, gateway
):
    with worker(environment, "--until-closed", stdin=subprocess.PIPE) as process:
        assert process.stderr.readline().startswith("The worker runs")
        write(site, 2)
        wait_for(lambda: set(states().values()) == {"sent"}, "nothing was sent")
        ref = papers.ask_check(PLATFORM, datetime.now(UTC))
        site.queue.nudge(Errand.JOBS)
        wait_for(lambda: job_state(ref) == "done", "the job was not done")
        tick = CliRunner(env={"LC_ALL": "C.UTF-8"} | environment).invoke(main, ["tick"])

        process.stdin.close()
        assert process.wait(10) == 0
        assert process.stderr.read() == "The worker has stopped.\n"

    assert tick.stdout == "0 ballots were sealed.\n"
    assert gateway[1] == ["k0", "k1"]


def test_tick_delivers_and_does_jobs_when_no_worker_runs(site, environment, gateway):
    write(site, 2)
    ref = papers.ask_check(PLATFORM, datetime.now(UTC))

    result = CliRunner(env={"LC_ALL": "C.UTF-8"} | environment).invoke(main, ["tick"])

    assert result.stdout == "0 ballots were sealed.\n2 messages were sent.\n"
    assert gateway[1] == ["k0", "k1"]
    assert job_state(ref) == "done"


def test_tick_leaves_to_a_worker_what_is_the_worker_s(site, environment, gateway):
    write(site, 1)

    with working.only_worker(Settings.from_environment(environment)) as alone:
        result = CliRunner(env={"LC_ALL": "C.UTF-8"} | environment).invoke(main, ["tick"])

    assert alone
    assert result.stdout == "0 ballots were sealed.\n"
    assert (gateway[1], states()) == ([], {"k0": "queued"})


def test_a_second_worker_does_not_start(site, environment, monkeypatch):
    monkeypatch.setattr(working, "SECONDS_FOR_THE_LAST", 0)

    with working.only_worker(Settings.from_environment(environment)):
        result = CliRunner(env={"LC_ALL": "C.UTF-8"} | environment).invoke(main, ["work"])

    assert result.exit_code == 2
    assert "one is enough" in result.stderr
