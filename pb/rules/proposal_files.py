"""What may be attached to a proposal: kinds, how many, how large, under what name."""

import unicodedata
from enum import StrEnum

from pb.rules.refusals import Code, NotValid

MOST_FILES = 10
MOST_BYTES = 30_000_000
NAME_LENGTH = 100
CAPTION_LENGTH = (3, 150)


class FileKind(StrEnum):
    """What a file is; papers have the names a rule set asks for them by.

    A copy of a passport is not among them: who signs in is known, and nobody's passport is kept.
    """

    PHOTO = "file_photo"
    PRICES = "paper_prices"
    COMMITMENT = "paper_commitment"
    PROTOCOL = "paper_protocol"
    PLAN = "paper_plan"
    OTHER = "file_other"

    @property
    def is_public(self) -> bool:
        """Whether everyone may open it; letters and bills carry names of people."""
        return self is FileKind.PHOTO


def check_quota(sizes: list[int], size: int) -> None:
    """Refuse one file more than a proposal may have, or more bytes.

    Raises:
        NotValid: FILES_TOO_MANY, FILES_TOO_LARGE.
    """
    if len(sizes) >= MOST_FILES:
        raise NotValid(Code.FILES_TOO_MANY, "file", most=MOST_FILES)
    if sum(sizes) + size > MOST_BYTES:
        raise NotValid(Code.FILES_TOO_LARGE, "file", most=MOST_BYTES // 1_000_000)


def shown_name(name: str) -> str:
    """What a file was called, as it may be shown: no folders, nothing unseen, at most 100."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(c for c in unicodedata.normalize("NFC", last) if c.isprintable())
    return seen.strip()[:NAME_LENGTH]
