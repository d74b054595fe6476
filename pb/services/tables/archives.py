"""Workbooks as archives: what their directory tells, looked at before anything is unpacked."""

import io
import struct
import zipfile

from pb.rules.refusals import NotValid
from pb.rules.rolls import FileProblem, unreadable

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a workbook begins, and how those of before 2007 and those under a password do."""

MOST_ENTRIES = 10_000
LARGEST_INSIDE = 50_000_000
"""Bytes of all entries unpacked, as the directory declares them; more is never unpacked."""

MOST_DENSE = 100
"""How many times smaller an entry may be packed than unpacked; real sheets stay below 40."""

SMALL_ENTRY = 100_000
"""Bytes; a small entry harms nobody, however well it packs."""

_MEGABYTE = 1_000_000
_ENTRY_BYTES = 400
_END, _END_BYTES, _LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535
_ENCRYPTED = 0x1
_UNDER_PASSWORD = "EncryptedPackage".encode("utf-16-le")


def old_workbook(content: bytes) -> NotValid:
    """The refusal of a file in the container of old Excel, which passwords are put into too."""
    if _UNDER_PASSWORD in content:
        return unreadable(FileProblem.PASSWORD)
    return unreadable(FileProblem.OLD_EXCEL)


def check(content: bytes, name: str) -> None:
    """Look through the directory of a workbook.

    The sizes in it can lie, but an entry is never unpacked beyond the size it declares.

    Raises:
        NotValid: TABLE_UNREADABLE: TOO_MANY_ENTRIES, TOO_LARGE_INSIDE, TOO_DENSE, PASSWORD,
            MACROS, EXTERNAL_LINKS, NOT_A_WORKBOOK, WORKBOOK_BROKEN.
    """
    _check_directory(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, struct.error, ValueError, OSError, NotImplementedError):
        raise unreadable(FileProblem.WORKBOOK_BROKEN) from None
    if len(entries) > MOST_ENTRIES:
        raise unreadable(FileProblem.TOO_MANY_ENTRIES, limit=MOST_ENTRIES)
    _check_sizes(entries)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise unreadable(FileProblem.PASSWORD)
    _check_parts([entry.filename.casefold() for entry in entries], name.casefold())


def _check_directory(content: bytes) -> None:
    """Refuse a directory too long before it is read entry by entry."""
    end = content.rfind(_END, max(0, len(content) - _END_BYTES - _LONGEST_COMMENT))
    if end < 0 or len(content) < end + _END_BYTES:
        raise unreadable(FileProblem.WORKBOOK_BROKEN)
    entries, size = struct.unpack("<HI", content[end + 10 : end + 16])
    # 65,535 stands for "more than fits here", too.
    if entries > MOST_ENTRIES or size > MOST_ENTRIES * _ENTRY_BYTES:
        raise unreadable(FileProblem.TOO_MANY_ENTRIES, limit=MOST_ENTRIES)


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if sum(entry.file_size for entry in entries) > LARGEST_INSIDE:
        raise unreadable(FileProblem.TOO_LARGE_INSIDE, limit=LARGEST_INSIDE // _MEGABYTE)
    for entry in entries:
        is_dense = entry.file_size > MOST_DENSE * entry.compress_size
        if is_dense and entry.file_size > SMALL_ENTRY:
            raise unreadable(FileProblem.TOO_DENSE, limit=MOST_DENSE)


def _check_parts(parts: list[str], name: str) -> None:
    has_macros = any(part.endswith("vbaproject.bin") for part in parts)
    if has_macros or name.endswith((".xlsm", ".xltm")):
        raise unreadable(FileProblem.MACROS)
    if any("externallinks/" in part for part in parts):
        raise unreadable(FileProblem.EXTERNAL_LINKS)
    if "[content_types].xml" not in parts or "xl/workbook.xml" not in parts:
        raise unreadable(FileProblem.NOT_A_WORKBOOK)
