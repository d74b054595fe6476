"""The text of a .pb file as numbered rows of its three sections.

A quoted cell may hold line breaks, as CSV allows; a row is then known by its first line, which is
also where an unclosed quotation mark is reported.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from pb.rules.pabulib.cells import all_seen
from pb.rules.pabulib.problems import PabulibProblem, broken
from pb.rules.refusals import Code, NotValid

LARGEST_FILE = 20_000_000
"""Bytes; the largest election with a known outcome, of 131,778 ballots, has under four million."""

LONGEST_LINE = 100_000
"""Characters; the csv module gives up at 131,072 in one cell."""

NAMES = ("META", "PROJECTS", "VOTES")

_BYTE_ORDER_MARK = "\ufeff"
# What no text has: a nought byte, and a carriage return without its line feed. Other signs nobody
# sees do no harm in a name, which is cleaned, and are refused in the number of a project.
_CONTROL = re.compile("\x00|\r(?!\n)")


def text_of(source: str | bytes) -> str:
    """The text of the file, without anything that is not text.

    Raises:
        NotValid: FILE_TOO_LARGE (limit in bytes, unit), or FILE_BROKEN: NOT_UTF8, BYTE_ORDER_MARK,
            CONTROL_CHARACTER.
    """
    if len(source) > LARGEST_FILE:
        raise NotValid(Code.FILE_TOO_LARGE, limit=LARGEST_FILE, unit="bytes")
    try:
        data = source.encode() if isinstance(source, str) else source
        text = data.decode()
    except UnicodeEncodeError as error:
        line = error.object.count("\n", 0, error.start) + 1
        raise broken(PabulibProblem.NOT_UTF8, line) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise broken(PabulibProblem.NOT_UTF8, line) from None
    if len(data) > LARGEST_FILE:
        raise NotValid(Code.FILE_TOO_LARGE, limit=LARGEST_FILE, unit="bytes")
    if text.startswith(_BYTE_ORDER_MARK):
        raise broken(PabulibProblem.BYTE_ORDER_MARK, 1)
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        sign = f"U+{ord(found.group()):04X}"
        raise broken(PabulibProblem.CONTROL_CHARACTER, line, character=sign)
    return text


def _lines(text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > LONGEST_LINE:
            raise broken(PabulibProblem.LINE_TOO_LONG, number, limit=LONGEST_LINE)
        yield line


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every row with the number of its first line; one blank line may stand at the very end."""
    reader = csv.reader(_lines(text), delimiter=";", strict=True)
    blank = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            # A mark left open swallows the lines after it until another mark, or the end.
            swallowed = reader.line_num > line or "end of data" in str(error)
            problem = PabulibProblem.QUOTE_OPEN if swallowed else PabulibProblem.QUOTE_STRAY
            raise broken(problem, line) from None
        if cells is None:
            return
        if blank:
            raise broken(PabulibProblem.BLANK_LINE, blank)
        if not cells or (len(cells) == 1 and not cells[0].strip()):
            blank = line
            continue
        # No row of any section has one cell, so a lone name is never a row; in small letters it
        # may be a key of META that says nothing.
        name = cells[0].strip()
        alone = len(cells) == 1 or name.isupper()
        if alone and name.upper() in NAMES and not any(cells[1:]):
            # A table program gives every line as many semicolons as the longest has.
            if len(cells) > 1:
                raise broken(PabulibProblem.CELLS_DIFFER, line, expected=1, given=len(cells))
            cells = [name.upper()]
        yield line, cells


class Sections:
    """The three sections, entered one after the other; rows stream, so a file is never held twice.

    Enter a section, take all its rows, enter the next; `close` after the last.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._rows = _rows(text)
        self._entered: list[str] = []
        self._at: tuple[int, list[str]] | None = next(self._rows, None)
        self._last = 1

    def enter(self, name: str, expected: str) -> tuple[int, list[str]]:
        """The line the section starts at, and its columns; `expected` is a header to show.

        Raises:
            NotValid: FILE_BROKEN: NO_META, SECTION_MISSING, SECTION_TWICE, SECTION_OUT_OF_ORDER,
                HEADER_WRONG, COLUMN_TWICE, CONTROL_CHARACTER.
        """
        line = self._stand_at(name)
        self._entered.append(name)
        header_line, columns = next(self._rows, (line, []))
        # A sign nobody sees would make another column of "votes", which nobody then checks.
        columns = [all_seen(column, header_line) for column in columns]
        required = expected.split(";")
        # META has two columns and no more; elsewhere only the first has a fixed place.
        fits = columns[:1] == required[:1] and set(required).issubset(columns)
        if not fits or (name == NAMES[0] and columns != required):
            raise broken(PabulibProblem.HEADER_WRONG, header_line, section=name, expected=expected)
        if twice := [column for column, times in Counter(columns).items() if times > 1]:
            raise broken(PabulibProblem.COLUMN_TWICE, header_line, column=twice[0])
        self._width = len(columns)
        self._last = header_line
        return line, columns

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows of the section entered, as (first line, cells), each as wide as its header.

        Raises:
            NotValid: FILE_BROKEN: CELLS_DIFFER, or one of the problems of lines and quotes.
        """
        width = self._width
        line = self._last
        for line, cells in self._rows:
            if len(cells) != width:
                self._last = line
                if len(cells) == 1 and cells[0] in NAMES:
                    self._at = line, cells
                    return
                # A mark left open can close at the next mark by chance; the row then spans lines.
                if any("\n" in cell for cell in cells):
                    raise broken(PabulibProblem.QUOTE_OPEN, line)
                raise broken(PabulibProblem.CELLS_DIFFER, line, expected=width, given=len(cells))
            yield line, cells
        self._last = line
        self._at = None

    def close(self) -> None:
        """Make sure that nothing follows the last section.

        Raises:
            NotValid: FILE_BROKEN: SECTION_TWICE.
        """
        if self._at is not None:
            line, cells = self._at
            raise broken(PabulibProblem.SECTION_TWICE, line, section=cells[0])

    def _stand_at(self, name: str) -> int:
        if self._at is None:
            if name == NAMES[0]:
                raise broken(PabulibProblem.NO_META, 1)
            raise broken(PabulibProblem.SECTION_MISSING, self._last, section=name)
        line, cells = self._at
        if cells == [name]:
            return line
        if len(cells) == 1 and cells[0] in self._entered:
            raise broken(PabulibProblem.SECTION_TWICE, line, section=cells[0])
        stands_later = re.search(rf"^{name}\r?$", self._text, re.MULTILINE | re.IGNORECASE)
        if len(cells) == 1 and cells[0] in NAMES and stands_later:
            raise broken(PabulibProblem.SECTION_OUT_OF_ORDER, line, section=cells[0])
        if name == NAMES[0]:
            raise broken(PabulibProblem.NO_META, line)
        raise broken(PabulibProblem.SECTION_MISSING, line, section=name)
