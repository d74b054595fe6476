"""Tables in plain text: their encoding, what divides their cells, their rows."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from charset_normalizer import from_bytes

from pb.rules.rolls import FileProblem, Row, unreadable

DELIMITERS = (";", "\t", ",", "|")
"""What is tried, the likeliest first: Excel writes semicolons where the comma is decimal."""

SAMPLE_ROWS = 30
SAMPLE_BYTES = 100_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OLD_CYRILLIC = ["cp866", "koi8_r", "mac_cyrillic", "iso8859_5"]
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_RUSSIAN = re.compile("[А-Яа-яЁё№«»„“”’–—\u00a0]")
_LETTERS = re.compile("[А-Яа-яЁё]{2,}")
_TURNED = re.compile("[а-яё][А-ЯЁ]")
READABLE_SHARE = 97
"""Of a hundred signs beyond ASCII, so many at least are Russian where the encoding is right."""


def decoded(content: bytes) -> tuple[str, str]:
    """The text of a file, and its encoding as Python names it.

    Raises:
        NotValid: TABLE_UNREADABLE: ENCODING_UNKNOWN, ZERO_CHARACTER (row).
    """
    text, encoding = _decoded(content)
    zero = text.find("\0")
    if zero >= 0:
        row = len(text[:zero].splitlines()) or 1
        raise unreadable(FileProblem.ZERO_CHARACTER, row=row)
    return text, encoding


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            text = _text(content, encoding)
            if text is None:
                raise unreadable(FileProblem.ENCODING_UNKNOWN)
            return text.removeprefix("\ufeff"), encoding
    text = _text(content, "utf-8")
    if text is not None:
        return text, "utf-8"
    text = _text(content, "cp1251")
    if text is not None and _reads_like_words(text):
        return text, "cp1251"
    guess = from_bytes(content[:SAMPLE_BYTES], cp_isolation=_OLD_CYRILLIC).best()
    text = None if guess is None else _text(content, guess.encoding)
    if guess is None or text is None or not _reads_like_words(text):
        raise unreadable(FileProblem.ENCODING_UNKNOWN)
    return text, guess.encoding


def _text(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _reads_like_words(text: str) -> bool:
    """Whether a decoding gave Russian words: their letters, capitals first or throughout.

    Nearly every byte is some letter in cp1251, so that it decodes anything; of the other old
    encodings it makes other signs, or words whose small and capital letters changed places.
    """
    sample = text[:SAMPLE_BYTES]
    beyond = len(_BEYOND_ASCII.findall(sample))
    russian = len(_RUSSIAN.findall(sample))
    words = _LETTERS.findall(sample)
    turned = sum(1 for word in words if _TURNED.search(word))
    return russian * 100 >= beyond * READABLE_SHARE and turned * 20 <= len(words)


def delimiter_of(text: str) -> str:
    """What divides the cells: what gives most of the first rows as many cells as one another."""
    sample = list(islice(io.StringIO(text, newline=""), SAMPLE_ROWS))

    def evenness(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(cells) for cells in csv.reader(sample, delimiter=delimiter) if cells]
        except csv.Error:
            return 0, 0
        several = [width for width in widths if width > 1]
        usual = max(several, key=several.count, default=0)
        return several.count(usual), usual

    return max(DELIMITERS, key=evenness)


def rows_of(text: str, delimiter: str) -> Iterator[Row]:
    """The rows as they are walked through, numbered as a spreadsheet would number them.

    Raises:
        NotValid: TABLE_UNREADABLE: QUOTE_OPEN (row).
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error:
            # A mark left open swallows rows until the file ends or a cell grows past all measure.
            raise unreadable(FileProblem.QUOTE_OPEN, row=number) from None
        if cells is None:
            return
        yield Row(number, tuple(cells))
