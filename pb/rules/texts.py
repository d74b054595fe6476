"""What people type: cleaned, bounded, and kept in Kyrgyz and Russian side by side."""

import re
import unicodedata
from dataclasses import dataclass

from pb.rules.refusals import Code, NotValid

TITLE_LENGTH = (5, 150)
TEXT_LENGTH = (20, 5_000)
NAME_LENGTH = (2, 120)
"""Shortest and longest, in characters, both inclusive."""

MARKS_ON_A_LETTER = 4

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode's categories of what nobody sees: controls, formats, half characters, separators."""
_BLANKS = re.compile(r"[ \t\u00a0\u202f]+")


@dataclass(frozen=True)
class Bilingual:
    """A text in Kyrgyz, in Russian, or in both; None where it was not written in that language."""

    ky: str | None
    ru: str | None

    def read(self, language: str) -> tuple[str, str]:
        """The text for a reader of `language`, and the language it is really in."""
        wanted, other = (self.ru, self.ky) if language == "ru" else (self.ky, self.ru)
        second = "ky" if language == "ru" else "ru"
        return (wanted, "ru" if language == "ru" else "ky") if wanted else (other or "", second)

    def is_in(self, language: str) -> bool:
        """Whether it stands in this language."""
        return bool(self.ru if language == "ru" else self.ky)

    @property
    def is_complete(self) -> bool:
        """Whether it stands in both languages."""
        return bool(self.ky and self.ru)


UNWRITTEN = Bilingual(None, None)
"""A text nobody has written."""


def clean(text: str, field: str | None, length: tuple[int, int], *, lines: bool = False) -> str:
    """A text as it is kept: NFC, outer and repeated blanks gone, letters as they were typed.

    `length` is (shortest, longest) in characters, inclusive; `lines` says whether it may have
    more than one.

    Raises:
        NotValid: TEXT_MISSING, TEXT_TOO_SHORT, TEXT_TOO_LONG, TEXT_INVISIBLE (a character nobody
            can see or that turns the direction of writing), TEXT_TOO_MANY_MARKS.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not lines:
        text = text.replace("\n", " ")
    for place, character in enumerate(text, start=1):
        if unicodedata.category(character) in _UNSEEN and character not in "\n\t":
            raise NotValid(Code.TEXT_INVISIBLE, field, place=place)
    text = "\n".join(_BLANKS.sub(" ", line).strip() for line in text.split("\n")).strip()
    if not text:
        raise NotValid(Code.TEXT_MISSING, field)
    _refuse_piled_marks(text, field)
    shortest, longest = length
    if len(text) < shortest:
        raise NotValid(Code.TEXT_TOO_SHORT, field, shortest=shortest, length=len(text))
    if len(text) > longest:
        raise NotValid(Code.TEXT_TOO_LONG, field, longest=longest, length=len(text))
    return text


def clean_optional(
    text: str | None, field: str | None, length: tuple[int, int], *, lines: bool = False
) -> str | None:
    """The same as `clean`, but nothing typed is None."""
    return clean(text, field, length, lines=lines) if text and text.strip() else None


def both(ky: str | None, ru: str | None, field: str, length: tuple[int, int]) -> Bilingual:
    """A text that has to stand in Kyrgyz and in Russian.

    Raises:
        NotValid: TITLE_NEEDS_BOTH_LANGUAGES, or whatever `clean` finds.
    """
    cleaned = Bilingual(
        clean_optional(ky, f"{field}_ky", length), clean_optional(ru, f"{field}_ru", length)
    )
    if not cleaned.is_complete:
        missing = "ru" if cleaned.ky else "ky"
        raise NotValid(Code.TITLE_NEEDS_BOTH_LANGUAGES, f"{field}_{missing}", missing=missing)
    return cleaned


def in_language(text: str | None, language: str) -> Bilingual:
    """A text written in one language."""
    return Bilingual(None, text) if language == "ru" else Bilingual(text, None)


def _refuse_piled_marks(text: str, field: str | None) -> None:
    piled = 0
    for character in unicodedata.normalize("NFD", text):
        piled = piled + 1 if unicodedata.combining(character) else 0
        if piled > MARKS_ON_A_LETTER:
            raise NotValid(Code.TEXT_TOO_MANY_MARKS, field)


_FOLDED = str.maketrans("өѳүγұңӊё", "ооууунне")


def folded(text: str) -> str:
    """A text for comparing: small letters, ө ү ң and their look-alikes as о у н, ё as е.

    Rolls and questions typed on Russian keyboards lose the Kyrgyz letters.
    """
    return unicodedata.normalize("NFC", text).casefold().translate(_FOLDED)
