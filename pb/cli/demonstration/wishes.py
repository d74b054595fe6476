"""What a proposal of the demonstration is: its texts, how many like it, how the office answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pb.rules.contributions import BudgetLine, Kind, Party, labour_value, shared_out
from pb.rules.money import Tyiyn
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
from pb.rules.proposals import Ground
from pb.rules.rule_sets.choices import Applicant, InitiativeKind, Sector

LINES = {
    "ky": ("Материал жана жабдык", "Усталардын иш акысы", "Ташуу жана техника"),
    "ru": ("Материалы и оборудование", "Работа мастеров", "Доставка и техника"),
}
SHARES = (62, 28, 10)
"""Of the lines, in hundredths of the cost."""

GIVEN = {
    "ky": ("Айылдаштар чогулткан акча", "Цемент, тактай, унаа", "Ашар: жер казуу, ташуу, тазалоо"),
    "ru": ("Собрали жители", "Цемент, доски, машина", "Ашар: копать, носить, убирать"),
}
GAINS = {"ky": "Айылдын тургундары, баарынан мурда балдар менен карылар.",
         "ru": "Жители села, прежде всего дети и пожилые люди."}  # fmt: skip
UPKEEP = {
    "ky": "Көчө комитети айына бир карап турат, майда оңдоого ар үйдөн жылына 100 сом чогултат.",
    "ru": "Уличный комитет смотрит раз в месяц; на мелкий ремонт двор сдаёт 100 сомов в год.",
}
DAYS, DAY_RATE = 2, 80_000
"""How long people help, and what a day of one person is worth at least: 800 som in tyiyn."""

PAPERS = (FileKind.PRICES, FileKind.COMMITMENT)


@dataclass(frozen=True)
class WishFacts:
    """What somebody wishes; amounts in tyiyn, own: money, things, labour."""

    language: str
    title: str
    title_in_other: str
    problem: str
    solution: str
    cost: Tyiyn
    own: tuple[Tyiyn, Tyiyn, Tyiyn]
    settlement: str | None = None
    beneficiaries: int | None = None
    sector: Sector | None = None
    """Of those the rules of its round favour."""

    @property
    def first(self) -> Place:
        """The first step, that a draft begins with."""
        return Place(
            self.title,
            self.settlement,
            None,
            Applicant.RESIDENTS,
            InitiativeKind.CO_FINANCING,
        )

    def others(self, begins: date, ends: date, solution: str | None = None) -> Iterator[StepFacts]:
        """The other steps, with the days the work lasts."""
        sources = Sources(self.cost, self._pledges())
        total = Tyiyn(self.cost + sources.own)
        lines = zip(LINES[self.language], shared_out(total, SHARES), strict=True)
        yield Problem(self.problem, GAINS[self.language], self.beneficiaries, self.sector)
        yield Work(solution or self.solution, begins, ends)
        yield Costs(tuple(BudgetLine(title, amount) for title, amount in lines))
        yield sources
        yield Upkeep(UPKEEP[self.language])
        yield Papers(PAPERS)
        yield Translation(title=self.title_in_other)

    def _pledges(self) -> tuple[Pledge, ...]:
        cash, things, labour = self.own
        money, goods, work = GIVEN[self.language]
        pledges = []
        if cash:
            pledges.append(Pledge(Party.RESIDENTS, Kind.CASH, cash, money))
        if things:
            pledges.append(Pledge(Party.BUSINESS, Kind.KIND, things, goods))
        if labour:
            people = _people_for(labour)
            rate = Tyiyn(labour // (people * DAYS))
            value = labour_value(people, DAYS, rate)
            pledges.append(Pledge(Party.RESIDENTS, Kind.LABOUR, value, work, people, DAYS, rate))
        return tuple(pledges)


@dataclass(frozen=True)
class Wish:
    """A proposal and its fate; `liking` weighs how often it is chosen on a ballot.

    With `returned` the office gives it back with this reason first; `mended` is then the solution
    the author writes anew, and without it the proposal stays returned. With `ground` and `reason`
    it is not admitted; with `appeal` its author does not agree.
    """

    facts: WishFacts
    liking: int = 0
    returned: str | None = None
    mended: str | None = None
    ground: Ground | None = None
    reason: str | None = None
    law: str = ""
    """The act and the article, with a ground."""
    appeal: str | None = None
    dismissed: str = ""
    """What the head answers to the appeal."""
    question: str | None = None
    answer: str | None = None
    """Of the office, to the question; both in Kyrgyz."""

    @property
    def is_admitted(self) -> bool:
        """Whether it comes to stand on the ballot."""
        return self.ground is None and (self.returned is None or self.mended is not None)


def som(amount: int) -> Tyiyn:
    """So many som, in tyiyn."""
    return Tyiyn(amount * 100)


def _people_for(labour: Tyiyn) -> int:
    """How many people work so that their days are worth whole som and make up the sum."""
    most = max(1, labour // (DAYS * DAY_RATE))
    return next(n for n in range(most, 0, -1) if labour % (n * DAYS * 100) == 0)


def in_kyrgyz(
    village: str | None,
    cost: int,
    titles: tuple[str, str],
    texts: tuple[str, str],
    own: tuple[int, int, int] = (0, 0, 0),
    people: int | None = None,
) -> WishFacts:
    """A proposal written in Kyrgyz: titles (ky, ru), texts (problem, solution), amounts in som."""
    return _facts("ky", titles, village, cost, texts, own, people)


def in_russian(
    village: str | None,
    cost: int,
    titles: tuple[str, str],
    texts: tuple[str, str],
    own: tuple[int, int, int] = (0, 0, 0),
    people: int | None = None,
) -> WishFacts:
    """A proposal written in Russian; titles stand in the same order (ky, ru)."""
    return _facts("ru", (titles[1], titles[0]), village, cost, texts, own, people)


def _facts(
    language: str,
    titles: tuple[str, str],
    village: str | None,
    cost: int,
    texts: tuple[str, str],
    own: tuple[int, int, int],
    people: int | None,
) -> WishFacts:
    return WishFacts(
        language=language,
        title=titles[0],
        title_in_other=titles[1],
        problem=texts[0],
        solution=texts[1],
        cost=som(cost),
        own=(som(own[0]), som(own[1]), som(own[2])),
        settlement=village,
        beneficiaries=people,
    )
