"""What a count gives: an Allocation with one step for every project, frozen and hashable.

Amounts of money that is paid are whole tyiyn; what a voter pays under equal shares, and a mixed
score, are exact fractions. There is no float in any of it.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from pb.rules.money import Tyiyn
from pb.rules.tally.election import AllocationRule, Channel, Outcome, TieBreak

Score = int | Fraction
"""Votes or points; a fraction only where commission and vote are mixed."""


class Stage(StrEnum):
    """The part of the count in which a project had its turn."""

    EARLY = "early"
    """Before any vote, for its own contribution."""
    RULE = "rule"
    COMPLETION = "completion"
    """Equal shares: money nobody could join for went by the most votes."""
    PART = "part"
    """The last project, paid in part."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What equal shares say of one step.

    `effective` is the effective vote count, `payment` what a voter who pays in full gives: the
    cost is `effective` × `payment`. With points it is what one point costs. `full` voters pay it,
    and `all_in` give all they have left, which is less. Of a project that lost, `money` is what
    its supporters have left between them, and the others are None or 0. In tyiyn.
    """

    effective: Fraction | None = None
    payment: Fraction | None = None
    full: int = 0
    all_in: int = 0
    money: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One project's turn: what it had, what was left, and what became of it.

    `place` counts from 1 in the order looked at. Amounts in tyiyn; `left_after` is less than
    `left_before` only for a winner and the project paid in part. `tied_with` are the other ids
    with the same score (equal shares: effective vote count), in the order looked at;
    `tie_broken_by` is the last criterion that had to be asked to place this project among them,
    None where nobody had the same. `votes` are the people who marked it, `heading` is the heading
    whose money was looked at, "" the common pot. `missing_votes` and `missing_money` say what a
    loser lacked, where it lacked that; `excluded_by` is the winner it is incompatible with.
    """

    place: int
    project_id: str
    score: Score
    cost: Tyiyn
    left_before: Tyiyn
    left_after: Tyiyn
    outcome: Outcome
    tied_with: tuple[str, ...] = ()
    tie_broken_by: TieBreak | None = None
    votes: int = 0
    stage: Stage = Stage.RULE
    heading: str = ""
    missing_votes: int | None = None
    missing_money: Fraction | None = None
    excluded_by: str | None = None
    shared: Shared | None = None


@dataclass(frozen=True, slots=True)
class Shares:
    """How equal shares divided the money: in tyiyn, one voter's share at first and at last.

    `raises` is how many times add1 raised it; 0 without add1.
    """

    voters: int
    first: Fraction
    last: Fraction
    raises: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Equal shares against greedy: voters who marked more winners of the one, or of the other.

    `greedy` are the winners of greedy; they take the place of the others where `prefer_greedy` is
    more than `prefer_shares`.
    """

    prefer_shares: int
    prefer_greedy: int
    indifferent: int
    greedy: tuple[str, ...]

    @property
    def greedy_wins(self) -> bool:
        """Whether more voters are better off under greedy."""
        return self.prefer_greedy > self.prefer_shares


@dataclass(frozen=True, slots=True)
class Pass:
    """One turn of the rule over one pot of money; `heading` is "" for the common pot. In tyiyn."""

    heading: str
    budget: Tyiyn
    left: Tyiyn
    shares: Shares | None = None
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many people had to vote, by ballot or by hand, and how many did."""

    needed: int
    people: int

    @property
    def is_met(self) -> bool:
        """Whether enough people voted."""
        return self.people >= self.needed


@dataclass(frozen=True, slots=True)
class Allocation:
    """What came out of a count, with one step for every project.

    `ballots` counts voters, not groups of equal ballots. `scores` (points of the ballots) and
    `votes` (people who marked it) stand in the order of the projects, `selected` in the order
    chosen; those `part_funded`, one a pot, are not among the selected. Amounts in tyiyn;
    `cost` + `left` = `budget`.
    `ballots_by_channel` names every channel, also those without a ballot, and `scores_by_channel`
    has the sums of each. `ties` is the whole order asked, also what belongs to the rule; `seed` is
    "" where no lot could be asked. `mixed` are the scores with the commission's part, out of 100.
    `hands` stand among the scores, as those of the assembly, and `hand_voters` among no ballots.
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
    votes: tuple[tuple[str, int], ...] = ()
    scores_by_channel: tuple[tuple[Channel, tuple[tuple[str, int], ...]], ...] = ()
    part_funded: tuple[str, ...] = ()
    passes: tuple[Pass, ...] = ()
    quorum: Quorum | None = None
    seed: str = ""
    mixed: tuple[tuple[str, Fraction], ...] = ()
    hands: tuple[tuple[str, int], ...] = ()
    hand_voters: int = 0
