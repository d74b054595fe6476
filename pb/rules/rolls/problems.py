"""Everything that can be wrong with a roll; the sentences are in `documents/roll_problems.py`."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pb.rules.refusals import Code, NotValid
from pb.rules.rolls.columns import Column

MOST_LISTED = 500
"""Findings of one kind that are kept one by one; of the rest only how many there are."""

MOST_NAMED = 50
"""Rows that one finding names."""

LONGEST_SHOWN = 40
"""Characters of the file that are shown back in a sentence about it."""

_LONG_NUMBER = re.compile(r"\d{5,}")


class FileProblem(StrEnum):
    """Why a file cannot be read as a table at all. In brackets the facts of the sentence."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    """(limit in megabytes)"""
    FORMAT_UNKNOWN = "format_unknown"
    # texts
    ENCODING_UNKNOWN = "encoding_unknown"
    ZERO_CHARACTER = "zero_character"
    """(row)"""
    QUOTE_OPEN = "quote_open"
    """(row)"""
    # workbooks
    OLD_EXCEL = "old_excel"
    PASSWORD = "password"  # noqa: S105 - the name of a problem
    MACROS = "macros"
    EXTERNAL_LINKS = "external_links"
    DOCTYPE = "doctype"
    TOO_LARGE_INSIDE = "too_large_inside"
    """(limit in megabytes)"""
    TOO_DENSE = "too_dense"
    """(limit)"""
    TOO_MANY_ENTRIES = "too_many_entries"
    """(limit)"""
    NOT_A_WORKBOOK = "not_a_workbook"
    WORKBOOK_BROKEN = "workbook_broken"
    WORKBOOK_TOO_HEAVY = "workbook_too_heavy"
    NO_VISIBLE_SHEET = "no_visible_sheet"


class RollProblem(StrEnum):
    """What has to be mended before a roll can be imported.

    Each stands at a row; in brackets its other facts. Those that forms know too have the value of
    their `Code`.
    """

    # the header
    HEADER_ABSENT = "header_absent"
    COLUMN_MISSING = "column_missing"
    """(found)"""
    COLUMN_TWICE = "column_twice"
    """(found)"""
    COLUMN_UNKNOWN = "column_unknown"
    """(given, found)"""
    # the whole
    NO_ROWS = "no_rows"
    TOO_MANY_ROWS = "too_many_rows"
    """(limit, given)"""
    # cells
    EXTRA_CELLS = "extra_cells"
    FORMULA = "formula"
    MERGED = "merged"
    CELL_ERROR = "cell_error"
    TEXT_MISSING = "text_missing"
    TEXT_TOO_SHORT = "text_too_short"
    """(shortest, length)"""
    TEXT_TOO_LONG = "text_too_long"
    """(longest, length)"""
    TEXT_INVISIBLE = "text_invisible"
    """(place)"""
    TEXT_TOO_MANY_MARKS = "text_too_many_marks"
    # personal numbers
    PIN_CHARACTER = "pin_character"
    """(character, place)"""
    PIN_LENGTH = "pin_length"
    """(given)"""
    PIN_FIRST_DIGIT = "pin_first_digit"
    PIN_DATE = "pin_date"
    PIN_IN_FUTURE = "pin_in_future"
    PIN_SPOILED = "pin_spoiled"
    """(rows, number): one finding for all rows"""
    PIN_TWICE = "pin_twice"
    """(pin covered, rows, number, settlements): one finding for each number"""
    # the rest of a person
    NAME_WITHOUT_LETTERS = "name_without_letters"
    NAME_CHARACTER = "name_character"
    """(character, place)"""
    BORN_UNREADABLE = "born_unreadable"
    BORN_DIFFERS = "born_differs"
    SEX_UNREADABLE = "sex_unreadable"
    """(given)"""
    SEX_DIFFERS = "sex_differs"
    SETTLEMENT_UNKNOWN = "settlement_unknown"
    """(given, nearest or "")"""


class RollWarning(StrEnum):
    """What should be looked at, but does not keep a roll from being imported."""

    MIXED_SCRIPT = "mixed_script"
    """(letter, place, marked)"""
    VERY_OLD = "very_old"
    """(limit)"""
    TOO_YOUNG = "too_young"
    """(limit, day): the row is left out"""
    ZEROS_AT_END = "zeros_at_end"
    """(rows, number)"""
    LOOK_ALIKE = "look_alike"
    """(rows, number): same birthday, names that look the same, different numbers"""
    PHONE_UNREADABLE = "phone_unreadable"
    """the phone is left out"""


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: the row it is at, its column where it has one, and what its sentence tells."""

    row: int
    column: Column | None
    kind: RollProblem | RollWarning
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def order(self) -> tuple[int, str, str]:
        """By what findings are sorted: row, column, kind."""
        return self.row, self.column or "", self.kind


class Findings:
    """Findings gathered: the first of each kind whole, and of all how many rows they hit."""

    def __init__(self) -> None:
        self._kept: list[Found] = []
        self._taken: Counter[RollProblem | RollWarning] = Counter()
        self.totals: Counter[RollProblem | RollWarning] = Counter()

    def add(self, found: Found, rows: int = 1) -> None:
        """Take one more, which speaks of so many rows."""
        self.totals[found.kind] += rows
        # By kind, so that a column gone wrong in every row does not hide everything else.
        self._taken[found.kind] += 1
        if self._taken[found.kind] <= MOST_LISTED:
            self._kept.append(found)

    def listed(self) -> tuple[Found, ...]:
        """Those that are kept, by row."""
        return tuple(sorted(self._kept, key=lambda found: found.order))

    def __bool__(self) -> bool:
        return bool(self.totals)


def unreadable(problem: FileProblem, **facts: Any) -> NotValid:
    """The refusal of a file that is no table we can read."""
    return NotValid(Code.TABLE_UNREADABLE, "file", problem=problem, **facts)


def rows_named(rows: Iterable[int]) -> dict[str, Any]:
    """The facts of a finding about several rows: the first of them, and how many there are."""
    ordered = sorted(rows)
    return {"rows": tuple(ordered[:MOST_NAMED]), "number": len(ordered)}


def shown(text: str) -> str:
    """A text of the file as a sentence may repeat it: short, and with no personal number in it."""
    return _LONG_NUMBER.sub("•", " ".join(text.split()))[:LONGEST_SHOWN]
