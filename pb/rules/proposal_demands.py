"""What a round demands of a proposal, and what one still lacks of it."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from pb.rules.contributions import (
    Kind,
    check_own_share,
    check_sources,
    is_confirmed_by_letter,
)
from pb.rules.money import Tyiyn
from pb.rules.proposal_files import FileKind
from pb.rules.proposal_steps import (
    Costs,
    Papers,
    Place,
    Problem,
    Sources,
    Step,
    StepFacts,
    Translation,
    Upkeep,
    Work,
)
from pb.rules.proposals import check_cost
from pb.rules.refusals import Code, NotValid
from pb.rules.rule_sets import Parameter, RuleSet
from pb.rules.rule_sets import choices as offers
from pb.rules.texts import Bilingual

_KINDS = {
    offers.Contribution.CASH: Kind.CASH,
    offers.Contribution.KIND: Kind.KIND,
    offers.Contribution.LABOUR: Kind.LABOUR,
}
_PAPERS = (FileKind.PRICES, FileKind.COMMITMENT, FileKind.PROTOCOL)
"""Papers that no page of the form stands for; the passport is shown when somebody enrols."""

_TOGETHER = (offers.Applicant.GROUPS, offers.Applicant.ASSOCIATIONS)
"""Applicants whose meeting has a protocol."""


@dataclass(frozen=True)
class Demands:
    """What the rules of a round offer and ask; amounts in tyiyn, shares in basis points."""

    applicants: tuple[offers.Applicant, ...]
    initiatives: tuple[offers.InitiativeKind, ...]
    sectors: tuple[offers.Sector, ...]
    """Those with extra points; none where the rules know none."""
    kinds: tuple[Kind, ...]
    """What may be contributed."""
    papers: tuple[FileKind, ...]
    own_minimum: int
    ceiling: Tyiyn | None
    budget: Tyiyn
    categories: tuple[tuple[int, Bilingual], ...] = ()
    """Headings an author chooses among, by number; none where the money is one or the villages'."""
    groups: tuple[tuple[str, Bilingual], ...] = ()
    """The registered initiative groups the author leads, by public id."""

    @classmethod
    def of(
        cls,
        rules: RuleSet,
        ceiling: Tyiyn | None,
        budget: Tyiyn,
        groups: tuple[tuple[str, Bilingual], ...] = (),
    ) -> "Demands":
        """Those of a round with this money; only who leads a group may apply for one."""
        return cls(
            tuple(
                offers.Applicant(one)
                for one in rules.several(Parameter.APPLICANT_TYPES)
                if groups or one != offers.Applicant.GROUPS
            ),
            tuple(map(offers.InitiativeKind, rules.several(Parameter.INITIATIVE_KINDS))),
            tuple(map(offers.Sector, rules.several(Parameter.PRIORITY_SECTORS))),
            tuple(
                _KINDS[offers.Contribution(one)]
                for one in rules.several(Parameter.CONTRIBUTION_KINDS)
            ),
            tuple(
                paper
                for paper in _PAPERS
                if paper.value in rules.several(Parameter.REQUIRED_DOCUMENTS)
            ),
            rules.number(Parameter.OWN_CONTRIBUTION_MIN),
            ceiling,
            budget,
            groups=groups,
        )


@dataclass(frozen=True)
class Writing:
    """A proposal as far as it is written; a step that was not begun is None."""

    place: Place | None = None
    problem: Problem | None = None
    work: Work | None = None
    costs: Costs | None = None
    sources: Sources | None = None
    upkeep: Upkeep | None = None
    papers: Papers = field(default_factory=Papers)
    translation: Translation = field(default_factory=Translation)
    attached: frozenset[FileKind] = frozenset()
    letters: frozenset[int] = frozenset()
    """The contributions, by number, that have a letter of their own."""

    def of(self, step: Step) -> StepFacts | None:
        """What is written in a step."""
        found: StepFacts | None = self.papers
        return found if step is Step.FILES else getattr(self, step.value)


def papers_asked(writing: Writing, demands: Demands) -> tuple[FileKind, ...]:
    """The papers this very proposal needs: letters where somebody promises, protocols of groups."""
    promises = bool(writing.sources and writing.sources.pledges)
    together = bool(writing.place and writing.place.applicant in _TOGETHER)
    needless = {FileKind.COMMITMENT: not promises, FileKind.PROTOCOL: not together}
    return tuple(paper for paper in demands.papers if not needless.get(paper))


def letters_lacking(writing: Writing, demands: Demands) -> tuple[int, ...]:
    """The contributions of third parties, by number, whose own letter the rules ask for in vain.

    None where the author brings the letters to the office.
    """
    if FileKind.COMMITMENT not in demands.papers or writing.sources is None:
        return ()
    if FileKind.COMMITMENT in writing.papers.to_bring:
        return ()
    return tuple(
        number
        for number, pledge in enumerate(writing.sources.pledges, 1)
        if is_confirmed_by_letter(pledge.party, pledge.kind) and number not in writing.letters
    )


def lacking(writing: Writing, demands: Demands) -> dict[Step, tuple[NotValid, ...]]:
    """What each step still lacks before the proposal can be sent; a complete one has no entry."""
    found: dict[Step, tuple[NotValid, ...]] = {}
    for step, lacks in (
        (Step.PLACE, _of_place(writing.place, demands)),
        (Step.PROBLEM, _unless(writing.problem and writing.problem.gains)),
        (Step.WORK, _unless(writing.work and writing.work.works_from and writing.work.works_to)),
        (Step.COSTS, _unless(writing.costs)),
        (Step.SOURCES, _of_sources(writing, demands)),
        (Step.UPKEEP, _unless(writing.upkeep)),
        (Step.FILES, _of_papers(writing, demands)),
    ):
        if lacks:
            found[step] = tuple(lacks)
    return found


def check_offered(place: Place, demands: Demands) -> None:
    """Refuse an applicant or an initiative of a kind that the rules of the round do not let in.

    Raises:
        NotValid: RULE_NOT_OFFERED at `applicant` or `initiative`, also for a group the author
            does not lead, or a group with another applicant; HEADING_UNKNOWN.
    """
    if place.heading is not None and place.heading not in dict(demands.categories):
        raise NotValid(Code.HEADING_UNKNOWN, "heading")
    for asked, given, offered in (
        ("applicant", place.applicant, demands.applicants),
        ("initiative", place.initiative, demands.initiatives),
    ):
        if given is not None and given not in offered:
            raise NotValid(Code.RULE_NOT_OFFERED, asked)
    for_group = place.applicant is offers.Applicant.GROUPS
    if for_group is not (place.group is not None) or (
        for_group and place.group not in dict(demands.groups)
    ):
        raise NotValid(Code.RULE_NOT_OFFERED, "applicant")


def check_sources_of(sources: Sources, costs: Costs | None, demands: Demands) -> None:
    """Refuse money that cannot be: too much asked, a kind not let in, sums that do not meet.

    The sums are compared as soon as there are lines to compare them with.

    Raises:
        NotValid: what `check_cost`, `check_sources` and `check_own_share` find; RULE_NOT_OFFERED.
    """
    check_cost(sources.cost, demands.ceiling, demands.budget)
    for number, pledge in enumerate(sources.pledges, 1):
        if pledge.kind not in demands.kinds:
            raise NotValid(Code.RULE_NOT_OFFERED, f"pledge_{number}_kind")
    if costs is not None:
        check_sources(costs.total, sources.cost, sources.contributions)
        check_own_share(sources.own, costs.total, demands.own_minimum)


def _unless(done: object) -> list[NotValid]:
    return [] if done else [NotValid(Code.STEP_UNFINISHED)]


def _of_place(place: Place | None, demands: Demands) -> list[NotValid]:
    if place is None or place.applicant is None or place.initiative is None:
        return [NotValid(Code.STEP_UNFINISHED)]
    with _caught() as found:
        check_offered(place, demands)
    return found


def _of_sources(writing: Writing, demands: Demands) -> list[NotValid]:
    if writing.sources is None:
        return [NotValid(Code.STEP_UNFINISHED)]
    with _caught() as found:
        check_sources_of(writing.sources, writing.costs, demands)
    return found


def _of_papers(writing: Writing, demands: Demands) -> list[NotValid]:
    there: Collection[FileKind] = writing.attached | set(writing.papers.to_bring)
    papers = tuple(paper for paper in papers_asked(writing, demands) if paper not in there)
    if papers:
        return [NotValid(Code.PAPERS_LACKING, papers=papers)]
    lacks = letters_lacking(writing, demands)
    return [NotValid(Code.LETTERS_LACKING, numbers=", ".join(map(str, lacks)))] if lacks else []


@contextmanager
def _caught() -> Iterator[list[NotValid]]:
    found: list[NotValid] = []
    try:
        yield found
    except NotValid as refusal:
        found.append(refusal)
