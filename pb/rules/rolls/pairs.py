"""What only the whole roll shows: a number that comes twice, numbers rounded, look-alikes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby

from pb.rules.people import covered, name_key
from pb.rules.rolls.cells import ends_in_zeros
from pb.rules.rolls.columns import Column
from pb.rules.rolls.entries import Entry, Reading
from pb.rules.rolls.problems import Found, RollProblem, RollWarning, rows_named

ROUNDED_SHARE = 100
"""One number in so many that ends in zeros is more than chance: the whole column was rounded."""


class Numbers:
    """The personal numbers of a roll, each with where it stands."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[int, str]] = {}
        self._again: dict[str, list[tuple[int, str]]] = {}
        self._spoiled: list[int] = []
        self._ending_in_zeros: list[int] = []

    def add(self, row: int, reading: Reading) -> None:
        """Take the number of a row, where it has one."""
        if reading.is_spoiled:
            self._spoiled.append(row)
        if reading.pin is None:
            return
        digits = reading.pin.digits
        here = (row, reading.settlement)
        first = self._seen.setdefault(digits, here)
        if first is not here:
            self._again.setdefault(digits, [first]).append(here)
        if ends_in_zeros(digits):
            self._ending_in_zeros.append(row)

    def _are_rounded(self) -> bool:
        found = len(self._ending_in_zeros)
        read = sum(len(rows) - 1 for rows in self._again.values()) + len(self._seen)
        return bool(found and (self._spoiled or found * ROUNDED_SHARE >= read))

    def problems(self) -> Iterator[tuple[Found, int]]:
        """What is wrong with them, and with how many rows."""
        are_rounded = self._are_rounded()
        spoiled = self._spoiled + (self._ending_in_zeros if are_rounded else [])
        if spoiled:
            facts = rows_named(spoiled)
            yield Found(min(spoiled), Column.PIN, RollProblem.PIN_SPOILED, facts), len(spoiled)
        for places, digits in sorted((sorted(here), pin) for pin, here in self._again.items()):
            # Rounded numbers are alike because they were rounded; that was said already.
            if are_rounded and ends_in_zeros(digits):
                continue
            facts = rows_named(row for row, _ in places) | {
                "pin": covered(digits),
                "settlements": tuple(sorted({name for _, name in places if name})),
            }
            yield Found(places[0][0], Column.PIN, RollProblem.PIN_TWICE, facts), len(places)

    def warnings(self) -> Iterator[tuple[Found, int]]:
        """The few numbers that end in zeros by chance, or were spoiled one by one."""
        rows = self._ending_in_zeros
        if rows and not self._are_rounded():
            found = Found(min(rows), Column.PIN, RollWarning.ZEROS_AT_END, rows_named(rows))
            yield found, len(rows)


def look_alikes(entries: Iterable[Entry]) -> Iterator[tuple[Found, int]]:
    """People of one birthday whose names look the same under different numbers, by first row.

    Twins have other names, so it is most often one person with a slip in one of the numbers.
    """
    found = []
    for _, same_day in groupby(sorted(entries, key=_birthday), _birthday):
        rows: dict[str, list[int]] = defaultdict(list)
        for entry in same_day:
            rows[name_key(entry.name)].append(entry.row)
        found += [sorted(alike) for alike in rows.values() if len(alike) > 1]
    for alike in sorted(found):
        facts = rows_named(alike)
        yield Found(alike[0], Column.NAME, RollWarning.LOOK_ALIKE, facts), len(alike)


def _birthday(entry: Entry) -> str:
    return entry.pin[1:9]
