"""What a password of the office has to be: long, and none of those that are tried first."""

import re
from functools import cache
from pathlib import Path

from pb.rules.refusals import Code, NotValid
from pb.rules.texts import folded

SHORTEST = 12
"""Characters."""

LARGEST = 256
"""Bytes; more is refused before anything is reckoned."""

FEWEST_DIFFERENT = 5
"""A password of fewer different characters is one key held down, or two."""

COMMON = Path(__file__).with_name("common.txt")
"""The 10,000 most common ones as Django ships them (BSD licence)."""

WORDS = (
    "айыл айылокмоту окмоту өкмөт айылөкмөтү бюджет демилге кыргызстан бишкек тундук түндүк пароль"
    " сырсөз добуш шайлоо катчы башчы демилгедемилге aiyl aiylokmotu okmotu budget budjet demilge"
    " kyrgyzstan kirgizstan bishkek tunduk parol password administrator operator"
).split()
"""Words of this trade, which a stranger would try next."""

ROWS = (
    *("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890"),
    *("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "нгшүзх", "фываөролджэ"),
    *("abcdefghijklmnopqrstuvwxyz", "абвгдеёжзийклмнопрстуфхцчшщ"),
)
"""Rows of keyboards, and alphabets."""

LONGEST_RUN = 5
"""So many neighbours of one row, in either direction, are no secret."""

_TAIL = re.compile(r"^[\W\d_]+|[\W\d_]+$")


def check(password: str, *known: str) -> None:
    """Refuse a password that is short, huge or among the first to be tried.

    `known` are words about the person: the sign-in name, the name, the municipality.

    Raises:
        NotValid: PASSWORD_TOO_SHORT, PASSWORD_TOO_LONG, PASSWORD_COMMON at "password".
    """
    refuse_huge(password)
    if len(password) < SHORTEST:
        raise NotValid(Code.PASSWORD_TOO_SHORT, "password", shortest=SHORTEST, length=len(password))
    if is_common(password, *known):
        raise NotValid(Code.PASSWORD_COMMON, "password")


def refuse_huge(password: str) -> None:
    """Refuse what nobody types, before it costs anything to reckon with.

    Raises:
        NotValid: PASSWORD_TOO_LONG at "password", also for what no keyboard gives.
    """
    if len(password.encode("utf-8", "surrogatepass")) > LARGEST or "\0" in password:
        raise NotValid(Code.PASSWORD_TOO_LONG, "password", limit=LARGEST)


def is_common(password: str, *known: str) -> bool:
    """Whether a password is a common one dressed up: a word with figures, a row, a repetition."""
    text = folded(password)
    if len(set(text)) < FEWEST_DIFFERENT or _repeats(text):
        return True
    without_runs = _without_runs(text)
    if len(without_runs) < SHORTEST // 2:
        return True
    core = _TAIL.sub("", text)
    words = _common() | {folded(word) for one in known for word in one.split() if len(word) > 2}
    return text in words or core in words or len(core) < FEWEST_DIFFERENT


def _repeats(text: str) -> bool:
    """Whether it is one short piece said again and again."""
    return any(
        (text[:size] * (len(text) // size + 1))[: len(text)] == text
        for size in range(1, len(text) // 2 + 1)
    )


def _without_runs(text: str) -> str:
    """What is left when neighbours on a keyboard or in an alphabet are taken out."""
    for row in ROWS:
        for way in (row, row[::-1]):
            for size in range(len(way), LONGEST_RUN - 1, -1):
                for start in range(len(way) - size + 1):
                    text = text.replace(way[start : start + size], "")
    return text


@cache
def _common() -> frozenset[str]:
    listed = COMMON.read_text(encoding="utf-8").split()
    words = {folded(word) for word in (*listed, *WORDS)}
    return frozenset(words | {_TAIL.sub("", word) for word in words})
