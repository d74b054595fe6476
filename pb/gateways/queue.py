"""The queue that wakes the worker: it carries no fact and no person, only what there is to do."""

import logging
import signal
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from huey import RedisHuey, SqliteHuey
from huey.api import Huey
from huey.consumer import Consumer, Scheduler
from huey.serializer import SignedSerializer

logger = logging.getLogger(__name__)

FILE = "queue.db"
SECONDS_TO_STOP = 20
MOST_WAITING = 20
"""Nudges nobody has come for; more of them would say no more."""


class Errand(StrEnum):
    """What the worker is woken for."""

    MESSAGES = "messages"
    JOBS = "jobs"
    CLOCK = "clock"


EVERY_SECONDS = {Errand.MESSAGES: 5, Errand.JOBS: 5, Errand.CLOCK: 60}
"""How often each is done without being asked: a lost nudge delays by no more."""


class Queue(Protocol):
    """Something that wakes the worker."""

    def nudge(self, errand: Errand) -> None:
        """Say that there is something to do; called after the commit.

        A nudge may get lost, and nothing with it: the worker looks by itself every few seconds.
        """


class NullQueue:
    """Wakes nobody and remembers it: for tests and for playing a demonstration."""

    def __init__(self) -> None:
        self.nudges: list[Errand] = []

    def nudge(self, errand: Errand) -> None:
        """Remember the nudge."""
        self.nudges.append(errand)


class HueyQueue:
    """Huey in an SQLite file of its own, or on Redis where several servers share one worker."""

    def __init__(self, folder: Path, url: str, secret: str) -> None:
        """`url` is redis://… or "" for a file in the folder.

        Huey keeps pickles; signed with `secret`, so that nobody else's are ever opened.
        """
        self._folder = folder
        self._url = url
        self._serializer = SignedSerializer(secret=secret, salt="queue")
        self._does: Mapping[Errand, Callable[[], object]] = {}
        self._busy = {errand: Lock() for errand in Errand}

    def nudge(self, errand: Errand) -> None:
        """Say that there is something to do."""
        try:
            if self._huey.pending_count() < MOST_WAITING:
                self._tasks[errand]()
        except Exception as error:
            # Whatever ails the queue, the deed is done and the worker will come to it.
            logger.warning("the worker was not nudged", extra={"error": type(error).__name__})

    def work(self, does: Mapping[Errand, Callable[[], object]]) -> None:
        """Do each errand when nudged and by itself every few seconds, until told to stop.

        In the foreground; SIGTERM, SIGINT and SIGHUP end it once what is being done is done, or
        after some seconds.
        """
        self._does = does
        self._tasks  # noqa: B018 - a task has to be known before it is read from the queue
        # What waits there was for a worker that is gone; this one begins by looking at everything.
        self._huey.storage.flush_queue()
        _Worker(
            self._huey,
            # One for each errand, so that a long job delays no message.
            workers=len(Errand),
            max_delay=1,
            shutdown_timeout=SECONDS_TO_STOP,
        ).run()

    def close(self) -> None:
        """Let go of the file or the connection."""
        self._huey.storage.close()

    @cached_property
    def _huey(self) -> Huey:
        options = {"name": "demilge", "results": False, "serializer": self._serializer}
        if self._url:
            return RedisHuey(url=self._url, **options)
        return SqliteHuey(filename=str(self._folder / FILE), **options)

    @cached_property
    def _tasks(self) -> dict[Errand, Any]:
        return {
            errand: self._huey.periodic_task(
                _Every(EVERY_SECONDS[errand]), name=errand.value, expires=EVERY_SECONDS[errand]
            )(self._task(errand))
            for errand in Errand
        }

    def _task(self, errand: Errand) -> Callable[[], None]:
        def task() -> None:
            # Being done already: whoever does it goes on until there is nothing left.
            if self._busy[errand].acquire(blocking=False):
                try:
                    self._does[errand]()
                finally:
                    self._busy[errand].release()

        return task


class _Every:
    """Says yes once in so many seconds, beginning at once."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds
        self._next = time.monotonic()

    def __call__(self, _timestamp: datetime) -> bool:
        due = time.monotonic() >= self._next
        if due:
            self._next += self._seconds
        return due


class _Clockwork(Scheduler):  # type: ignore[misc] # Huey comes without types
    """Asks every few seconds what is due by itself, not every minute."""

    periodic_task_seconds = min(EVERY_SECONDS.values())


class _Worker(Consumer):  # type: ignore[misc] # Huey comes without types
    """Ends in the same way whatever tells it to; the terminal going away is no reason to begin
    anew.
    """

    scheduler_class = _Clockwork

    def start(self) -> None:
        """Begin; told to end before everything runs, it ends as well as later."""
        self._set_signal_handlers()
        super().start()

    def _set_signal_handlers(self) -> None:
        ends = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        self._signal_actions = dict.fromkeys(ends, (False, True))
        super()._set_signal_handlers()
