"""One process of a race: its own application on the common database, and a starting line."""

import traceback
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from threading import BrokenBarrierError
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
            sign_in_key="k" * 40,
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


def _answer(deed: Deed, meet_at: str | None) -> Any:
    act, arguments = deed
    with ExitStack() as stack:
        stack.enter_context(_here["app"].app_context())
        if meet_at:
            stack.callback(_meet(meet_at))
        try:
            return act(*arguments)
        except Refusal as refusal:
            return refusal.code
        except Exception:
            return traceback.format_exc()


def _meet(statement: str) -> Callable[[], None]:
    """Wait for the others before this statement; gives what takes the waiting away again."""
    engine = db.engine

    def before(_connection: Any, _cursor: Any, sent: str, *_rest: Any) -> None:
        if sent.startswith(statement):
            try:
                _here["line"].wait(SECONDS)
            except BrokenBarrierError:
                raise RuntimeError(f"not every runner came to {statement}") from None

    event.listen(engine, "before_cursor_execute", before)
    return lambda: event.remove(engine, "before_cursor_execute", before)
