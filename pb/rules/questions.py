"""Questions under a proposal and their answers: who speaks, how long, how often, what is hidden."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from pb.rules.access import Act, may
from pb.rules.messages import free_again
from pb.rules.refusals import Code, Conflict, NotAllowed, NotNow
from pb.rules.roles import Role
from pb.rules.texts import clean

LENGTH = (10, 2_000)
"""Shortest and longest question, answer and report, in characters, both inclusive."""

LIMITS: tuple[tuple[int, timedelta], ...] = ((3, timedelta(hours=1)), (10, timedelta(days=1)))
"""How many questions one person asks in any such span."""

LONGEST_SPAN = LIMITS[-1][1]


class Side(StrEnum):
    """On whose behalf something is said; no page names a person."""

    ASKER = "side_asker"
    AUTHOR = "side_author"
    OFFICE = "side_office"


ANSWERING = frozenset({Side.AUTHOR, Side.OFFICE})


def side_of(roles: Collection[Role], *, is_author: bool) -> Side | None:
    """On whose behalf a person would answer under a proposal; None for anybody else."""
    if is_author:
        return Side.AUTHOR
    return Side.OFFICE if may(frozenset(roles), Act.HIDE_QUESTION) else None


def text(typed: str, field: str = "text") -> str:
    """What is asked, answered or reported, cleaned.

    Raises:
        NotValid: what `texts.clean` finds.
    """
    return clean(typed, field, LENGTH, lines=True)


def check_frequency(earlier: Collection[datetime], now: datetime) -> None:
    """Refuse one more question of a person who asked at these times in the last LONGEST_SPAN.

    Raises:
        NotNow: QUESTION_TOO_SOON, with the time from which one may be asked.
    """
    if again := free_again(earlier, LIMITS, now):
        raise NotNow(Code.QUESTION_TOO_SOON, again=again)


def check_answer(side: Side | None, given: Collection[Side], *, is_hidden: bool) -> Side:
    """The side that answers: the author or the office, each once, and nothing that is hidden.

    Raises:
        NotAllowed: ANSWER_NOT_YOURS; Conflict: QUESTION_HIDDEN, QUESTION_ANSWERED.
    """
    if side not in ANSWERING:
        raise NotAllowed(Code.ANSWER_NOT_YOURS)
    if is_hidden:
        raise Conflict(Code.QUESTION_HIDDEN)
    if side in given:
        raise Conflict(Code.QUESTION_ANSWERED)
    return side


def check_hidden(*, is_hidden: bool, wanted: bool) -> None:
    """Refuse to hide what is hidden, and to show what is shown.

    Raises:
        Conflict: QUESTION_HIDDEN or QUESTION_SHOWN.
    """
    if is_hidden and wanted:
        raise Conflict(Code.QUESTION_HIDDEN)
    if not is_hidden and not wanted:
        raise Conflict(Code.QUESTION_SHOWN)
