"""Papers of the vote on paper: ballots with their stubs, sheets to sign on, acts, covers of piles.

They carry no facts inside and are kept nowhere: what is signed on them comes back as a scan.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from pb.documents.facts import Letterhead, Signatory
from pb.documents.render import Assets, environment, full_name
from pb.rules.ballots import BallotRules
from pb.rules.money import Tyiyn
from pb.rules.texts import Bilingual

SHEET = Path(__file__).parent / "templates" / "ballot_papers.css"
MOST_ON_A5 = 9
"""Projects; with more of them a ballot is a whole sheet of A4."""


@dataclass(frozen=True)
class BallotFacts:
    """Ballots of one stock; `ballots` are pairs of a number on the stub and a control number."""

    letterhead: Letterhead
    title: Bilingual
    edition: str
    station: Bilingual
    station_number: int
    voting_from: date
    voting_to: date
    rules: BallotRules
    projects: tuple[tuple[int, Bilingual, Bilingual, Tyiyn], ...]
    """Number, title, village and cost in tyiyn, by number."""
    currency: str
    ballots: tuple[tuple[int, int], ...]

    @property
    def is_small(self) -> bool:
        """Whether two of them go on one sheet."""
        return len(self.projects) <= MOST_ON_A5

    @property
    def sheets(self) -> list[tuple[tuple[int, int], ...]]:
        """The ballots of each sheet, so that a cut pile lies in the order of the stubs."""
        if not self.is_small:
            return [(one,) for one in self.ballots]
        half = -(-len(self.ballots) // 2)
        left, right = self.ballots[:half], self.ballots[half:]
        return [(one, right[at]) if at < len(right) else (one,) for at, one in enumerate(left)]


@dataclass(frozen=True, repr=False)
class SheetLine:
    """A person on a roll sheet; it is printed without the person."""

    number: int
    name: str
    born: int | None
    """The year."""
    village: Bilingual
    address: str | None
    has_voted: bool
    """Whether a vote in any channel stands already."""


@dataclass(frozen=True, repr=False)
class SheetFacts:
    """A part of the roll, to be signed at a station."""

    letterhead: Letterhead
    title: Bilingual
    edition: str
    station: Bilingual
    station_number: int
    printed_at: datetime
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True)
class BoxActFacts:
    """What was found in a box; numbers of papers, None where they are to be written by hand."""

    letterhead: Letterhead
    title: Bilingual
    edition: str
    station: Bilingual
    station_number: int
    printed: int
    marks: int
    found: int | None
    spoiled: int | None
    unused: int | None
    explanation: str | None
    is_void: bool
    entered_at: datetime | None
    entered_by: Signatory | None
    confirmed_by: Signatory | None


@dataclass(frozen=True)
class CoverFacts:
    """What lies on top of a pile of ballots."""

    letterhead: Letterhead
    title: Bilingual
    edition: str
    station: Bilingual
    station_number: int
    number: int
    size: int


def ballots(facts: BallotFacts, language: str) -> bytes:
    """Ballots with a stub that stays and a slip the voter takes along, as a PDF."""
    return printed("ballots.html", facts, language)


def roll_sheets(facts: SheetFacts, language: str) -> bytes:
    """People of the roll with lines to sign on, as a PDF."""
    return printed("roll_sheets.html", facts, language)


def box_act(facts: BoxActFacts, language: str) -> bytes:
    """The act of an opened box, as a PDF."""
    return printed("box_act.html", facts, language)


def batch_cover(facts: CoverFacts, language: str) -> bytes:
    """The cover of a pile of ballots, as a PDF."""
    return printed("batch_cover.html", facts, language)


def printed(template: str, facts: Any, language: str) -> bytes:
    """A paper of this floor from its template, as a PDF."""
    html = (
        environment(language)
        .get_template(template)
        .render(facts=facts, whole_name=full_name(facts.letterhead, language))
    )
    sheet, fonts = _style()
    made: bytes = HTML(string=html, url_fetcher=Assets({})).write_pdf(
        stylesheets=[sheet], font_config=fonts
    )
    return made


@cache
def _style() -> tuple[CSS, FontConfiguration]:
    fonts = FontConfiguration()
    text = SHEET.read_text(encoding="utf-8")
    return CSS(string=text, font_config=fonts, url_fetcher=Assets({})), fonts
