"""Writing a proposal step by step: what each step asks, and what is still lacking to send it."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar

from pb.rules.contributions import BudgetLine, Contribution, Kind, Party
from pb.rules.money import LARGEST, Tyiyn, total
from pb.rules.proposal_files import FileKind
from pb.rules.refusals import Code, NotValid
from pb.rules.rule_sets import choices as offers
from pb.rules.texts import TEXT_LENGTH, TITLE_LENGTH, clean, clean_optional

MOST_BENEFICIARIES = 1_000_000
MOST_LINES = 20
MOST_PLEDGES = 10
LINE_LENGTH = (2, 120)
ADDRESS_LENGTH = (2, 200)
GAINS_LENGTH = (3, 500)
UPKEEP_LENGTH = (10, 2_000)
MORE_LENGTH = (3, 2_000)
"""Of the timetable in words and of the risks."""


class Step(StrEnum):
    """A page of the form; each is kept alone."""

    PLACE = "place"
    PROBLEM = "problem"
    WORK = "work"
    COSTS = "costs"
    SOURCES = "sources"
    UPKEEP = "upkeep"
    FILES = "files"
    TRANSLATION = "translation"


@dataclass(frozen=True)
class Place:
    """What is proposed, and where; `settlement` is the slug of a village, None means all.

    `heading` is the number of a category, where the round has money for categories; `group` the
    public id of the initiative group it is sent in the name of.
    """

    step: ClassVar = Step.PLACE
    title: str
    settlement: str | None = None
    address: str | None = None
    applicant: offers.Applicant | None = None
    initiative: offers.InitiativeKind | None = None
    heading: int | None = None
    group: str | None = None

    def cleaned(self) -> "Place":
        """As it is kept.

        Raises:
            NotValid: whatever `clean` finds in a text.
        """
        return replace(
            self,
            title=clean(self.title, "title", TITLE_LENGTH),
            settlement=self.settlement or None,
            address=clean_optional(self.address, "address", ADDRESS_LENGTH),
        )


@dataclass(frozen=True)
class Problem:
    """What is wrong now, and who gains when it is mended."""

    step: ClassVar = Step.PROBLEM
    problem: str
    gains: str | None = None
    beneficiaries: int | None = None
    sector: offers.Sector | None = None

    def cleaned(self) -> "Problem":
        """As it is kept.

        Raises:
            NotValid: NUMBER_OUT_OF_RANGE, or whatever `clean` finds in a text.
        """
        if self.beneficiaries is not None and not 1 <= self.beneficiaries <= MOST_BENEFICIARIES:
            raise NotValid(
                Code.NUMBER_OUT_OF_RANGE, "beneficiaries", smallest=1, largest=MOST_BENEFICIARIES
            )
        return replace(
            self,
            problem=clean(self.problem, "problem", TEXT_LENGTH, lines=True),
            gains=clean_optional(self.gains, "gains", GAINS_LENGTH, lines=True),
        )


@dataclass(frozen=True)
class Work:
    """What will be done, and when; both days inclusive."""

    step: ClassVar = Step.WORK
    solution: str
    works_from: date | None = None
    works_to: date | None = None
    timetable: str | None = None

    def cleaned(self) -> "Work":
        """As it is kept.

        Raises:
            NotValid: DATES_OUT_OF_ORDER, or whatever `clean` finds in a text.
        """
        if self.works_from and self.works_to and self.works_to < self.works_from:
            raise NotValid(
                Code.DATES_OUT_OF_ORDER,
                "works_to",
                earlier="works_from",
                earlier_day=self.works_from,
                later_day=self.works_to,
            )
        return replace(
            self,
            solution=clean(self.solution, "solution", TEXT_LENGTH, lines=True),
            timetable=clean_optional(self.timetable, "timetable", MORE_LENGTH, lines=True),
        )


@dataclass(frozen=True)
class Costs:
    """What the money is for, line by line."""

    step: ClassVar = Step.COSTS
    lines: tuple[BudgetLine, ...]

    @property
    def total(self) -> Tyiyn:
        """All the lines together."""
        return total([line.amount for line in self.lines])

    def cleaned(self) -> "Costs":
        """As it is kept.

        Raises:
            NotValid: BUDGET_LINES_MISSING, NUMBER_OUT_OF_RANGE, MONEY_ZERO or MONEY_TOO_LARGE, or
                whatever `clean` finds in a title; a field is `line_1_title`, `line_1_amount` …
        """
        if not self.lines:
            raise NotValid(Code.BUDGET_LINES_MISSING, "line_1_title")
        if len(self.lines) > MOST_LINES:
            raise NotValid(Code.NUMBER_OUT_OF_RANGE, "lines", smallest=1, largest=MOST_LINES)
        kept = []
        for number, line in enumerate(self.lines, 1):
            if line.amount <= 0:
                raise NotValid(Code.MONEY_ZERO, f"line_{number}_amount")
            kept.append(replace(line, title=clean(line.title, f"line_{number}_title", LINE_LENGTH)))
        if self.total > LARGEST:
            raise NotValid(Code.MONEY_TOO_LARGE, "line_1_amount", largest=LARGEST)
        return Costs(tuple(kept))


@dataclass(frozen=True)
class Pledge:
    """What one party promises, in tyiyn; labour says of how many people, for how many days."""

    party: Party
    kind: Kind
    pledged: Tyiyn
    what: str | None = None
    people: int | None = None
    days: int | None = None
    rate: Tyiyn | None = None


@dataclass(frozen=True)
class Sources:
    """Who pays: what is asked of the budget, and what others promise."""

    step: ClassVar = Step.SOURCES
    cost: Tyiyn
    pledges: tuple[Pledge, ...] = ()

    @property
    def contributions(self) -> list[Contribution]:
        """What is promised, as the rules of money reckon with it."""
        return [Contribution(one.party, one.kind, one.pledged) for one in self.pledges]

    @property
    def own(self) -> Tyiyn:
        """What others than the municipality promise."""
        return total([one.pledged for one in self.pledges if one.party is not Party.MUNICIPALITY])

    def cleaned(self) -> "Sources":
        """As it is kept.

        Raises:
            NotValid: MONEY_ZERO, MONEY_NEGATIVE, NUMBER_OUT_OF_RANGE, or whatever `clean` finds; a
                field is `cost`, `pledge_1_amount`, `pledge_1_what` …
        """
        if len(self.pledges) > MOST_PLEDGES:
            raise NotValid(Code.NUMBER_OUT_OF_RANGE, "pledges", smallest=0, largest=MOST_PLEDGES)
        kept = []
        for number, pledge in enumerate(self.pledges, 1):
            if pledge.pledged <= 0:
                raise NotValid(Code.MONEY_ZERO, f"pledge_{number}_amount")
            what = clean_optional(pledge.what, f"pledge_{number}_what", LINE_LENGTH)
            kept.append(replace(pledge, what=what))
        return replace(self, pledges=tuple(kept))


@dataclass(frozen=True)
class Upkeep:
    """Who looks after it when it is done, and what may go wrong."""

    step: ClassVar = Step.UPKEEP
    upkeep: str
    risks: str | None = None

    def cleaned(self) -> "Upkeep":
        """As it is kept.

        Raises:
            NotValid: whatever `clean` finds in a text.
        """
        return Upkeep(
            clean(self.upkeep, "upkeep", UPKEEP_LENGTH, lines=True),
            clean_optional(self.risks, "risks", MORE_LENGTH, lines=True),
        )


@dataclass(frozen=True)
class Papers:
    """Which of the papers that are asked for the author brings to the office."""

    step: ClassVar = Step.FILES
    to_bring: tuple[FileKind, ...] = ()

    def cleaned(self) -> "Papers":
        """As it is kept: each once, in the order of the list."""
        return Papers(tuple(kind for kind in FileKind if kind in self.to_bring))


@dataclass(frozen=True)
class Translation:
    """The texts in the other language, as many as somebody has written."""

    step: ClassVar = Step.TRANSLATION
    title: str | None = None
    problem: str | None = None
    gains: str | None = None
    solution: str | None = None
    timetable: str | None = None
    upkeep: str | None = None
    risks: str | None = None

    def cleaned(self) -> "Translation":
        """As it is kept.

        Raises:
            NotValid: whatever `clean` finds in a text.
        """
        return Translation(
            **{
                name: clean_optional(getattr(self, name), name, length, lines=name != "title")
                for name, length in LENGTHS.items()
            }
        )


LENGTHS = {
    "title": TITLE_LENGTH,
    "problem": TEXT_LENGTH,
    "gains": GAINS_LENGTH,
    "solution": TEXT_LENGTH,
    "timetable": MORE_LENGTH,
    "upkeep": UPKEEP_LENGTH,
    "risks": MORE_LENGTH,
}
"""The texts that stand in two languages, in the order they are read, and how long they may be."""

StepFacts = Place | Problem | Work | Costs | Sources | Upkeep | Papers | Translation


def fingerprint(facts: StepFacts | None) -> str:
    """What a form carries of the step it was opened on, to find out that somebody changed it."""
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:20]
