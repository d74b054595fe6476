"""The worker at the terminal: delivers the outbox, does the jobs, strikes the hours."""

import fcntl
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Thread

import click
from flask import Flask

from pb import lifecycle
from pb.acts import jobs, messages
from pb.acts.messages import Delivered
from pb.app import queue_of, surroundings_of
from pb.cli.application import opened
from pb.cli.stopping import Stop
from pb.config import Settings
from pb.documents.words import N_, catalogue
from pb.gateways.queue import Errand
from pb.records import schema
from pb.records.schema import NoDatabase
from pb.services.jobs import Tools

logger = logging.getLogger(__name__)

LOCK = "worker.lock"
SECONDS_FOR_THE_LAST = 25
"""How long an earlier worker may take to end."""

WORKER_RUNS = N_(
    "A worker runs on the folder %(folder)s already, and one is enough. Stop that one first."
)
WORKING = N_("The worker runs: messages, work in the background, the hours of the rounds.")
STOPPED = N_("The worker has stopped.")


class Chores:
    """What is done in the background, each in a context of its own: what was read is let go."""

    def __init__(self, app: Flask, vacuum: Callable[[], None]) -> None:
        self._app = app
        self._vacuum = vacuum
        self._here = surroundings_of(app)

    def begin(self) -> None:
        """Show as not done what the worker before was doing when it died."""
        with self._app.app_context():
            jobs.fail_abandoned(self._here.clock.now())

    def deliver(self) -> Delivered:
        """Deliver the outbox, and first put into it what people are to be told of."""
        here = self._here
        with self._app.app_context():
            lifecycle.tell(here.keys, here.clock.now())
        with self._app.app_context():
            return messages.deliver(here.sms, here.keys, here.tariff, here.clock.now())

    def run_jobs(self) -> int:
        """Do the jobs; how many were begun."""
        here = self._here
        with self._app.app_context():
            return lifecycle.run_jobs(Tools(here.storage, here.keys, here.clock))

    def tick(self) -> int:
        """Do what time has made due; how many ballots were sealed."""
        now = self._here.clock.now()
        with self._app.app_context():
            sealed = lifecycle.tick(self._here.keys, now)
        # Last, and nothing waits for it: what cannot be swept now is swept at the next stroke.
        try:
            with self._app.app_context():
                lifecycle.sweep(self._vacuum, now)
        except NoDatabase as error:
            logger.warning("the pages could not be written anew", exc_info=error)
        return sealed


@click.command("work")
@click.option(
    "--until-closed",
    is_flag=True,
    help="End when the standard input is closed by whoever holds it.",
)
@click.pass_obj
def work_command(language: str, until_closed: bool) -> None:
    """Deliver messages and do the work in the background, until it is stopped.

    One for an installation, beside the server. It replaces pb tick; nothing is lost without it.
    """
    settings = Settings.from_environment()
    say = catalogue(language).gettext
    with opened(settings, language) as app, only_worker(settings, SECONDS_FOR_THE_LAST) as alone:
        if not alone:
            raise Stop(say(WORKER_RUNS) % {"folder": settings.data_folder})
        chores = Chores(app, partial(schema.vacuum, settings.database_url))
        chores.begin()
        if until_closed:
            Thread(target=_end_with_input, daemon=True).start()
        click.echo(say(WORKING), err=True)
        queue_of(settings).work(
            {
                Errand.MESSAGES: chores.deliver,
                Errand.JOBS: chores.run_jobs,
                Errand.CLOCK: chores.tick,
            }
        )
        # A job that did not end in time is cut off with this process.
        chores.begin()
        click.echo(say(STOPPED), err=True)


@contextmanager
def only_worker(settings: Settings, patience: int = 0) -> Iterator[bool]:
    """Be the only one who works in the background of an installation; False where another is.

    `patience` is how many seconds the other may take to end. The lock is the kernel's: it goes
    with the process, however that dies.
    """
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    held = os.open(settings.data_folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield _taken(held, patience)
    finally:
        os.close(held)


def _taken(held: int, patience: int) -> bool:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.1)
        else:
            return True


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
