"""What a count takes: an Election, frozen and hashable; `allocation` is what it gives.

Amounts are whole tyiyn (a hundredth of the currency), points are whole numbers, and nothing here
knows where an election came from: a .pb file, our own ledger and a test are the same to the count.
"""

from dataclasses import dataclass
from enum import StrEnum

from pb.rules.money import Tyiyn
from pb.rules.tally.options import CountRules

_NOTHING = Tyiyn(0)
_AS_IT_IS = CountRules()


class VoteType(StrEnum):
    """How people marked their ballots; Pabulib's values."""

    APPROVAL = "approval"
    CHOOSE_1 = "choose-1"
    CUMULATIVE = "cumulative"
    SCORING = "scoring"
    ORDINAL = "ordinal"

    @property
    def is_marked(self) -> bool:
        """Whether a ballot only marks projects: their scores are votes then, and else points."""
        return self in (VoteType.APPROVAL, VoteType.CHOOSE_1)


class AllocationRule(StrEnum):
    """The rules we can count, under Pabulib's names; `greedy-cost-ratio` is ours, it has none."""

    GREEDY = "greedy"
    GREEDY_NO_SKIP = "greedy-no-skip"
    GREEDY_THRESHOLD = "greedy-threshold"
    GREEDY_EXCLUSIVE = "greedy-exclusive"
    COST_RATIO = "greedy-cost-ratio"
    EQUAL_SHARES = "equalshares"
    EQUAL_SHARES_COMPARED = "equalshares-comparison"
    EQUAL_SHARES_ADD1 = "equalshares/add1"
    EQUAL_SHARES_ADD1_COMPARED = "equalshares/add1-comparison"


class TieBreak(StrEnum):
    """What decides between projects with the same score."""

    LOWER_COST = "lower-cost"
    OWN_SHARE = "own-share"
    """The larger own contribution against the cost goes first."""
    MORE_VOTES = "more-votes"
    """The higher score goes first, where something else than the score set the order."""
    LISTED_FIRST = "listed-first"
    """The order of the file, or the number on the ballot: never undecided."""
    LOT = "lot"
    """A public lot, drawn from the seed of the election: never undecided."""


class Channel(StrEnum):
    """How a ballot reached the box."""

    INTERNET = "internet"
    PAPER = "paper"
    ASSEMBLY = "assembly"


class Outcome(StrEnum):
    """What became of a project when its turn came."""

    WON = "won"
    NO_MONEY = "no_money"
    """It does not fit in what is left."""
    BELOW_THRESHOLD = "below_threshold"
    AFTER_STOP = "after_stop"
    """greedy-no-skip had stopped at a project above it."""
    EXCLUDED = "excluded"
    """A project it is incompatible with had won."""
    SITS_OUT = "sits_out"
    """It may not win this time: its place won in a round before, or it was withdrawn."""
    NO_QUORUM = "no_quorum"
    """Too few people voted, so nothing wins."""
    SUPPORTERS_SHORT = "supporters_short"
    """Equal shares: those who marked it have less money left than it costs."""
    PART_FUNDED = "part_funded"
    """It gets what is left, which is less than it costs."""


@dataclass(frozen=True, slots=True)
class Project:
    """What stands on the ballot. Costs in tyiyn, above zero; own contribution in tyiyn.

    Raises:
        ValueError: a cost or a contribution no door lets through.
    """

    id: str
    cost: Tyiyn
    name: str = ""
    own_contribution: Tyiyn = _NOTHING
    heading: str = ""
    """The heading whose money it is paid from; "" is the common pot."""

    def __post_init__(self) -> None:
        if self.cost <= 0 or self.own_contribution < 0:
            raise ValueError(f"project {self.id}: {self.cost}, {self.own_contribution}")


@dataclass(frozen=True, slots=True)
class Ballot:
    """The marks of one voter, or of `weight` voters who marked the same in the same channel.

    `choices` are project ids: best first for ordinal, in any order otherwise; empty for an empty
    ballot. `points` stand beside the choices for cumulative and scoring, and are empty otherwise.

    Raises:
        ValueError: a choice twice, points that do not pair with choices, no voter.
    """

    choices: tuple[str, ...]
    points: tuple[int, ...] = ()
    channel: Channel = Channel.INTERNET
    weight: int = 1

    def __post_init__(self) -> None:
        choices = self.choices
        if len(choices) > 1 and len(set(choices)) != len(choices):
            raise ValueError(f"a choice twice: {self.choices}")
        if self.points and len(self.points) != len(self.choices):
            raise ValueError(f"points {self.points} for {self.choices}")
        if self.weight < 1:
            raise ValueError(f"weight {self.weight}")


@dataclass(frozen=True, slots=True)
class Election:
    """All a count needs, and no more.

    `projects` in the order of the ballot paper: it breaks the last ties. `budget` in tyiyn. `rule`
    as declared, which may be one we cannot count. `min_choices` and `max_choices` are inclusive;
    None is no limit. `threshold` is the fewest votes a project may win with, inclusive.

    Raises:
        ValueError: a project twice, a choice that is not a project, a budget below zero.
    """

    projects: tuple[Project, ...]
    ballots: tuple[Ballot, ...]
    budget: Tyiyn
    vote_type: VoteType
    rule: str
    min_choices: int = 0
    max_choices: int | None = None
    threshold: int = 0
    ties: tuple[TieBreak, ...] = (TieBreak.LISTED_FIRST,)
    title: str = ""
    currency: str = "KGS"
    options: CountRules = _AS_IT_IS
    seed: str = ""
    """What the public lot is drawn from, published before anybody could know the votes."""
    voters: int | None = None
    """People with the right to vote; None where nobody said, as in a .pb file."""
    exclusive: tuple[tuple[str, ...], ...] = ()
    """Groups of incompatible projects: of each group at most one wins."""
    sits_out: tuple[str, ...] = ()
    """Projects that may not win this time: the pause of those who won before."""
    withdrawn: tuple[str, ...] = ()
    """Projects taken back after the ballots were printed: only a file from elsewhere says so."""
    commission: tuple[tuple[str, int], ...] = ()
    """Points of the commission by project; a project that is missing has none."""
    hands: tuple[tuple[str, int], ...] = ()
    """Hands raised for a project at assemblies; they count as marks of no ballot."""
    hand_voters: int = 0
    """People who could raise them: they took part without a ballot."""

    def __post_init__(self) -> None:
        known = {project.id for project in self.projects}
        if len(known) != len(self.projects):
            raise ValueError("a project twice")
        if self.budget < 0:
            raise ValueError(f"budget {self.budget}")
        for ballot in self.ballots:
            if not known.issuperset(ballot.choices):
                raise ValueError(f"not projects: {set(ballot.choices) - known}")
        self._check_facts(known)

    def _check_facts(self, known: set[str]) -> None:
        named = [ref for group in self.exclusive for ref in group]
        named += [*self.sits_out, *self.withdrawn]
        named += [ref for ref, _ in (*self.commission, *self.hands)]
        if not known.issuperset(named):
            raise ValueError(f"not projects: {set(named) - known}")
        if any(points < 0 for _, points in self.commission):
            raise ValueError(f"points of the commission: {self.commission}")
        if self.hands and not self.vote_type.is_marked:
            raise ValueError(f"hands give no points: {self.vote_type}")
        if len({ref for ref, _ in self.hands}) != len(self.hands) or not all(
            0 <= number <= self.hand_voters for _, number in self.hands
        ):
            raise ValueError(f"hands of {self.hand_voters} people: {self.hands}")
        headings = {heading.name: heading.budget for heading in self.options.headings}
        if len(headings) != len(self.options.headings) or "" in headings:
            raise ValueError("a heading twice, or without a name")
        if not {"", *headings}.issuperset(project.heading for project in self.projects):
            raise ValueError("a project under an unknown heading")
        if sum(headings.values()) > self.budget:
            raise ValueError("the headings have more than the budget")
