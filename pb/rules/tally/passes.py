"""From a rule set to contests: quorum, who may not win, headings apart, and the common pot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from pb.rules.money import Tyiyn
from pb.rules.tally import equal_shares, greedy
from pb.rules.tally.allocation import Pass, Quorum, Score, Stage, Step
from pb.rules.tally.contest import Bars, Book, Contest, Watch, rivals_in
from pb.rules.tally.election import AllocationRule, Ballot, Election, Outcome, Project
from pb.rules.tally.options import ALL
from pb.rules.tally.scores import Scores
from pb.rules.tally.ties import Order, in_order

Rule = partial[None]
"""Shares out the money of a book among projects."""

RULES: dict[AllocationRule, Rule] = {
    AllocationRule.GREEDY: partial(greedy.share_out),
    AllocationRule.GREEDY_NO_SKIP: partial(greedy.share_out, skip=False),
    AllocationRule.GREEDY_THRESHOLD: partial(greedy.share_out),
    AllocationRule.GREEDY_EXCLUSIVE: partial(greedy.share_out),
    AllocationRule.COST_RATIO: partial(greedy.share_out, worth=greedy.by_score_for_money),
    AllocationRule.EQUAL_SHARES: partial(equal_shares.share_out, add1=False, compare=False),
    AllocationRule.EQUAL_SHARES_COMPARED: partial(equal_shares.share_out, add1=False, compare=True),
    AllocationRule.EQUAL_SHARES_ADD1: partial(equal_shares.share_out, add1=True, compare=False),
    AllocationRule.EQUAL_SHARES_ADD1_COMPARED: partial(
        equal_shares.share_out, add1=True, compare=True
    ),
}
"""A rule is counted as soon as it stands here."""

_PAID = (Outcome.WON, Outcome.PART_FUNDED)
_MAY_TRY_AGAIN = (Outcome.NO_MONEY, Outcome.SUPPORTERS_SHORT, Outcome.AFTER_STOP)


def quorum_of(election: Election, people: int) -> Quorum | None:
    """How many voters are needed for anything to win; None where the rule set asks for none."""
    options = election.options
    needed = options.quorum
    if options.quorum_share:
        needed = max(needed, -(-options.quorum_share * (election.voters or 0) // ALL))
    return Quorum(needed, people) if options.quorum or options.quorum_share else None


def bars_of(election: Election, scores: Scores, quorum: Quorum | None) -> Bars:
    """Who cannot win whatever money there is, and how many votes that takes to mend."""
    if quorum is not None and not quorum.is_met:
        lacked = quorum.needed - quorum.people
        return dict.fromkeys(scores.votes, (Outcome.NO_QUORUM, lacked))
    # A part of a voter is a whole one: two thirds of ten are seven.
    marked = -(-election.options.threshold_share * scores.people // ALL)
    bars: dict[str, tuple[Outcome, int | None]] = {}
    for ref, votes in scores.votes.items():
        lacked = max(election.threshold - scores.points[ref], marked - votes)
        if lacked > 0:
            bars[ref] = Outcome.BELOW_THRESHOLD, lacked
    out = (*election.sits_out, *election.withdrawn)
    return bars | dict.fromkeys(out, (Outcome.SITS_OUT, None))


@dataclass(frozen=True, slots=True)
class Count:
    """A whole count: an election, a rule, and what the ballots came to."""

    election: Election
    rule: AllocationRule
    scores: Scores
    worth: Mapping[str, Score]
    order: Order
    bars: Bars
    watch: Watch

    def passes(self) -> tuple[list[Pass], list[Step]]:
        """Every heading by itself, then the common pot; steps are numbered through."""
        election, options = self.election, self.election.options
        pot = Tyiyn(election.budget - sum(heading.budget for heading in options.headings))
        to_pot = [project for project in election.projects if not project.heading]
        again: set[str] = set()
        passes: list[Pass] = []
        steps: list[Step] = []
        for heading in options.headings:
            own = [project for project in election.projects if project.heading == heading.name]
            book = self._book(own, heading.name, heading.budget, steps)
            self._share_out(book, last=not options.leftover_to_pot)
            passes.append(_pass(book))
            if not options.leftover_to_pot:
                steps += book.steps
                continue
            pot = Tyiyn(pot + book.left)
            steps += [step for step in book.steps if step.outcome not in _MAY_TRY_AGAIN]
            again |= {step.project_id for step in book.steps if step.outcome in _MAY_TRY_AGAIN}
        if to_pot or again or not passes:
            chosen = [p for p in election.projects if not p.heading or p.id in again]
            book = self._book(chosen, "", pot, steps)
            self._share_out(book, last=True)
            passes.append(_pass(book))
            steps += book.steps
        return passes, [replace(step, place=at) for at, step in enumerate(steps, start=1)]

    def _book(
        self, projects: Sequence[Project], heading: str, budget: Tyiyn, steps: Sequence[Step]
    ) -> Book:
        contest = Contest(
            election=self.election,
            projects=tuple(projects),
            ballots=self._ballots(heading, projects),
            budget=budget,
            heading=heading,
            worth=self.worth,
            points=self.scores.points,
            votes=self.scores.votes,
            order=self.order,
            bars=self.bars,
            rivals=rivals_in(self.election.exclusive),
            taken=frozenset(step.project_id for step in steps if step.outcome in _PAID),
            watch=self.watch,
        )
        return Book(contest, budget)

    def _ballots(self, heading: str, projects: Sequence[Project]) -> tuple[Ballot, ...]:
        """Who shares a pot: of a heading who marked something there, of the common one all."""
        if not heading:
            return self.election.ballots
        here = {project.id for project in projects}
        return tuple(b for b in self.election.ballots if not here.isdisjoint(b.choices))

    def _share_out(self, book: Book, *, last: bool) -> None:
        early = self.election.options.early_win_share
        projects = book.contest.projects
        if early:
            _win_early(book, early)
            projects = tuple(project for project in projects if project.id not in book.won)
        RULES[self.rule](book, projects)
        part = self.election.options.part_funding
        if part and last:
            book.pay_in_part(part)


def _win_early(book: Book, share: int) -> None:
    """Those whose own contribution is `share` of the cost (basis points) win before any vote.

    The larger share goes first. One that does not fit, or is barred, takes its turn with the rest.
    """
    able = [
        project
        for project in book.contest.projects
        if project.own_contribution * ALL >= project.cost * share
        and project.id not in book.contest.bars
    ]
    shares = {project.id: Fraction(project.own_contribution, project.cost) for project in able}
    for project, tied_with, asked in in_order(able, shares, book.contest.order):
        if project.cost <= book.left and not book.rival_of(project):
            book.win(project, Stage.EARLY, tied_with, asked)


def _pass(book: Book) -> Pass:
    contest = book.contest
    return Pass(contest.heading, contest.budget, book.left, book.shares, book.comparison)
