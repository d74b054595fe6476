"""Papers of those who watch a vote: who is called, whose names are read aloud, the closing act.

They carry no facts inside and are kept nowhere: what is signed on them stays with the commission.
"""

from dataclasses import dataclass
from datetime import datetime

from pb.documents.ballot_papers import pdf
from pb.documents.facts import Letterhead
from pb.rules.texts import Bilingual


@dataclass(frozen=True, repr=False)
class CallPerson:
    """Somebody who is called; printed without the person."""

    place: int
    name: str
    village: Bilingual
    phone: str | None
    """As people write it; None for who has none and is visited."""


@dataclass(frozen=True, repr=False)
class CallFacts:
    """A part of the sheet of the callers."""

    letterhead: Letterhead
    title: Bilingual
    edition: str
    printed_at: datetime
    people: tuple[CallPerson, ...]


@dataclass(frozen=True, repr=False)
class AloudFacts:
    """Names of people marked who have no telephone, by village."""

    letterhead: Letterhead
    title: Bilingual
    edition: str
    printed_at: datetime
    villages: tuple[tuple[Bilingual, tuple[str, ...]], ...]


@dataclass(frozen=True)
class ClosingFacts:
    """How the box stands in the evening: what is written into the journal and signed."""

    letterhead: Letterhead
    title: Bilingual
    edition: str
    at: datetime
    lots: int
    digits: str
    """The first hex digits of what stands for all the lots; empty before the first one."""
    until: datetime
    """Whoever took part before it is counted: nothing of a day that still goes on."""
    people: tuple[tuple[Bilingual, int], ...]
    """Who took part, by the name of the channel."""
    without_phone: int

    @property
    def groups(self) -> str:
        """The digits in groups of four, as they are read out and written by hand."""
        return " ".join(self.digits[at : at + 4] for at in range(0, len(self.digits), 4))

    @property
    def total(self) -> int:
        """Everybody who took part."""
        return sum(number for _, number in self.people)


def call_sheet(facts: CallFacts, language: str) -> bytes:
    """The sheet of the callers as a PDF."""
    return pdf("call_sheet.html", facts, language)


def read_aloud(facts: AloudFacts, language: str) -> bytes:
    """The names to be read aloud at the assembly, as a PDF."""
    return pdf("read_aloud.html", facts, language)


def closing_act(facts: ClosingFacts, language: str) -> bytes:
    """The act of the evening, as a PDF to be signed."""
    return pdf("closing_act.html", facts, language)
