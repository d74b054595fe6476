"""Nothing acknowledged is lost: web workers, PostgreSQL and the server on SQLite killed under load.

Each voter sends the same paper again until it is acknowledged, as people do whose answer was lost;
in the end every vote is there, once.
"""

import subprocess
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.bench import letters
from tests.bench.servers import scripts_postgresql
from tests.bench.town import OURS, build
from tests.races.killing import Crowd, children, kill, laid_in, served

VOTERS = 200
KILLS_AFTER = (20, 60)
"""Acknowledged votes."""


class PostgreSQL:
    """A PostgreSQL of this test's own that is killed and started again on the same data."""

    def __init__(self, home):
        self._scripts, self._home = scripts_postgresql(), Path(home)
        self._user = self._scripts._unprivileged_user(self._home)
        self._binaries = self._scripts._binaries(self._home)
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"]
        program = [self._binaries / "initdb", "-D", self._home / "data", *options]
        subprocess.run(program, check=True, capture_output=True, cwd=self._home, **self._user)
        self._log = (self._home / "log").open("ab")
        self._start()

    def _start(self):
        """Start it, and wait until it has recovered what it had promised."""
        self._server = self._scripts._start(self._binaries, self._home, True, self._log, self._user)
        url = make_url(f"postgresql+psycopg://postgres@/postgres?host={self._home}")
        self._scripts._wait_until_ready(self._server, url, self._home / "log")
        self.url = url.render_as_string(hide_password=False)

    def die_and_come_back(self):
        """Kill the postmaster; its backends notice and end by themselves."""
        backends = children(self._server.pid)
        self._server.kill()
        self._server.wait()
        kill(backends)
        self._start()

    def stop(self):
        """End it."""
        self._scripts._stop(self._server)
        self._log.close()


@contextmanager
def postgresql():
    scripts = scripts_postgresql()
    # Its socket has to fit into a short path that other users may enter.
    folder = scripts._open_temporary_folder()
    with ExitStack() as stack:
        home = scripts.tempfile.mkdtemp(prefix="pb-kills-", dir=folder)
        stack.callback(scripts.shutil.rmtree, home, ignore_errors=True)
        try:
            database = PostgreSQL(home)
        except scripts.NoPostgreSQL as why:
            pytest.skip(str(why))
        stack.callback(database.stop)
        yield database


def a_town(url, folder, stack):
    town = build(url, VOTERS, [OURS])
    stack.callback(town.engine.dispose)
    settings = letters.settings_of(url, folder)
    return town, settings, letters.ours(town, settings, VOTERS)


def nothing_is_lost(town, crowd, number=VOTERS):
    assert sorted(crowd.acknowledged) == laid_in(town)
    assert town.kept(OURS) == (number, number)


@pytest.mark.postgresql
def test_no_acknowledged_vote_is_lost_when_web_workers_or_postgresql_are_killed(tmp_path):
    with ExitStack() as stack:
        database = stack.enter_context(postgresql())
        town, settings, posts = a_town(database.url, tmp_path, stack)
        server = stack.enter_context(served(settings, tmp_path))
        crowd, half = Crowd(server.port), VOTERS // 2

        def kill_workers():
            for number in KILLS_AFTER:
                crowd.wait_for(number)
                kill(children(server.pid))

        def kill_the_database():
            for number in KILLS_AFTER:
                crowd.wait_for(half + number)
                database.die_and_come_back()

        crowd.vote(posts[:half], kill_workers)
        nothing_is_lost(town, crowd, half)
        assert set(crowd.statuses) == {303}

        crowd.vote(posts[half:], kill_the_database)
        nothing_is_lost(town, crowd)


def test_no_acknowledged_vote_is_lost_when_the_server_on_sqlite_is_killed(tmp_path):
    with ExitStack() as stack:
        town, settings, posts = a_town(f"sqlite:///{tmp_path}/kills.db", tmp_path, stack)
        server = stack.enter_context(served(settings, tmp_path))
        crowd = Crowd(server.port)

        def kill_the_server():
            running = server
            for number in KILLS_AFTER:
                crowd.wait_for(number)
                kill([running.pid, *children(running.pid)])
                running = stack.enter_context(served(settings, tmp_path))
                crowd.port = running.port

        crowd.vote(posts, kill_the_server)

        nothing_is_lost(town, crowd)
        assert set(crowd.statuses) == {303}
