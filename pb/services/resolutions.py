"""The file of a resolution: a PDF kept as it is, or a photo of the paper, written anew."""

import re
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
        if _ENDS not in content[-_TAIL:] or _DANGEROUS.search(content):
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
