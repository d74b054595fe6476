"""One process of a race: its own application on the common database, and a starting line."""

import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event

from pb.app import create_app
from pb.config import Mode, Settings
from pb.records.base import db
from pb.rules.refusals import Refusal

Deed = tuple[Callable[..., Any], tuple[Any, ...]]

RUNNERS = 8
SECONDS = 20
"""How long one waits for the others, at most."""

_here: dict[str, Any] = {}


def make_app(url: str, folder: str) -> Flask:
    """An application on this database, whose deeds are really committed."""
    return create_app(
        Settings(
            secret_key="s" * 40,
            pepper="k" * 40,
            database_url=url,
            data_folder=Path(folder),
            mode=Mode.TEST,
        )
    )


def get_ready(url: str, folder: str, line: Any) -> None:
    """Make what every race of this process needs; `line` is where all of them wait."""
    _here.update(app=make_app(url, folder), line=line)


def run(deeds: Sequence[Deed | None], meet_at: str | None = None) -> list[Any]:
    """Do the deeds, each only when every runner stands before his own; their answers in order.

    A refusal is answered by its code, a failure by its traceback. With `meet_at` the runners meet
    once more, when each is about to send a statement that begins so.
    """
    answers = []
    for deed in deeds:
        _here["line"].wait(SECONDS)
        answers.append(_answer(deed, meet_at) if deed else None)
    return answers


def later(seconds: float, act: Callable[..., Any], *arguments: Any) -> Any:
    """Do a deed a while after the others have begun theirs."""
    time.sleep(seconds)
    return act(*arguments)


def lingering(seconds: float, statement: str, act: Callable[..., Any], *arguments: Any) -> Any:
    """Do a deed that stands still half-way, before a statement that begins so."""
    with ExitStack() as stack:
        stack.callback(_before(statement, lambda: time.sleep(seconds)))
        return act(*arguments)


def _answer(deed: Deed, meet_at: str | None) -> Any:
    act, arguments = deed
    with ExitStack() as stack:
        stack.enter_context(_here["app"].app_context())
        if meet_at:
            stack.callback(_before(meet_at, lambda: _here["line"].wait(SECONDS)))
        try:
            return act(*arguments)
        except Refusal as refusal:
            return refusal.code
        except Exception:
            return traceback.format_exc()


def _before(statement: str, wait: Callable[[], object]) -> Callable[[], None]:
    """Wait before the first such statement; gives what takes the waiting away again."""
    engine = db.engine
    waited = False

    def before(_connection: Any, _cursor: Any, sent: str, *_rest: Any) -> None:
        nonlocal waited
        if sent.startswith(statement) and not waited:
            waited = True
            wait()

    event.listen(engine, "before_cursor_execute", before)
    return lambda: event.remove(engine, "before_cursor_execute", before)
