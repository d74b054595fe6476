"""Who a person is on paper: the personal number (ПИН) and what it tells, the name, the age."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pb.rules.refusals import Code, NotValid
from pb.rules.texts import NAME_LENGTH, clean, folded

PIN_DIGITS = 14
PIN_TAIL = 4
"""Digits of a number that may be shown to the person who typed it or sent the file."""

MOST_AGE = 120
"""Years; above it a birthday is more often a slip of the pen than a person."""


class Sex(StrEnum):
    """The sex as the first digit of a personal number tells it."""

    FEMALE = "female"
    MALE = "male"


_SEXES = {"1": Sex.FEMALE, "2": Sex.MALE}
# Blanks of any kind, and what people and word processors write for a hyphen.
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212]+")
_NOT_A_DIGIT = re.compile(r"[^0-9]")


@dataclass(frozen=True, slots=True, repr=False)
class Pin:
    """A personal number and what it tells; only its last digits are ever printed."""

    digits: str
    sex: Sex
    born: date

    @property
    def shown(self) -> str:
        """The number with all but its last digits covered: "••••••••••1234"."""
        return covered(self.digits)

    def __repr__(self) -> str:
        return f"Pin({self.shown})"


def covered(digits: str) -> str:
    """A personal number with all but its last digits covered."""
    return "•" * (len(digits) - PIN_TAIL) + digits[-PIN_TAIL:]


def parse_pin(text: str, today: date | None = None, field: str | None = "pin") -> Pin:
    """The personal number in a text, in which blanks and hyphens may stand.

    The last five digits may be any: no published rule gives one of them a meaning. With `today`
    the birthday may not lie after it.

    Raises:
        NotValid: TEXT_MISSING, PIN_CHARACTER (character, place from 1, blanks not counted),
            PIN_LENGTH (given), PIN_FIRST_DIGIT, PIN_DATE, PIN_IN_FUTURE.

    Law: Government resolution No. 619 of 28.09.2017; sex and date as public code reads them.
    """
    digits = _BETWEEN.sub("", text)
    if not digits:
        raise NotValid(Code.TEXT_MISSING, field)
    if found := _NOT_A_DIGIT.search(digits):
        sign = visible(found.group())
        raise NotValid(Code.PIN_CHARACTER, field, character=sign, place=found.start() + 1)
    if len(digits) != PIN_DIGITS:
        raise NotValid(Code.PIN_LENGTH, field, given=len(digits))
    if digits[0] not in _SEXES:
        raise NotValid(Code.PIN_FIRST_DIGIT, field)
    try:
        born = born_in(digits)
    except ValueError:
        # The cause would carry parts of the number into a traceback.
        raise NotValid(Code.PIN_DATE, field) from None
    if today is not None and born > today:
        raise NotValid(Code.PIN_IN_FUTURE, field)
    return Pin(digits, sex_in(digits), born)


def sex_in(digits: str) -> Sex:
    """The sex a checked number tells."""
    return _SEXES[digits[0]]


def born_in(digits: str) -> date:
    """The birthday that stands in the digits 2 to 9, as DDMMYYYY.

    Raises:
        ValueError: there is no such day.
    """
    return date(int(digits[5:9]), int(digits[3:5]), int(digits[1:3]))


def visible(character: str) -> str:
    """A character as a sentence can show it: itself, or its code where nobody would see it."""
    is_seen = character.isprintable() and not unicodedata.combining(character)
    return character if is_seen else f"U+{ord(character):04X}"


def age_on(born: date, day: date) -> int:
    """Whole years on a day; the birthday itself counts, that of 29 February from 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_very_old(born: date, day: date, most: int = MOST_AGE) -> bool:
    """Whether the person would be older than `most` years: let it pass, but have it looked at."""
    return age_on(born, day) > most


_LATIN = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
_CYRILLIC = "Ѐ-ҁҊ-ԯ"
# Initials are written with a point; the hyphens of word processors and the apostrophes of
# three keyboards are kept as they were typed.
_NOT_IN_NAMES = re.compile(rf"[^{_LATIN}{_CYRILLIC} .'’ʼ\-‐‑]")
_NO_NAME = re.compile(r"[0-9 .,'’ʼ+\-‐‑–]+")
_LATIN_LETTER, _CYRILLIC_LETTER = re.compile(f"[{_LATIN}]"), re.compile(f"[{_CYRILLIC}]")
_WORD = re.compile(rf"[{_LATIN}{_CYRILLIC}]+")


def clean_name(text: str, field: str | None = "name") -> str:
    """A person's name as it is kept: NFC, blanks collapsed, Cyrillic or Latin letters.

    Raises:
        NotValid: NAME_WITHOUT_LETTERS, NAME_CHARACTER (character, place from 1), or whatever
            `texts.clean` finds.
    """
    name = clean(text, field, NAME_LENGTH)
    if _NO_NAME.fullmatch(name):
        raise NotValid(Code.NAME_WITHOUT_LETTERS, field)
    if found := _NOT_IN_NAMES.search(name):
        sign = visible(found.group())
        raise NotValid(Code.NAME_CHARACTER, field, character=sign, place=found.start() + 1)
    return name


@dataclass(frozen=True, slots=True)
class Mixed:
    """A word of two scripts: its first guilty letter, where that stands, all of them marked."""

    letter: str
    place: int
    """In the whole name, from 1."""
    marked: str
    """The word with each guilty letter in brackets: "[A]санов"."""


def mixed_words(name: str) -> tuple[Mixed, ...]:
    """The words of a name that mix Cyrillic and Latin letters; the rarer script is the guilty one.

    Where a word has as many of either, the Latin ones are: our rolls are written in Cyrillic.
    """
    if not (_LATIN_LETTER.search(name) and _CYRILLIC_LETTER.search(name)):
        return ()
    return tuple(
        mixed for word in _WORD.finditer(name) if (mixed := _mixed(word.group(), word.start()))
    )


def _mixed(word: str, start: int) -> Mixed | None:
    latin, cyrillic = _LATIN_LETTER.findall(word), _CYRILLIC_LETTER.findall(word)
    if not (latin and cyrillic):
        return None
    guilty = _LATIN_LETTER if len(latin) <= len(cyrillic) else _CYRILLIC_LETTER
    first = next(guilty.finditer(word))
    return Mixed(first.group(), start + first.start() + 1, guilty.sub(r"[\g<0>]", word))


# Small letters, because `folded` has made them small; a Latin letter goes to the Cyrillic one
# whose capital looks like its own. Source: the table of confusables of UTS 39, and the letters
# keyboards without Kyrgyz ones are used to write them with.
_LOOK_ALIKES = str.maketrans(
    "aeopcxykmthbijöüӧӱҥ" + "‐‑-.",
    "аеорсхукмтнвіјоуоун" + "    ",
    "'’ʼ",
)


def name_key(name: str) -> str:
    """A name for comparing: names that look alike, or lost their Kyrgyz letters, have one key."""
    return " ".join(folded(name).translate(_LOOK_ALIKES).split())


def masked(name: str) -> str:
    """A name as lists show it: the surname and one initial, "Асанов Б."; "Б. Асанов" stays."""
    words = name.split()
    if len(words) < 2 or words[0].endswith("."):
        return name
    return f"{words[0]} {words[1][0]}."
