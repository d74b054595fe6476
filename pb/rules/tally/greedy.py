"""The three greedy rules: the most votes first, as long as the money reaches.

greedy            a project that does not fit is passed over, and the next is tried
greedy-no-skip    the first project that does not fit ends the count
greedy-threshold  as greedy; the name only says that a threshold was set

A threshold of the election holds under all three, inclusive: who has exactly so many votes is in.
A project below it is never looked at for money, so it can never stop greedy-no-skip.

Source: pabulib.org/format, `rule`, and the `selected` columns of elections counted by these rules.
"""

from collections.abc import Iterator, Mapping, Sequence

from pb.rules.money import Tyiyn
from pb.rules.tally.election import Election, Outcome, Step, TieBreak
from pb.rules.tally.ties import in_order


def steps(
    election: Election, scores: Mapping[str, int], ties: Sequence[TieBreak], *, skip: bool
) -> Iterator[Step]:
    """Every project's turn, in the order looked at; `skip` passes over what does not fit."""
    left = election.budget
    stopped = False
    ordered = in_order(election.projects, scores, ties)
    for place, (project, tied_with, tie_broken_by) in enumerate(ordered, start=1):
        score = scores[project.id]
        before = left
        if score < election.threshold:
            outcome = Outcome.BELOW_THRESHOLD
        elif stopped:
            outcome = Outcome.AFTER_STOP
        elif project.cost > left:
            outcome = Outcome.NO_MONEY
            stopped = not skip
        else:
            outcome = Outcome.WON
            left = Tyiyn(left - project.cost)
        yield Step(
            place, project.id, score, project.cost, before, left, outcome, tied_with, tie_broken_by
        )
