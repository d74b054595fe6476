"""Papers of an assembly that votes by hands: the notice, the list to sign on, the minutes.

Minutes follow the order that is customary for a жыйын: who came, who led it, what was heard, how
was voted, what was decided. What is signed on them comes back as a scan.
"""

from dataclasses import dataclass
from datetime import datetime

from pb.documents.ballot_papers import pdf
from pb.documents.facts import Letterhead, Signatory
from pb.rules.assemblies import Raised
from pb.rules.money import Tyiyn
from pb.rules.texts import Bilingual

BLANK_LINES = 24
"""Lines of a list without names: a sheet."""


@dataclass(frozen=True)
class Called:
    """What every paper of an assembly says at its head; amounts in tyiyn."""

    letterhead: Letterhead
    title: Bilingual
    edition: str
    number: int
    village: Bilingual | None
    """None for the whole aimak."""
    meets_at: Bilingual
    starts_at: datetime
    projects: tuple[tuple[int, Bilingual, Bilingual, Tyiyn], ...]
    """Number, title, village and cost, by number."""
    currency: str
    most_choices: int
    alone: bool
    """Whether nobody votes otherwise in this round."""


@dataclass(frozen=True, repr=False)
class ListLine:
    """A person on the list; it is printed without the person."""

    number: int | None
    """Whatever is decided about the roll, it stays the same."""
    name: str
    born: int | None
    """The year."""
    address: str | None
    has_voted: bool


@dataclass(frozen=True)
class Minutes:
    """What was written down; None where it is to be written by hand."""

    on_roll: int
    villages: tuple[tuple[Bilingual, int | None, int | None], ...]
    """Women and men who came, by village."""
    attended: int | None
    voters: int | None
    is_quorate: bool | None
    quorum: int
    chair: str | None
    secretary: str | None
    commission: str | None
    hands: dict[int, Raised]
    is_draft: bool
    """Whether the second person has not confirmed what was entered."""
    entered_by: Signatory | None
    confirmed_by: Signatory | None


def notice(facts: Called, language: str) -> bytes:
    """The notice to hang up, as a PDF."""
    return pdf("assembly_notice.html", facts, language)


def attendance(facts: Called, lines: tuple[ListLine, ...], language: str) -> bytes:
    """The list to sign on, as a PDF; without names where there are no lines."""
    blanks = 0 if lines else BLANK_LINES
    return pdf("assembly_list.html", facts, language, lines=lines, blanks=blanks)


def minutes(facts: Called, said: Minutes, language: str) -> bytes:
    """The minutes, as a PDF to be signed: with the numbers, or with places to write them."""
    return pdf("assembly_minutes.html", facts, language, said=said)
