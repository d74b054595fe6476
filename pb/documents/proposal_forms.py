"""The blank form of a proposal, for whoever writes by hand: the questions the steps ask."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from pb.documents import render
from pb.documents.facts import Letterhead
from pb.documents.names import name_of
from pb.documents.protocols import country
from pb.documents.words import N_, catalogue
from pb.rules.contributions import Party
from pb.rules.money import Tyiyn
from pb.rules.proposal_demands import Demands
from pb.rules.texts import Bilingual

_TITLE = N_("Proposal to the round “%(title)s”")

KEPT = 32
"""Blank forms that are kept ready in a process: making one takes most of a second."""


@dataclass(frozen=True)
class FormFacts:
    """What a round says of itself on the form; amounts in tyiyn, `until` inclusive."""

    letterhead: Letterhead
    title: Bilingual
    edition: str
    announced_at: datetime
    until: date
    villages: tuple[Bilingual, ...]
    demands: Demands

    @property
    def most(self) -> Tyiyn:
        """The most one project may take of the budget."""
        asked = self.demands
        return asked.budget if asked.ceiling is None else asked.ceiling


@lru_cache(maxsize=KEPT)
def blank(facts: FormFacts, language: str) -> bytes:
    """The form as PDF/A, in one language."""
    return render.pdf(page(facts, language), facts.announced_at, render.packed(facts))


def page(facts: FormFacts, language: str) -> str:
    """The form as HTML."""
    words = catalogue(language)
    title = words.gettext(_TITLE) % {"title": facts.title.read(language)[0]}
    body = render.part(
        "proposal_form.html",
        language,
        facts=facts,
        country=country(True),
        parties=[name_of(party, language) for party in Party],
        called=lambda values: [name_of(value, language) for value in values],
        least=facts.demands.own_minimum // 100,
    )
    author = render.full_name(facts.letterhead, language)
    return render.page(title, author, [language], facts.announced_at.astimezone(UTC), [body])
