"""Proposals as tests write them: step by step through the acts, all of it right unless changed."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from pb.acts import drafting
from pb.rules.contributions import BudgetLine, Kind, Party
from pb.rules.money import ZERO, Tyiyn
from pb.rules.proposal_files import FileKind
from pb.rules.proposal_steps import (
    Costs,
    Papers,
    Place,
    Pledge,
    Problem,
    Sources,
    StepFacts,
    Translation,
    Upkeep,
    Work,
)
from pb.rules.rule_sets.choices import Applicant, InitiativeKind
from pb.services.actors import Actor

COST = Tyiyn(29_800_000)
_tokens = itertools.count(1)


@dataclass(frozen=True)
class Idea:
    """What an author says; texts are in `language`, amounts in tyiyn."""

    language: str = "ky"
    title: str = "Суу түтүгүн жаңыртуу"
    problem: str = "Жогорку көчөнүн суу түтүгү жайында беш жолу жарылат."
    solution: str = "Эски темир түтүктүн ордуна полиэтилен түтүк төшөйбүз."
    cost: Tyiyn = COST
    own_cash: Tyiyn = ZERO
    own_kind: Tyiyn = ZERO
    own_labour: Tyiyn = ZERO
    settlement: str | None = None
    beneficiaries: int | None = None
    title_in_other: str | None = None
    heading: int | None = None

    @property
    def place(self) -> Place:
        """The first step."""
        kinds = (Applicant.RESIDENTS, InitiativeKind.CO_FINANCING)
        return Place(self.title, self.settlement, None, *kinds, self.heading)

    @property
    def pledges(self) -> tuple[Pledge, ...]:
        """What the residents promise."""
        given = ((Kind.CASH, self.own_cash), (Kind.KIND, self.own_kind),
                 (Kind.LABOUR, self.own_labour))  # fmt: skip
        return tuple(Pledge(Party.RESIDENTS, kind, sum_) for kind, sum_ in given if sum_)

    def others(self) -> Iterator[StepFacts]:
        """The steps after the first."""
        sources = Sources(self.cost, self.pledges)
        yield Problem(self.problem, "Көчөнүн тургундары", self.beneficiaries)
        yield Work(self.solution, date(2027, 6, 1), date(2027, 8, 31))
        yield Costs((BudgetLine("Материал", Tyiyn(self.cost + sources.own)),))
        yield sources
        yield Upkeep("Көчө комитети карап турат.")
        yield Papers((FileKind.PRICES, FileKind.COMMITMENT))
        yield Translation(title=self.title_in_other)


def draft(
    author: Actor, place: int, slug: str, idea: Idea, now: datetime, token: str | None = None
) -> str:
    """A whole draft, ready to be sent; returns its public id."""
    token = token or f"test-{next(_tokens)}"
    ref = drafting.start(author, place, slug, token, idea.language, idea.place, now)
    for step in idea.others():
        drafting.save(author, place, ref, step, now)
    return ref
