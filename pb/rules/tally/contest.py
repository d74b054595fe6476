"""One turn of a rule over one pot of money: who may win it, and what is written down of each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, NotValid
from pb.rules.tally.allocation import Comparison, Score, Shared, Shares, Stage, Step
from pb.rules.tally.election import Ballot, Election, Outcome, Project, TieBreak
from pb.rules.tally.options import ALL
from pb.rules.tally.ties import Order

MOST_LOOKS = 500_000_000
"""Looks at groups of equal ballots before a count is given up: a minute or two."""

Bars = Mapping[str, tuple[Outcome, int | None]]
"""Projects that cannot win whatever the votes say: why, and how many votes they lack."""


class Watch:
    """Sees that a count comes to an end, and tells how far it is."""

    def __init__(self, limit: int, tell: Callable[[int], None] | None) -> None:
        self._limit = limit
        self._left = limit
        self._runs = 0
        self._tell = tell

    def look(self, number: int) -> None:
        """So many groups of ballots are looked at.

        Raises:
            NotValid: COUNT_TOO_LONG (limit).
        """
        self._left -= number
        if self._left < 0:
            raise NotValid(Code.COUNT_TOO_LONG, limit=self._limit)

    def run(self) -> None:
        """One more run of equal shares is done."""
        self._runs += 1
        if self._tell is not None:
            self._tell(self._runs)


@dataclass(frozen=True, slots=True)
class Contest:
    """What a rule is given. `projects` are those of this pot, in the order of the ballot paper.

    `worth` is what projects are ordered by, `points` what the ballots gave, `votes` who marked
    them. `ballots` are those that share this pot. `taken` won before this contest.
    """

    election: Election
    projects: tuple[Project, ...]
    ballots: tuple[Ballot, ...]
    budget: Tyiyn
    heading: str
    worth: Mapping[str, Score]
    points: Mapping[str, int]
    votes: Mapping[str, int]
    order: Order
    bars: Bars
    rivals: Mapping[str, frozenset[str]]
    taken: frozenset[str]
    watch: Watch


@dataclass(slots=True)
class Book:
    """The steps of one contest as they are written, and the money as it goes."""

    contest: Contest
    left: Tyiyn
    steps: list[Step] = field(default_factory=list)
    won: set[str] = field(default_factory=set)
    shares: Shares | None = None
    comparison: Comparison | None = None

    def rival_of(self, project: Project) -> str | None:
        """The winner a project is incompatible with, the first by its id; None where none is."""
        found = self.contest.rivals.get(project.id, frozenset()) & (self.won | self.contest.taken)
        return min(found, default=None)

    def win(
        self,
        project: Project,
        stage: Stage,
        tied_with: tuple[str, ...] = (),
        asked: TieBreak | None = None,
        shared: Shared | None = None,
    ) -> None:
        """Write down a winner, who is paid at once."""
        left = Tyiyn(self.left - project.cost)
        self._write(project, Outcome.WON, left, stage, tied_with, asked, shared=shared)
        self.won.add(project.id)

    def lose(
        self,
        project: Project,
        outcome: Outcome,
        stage: Stage = Stage.RULE,
        tied_with: tuple[str, ...] = (),
        asked: TieBreak | None = None,
        *,
        votes: int | None = None,
        money: Fraction | None = None,
        rival: str | None = None,
        shared: Shared | None = None,
    ) -> None:
        """Write down a loser and what it lacked: votes, money, or that a rival had won."""
        self._write(
            project, outcome, self.left, stage, tied_with, asked, votes, money, rival, shared
        )

    def pay_in_part(self, share: int) -> None:
        """Give what is left to the first project that did not fit, if it is `share` of its cost.

        The share is in basis points.

        Its step moves to the end, where it had one more turn.
        """
        short = (Outcome.NO_MONEY, Outcome.SUPPORTERS_SHORT)
        projects = {project.id: project for project in self.contest.projects}
        # A rival may have won after it had its turn.
        able = (
            step
            for step in self.steps
            if step.outcome in short and not self.rival_of(projects[step.project_id])
        )
        step = next(able, None)
        if step is None or not self.left or self.left * ALL < step.cost * share:
            return
        self.steps.remove(step)
        project = projects[step.project_id]
        lacked = Fraction(project.cost - self.left)
        self._write(
            project,
            Outcome.PART_FUNDED,
            Tyiyn(0),
            Stage.PART,
            step.tied_with,
            step.tie_broken_by,
            money=lacked,
            shared=step.shared,
        )

    def _write(
        self,
        project: Project,
        outcome: Outcome,
        left: Tyiyn,
        stage: Stage,
        tied_with: tuple[str, ...],
        asked: TieBreak | None,
        votes: int | None = None,
        money: Fraction | None = None,
        rival: str | None = None,
        shared: Shared | None = None,
    ) -> None:
        self.steps.append(
            Step(
                place=len(self.steps) + 1,
                project_id=project.id,
                score=self.contest.worth[project.id],
                cost=project.cost,
                left_before=self.left,
                left_after=left,
                outcome=outcome,
                tied_with=tied_with,
                tie_broken_by=asked,
                votes=self.contest.votes[project.id],
                stage=stage,
                heading=self.contest.heading,
                missing_votes=votes,
                missing_money=money,
                excluded_by=rival,
                shared=shared,
            )
        )
        self.left = left


def rivals_in(groups: Iterable[tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """For each project of a group of incompatible ones, those it cannot win beside."""
    rivals: dict[str, frozenset[str]] = {}
    for group in groups:
        for ref in group:
            rivals[ref] = rivals.get(ref, frozenset()) | (frozenset(group) - {ref})
    return rivals
