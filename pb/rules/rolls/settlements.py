"""Which village a cell of a roll means, however it is spelt."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from pb.rules.rolls.problems import MOST_LISTED
from pb.rules.texts import folded

# Folded: the words stand here without ө, ү, ң and ё.
_KIND = "село|айылы?|калктуу конушу?|поселок|шаарчасы?"
_BEFORE = re.compile(rf"^(?:(?:{_KIND})\s+|(?:с|а|пос)\.\s*)")
_AFTER = re.compile(rf"\s+(?:{_KIND})$")
_NO_LETTERS = re.compile(r"[\W_]+")


def settlement_key(text: str) -> str:
    """The name of a village for comparing: "с. Ак-Суу", "Ак Суу айылы" and "АК-СУУ" are one."""
    name = _AFTER.sub("", _BEFORE.sub("", " ".join(folded(text).split())))
    return _NO_LETTERS.sub("", name)


class Settlements:
    """The villages of a municipality, or, where nobody said which there are, those that come.

    `known` gives for each spelling of a village what it is called in the entries; a village may
    have several spellings. None takes any village, by the spelling that came first.
    """

    def __init__(self, known: Mapping[str, str] | None) -> None:
        self._is_open = known is None
        self._called = {settlement_key(name): name for name in known or ()}
        self._names = {settlement_key(spelt): name for spelt, name in (known or {}).items()}
        self._nearest: dict[str, str] = {}

    def find(self, text: str) -> str | None:
        """What the village is called in the entries, or None for one that is not known."""
        key = settlement_key(text)
        name = self._names.get(key)
        if name is None and self._is_open and key:
            name = self._names[key] = text
        return name

    def nearest(self, text: str) -> str:
        """The known village whose name is nearest, or "" where none is near."""
        key = settlement_key(text)
        # Comparing is slow; in a file where every row is wrong the first ones tell enough.
        if key not in self._nearest and len(self._nearest) < MOST_LISTED:
            near = get_close_matches(key, self._called, n=1)
            self._nearest[key] = self._called[near[0]] if near else ""
        return self._nearest.get(key, "")
