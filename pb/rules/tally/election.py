"""What a count takes and what it gives: an Election in, an Allocation with every step out.

All of it is frozen and hashable. Amounts are whole tyiyn (a hundredth of the currency), scores are
whole numbers, and nothing here knows where an election came from: a .pb file, our own ledger and a
test are the same to the count.
"""

from dataclasses import dataclass
from enum import StrEnum

from pb.rules.money import Tyiyn

_NOTHING = Tyiyn(0)


class VoteType(StrEnum):
    """How people marked their ballots; Pabulib's values."""

    APPROVAL = "approval"
    CHOOSE_1 = "choose-1"
    CUMULATIVE = "cumulative"
    SCORING = "scoring"
    ORDINAL = "ordinal"


class AllocationRule(StrEnum):
    """The rules we can count, under Pabulib's names."""

    GREEDY = "greedy"
    GREEDY_NO_SKIP = "greedy-no-skip"
    GREEDY_THRESHOLD = "greedy-threshold"


class TieBreak(StrEnum):
    """What decides between projects with the same score."""

    LOWER_COST = "lower-cost"
    OWN_SHARE = "own-share"
    """The larger own contribution against the cost goes first."""
    LISTED_FIRST = "listed-first"
    """The order of the file, or the number on the ballot: never undecided."""


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
        if len(set(self.choices)) != len(self.choices):
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

    def __post_init__(self) -> None:
        known = {project.id for project in self.projects}
        if len(known) != len(self.projects):
            raise ValueError("a project twice")
        if self.budget < 0:
            raise ValueError(f"budget {self.budget}")
        for ballot in self.ballots:
            if not known.issuperset(ballot.choices):
                raise ValueError(f"not projects: {set(ballot.choices) - known}")


@dataclass(frozen=True, slots=True)
class Step:
    """One project's turn: what it had, what was left, and what became of it.

    `place` counts from 1 in the order looked at. Amounts in tyiyn; `left_after` is less than
    `left_before` only for a winner. `tied_with` are the other ids with the same score, in the order
    looked at; `tie_broken_by` is the last criterion that had to be asked to place this project
    among them, None where nobody had the same score.
    """

    place: int
    project_id: str
    score: int
    cost: Tyiyn
    left_before: Tyiyn
    left_after: Tyiyn
    outcome: Outcome
    tied_with: tuple[str, ...] = ()
    tie_broken_by: TieBreak | None = None


@dataclass(frozen=True, slots=True)
class Allocation:
    """What came out of a count, with one step for every project.

    `ballots` counts voters, not groups of equal ballots. `scores` stand in the order of the
    projects, `selected` in the order chosen. Amounts in tyiyn; `cost` + `left` = `budget`.
    `ballots_by_channel` names every channel, also those without a ballot.
    """

    rule: AllocationRule
    ties: tuple[TieBreak, ...]
    ballots: int
    budget: Tyiyn
    scores: tuple[tuple[str, int], ...]
    selected: tuple[str, ...]
    cost: Tyiyn
    left: Tyiyn
    steps: tuple[Step, ...]
    ballots_by_channel: tuple[tuple[Channel, int], ...]
