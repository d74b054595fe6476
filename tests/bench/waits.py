"""Our application, writing down how long each deed stood in the queue before SQLite's writer."""

import fcntl
import os
import time
from collections.abc import Callable
from types import ModuleType
from typing import cast

from pb.records import turns
from tests.bench.load import SECONDS
from wsgi import app

__all__ = ["app"]


class _Timed:
    """The module `fcntl`, with a watch at the only lock our records take."""

    LOCK_EX = fcntl.LOCK_EX

    def __init__(self, tell: Callable[[float], object]) -> None:
        self._tell = tell

    def flock(self, file: int, operation: int) -> None:
        """Wait for the turn, and say how long it took."""
        began = time.perf_counter()
        fcntl.flock(file, operation)
        self._tell(time.perf_counter() - began)


if "BENCH_WAITS" in os.environ:
    _file = os.open(os.environ["BENCH_WAITS"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    turns.fcntl = cast(ModuleType, _Timed(lambda seconds: os.write(_file, SECONDS.pack(seconds))))  # type: ignore[misc]
