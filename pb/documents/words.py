"""The catalogues of words, for whatever speaks outside a web request: papers and the terminal."""

import gettext
from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations

FOLDER = Path(__file__).resolve().parents[2] / "translations"
LANGUAGES = ("ky", "ru")
"""The languages every string exists in; the first is authoritative (law No. 140 of 17.07.2023)."""


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The words of a language; an unknown one (and "en") gives the source strings themselves."""
    if language not in LANGUAGES:
        return NullTranslations()
    return Translations.load(str(FOLDER), [language])


def N_(message: str) -> str:  # noqa: N802 - the usual name of the mark
    """Mark a string for the catalogues without translating it here."""
    return message
