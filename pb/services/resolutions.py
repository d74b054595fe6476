"""The file of a resolution: a PDF kept as it is, or a photo of the paper, written anew."""

import re
import zlib
from dataclasses import dataclass

from pb.gateways.storage import Storage
from pb.rules.refusals import Code, NotValid
from pb.services import uploads

PDF = "application/pdf"
MOST_BYTES = 12_000_000
_BEGINS, _ENDS = b"%PDF-", b"%%EOF"
_TAIL = 2_048
"""The mark of the end stands in the last bytes of a PDF that was not cut off."""

# What a paper has no need of: code that runs, files inside, programs started, a lock.
_DANGEROUS = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|OpenAction|AA|RichMedia|XFA|Encrypt)\b"
)

_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n")
MOST_PACKED, MOST_OF_ONE, MOST_OF_ALL = 4_000_000, 2_000_000, 100_000_000
"""How many packed bytes are taken of one part of a PDF, and how much is unpacked to look into."""


@dataclass(frozen=True)
class KeptFile:
    """A file that was kept: its name in the storage, what it is, its bytes."""

    sha256: str
    media_type: str
    size: int


def keep(content: bytes, field: str, storage: Storage) -> KeptFile:
    """Keep the file of a resolution, whatever it is called.

    A PDF is only ever handed out as a download; a photo is decoded and written anew.

    Raises:
        NotValid: RESOLUTION_FILE_MISSING, RESOLUTION_FILE_TOO_LARGE, RESOLUTION_FILE_UNREADABLE
            (neither a whole PDF nor a photo, or a PDF with code, files or a lock in it).
    """
    if not content:
        raise NotValid(Code.RESOLUTION_FILE_MISSING, field)
    if len(content) > MOST_BYTES:
        raise NotValid(Code.RESOLUTION_FILE_TOO_LARGE, field)
    if content.startswith(_BEGINS):
        if not is_whole_pdf(content) or is_dangerous(content):
            raise NotValid(Code.RESOLUTION_FILE_UNREADABLE, field)
        return KeptFile(storage.put(content), PDF, len(content))
    try:
        picture = uploads.photo(content, field).whole
    except NotValid as refusal:
        code = (
            Code.RESOLUTION_FILE_TOO_LARGE
            if refusal.code is Code.PHOTO_TOO_LARGE
            else Code.RESOLUTION_FILE_UNREADABLE
        )
        raise NotValid(code, field) from refusal
    return KeptFile(storage.put(picture.content), uploads.MEDIA_TYPE, len(picture.content))


def is_whole_pdf(content: bytes) -> bool:
    """Whether a file begins and ends as a PDF does."""
    return content.startswith(_BEGINS) and _ENDS in content[-_TAIL:]


def is_dangerous(content: bytes) -> bool:
    """Whether a PDF names code, files or a lock, also where the name is escaped or packed away.

    Too much to look through counts as dangerous.
    """
    if _names_danger(content):
        return True
    seen = 0
    for found in _STREAM.finditer(content):
        inside = _inflated(content, found.end())
        seen += len(inside)
        if seen > MOST_OF_ALL or _names_danger(inside):
            return True
    return False


def _names_danger(content: bytes) -> bool:
    plain = _ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), content)
    return bool(_DANGEROUS.search(content) or _DANGEROUS.search(plain))


def _inflated(content: bytes, start: int) -> bytes:
    """What is packed at a place, as far as it can be read; a photo is not packed like this."""
    end = content.find(b"endstream", start, start + MOST_PACKED)
    packed = content[start : end if end >= 0 else start + MOST_PACKED]
    try:
        return zlib.decompressobj().decompress(packed, MOST_OF_ONE)
    except zlib.error:
        return b""
