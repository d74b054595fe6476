"""Files with a table in them: their bytes to rows of text, whatever program wrote them.

A table holds secrets, so a file goes through memory and pipes only and is never written anywhere.
"""

from collections.abc import Iterator
from itertools import chain, islice

from pb.rules.rolls import FileProblem, Format, Row, Table, unreadable
from pb.services.tables import archives, delimited, workbooks

LARGEST_FILE = 50_000_000
"""Bytes; 200,000 rows of text with addresses have some 30 million."""

MEGABYTE = 1_000_000

FIRST_ROWS = 5
TITLE_ROWS = 20
"""How far down a header is looked for: offices write a title above it."""

_BYTES_OF_NO_TABLE = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"{\\rtf",
)
"""How files begin that people send by mistake."""


def read(content: bytes, name: str) -> Table:
    """The table in a file, from its bytes; `name` is only asked for its ending.

    Its rows come while they are walked through, and can be walked through once.

    Raises:
        NotValid: TABLE_UNREADABLE (problem: FileProblem, and its facts), here or while walking.
    """
    if not content:
        raise unreadable(FileProblem.EMPTY)
    if len(content) > LARGEST_FILE:
        raise unreadable(FileProblem.TOO_LARGE, limit=LARGEST_FILE // MEGABYTE)
    if content.startswith(archives.OLE):
        raise archives.old_workbook(content)
    if content.startswith(archives.ZIP):
        archives.check(content, name)
        sheet, others, rows = workbooks.read(content)
        return _table(rows, Format.XLSX, sheet=sheet, other_sheets=others)
    # Some programs save a web page under the name of a workbook.
    if content.startswith(_BYTES_OF_NO_TABLE) or content[:1_000].lstrip().startswith(b"<"):
        raise unreadable(FileProblem.FORMAT_UNKNOWN)
    encoding = delimited.encoding_of(content)
    delimiter = delimited.delimiter_of(delimited.opened(content, encoding))
    rows = delimited.rows_of(delimited.opened(content, encoding), delimiter)
    return _table(rows, Format.CSV, encoding=encoding, delimiter=delimiter)


def _table(
    rows: Iterator[Row],
    format_: Format,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    other_sheets: int = 0,
) -> Table:
    """The header and what stands under it; a title above the header is passed over."""
    looked_at: list[Row] = []
    for row in islice(rows, TITLE_ROWS):
        looked_at.append(row)
        if row.filled > 1:
            break
    header = max(looked_at, key=lambda row: min(row.filled, 2), default=None)
    if header is None or not header.filled:
        raise unreadable(FileProblem.EMPTY)
    rest = chain(looked_at[looked_at.index(header) + 1 :], rows)
    under = (row for row in rest if row.filled)
    first = tuple(islice(under, FIRST_ROWS))
    return Table(
        header,
        chain(first, under),
        first,
        format_,
        encoding=encoding,
        delimiter=delimiter,
        sheet=sheet,
        other_sheets=other_sheets,
    )
