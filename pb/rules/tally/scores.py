"""What the marks on ballots are worth to each project, by type of vote, in whole points."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

from pb.rules.tally.election import Ballot, Channel, Election, VoteType
from pb.rules.tally.options import ALL

OUT_OF = 100
"""The most a mixed score can be."""

Points = Callable[[Ballot], Sequence[int]]
"""What each choice of a ballot gets, in the order of the choices."""

WITH_POINTS = (VoteType.CUMULATIVE, VoteType.SCORING)


@dataclass(frozen=True, slots=True)
class Scores:
    """The sums of all ballots and hands, in the order of the paper, zero where nobody marked.

    `votes` are the people who gave a project anything, `points` what they gave; by approval the
    two are equal. `ballots` has no hands in it, `people` has whoever could raise one.
    """

    ballots: int
    people: int
    votes: dict[str, int]
    points: dict[str, int]
    ballots_by_channel: dict[Channel, int]
    points_by_channel: dict[Channel, dict[str, int]]


def points_by(election: Election) -> Points:
    """What a ballot of this election gives to each of its choices.

    One point by approval; the points written down when cumulative or scoring. Ordinal ballots by
    Borda: as many points for the first place as there may be choices (or projects, where no limit
    is set), one less for each place after; or one point for each of the first `top_places`.

    Source: pabulib.org/format, `scoring_fn`; the published scores of Kraków.
    """
    if election.vote_type in WITH_POINTS:
        return lambda ballot: ballot.points
    if election.vote_type is not VoteType.ORDINAL:
        return lambda ballot: (1,) * len(ballot.choices)
    if top := election.options.top_places:
        return lambda ballot: [int(at < top) for at in range(len(ballot.choices))]
    number = len(election.projects)
    best = min(election.max_choices or number, number)
    return lambda ballot: [max(best - at, 0) for at in range(len(ballot.choices))]


def scores_of(election: Election) -> Scores:
    """The sums of every project, in one reading of the ballots."""
    ballots = dict.fromkeys(Channel, 0)
    marks = {channel: Counter[str]() for channel in Channel}
    points = {channel: Counter[str]() for channel in Channel}
    one_each = election.vote_type in (VoteType.APPROVAL, VoteType.CHOOSE_1)
    given = points_by(election)
    for channel in {ballot.channel for ballot in election.ballots}:
        own = [ballot for ballot in election.ballots if ballot.channel is channel]
        # Counter goes through single ballots far faster in one chain than mark by mark.
        single = [ballot.choices for ballot in own if ballot.weight == 1]
        ballots[channel] = len(single)
        marks[channel].update(chain.from_iterable(single))
        for ballot in own if len(single) < len(own) else ():
            if ballot.weight != 1:
                ballots[channel] += ballot.weight
                for choice in ballot.choices:
                    marks[channel][choice] += ballot.weight
        for ballot in () if one_each else own:
            for choice, value in zip(ballot.choices, given(ballot), strict=True):
                points[channel][choice] += ballot.weight * value
    # A raised hand is a mark of somebody whose ballot nobody has.
    marks[Channel.ASSEMBLY].update(dict(election.hands))
    if one_each:
        points = marks
    ids = [project.id for project in election.projects]
    return Scores(
        ballots=sum(ballots.values()),
        people=sum(ballots.values()) + election.hand_voters,
        votes={ref: sum(counted[ref] for counted in marks.values()) for ref in ids},
        points={ref: sum(summed[ref] for summed in points.values()) for ref in ids},
        ballots_by_channel=ballots,
        points_by_channel={
            channel: {ref: points[channel][ref] for ref in ids} for channel in Channel
        },
    )


def mixed(election: Election, points: dict[str, int]) -> dict[str, Fraction]:
    """The score of commission and vote together, out of 100; empty where they are not mixed.

    Each part is measured against the best of the election: who has the most points of the
    commission has all of its weight, half as many points are half of it, and likewise the votes.
    A part in which nobody has a point gives nothing to anybody. Points below zero count as zero.
    """
    weight = election.options.commission_weight
    if not weight:
        return {}
    commission = dict(election.commission)
    best_of_commission = max(commission.values(), default=0)
    best_of_vote = max(points.values(), default=0)
    return {
        ref: Fraction(OUT_OF, ALL)
        * (
            weight * _part(commission.get(ref, 0), best_of_commission)
            + (ALL - weight) * _part(value, best_of_vote)
        )
        for ref, value in points.items()
    }


def _part(value: int, best: int) -> Fraction:
    return Fraction(max(value, 0), best) if best > 0 else Fraction(0)
