"""One row of a roll as a person, or everything that keeps it from being one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pb.rules import people
from pb.rules.people import Pin, Sex
from pb.rules.refusals import NotValid
from pb.rules.rolls import cells
from pb.rules.rolls.columns import Column
from pb.rules.rolls.problems import Found, RollProblem, RollWarning, shown
from pb.rules.rolls.settlements import Settlements
from pb.rules.rolls.tables import Mark, Row
from pb.rules.texts import NAME_LENGTH, clean, clean_optional

ADDRESS_LENGTH = (1, 200)
"""Shortest and longest, in characters, both inclusive."""

_MARKED = {
    Mark.FORMULA: RollProblem.FORMULA,
    Mark.MERGED: RollProblem.MERGED,
    Mark.ERROR: RollProblem.CELL_ERROR,
}


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """A person on a roll, as little as has to be kept; it is printed without the person."""

    row: int
    pin: str
    """Its 14 digits."""
    name: str
    settlement: str
    """As the municipality calls it, or as the file does where nobody said."""
    address: str | None
    phone: str | None
    """+996 and nine digits."""

    @property
    def sex(self) -> Sex:
        """As the personal number tells it."""
        return people.sex_in(self.pin)

    @property
    def born(self) -> date:
        """As the personal number tells it."""
        return people.born_in(self.pin)

    def __repr__(self) -> str:
        return f"Entry(row={self.row})"


@dataclass(frozen=True, slots=True)
class Reading:
    """A row as read: its number where that is whole, its village, what is wrong."""

    pin: Pin | None
    settlement: str
    is_spoiled: bool
    """Whether Excel has certainly taken digits from the number."""
    entry: Entry | None
    """None where something has to be mended."""
    faults: tuple[Found, ...]
    doubts: tuple[Found, ...]


class Reader:
    """Reads rows one by one.

    `places` says where each column stands, `width` how many columns the header has.
    """

    def __init__(
        self, places: Mapping[Column, int], width: int, settlements: Settlements, today: date
    ) -> None:
        self._places, self._width = places, width
        self._settlements, self._today = settlements, today

    def read(self, row: Row) -> Reading:
        """One row that says something."""
        line = _Line(row, self._places)
        line.check_cells(self._width)
        pin = line.pin(self._today)
        name = line.name()
        settlement = line.settlement(self._settlements)
        line.compare(pin)
        address, phone = line.address(), line.phone()
        is_good = pin is not None and not (line.faults or line.is_spoiled)
        entry = (
            Entry(row.number, pin.digits, name, settlement, address, phone)
            if pin is not None and is_good
            else None
        )
        return Reading(
            pin, settlement, line.is_spoiled, entry, tuple(line.faults), tuple(line.doubts)
        )


class _Line:
    """A row on its way to becoming an entry."""

    def __init__(self, row: Row, places: Mapping[Column, int]) -> None:
        self.faults: list[Found] = []
        self.doubts: list[Found] = []
        self.is_spoiled = False
        self._row = row
        self._texts = {
            column: row.cells[place] if place < len(row.cells) else ""
            for column, place in places.items()
        }
        self._columns = {place: column for column, place in places.items()} if row.marks else {}

    def check_cells(self, width: int) -> None:
        """What can be said of cells without knowing what they mean."""
        for place, mark in self._row.marks:
            # A formula in a column nobody asks for harms nobody.
            if place in self._columns:
                column = self._columns[place]
                self._fault(column, _MARKED[mark])
                del self._texts[column]
        for column in (Column.PIN, Column.NAME):
            if cells.is_formula(self._texts.get(column, "")):
                self._fault(column, RollProblem.FORMULA)
                del self._texts[column]
        if any(cell.strip() for cell in self._row.cells[width:]):
            self._fault(None, RollProblem.EXTRA_CELLS)

    def pin(self, today: date) -> Pin | None:
        """The personal number; one that Excel spoiled is only counted."""
        text = self._texts.get(Column.PIN)
        if text is None:
            return None
        self.is_spoiled = cells.is_spoiled(text)
        if self.is_spoiled:
            return None
        text = cells.without_fraction(text)
        try:
            return people.parse_pin(text, today)
        except NotValid as refusal:
            self.is_spoiled = cells.ends_in_zeros(text.strip())
            if not self.is_spoiled:
                self._refused(Column.PIN, refusal)
            return None

    def name(self) -> str:
        """The name; letters of two scripts in a word are only doubted."""
        text = self._texts.get(Column.NAME)
        if text is None:
            return ""
        try:
            name = people.clean_name(text)
        except NotValid as refusal:
            self._refused(Column.NAME, refusal)
            return ""
        for mixed in people.mixed_words(name):
            facts = {"letter": mixed.letter, "place": mixed.place, "marked": mixed.marked}
            self._doubt(Column.NAME, RollWarning.MIXED_SCRIPT, **facts)
        return name

    def settlement(self, settlements: Settlements) -> str:
        """The village, or "" where there is none or none that is known."""
        text = self._texts.get(Column.SETTLEMENT)
        if text is None:
            return ""
        try:
            text = clean(text, None, NAME_LENGTH)
        except NotValid as refusal:
            self._refused(Column.SETTLEMENT, refusal)
            return ""
        found = settlements.find(text)
        if found is None:
            facts = {"given": shown(text), "nearest": settlements.nearest(text)}
            self._fault(Column.SETTLEMENT, RollProblem.SETTLEMENT_UNKNOWN, **facts)
        return found or ""

    def compare(self, pin: Pin | None) -> None:
        """Birthday and sex, where they are told, with those in the personal number."""
        born, sex = (self._texts.get(column, "").strip() for column in (Column.BORN, Column.SEX))
        if born:
            try:
                differs = pin is not None and cells.day_in(born) != pin.born
            except ValueError:
                self._fault(Column.BORN, RollProblem.BORN_UNREADABLE)
            else:
                if differs:
                    self._fault(Column.BORN, RollProblem.BORN_DIFFERS)
        if sex:
            told = cells.sex_of(sex)
            if told is None:
                self._fault(Column.SEX, RollProblem.SEX_UNREADABLE, given=shown(sex))
            elif pin is not None and told is not pin.sex:
                self._fault(Column.SEX, RollProblem.SEX_DIFFERS)

    def address(self) -> str | None:
        """The address, where there is one."""
        try:
            return clean_optional(self._texts.get(Column.ADDRESS), None, ADDRESS_LENGTH)
        except NotValid as refusal:
            self._refused(Column.ADDRESS, refusal)
            return None

    def phone(self) -> str | None:
        """The phone, where there is one that can be a phone of this country."""
        text = self._texts.get(Column.PHONE, "").strip()
        phone = cells.phone_of(text)
        if text and phone is None:
            self._doubt(Column.PHONE, RollWarning.PHONE_UNREADABLE)
        return phone

    def _fault(self, column: Column | None, kind: RollProblem, **facts: Any) -> None:
        self.faults.append(Found(self._row.number, column, kind, facts))

    def _doubt(self, column: Column, kind: RollWarning, **facts: Any) -> None:
        self.doubts.append(Found(self._row.number, column, kind, facts))

    def _refused(self, column: Column, refusal: NotValid) -> None:
        # Problems of cells have the values of the codes that forms refuse with.
        self._fault(column, RollProblem(refusal.code.value), **refusal.facts)
