"""Servers on the loopback, and what they cost the processor."""

import http.client
import importlib.util
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    pid: int


@contextmanager
def serving(
    application: str, workers: int, environment: dict[str, str], log: Path, threads: int = 1
) -> Iterator[Server]:
    """Gunicorn with so many workers, sync ones where each has one thread, ended afterwards."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    options = ["--no-control-socket", f"--workers={workers}", f"--bind={HOST}:{port}"]
    options += ["--worker-class=gthread", f"--threads={threads}"] if threads > 1 else []
    with log.open("wb") as output:
        child = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *options, application],
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        _wait_for(child, port, log)
        yield Server(port, child.pid)
    finally:
        child.terminate()
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _wait_for(child: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline and child.poll() is None:
        connection = http.client.HTTPConnection(HOST, port, timeout=5)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise RuntimeError(f"the server does not answer:\n{log.read_text()[-2000:]}")


def scripts_postgresql() -> Any:
    """The module that starts a PostgreSQL for a run; it stands outside every package."""
    path = ROOT / "scripts/postgresql.py"
    specification = importlib.util.spec_from_file_location("scripts_postgresql", path)
    if specification is None or specification.loader is None:
        raise RuntimeError(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def postmaster(engine: Engine) -> int:
    """The process of a PostgreSQL on this machine that is the parent of all its others."""
    with engine.connect() as connection:
        backend = connection.scalar(text("SELECT pg_backend_pid()"))
        return int(_stat(int(backend))[1])


def cpu_seconds(root: int) -> float:
    """User and system time of a process and all below it, with those that have ended."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = _stat(int(folder.name))
            except (FileNotFoundError, ProcessLookupError):
                continue
            parents[int(folder.name)] = (int(stat[1]), sum(map(int, stat[11:15])))
    below, seconds = {root}, 0
    while found := {pid for pid, (parent, _) in parents.items() if parent in below} - below:
        below |= found
    for pid in below:
        seconds += parents[pid][1]
    return seconds / TICKS


def _stat(pid: int) -> list[str]:
    # The name of the program, in brackets, may hold spaces.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
