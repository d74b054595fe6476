"""The order projects are looked at: by score, and between equal scores by the tie-breaks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from pb.rules.tally.election import Project, TieBreak

Rank = int | Fraction
"""What a criterion makes of a project: the smaller goes first."""


def total_order(ties: Iterable[TieBreak]) -> tuple[TieBreak, ...]:
    """The tie-breaks without repetition, ending where nothing can stay undecided.

    What is said after `listed-first` can never be asked, so it is dropped; where `listed-first` is
    missing it is appended.
    """
    said = list(dict.fromkeys(ties))
    if TieBreak.LISTED_FIRST in said:
        said = said[: said.index(TieBreak.LISTED_FIRST)]
    return (*said, TieBreak.LISTED_FIRST)


def _lower_cost(number: int, project: Project) -> Rank:
    return project.cost


def _own_share(number: int, project: Project) -> Rank:
    # Own/cost and own/(cost + own) put projects in the same order, so it does not matter here
    # whether the cost on the ballot already includes the contribution.
    return -Fraction(project.own_contribution, project.cost)


def _listed_first(number: int, project: Project) -> Rank:
    return number


_CRITERIA: dict[TieBreak, Callable[[int, Project], Rank]] = {
    TieBreak.LOWER_COST: _lower_cost,
    TieBreak.OWN_SHARE: _own_share,
    TieBreak.LISTED_FIRST: _listed_first,
}


def in_order(
    projects: Sequence[Project], scores: Mapping[str, int], ties: Sequence[TieBreak]
) -> list[tuple[Project, tuple[str, ...], TieBreak | None]]:
    """The projects as a count looks at them: the highest score first, equal scores by `ties`.

    `ties` must be total (`total_order`). Beside each project stand the other ids with its score,
    and the last tie-break that had to be asked to place it; no ids and None where it stands alone.
    """
    ranks = {
        project.id: tuple(_CRITERIA[tie](number, project) for tie in ties)
        for number, project in enumerate(projects)
    }
    by_score = sorted(projects, key=lambda project: (-scores[project.id], ranks[project.id]))
    ordered: list[tuple[Project, tuple[str, ...], TieBreak | None]] = []
    for _, equals in groupby(by_score, key=lambda project: scores[project.id]):
        group = list(equals)
        ids = [project.id for project in group]
        for at, project in enumerate(group):
            # The group is sorted, so whoever is hardest to tell apart stands next to it.
            nearest = [ranks[other] for other in ids[max(at - 1, 0) : at] + ids[at + 1 : at + 2]]
            asked = max((_parted_at(ranks[project.id], rank) for rank in nearest), default=None)
            others = (*ids[:at], *ids[at + 1 :])
            ordered.append((project, others, None if asked is None else ties[asked]))
    return ordered


def _parted_at(one: Sequence[Rank], other: Sequence[Rank]) -> int:
    """The place of the first criterion that tells the two apart."""
    return next(at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
