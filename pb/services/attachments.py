"""The files of a proposal: a photo is written anew, a PDF is looked through and kept as it is."""

from dataclasses import dataclass

from pb.gateways.storage import Storage
from pb.rules.refusals import Code, NotValid
from pb.services import resolutions, uploads

MOST_MEGABYTES = 12


@dataclass(frozen=True)
class Attachment:
    """A file ready to be kept; `small` is the picture for pages, None for a PDF."""

    media_type: str
    content: bytes
    small: bytes | None = None
    width: int | None = None
    height: int | None = None


def taken(content: bytes, field: str, *, only_photo: bool) -> Attachment:
    """What a file someone sent becomes, whatever it is called.

    Raises:
        NotValid: FILE_MISSING, ATTACHMENT_TOO_LARGE, PHOTO_TOO_LARGE, FILE_UNREADABLE (neither a
            photo nor a whole PDF, or a PDF with code, files or a lock in it).
    """
    if not content:
        raise NotValid(Code.FILE_MISSING, field)
    if len(content) > MOST_MEGABYTES * 1_000_000:
        raise NotValid(Code.ATTACHMENT_TOO_LARGE, field, most=MOST_MEGABYTES)
    if content.startswith(b"%PDF-") and not only_photo:
        if not resolutions.is_whole_pdf(content) or resolutions.is_dangerous(content):
            raise NotValid(Code.FILE_UNREADABLE, field)
        return Attachment(resolutions.PDF, content)
    try:
        photo = uploads.photo(content, field)
    except NotValid as refusal:
        if refusal.code is Code.PHOTO_TOO_LARGE:
            raise
        raise NotValid(Code.FILE_UNREADABLE, field) from refusal
    whole = photo.whole
    return Attachment(
        uploads.MEDIA_TYPE, whole.content, photo.small.content, whole.width, whole.height
    )


def keep(attachment: Attachment, storage: Storage) -> tuple[str, str | None]:
    """Put the bytes into the storage; returns the names of the whole and of the small one."""
    small = attachment.small
    return storage.put(attachment.content), None if small is None else storage.put(small)
