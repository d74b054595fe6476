"""The protocol of the calls after a vote: who was drawn and how, the answers, what they prove."""

from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction

from pb.documents import render
from pb.documents.facts import Letterhead, Signatory
from pb.documents.protocols import country
from pb.documents.words import N_, catalogue
from pb.rules import calendar, numerals
from pb.rules.texts import Bilingual

_TITLE = N_("Protocol № %(number)s: calls after the vote")
_TENTHS = 10


@dataclass(frozen=True)
class CallsFacts:
    """Everything the protocol of the calls says; no fact is about one person.

    Instants in UTC; `root`, `fingerprint` and `seed` are 64 hex digits; `bound` in thousandths of
    the votes, None where nobody answered.
    """

    letterhead: Letterhead
    year: int
    number: int
    title: Bilingual
    edition: str
    root: str
    people: int
    fingerprint: str
    dice: str
    seed: str
    numbers: tuple[int, ...]
    """Who was drawn, by the number in the list of those who took part, in the order drawn."""
    answered: int
    denied: int
    bound: int | None
    drawn_at: datetime
    closed_at: datetime
    entered_by: Signatory | None
    confirmed_by: Signatory | None
    closed_by: Signatory | None
    is_corrected: bool = False
    """Whether the board has another root by now, because the count was corrected."""

    @property
    def share(self) -> str | None:
        """The bound in percent, to a tenth: "4,9"."""
        return None if self.bound is None else numerals.one_decimal(Fraction(self.bound, _TENTHS))


def protocol(facts: CallsFacts, language: str) -> bytes:
    """The protocol as PDF/A; the Kyrgyz one is the original, the Russian one a translation."""
    return render.pdf(page(facts, language), facts.closed_at, render.packed(facts))


def page(facts: CallsFacts, language: str) -> str:
    """The protocol as HTML."""
    body = render.part(
        "call_protocol.html",
        language,
        facts=facts,
        day=calendar.day_of(facts.closed_at),
        country=country(is_ours=True),
        packed=render.packed(facts),
    )
    return render.page(
        catalogue(language).gettext(_TITLE) % {"number": facts.number},
        render.full_name(facts.letterhead, language),
        [language],
        facts.closed_at.astimezone(UTC),
        [body],
    )
