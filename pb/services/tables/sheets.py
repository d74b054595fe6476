"""The child that unpacks a workbook: bytes come in on one pipe, rows of text go out on the other.

It runs alone in a process of its own, with little memory and little time, so that a file made to
choke its reader takes only the child with it. It prints nothing of the file but the rows, and
whatever goes wrong is told by the way it ends.
"""

import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from pb.rules.rolls import FileProblem, Mark
from pb.services.tables.workbooks import MOST_SECONDS, TOO_MUCH

MOST_MEMORY = 600_000_000
"""Bytes of addresses, of which Python alone takes some 60 million."""

MOST_COLUMNS = 100
LONGEST_CELL = 1_000
"""Characters; what is longer is no name and no address, and is refused as too long all the same."""

CHUNK = 100_000

Marks = list[tuple[int, Mark]]

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["\']([A-Z]+[0-9]+:[A-Z]+[0-9]+)')
_LONGEST_MERGED = 200
_MIDNIGHT = time()
_MARKS = {"f": Mark.FORMULA, "e": Mark.ERROR}


def messages(content: bytes) -> Iterator[Any]:
    """What is told of a workbook: one line about it, then each row, then how many there were.

    A row is [number, texts, marks]; blank ones are left out.
    """
    problem = _problem_of_parts(content)
    if problem:
        yield {"problem": problem}
        return
    # Formulas are asked for rather than their last results, so that they can be refused. The
    # types of the library do not tell where a sheet lies, which its merged cells are looked up by.
    workbook: Any = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    visible = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    if not visible:
        yield {"problem": FileProblem.NO_VISIBLE_SHEET}
        return
    sheet = visible[0]
    yield {"sheet": sheet.title, "others": len(workbook.sheetnames) - 1}
    with workbook._archive.open(sheet._worksheet_path) as part:
        merged = _Merged(_merged_ranges(part))
    # The size a sheet declares is often wrong and may be meant to be.
    sheet.reset_dimensions()
    told = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts, marks = _row(cells[:MOST_COLUMNS])
        marks += [(place, Mark.MERGED) for place in merged.places_in(number)]
        if marks or any(texts):
            told += 1
            yield [number, texts, marks]
    yield {"told": told}


def _problem_of_parts(content: bytes) -> FileProblem | None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if b"macroEnabled" in archive.read("[Content_Types].xml"):
            return FileProblem.MACROS
        for entry in archive.infolist():
            if entry.filename.casefold().endswith((".xml", ".rels", ".vml")):
                with archive.open(entry) as part:
                    if _has_doctype(part):
                        return FileProblem.DOCTYPE
    return None


def _has_doctype(part: Any) -> bool:
    """Whether an XML part declares a document type; it can do so only before its first element."""
    seen: list[bool] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: seen.append(True)
    parser.StartElementHandler = lambda *_: seen.append(False)
    while not seen and (chunk := part.read(CHUNK)):
        parser.Parse(chunk)
    return seen[:1] == [True]


def _merged_ranges(part: Any) -> Iterator[tuple[int, int, int, int]]:
    """The merged ranges of a sheet: first column, first row, last column, last row, from 1.

    They stand at its end, where the reader that goes row by row does not come by.
    """
    rest = b""
    while chunk := part.read(CHUNK):
        text = rest + chunk
        last = 0
        for found in _MERGED.finditer(text):
            last = found.end()
            left, top, right, bottom = range_boundaries(found[1].decode())
            yield int(left or 1), int(top or 1), int(right or 1), int(bottom or 1)
        rest = text[max(last, len(text) - _LONGEST_MERGED) :]


class _Merged:
    """The merged cells of a sheet, asked row by row from the top."""

    def __init__(self, ranges: Iterator[tuple[int, int, int, int]]) -> None:
        self._waiting = sorted(ranges, key=lambda found: -found[1])
        self._open: list[tuple[int, int, int, int]] = []

    def places_in(self, row: int) -> list[int]:
        """The places, from 0, of the cells of a row that are merged with others."""
        while self._waiting and self._waiting[-1][1] <= row:
            self._open.append(self._waiting.pop())
        if not self._open:
            return []
        self._open = [found for found in self._open if found[3] >= row]
        places = {
            place
            for left, _, right, _ in self._open
            for place in range(left - 1, min(right, MOST_COLUMNS))
        }
        return sorted(places)


def _row(cells: tuple[Any, ...]) -> tuple[list[str], Marks]:
    texts: list[str] = []
    marks: Marks = []
    for place, cell in enumerate(cells):
        if cell.value is None:
            texts.append("")
        elif cell.data_type in _MARKS:
            texts.append("")
            marks.append((place, _MARKS[cell.data_type]))
        else:
            texts.append(_text(cell.value)[:LONGEST_CELL])
    while texts and not texts[-1]:
        texts.pop()
    return texts, marks


def _text(value: Any) -> str:
    """The value of a cell as a person would type it: days in ISO, whole numbers as digits."""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == _MIDNIGHT else str(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return str(value)


def limit() -> None:
    """Bind this process to little memory and little time, and to leave nothing behind."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    # What it holds must not land on a disk when it falls.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(given: BinaryIO, taken: BinaryIO) -> None:
    """Read a workbook from one pipe and tell of it on the other, a line of JSON a message."""
    content = given.read()
    try:
        for message in messages(content):
            taken.write(json.dumps(message, ensure_ascii=False).encode() + b"\n")
        taken.flush()
    except MemoryError:
        sys.exit(TOO_MUCH)


if __name__ == "__main__":
    limit()
    main(sys.stdin.buffer, sys.stdout.buffer)
