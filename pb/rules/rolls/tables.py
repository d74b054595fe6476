"""A table as a file gives it: numbered rows of text, read once from the first to the last."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Format(StrEnum):
    """What kind of file a table came from."""

    CSV = "csv"
    XLSX = "xlsx"


class Mark(StrEnum):
    """What a workbook says of a cell beside its text."""

    FORMULA = "formula"
    MERGED = "merged"
    ERROR = "error"
    """Excel's own #REF!, #VALUE! and the like; the cell has no text."""


class Row(NamedTuple):
    """A row of a table; `number` is the one Excel shows beside it, from 1."""

    number: int
    cells: tuple[str, ...]
    marks: tuple[tuple[int, Mark], ...] = ()
    """The few cells that are marked, by their place from 0."""

    @property
    def filled(self) -> int:
        """How many cells say something."""
        return len(self.marks) + sum(1 for cell in self.cells if cell and not cell.isspace())


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """The rows of a file, and what was recognised of it; it is printed without its content.

    `rows` are those under the header that say something. They can be walked through once, which
    raises NotValid: TABLE_UNREADABLE where the file turns out broken further on.
    """

    header: Row
    rows: Iterator[Row]
    first: tuple[Row, ...]
    """The first few rows under the header, for a preview; `rows` has them too."""
    format: Format
    encoding: str | None = None
    """As Python names it; None for a workbook."""
    delimiter: str | None = None
    sheet: str | None = None
    other_sheets: int = 0
    """Sheets that were not read, hidden ones among them."""
