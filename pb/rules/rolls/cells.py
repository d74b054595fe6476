"""What stands in single cells of a roll: numbers Excel spoiled, birthdays, sexes, phones."""

import re
from datetime import date
from typing import Final

from pb.rules import people
from pb.rules.people import PIN_DIGITS, Sex
from pb.rules.texts import folded

ZEROS = "00000"
"""How a number ends that went through Excel's short form; one true number in 100,000 does."""

_SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eEеЕ]\+?[0-9]{1,2}")
_WHOLE_FLOAT = re.compile(r"([0-9]{13,})[.,]0+")
_FORMULA: Final = ("=", "@", "+", "-")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9:.]+)?")
_DAY = re.compile(r"([0-9]{1,2})[./\-]([0-9]{1,2})[./\-]([0-9]{4})(?:\s*[гж]\.?)?(?: [0-9:.]+)?")
_SEXES = {
    **dict.fromkeys("1 f female w woman ж жен женский женщина а аял".split(), Sex.FEMALE),
    **dict.fromkeys("2 m male man м муж мужской мужчина э эр эркек".split(), Sex.MALE),
}
_NOT_IN_PHONES = re.compile(r"[\s()\-\u2010-\u2015.]+")
_LONG_NUMBER = re.compile(r"[0-9](?:[\s\-]?[0-9]){8,}")
_GAP = re.compile(r"[\s\-]+")
_PHONE = re.compile(r"(?:\+?996|00996|0)?([0-9]{9})")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would compute this text rather than show it."""
    return text.lstrip().startswith(_FORMULA)


def is_spoiled(text: str) -> bool:
    """Whether Excel wrote a personal number in its short form, so that digits are lost."""
    return _SCIENTIFIC.fullmatch(text.strip()) is not None


def without_fraction(text: str) -> str:
    """A number a program wrote as "21503198500123.0", without what is not in it."""
    found = _WHOLE_FLOAT.fullmatch(text.strip())
    return found[1] if found else text


def ends_in_zeros(digits: str) -> bool:
    """Whether a number of full length ends like one that was rounded."""
    return len(digits) == PIN_DIGITS and digits.endswith(ZEROS)


def day_in(text: str) -> date:
    """A birthday: 1985-03-15 or 15.03.1985, also with / or - and with an hour behind it.

    Raises:
        ValueError: it is not written so, or there is no such day.
    """
    text = text.strip()
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY.fullmatch(text):
        day, month, year = found.groups()
    else:
        raise ValueError("no day")
    return date(int(year), int(month), int(day))


def sex_of(text: str) -> Sex | None:
    """The sex a word or letter names in Kyrgyz, Russian or English; None where it names none."""
    return _SEXES.get(folded(text).strip().rstrip("."))


def phone_of(text: str) -> str | None:
    """A number of Kyrgyzstan as +996 and nine digits; None where it is not one."""
    found = _PHONE.fullmatch(_NOT_IN_PHONES.sub("", text))
    return f"+996{found[1]}" if found else None


def covered(text: str) -> str:
    """A cell as a preview shows it: of any long number in it, only the last digits."""
    return _LONG_NUMBER.sub(lambda found: people.covered(_GAP.sub("", found.group())), text)
