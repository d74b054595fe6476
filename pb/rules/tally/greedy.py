"""The greedy rules: the most votes first, as long as the money reaches.

greedy             a project that does not fit is passed over, and the next is tried
greedy-no-skip     the first project that does not fit ends the count
greedy-threshold   as greedy; the name only says that a threshold was set
greedy-exclusive   as greedy; the name only says that some projects cannot win beside each other
greedy-cost-ratio  as greedy, but in the order of votes per som

A threshold and incompatible projects hold under all of them. Who has exactly as many votes as the
threshold says is in. A project that is barred, or incompatible with a winner, is never looked at
for money, so it can never stop greedy-no-skip.

Source: pabulib.org/format, `rule`, and the `selected` columns of elections counted by these rules.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction

from pb.rules.tally.allocation import Score, Stage
from pb.rules.tally.contest import Book, Contest
from pb.rules.tally.election import Outcome, Project
from pb.rules.tally.ties import in_order

Worth = Callable[[Contest, Project], Score]


def by_score(contest: Contest, project: Project) -> Score:
    """The score itself."""
    return contest.worth[project.id]


def by_score_for_money(contest: Contest, project: Project) -> Score:
    """Votes per tyiyn, exact."""
    return Fraction(contest.worth[project.id]) / project.cost


def share_out(
    book: Book,
    projects: Iterable[Project],
    *,
    skip: bool = True,
    worth: Worth = by_score,
    stage: Stage = Stage.RULE,
) -> None:
    """Give every project its turn, in order; `skip` passes over what does not fit."""
    contest = book.contest
    listed = list(projects)
    values = {project.id: worth(contest, project) for project in listed}
    stopped = False
    for project, tied_with, asked in in_order(listed, values, contest.order):
        if project.id in contest.bars:
            outcome, votes = contest.bars[project.id]
            book.lose(project, outcome, stage, tied_with, asked, votes=votes)
        elif rival := book.rival_of(project):
            book.lose(project, Outcome.EXCLUDED, stage, tied_with, asked, rival=rival)
        elif stopped:
            book.lose(project, Outcome.AFTER_STOP, stage, tied_with, asked)
        elif project.cost > book.left:
            lacked = Fraction(project.cost - book.left)
            book.lose(project, Outcome.NO_MONEY, stage, tied_with, asked, money=lacked)
            stopped = not skip
        else:
            book.win(project, stage, tied_with, asked)
