"""Tables in plain text: their encoding, what divides their cells, their rows."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import TextIO

from charset_normalizer import from_bytes

from pb.rules.rolls import FileProblem, Row, unreadable

DELIMITERS = (";", "\t", ",", "|")
"""What is tried, the likeliest first: Excel writes semicolons where the comma is decimal."""

SAMPLE_ROWS = 30
SAMPLE_BYTES = 100_000
PIECE = 100_000
"""Bytes that are decoded at a time."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKED = ("utf-16-le", "utf-16-be")
"""Encodings whose mark Python leaves at the start of the text."""
_OLD_CYRILLIC = ["cp866", "koi8_r", "mac_cyrillic", "iso8859_5"]
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_RUSSIAN = re.compile("[А-Яа-яЁё№«»„“”’–—\u00a0]")
_LETTERS = re.compile("[А-Яа-яЁё]{2,}")
_TURNED = re.compile("[а-яё][А-ЯЁ]")
READABLE_SHARE = 97
"""Of a hundred signs beyond ASCII, so many at least are Russian where the encoding is right."""


def encoding_of(content: bytes) -> str:
    """The encoding of a text file, as Python names it; a mark at its start is not part of the text.

    Raises:
        NotValid: TABLE_UNREADABLE: ENCODING_UNKNOWN, ZERO_CHARACTER (row).
    """
    encoding = _encoding_of(content)
    ends: Counter[str] = Counter()
    for text in _pieces(content, encoding):
        before, zero, _ = text.partition("\0")
        ends.update({end: before.count(end) for end in "\r\n"})
        if zero:
            raise unreadable(FileProblem.ZERO_CHARACTER, row=1 + max(ends.values()))
    return encoding


def opened(content: bytes, encoding: str) -> TextIO:
    """The text of a file, to be walked through: the whole of it would take four bytes a letter."""
    stream = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    if encoding in _MARKED:
        stream.read(1)
    return stream


def _encoding_of(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            if not _is_whole(content, encoding):
                raise unreadable(FileProblem.ENCODING_UNKNOWN)
            return encoding
    if _is_whole(content, "utf-8"):
        return "utf-8"
    if _is_whole(content, "cp1251") and _reads_like_words(_sample(content, "cp1251")):
        return "cp1251"
    guess = from_bytes(content[:SAMPLE_BYTES], cp_isolation=_OLD_CYRILLIC).best()
    if (
        guess is None
        or not _is_whole(content, guess.encoding)
        or not _reads_like_words(_sample(content, guess.encoding))
    ):
        raise unreadable(FileProblem.ENCODING_UNKNOWN)
    return guess.encoding


def _is_whole(content: bytes, encoding: str) -> bool:
    """Whether every byte of it is text in this encoding."""
    try:
        for _ in _pieces(content, encoding):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _pieces(content: bytes, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(content), PIECE):
        yield decoder.decode(content[start : start + PIECE], start + PIECE >= len(content))


def _sample(content: bytes, encoding: str) -> str:
    # The old encodings have one byte a letter.
    return content[:SAMPLE_BYTES].decode(encoding)


def _reads_like_words(sample: str) -> bool:
    """Whether a decoding gave Russian words: their letters, capitals first or throughout.

    Nearly every byte is some letter in cp1251, so that it decodes anything; of the other old
    encodings it makes other signs, or words whose small and capital letters changed places.
    """
    beyond = len(_BEYOND_ASCII.findall(sample))
    russian = len(_RUSSIAN.findall(sample))
    words = _LETTERS.findall(sample)
    turned = sum(1 for word in words if _TURNED.search(word))
    return russian * 100 >= beyond * READABLE_SHARE and turned * 20 <= len(words)


def delimiter_of(text: TextIO) -> str:
    """What divides the cells: what gives most of the first rows as many cells as one another."""
    sample = list(islice(text, SAMPLE_ROWS))

    def evenness(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(cells) for cells in csv.reader(sample, delimiter=delimiter) if cells]
        except csv.Error:
            return 0, 0
        several = [width for width in widths if width > 1]
        usual = max(several, key=several.count, default=0)
        return several.count(usual), usual

    return max(DELIMITERS, key=evenness)


def rows_of(text: TextIO, delimiter: str) -> Iterator[Row]:
    """The rows as they are walked through, numbered as a spreadsheet would number them.

    Raises:
        NotValid: TABLE_UNREADABLE: QUOTE_OPEN (row).
    """
    reader = csv.reader(text, delimiter=delimiter, strict=True)
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
