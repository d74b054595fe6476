"""How much memory a process holds together with those it starts, at its worst moment.

The system's own figure for children is of no use here: it counts what their parent held when they
were forked.
"""

import os
import threading
from pathlib import Path


class Watch:
    """Looks every ten milliseconds how much memory this process and its children hold."""

    def __init__(self) -> None:
        self.most = 0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        own = os.getpid()
        while not self._is_over.wait(0.01):
            started = Path(f"/proc/{own}/task/{own}/children").read_text().split()
            self.most = max(self.most, held_by(own) + sum(map(held_by, map(int, started))))


def held_by(process: int) -> int:
    """MB of memory a process has now; none where it has just ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    _, has_memory, rest = status.partition("VmRSS:")
    return int(rest.split()[0]) // 1024 if has_memory else 0
