"""A terminal for tests: what is typed at it, and installations that commands find."""

import io
import shutil
import sqlite3
from contextlib import closing, contextmanager

from click.testing import CliRunner

from pb.app import create_app
from pb.cli import main
from pb.config import Settings
from pb.gateways.clock import FixedClock
from pb.records import schema
from pb.records.base import db
from tests.dispute_stage import PHRASES
from tests.fingerprint import fingerprint
from tests.office import PASSWORD
from tests.stage import Stage

ROUND = "togz-archa/2026"
DEPUTY, MEMBER, WATCHER = (f"togz-archa-{side}" for side in ("deputy", "commission", "monitoring"))


class Terminal(io.BytesIO):
    """What is typed, line by line, at something that says it is a terminal.

    What can be called among the lines happens elsewhere before the next one is typed.
    """

    def __init__(self, typed):
        super().__init__()
        self._typed = iter(typed)

    def isatty(self):
        return True

    def read1(self, _size=-1):
        for one in self._typed:
            if not callable(one):
                return f"{one}\n".encode()
            one()
        return b""


def environment_of(folder):
    return {
        "PB_SECRET_KEY": "s" * 40,
        "PB_PEPPER": "k" * 40,
        "PB_DATABASE_URL": f"sqlite:///{folder}/pb.db",
        "PB_DATA_FOLDER": str(folder),
        "PB_MODE": "test",
    }


@contextmanager
def inside(environment):
    """The installation itself, as its site would open it."""
    with create_app(Settings.from_environment(environment)).app_context():
        yield
        db.session.remove()
        db.engine.dispose()


def built(folder, started, play):
    """An installation in which this was played, by a clock that was started then."""
    environment = environment_of(folder)
    schema.migrate(environment["PB_DATABASE_URL"])
    app = create_app(Settings.from_environment(environment))
    with app.app_context():
        given = play(Stage(FixedClock(started), app.extensions["pb"].storage))
        db.session.remove()
        db.engine.dispose()
    return folder, given


def copied(made, tmp_path):
    shutil.copytree(made[0], tmp_path, dirs_exist_ok=True)
    return environment_of(tmp_path)


def run(environment, *arguments, typed=(), language="ru"):
    """The command with these lines typed at its terminal."""
    lines = Terminal(typed)
    given = ["--language", language, *arguments]
    result = CliRunner().invoke(main, given, input=lines, env=environment)
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert not [phrase for phrase in (*PHRASES, PASSWORD) if phrase in result.output]
    return result


def meanwhile(environment, statement, *given):
    """Have something written while the next line is awaited, from another process as it were."""

    def write():
        with closing(sqlite3.connect(f"{environment['PB_DATA_FOLDER']}/pb.db")) as connection:
            assert connection.execute(statement, given).rowcount
            connection.commit()

    return write


def losing_role(environment, role):
    """Have everybody lose this role meanwhile."""
    return meanwhile(environment, "DELETE FROM role_grant WHERE role = ?", role.value)


def signed_in_long_ago(environment):
    """Have the second factor of everybody be shown more than five minutes ago."""
    long_ago = "2020-01-01 00:00:00.000000"
    return meanwhile(environment, "UPDATE sign_in_session SET stepped_up_at = ?", long_ago)


def kept(environment):
    """What the installation holds beside who has signed in."""
    with inside(environment):
        found = fingerprint()
    for table in ("sign_in_session", "audit_event", "credential", "failed_sign_in"):
        found.pop(table)
    return found
