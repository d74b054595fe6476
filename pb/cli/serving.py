"""Serving the site: hands the process over to gunicorn."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import click

from pb.cli.application import opened
from pb.cli.stopping import Stop
from pb.config import REPOSITORY, Settings
from pb.documents.words import N_, catalogue

LOOPBACK = "127.0.0.1"
PORT = 8000
WORK = "from pb.cli import main; main()"

PORT_TAKEN = N_(
    "Port %(port)s is taken by another program. Choose another one, for example: --port %(other)s"
)
PORT_CLOSED = N_("Port %(port)s cannot be opened here: %(reason)s. Choose another one with --port.")


@click.command("serve")
@click.option("--host", default=LOOPBACK, show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(1, 65_535), default=PORT, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
@click.pass_obj
def serve_command(language: str, host: str, port: int, workers: int) -> None:
    """Serve the site by the settings of the environment, until it is stopped.

    By default only this machine can reach it: a server in front of it (nginx, Caddy) brings https.
    """
    check_port(host, port, language)
    with opened(Settings.from_environment(), language):
        pass
    serve(host, port, workers, os.environ)


def check_port(host: str, port: int, language: str) -> None:
    """Stop with a sentence where nobody could listen at the port.

    Raises:
        Stop: it is taken, or not to be opened.
    """
    say = catalogue(language).gettext
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as tried:
        # As gunicorn will: a port whose last user has just gone is free.
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as error:
            taken = error.errno in (48, 98)
            other = port + 1 if port < 65_535 else PORT
            facts = {"port": port, "other": other, "reason": error.strerror}
            raise Stop(say(PORT_TAKEN if taken else PORT_CLOSED) % facts) from error


def start_worker(messages: Path, environment: Mapping[str, str], language: str) -> None:
    """Start a worker that ends with this process, whatever this process becomes.

    What it prints, the messages to people, goes to the end of a file; what it logs stays with the
    log of the server.
    """
    ends, kept = os.pipe()
    # Kept open by the server this process becomes; with the server it closes, however that dies.
    os.set_inheritable(kept, True)
    output = os.open(messages, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    subprocess.Popen(  # noqa: S603 - no shell, our own words
        [sys.executable, "-c", WORK, "--language", language, "work", "--until-closed"],
        stdin=ends,
        stdout=output,
        cwd=REPOSITORY,
        env=dict(environment),
        start_new_session=True,  # Ctrl-C is for the server
    )
    for end in (ends, output):
        os.close(end)


def serve(host: str, port: int, workers: int, environment: Mapping[str, str]) -> NoReturn:
    """Become gunicorn with this environment; never returns."""
    sys.stdout.flush()
    command = [
        *(sys.executable, "-m", "gunicorn", "wsgi:app"),
        *("--pythonpath", str(REPOSITORY)),
        *("--bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}"),
        *("--workers", str(workers)),
        # Threads, so that one slow phone does not hold a whole worker.
        *("--worker-class", "gthread", "--threads", "8"),
        *("--log-level", "warning"),
        "--no-control-socket",
    ]
    os.execve(sys.executable, command, dict(environment))  # noqa: S606 - no shell, our own words
