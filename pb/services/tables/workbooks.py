"""Tables in workbooks: started, fed and listened to is the child that unpacks them."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pb
from pb.rules.rolls import FileProblem, Mark, Row, unreadable

MOST_SECONDS = 60
"""Of work for the child, and on the clock of the wall; then it is ended."""

TOO_MUCH = 3
"""The exit code of a child whose memory was not enough."""

_CHILD = ("-m", "pb.services.tables.sheets")
_FOLDER = Path(pb.__file__).resolve().parents[1]
# Nothing of our environment goes to the child, because our secrets are in it.
_ENVIRONMENT = {"OPENPYXL_LXML": "False", "PYTHONUTF8": "1"}


def read(content: bytes) -> tuple[str, int, Iterator[Row]]:
    """The first visible sheet of a workbook: its name, how many others there are, its rows.

    The child lives while the rows are walked through, and ends when they are forgotten.

    Raises:
        NotValid: TABLE_UNREADABLE, here or while walking: DOCTYPE, MACROS, NO_VISIBLE_SHEET,
            WORKBOOK_BROKEN, WORKBOOK_TOO_HEAVY.
    """
    told = _messages(content)
    about = next(told)
    return about["sheet"], about["others"], _rows(told)


def _rows(told: Iterator[Any]) -> Iterator[Row]:
    for number, texts, marks in told:
        yield Row(number, tuple(texts), tuple((place, Mark(mark)) for place, mark in marks))


def start(arguments: Iterable[str]) -> subprocess.Popen[bytes]:
    """Our interpreter in a process of its own, with pipes for what goes in and comes out."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Words of a falling program may repeat what it was reading.
        stderr=subprocess.DEVNULL,
        cwd=_FOLDER,
        env=_ENVIRONMENT,
    )


def _messages(content: bytes) -> Iterator[Any]:
    """What the child tells, but for the last line, which only says that it came to the end."""
    child = start(_CHILD)
    watch = threading.Timer(MOST_SECONDS, child.kill)
    watch.daemon = True
    watch.start()
    try:
        yield from _listen(child, content)
    finally:
        watch.cancel()
        child.kill()
        with suppress(BrokenPipeError):
            child.__exit__(None, None, None)


def _listen(child: subprocess.Popen[bytes], content: bytes) -> Iterator[Any]:
    assert child.stdin is not None  # noqa: S101 - for the types: both are pipes
    assert child.stdout is not None  # noqa: S101
    # It reads all of it before it says a word, so neither waits for the other; if it has fallen
    # already, that shows below.
    with suppress(BrokenPipeError):
        child.stdin.write(content)
        child.stdin.close()
    for line in child.stdout:
        message = json.loads(line)
        if isinstance(message, dict) and "told" in message:
            return
        if isinstance(message, dict) and "problem" in message:
            raise unreadable(FileProblem(message["problem"]))
        yield message
    code = child.wait()
    # Below zero it was ended by a signal: by the watch, or by the system for its time.
    is_heavy = code == TOO_MUCH or code < 0
    raise unreadable(FileProblem.WORKBOOK_TOO_HEAVY if is_heavy else FileProblem.WORKBOOK_BROKEN)
