"""The Method of Equal Shares as real cities ran it: plain, with add1, compared with greedy.

equalshares              every ballot has an equal share of the budget, exact to the last part
equalshares/add1         every share is raised to the next whole unit, and by one unit more, for as
                         long as the winners still fit in the budget; the last that fits counts. It
                         does not stop when nothing more could fit: a later raise may do better.
equalshares-comparison   if more voters marked more winners of greedy than of equal shares, the
                         winners of greedy are taken; likewise equalshares/add1-comparison

A project dearer than the whole pot cannot win and takes no part. Equal effective vote counts go by
the lower cost, then by more votes, then by what the rule set declares. Money nobody can join for
is left over, unless the rule set completes: then the rest goes by the most votes, what fits.

Source: equalshares.net; the checker of pabulib.org, `equalshares/add1-comparison`; the published
results of Assen 2024 and Wieliczka 2023.
"""

from collections.abc import Sequence
from fractions import Fraction

from pb.rules.tally import greedy
from pb.rules.tally.allocation import Comparison, Shared, Shares, Stage
from pb.rules.tally.contest import Book, Contest
from pb.rules.tally.crowd import Crowd, crowd_of
from pb.rules.tally.election import Outcome, Project, TieBreak, VoteType
from pb.rules.tally.forecast import Forecast
from pb.rules.tally.runs import Run
from pb.rules.tally.scores import points_by
from pb.rules.tally.ties import in_order

TIES = (TieBreak.LOWER_COST, TieBreak.MORE_VOTES)
"""They belong to the rule and are asked before what a rule set declares."""


def share_out(book: Book, projects: Sequence[Project], *, add1: bool, compare: bool) -> None:
    """Give every project its turn, winners in the order bought, then the others by their votes."""
    contest = book.contest
    candidates = [
        project
        for project in projects
        if project.id not in contest.bars
        and not book.rival_of(project)
        and project.cost <= book.left
    ]
    crowd = _crowd(contest, candidates)
    book.shares = _shares(book, crowd, candidates, add1=add1)
    run = _run(contest, crowd, book.shares.last, candidates)
    bought = run.explained()
    contest.watch.run()
    if compare:
        book.comparison = _compared(book, projects, [purchase.project.id for purchase in bought])
        if book.comparison.greedy_wins:
            greedy.share_out(book, projects)
            return
    for purchase in bought:
        book.win(purchase.project, Stage.RULE, purchase.tied_with, purchase.asked, purchase.shared)
    rest = [project for project in projects if project.id not in book.won]
    if contest.election.options.complete:
        greedy.share_out(book, rest, stage=Stage.COMPLETION)
        return
    supported = {project.id for project in candidates}
    for project, _, _ in in_order(rest, contest.worth, contest.order):
        _lose(book, project, run if project.id in supported else None)


def _lose(book: Book, project: Project, run: Run | None) -> None:
    if project.id in book.contest.bars:
        outcome, votes = book.contest.bars[project.id]
        book.lose(project, outcome, votes=votes)
    elif rival := book.rival_of(project):
        book.lose(project, Outcome.EXCLUDED, rival=rival)
    elif run is None:
        lacked = Fraction(project.cost - book.contest.budget)
        book.lose(project, Outcome.NO_MONEY, money=lacked)
    else:
        money = run.purses.behind(project.id)
        shared = Shared(money=money)
        lacked = project.cost - money
        book.lose(project, Outcome.SUPPORTERS_SHORT, money=lacked, shared=shared)


def _crowd(contest: Contest, candidates: Sequence[Project]) -> Crowd:
    election = contest.election
    one_each = election.vote_type in (VoteType.APPROVAL, VoteType.CHOOSE_1)
    wanted = frozenset(project.id for project in candidates)
    return crowd_of(contest.ballots, None if one_each else points_by(election), wanted)


def _run(contest: Contest, crowd: Crowd, share: Fraction, candidates: Sequence[Project]) -> Run:
    return Run(crowd, share, candidates, contest.order, contest.rivals, contest.watch)


def _shares(book: Book, crowd: Crowd, candidates: Sequence[Project], *, add1: bool) -> Shares:
    """The share of one voter: the budget divided, and raised while the winners fit."""
    contest = book.contest
    if not crowd.voters:
        return Shares(0, Fraction(0), Fraction(0))
    first = last = Fraction(book.left, crowd.voters)
    raises = 0
    if add1:
        unit = contest.election.options.unit
        forecast = Forecast(crowd, candidates, contest.rivals, contest.watch)
        run = _run(contest, crowd, first, candidates)
        fits = run.cost_within(book.left)
        # Where nobody had to be given up, everything is bought, and no raise can add to it.
        goes_on = fits and run.gave_up
        while goes_on:
            contest.watch.run()
            share = Fraction((first // unit + raises + 1) * unit)
            # The raise that ends the search is always run exactly, and so is the last that fits.
            if not forecast.certainly_goes_on(share, book.left):
                run = _run(contest, crowd, share, candidates)
                fits = run.cost_within(book.left)
                goes_on = fits and run.gave_up
            if fits:
                last = share
                raises += 1
    return Shares(crowd.voters, first, last, raises)


def _compared(book: Book, projects: Sequence[Project], shares: Sequence[str]) -> Comparison:
    """How many voters marked more winners of equal shares, and how many more of greedy."""
    contest = book.contest
    other = Book(contest, book.left, won=set(book.won))
    greedy.share_out(other, projects)
    by_greedy = [step.project_id for step in other.steps if step.outcome is Outcome.WON]
    given = points_by(contest.election)
    prefer = {-1: 0, 0: 0, 1: 0}
    for ballot in contest.ballots:
        liked = {
            ref for ref, points in zip(ballot.choices, given(ballot), strict=True) if points > 0
        }
        more = len(liked.intersection(shares)) - len(liked.intersection(by_greedy))
        prefer[(more > 0) - (more < 0)] += ballot.weight
    return Comparison(prefer[1], prefer[-1], prefer[0], tuple(by_greedy))
