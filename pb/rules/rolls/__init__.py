"""A voter roll, from rows of text to people, with everything that keeps it from being imported.

All or nothing: one row to mend, and no entry comes out. Only the structure of a personal number is
checked; whether it was ever given to anybody, only its issuer knows.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from pb.rules.people import MOST_AGE, age_on, is_very_old
from pb.rules.rolls.columns import REQUIRED, Column, looks_like_a_person, places_of
from pb.rules.rolls.entries import Entry, Reader
from pb.rules.rolls.pairs import Numbers, look_alikes
from pb.rules.rolls.problems import (
    MOST_NAMED,
    FileProblem,
    Findings,
    Found,
    RollProblem,
    RollWarning,
    shown,
    unreadable,
)
from pb.rules.rolls.settlements import Settlements
from pb.rules.rolls.tables import Format, Mark, Row, Table

__all__ = [
    "MOST_ROWS",
    "VOTING_AGE",
    "Column",
    "Entry",
    "FileProblem",
    "Findings",
    "Format",
    "Found",
    "Mark",
    "RollProblem",
    "RollReport",
    "RollWarning",
    "Row",
    "Table",
    "check",
    "unreadable",
]

MOST_ROWS = 200_000
"""Twenty municipalities of the largest size; more is another file by mistake."""

VOTING_AGE = 18
"""Whole years on the first voting day."""

_NO_MAPPING: Mapping[Column, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RollReport:
    """What a check found; `entries` is empty unless the whole roll can be imported."""

    entries: tuple[Entry, ...]
    problems: tuple[Found, ...]
    """By row; of each kind at most `problems.MOST_LISTED`."""
    problem_totals: Mapping[RollProblem | RollWarning, int]
    """How many rows each kind hit, in the whole file."""
    warnings: tuple[Found, ...]
    warning_totals: Mapping[RollProblem | RollWarning, int]
    columns: Mapping[Column, str]
    """The header of each column that was recognised."""
    rows: int
    """Rows under the header that say something."""
    good: int
    """Rows with nothing to mend in themselves, those left out among them."""
    left_out: int
    """Rows of people who are too young on the first voting day; they are no entries."""
    settlements: Mapping[str, int]
    """How many entries each village would have, by name."""

    @property
    def is_importable(self) -> bool:
        """Whether nothing has to be mended."""
        return not self.problem_totals


def check(
    table: Table,
    settlements: Mapping[str, str] | None,
    today: date,
    *,
    mapping: Mapping[Column, str] = _NO_MAPPING,
    voting_day: date | None = None,
    min_age: int = VOTING_AGE,
    max_age: int = MOST_AGE,
) -> RollReport:
    """Check a whole roll; the rows of the table are used up.

    `settlements` gives for each spelling of a village the name its entries get; None takes the
    villages as they come. `mapping` names headers a person chose for columns. `voting_day` is the
    first day of voting: who is younger than `min_age` on it is left out, with a warning.

    Raises:
        NotValid: TABLE_UNREADABLE (problem: FileProblem, and its facts): the file broke off.
    """
    header, roll = table.header, _Roll(today, voting_day, min_age, max_age)
    places = places_of(header.cells, mapping)
    for found in _faults_of_header(header, places, mapping):
        roll.problems.add(found)
    one_place = {column: found[0] for column, found in places.items() if found}
    # Without its columns every row of a roll would be wrong.
    if not roll.problems:
        reader = Reader(one_place, len(header.cells), Settlements(settlements), today)
        for row in table.rows:
            roll.add(reader, row)
        roll.close(header.number)
    return roll.report({column: shown(header.cells[place]) for column, place in one_place.items()})


def _faults_of_header(
    header: Row, places: Mapping[Column, tuple[int, ...]], mapping: Mapping[Column, str]
) -> Iterator[Found]:
    found = tuple(shown(cell) for cell in header.cells if cell.strip())[:MOST_NAMED]
    if looks_like_a_person(header.cells):
        # Its cells are not repeated: they are somebody's.
        yield Found(header.number, None, RollProblem.HEADER_ABSENT)
        return
    for column, at in places.items():
        if len(at) > 1:
            named = {"found": tuple(shown(header.cells[place]) for place in at[:MOST_NAMED])}
            yield Found(header.number, column, RollProblem.COLUMN_TWICE, named)
        elif not at and mapping.get(column):
            facts = {"given": shown(mapping[column]), "found": found}
            yield Found(header.number, column, RollProblem.COLUMN_UNKNOWN, facts)
        elif not at and column in REQUIRED:
            yield Found(header.number, column, RollProblem.COLUMN_MISSING, {"found": found})


class _Roll:
    """The rows of a roll as they come, and what stands at the end."""

    def __init__(self, today: date, voting_day: date | None, min_age: int, max_age: int) -> None:
        self.problems, self.warnings = Findings(), Findings()
        self._today, self._voting_day = today, voting_day
        self._min_age, self._max_age = min_age, max_age
        self._numbers = Numbers()
        self._entries: list[Entry] = []
        self._rows = self._left_out = 0

    def add(self, reader: Reader, row: Row) -> None:
        """Take one row that says something; those above the limit are only counted."""
        self._rows += 1
        if self._rows > MOST_ROWS:
            return
        reading = reader.read(row)
        self._numbers.add(row.number, reading)
        for fault in reading.faults:
            self.problems.add(fault)
        for doubt in reading.doubts:
            self.warnings.add(doubt)
        if reading.entry is not None:
            self._add_entry(reading.entry)

    def _add_entry(self, entry: Entry) -> None:
        born, day = entry.born, self._voting_day
        if day is not None and age_on(born, day) < self._min_age:
            self._left_out += 1
            facts: dict[str, Any] = {"limit": self._min_age, "day": day}
            self.warnings.add(Found(entry.row, Column.PIN, RollWarning.TOO_YOUNG, facts))
            return
        if is_very_old(born, day or self._today, self._max_age):
            facts = {"limit": self._max_age}
            self.warnings.add(Found(entry.row, Column.PIN, RollWarning.VERY_OLD, facts))
        self._entries.append(entry)

    def close(self, header_row: int) -> None:
        """Find what only the whole roll shows."""
        if not self._rows:
            self.problems.add(Found(header_row, None, RollProblem.NO_ROWS))
        if self._rows > MOST_ROWS:
            facts = {"limit": MOST_ROWS, "given": self._rows}
            self.problems.add(Found(header_row, None, RollProblem.TOO_MANY_ROWS, facts))
        for found, rows in self._numbers.problems():
            self.problems.add(found, rows)
        for found, rows in (*self._numbers.warnings(), *look_alikes(self._entries)):
            self.warnings.add(found, rows)

    def report(self, columns: Mapping[Column, str]) -> RollReport:
        """What came out."""
        return RollReport(
            entries=() if self.problems else tuple(self._entries),
            problems=self.problems.listed(),
            problem_totals=self.problems.totals,
            warnings=self.warnings.listed(),
            warning_totals=self.warnings.totals,
            columns=columns,
            rows=self._rows,
            good=len(self._entries) + self._left_out,
            left_out=self._left_out,
            settlements=dict(sorted(Counter(entry.settlement for entry in self._entries).items())),
        )
