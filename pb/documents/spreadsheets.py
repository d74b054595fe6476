"""Tables for Excel as it stands in the offices of Kyrgyzstan."""

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet begins to calculate from."""


def spreadsheet(rows: Iterable[Sequence[int | str | None]]) -> str:
    """Rows as CSV; texts that look like a formula stay texts.

    Excel takes a file for UTF-8 only where a byte order mark stands at its beginning, and with the
    settings of Kyrgyzstan, where a comma stands before decimals, it parts columns at semicolons.
    """
    output = io.StringIO()
    output.write("\ufeff")
    writer = csv.writer(output, delimiter=";")
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return output.getvalue()


def _cell(cell: int | str | None) -> int | str | None:
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\0", "")
    return f"'{text}" if text.startswith(_FORMULA) else text
