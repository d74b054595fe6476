"""The order projects are looked at: by score, and between equal scores by the tie-breaks.

The public lot: each project is given SHA-256 of the seed, a colon and its id, and the smaller
number goes first. Anybody can repeat it: printf '%s' 'SEED:ID' | sha256sum
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from pb.rules.lots import ticket
from pb.rules.tally.allocation import Score
from pb.rules.tally.election import Project, TieBreak

Rank = int | Fraction
"""What a criterion makes of a project: the smaller goes first."""

_FINAL = (TieBreak.LISTED_FIRST, TieBreak.LOT)


def total_order(ties: Iterable[TieBreak]) -> tuple[TieBreak, ...]:
    """The tie-breaks without repetition, ending where nothing can stay undecided.

    What is said after `listed-first` or `lot` can never be asked, so it is dropped; where neither
    is said, `listed-first` is appended.
    """
    said: list[TieBreak] = []
    for tie in dict.fromkeys(ties):
        said.append(tie)
        if tie in _FINAL:
            return tuple(said)
    return (*said, TieBreak.LISTED_FIRST)


@dataclass(frozen=True, slots=True)
class Order:
    """The tie-breaks, and what each of them makes of each project by its id."""

    ties: tuple[TieBreak, ...]
    ranks: Mapping[str, tuple[Rank, ...]]

    def before(self, tied: Sequence[Project]) -> list[tuple[Project, TieBreak | None]]:
        """Projects with the same score in their order, each with the last tie-break asked for it.

        None where a project stands alone.
        """
        ordered = sorted(tied, key=lambda project: self.ranks[project.id])
        placed: list[tuple[Project, TieBreak | None]] = []
        for at, project in enumerate(ordered):
            # They are sorted, so whoever is hardest to tell apart stands next to it.
            nearest = ordered[max(at - 1, 0) : at] + ordered[at + 1 : at + 2]
            asked = max(
                (_parted_at(self.ranks[project.id], self.ranks[other.id]) for other in nearest),
                default=None,
            )
            placed.append((project, None if asked is None else self.ties[asked]))
        return placed


def order_of(
    projects: Sequence[Project],
    ties: tuple[TieBreak, ...],
    scores: Mapping[str, Score],
    seed: str,
) -> Order:
    """The order among equals; `ties` must be total (`total_order`), the seed told for a lot."""
    criteria: dict[TieBreak, Callable[[int, Project], Rank]] = {
        TieBreak.LOWER_COST: lambda number, project: project.cost,
        # Own/cost and own/(cost + own) put projects in the same order, so it does not matter here
        # whether the cost on the ballot already includes the contribution.
        TieBreak.OWN_SHARE: lambda number, project: (
            -Fraction(project.own_contribution, project.cost)
        ),
        TieBreak.MORE_VOTES: lambda number, project: -scores[project.id],
        TieBreak.LISTED_FIRST: lambda number, project: number,
        TieBreak.LOT: lambda number, project: int(ticket(project.id, seed), 16),
    }
    return Order(
        ties,
        {
            project.id: tuple(criteria[tie](number, project) for tie in ties)
            for number, project in enumerate(projects)
        },
    )


def in_order(
    projects: Iterable[Project], worth: Mapping[str, Score], order: Order
) -> list[tuple[Project, tuple[str, ...], TieBreak | None]]:
    """The projects as a count looks at them: the highest worth first, equal ones by the ties.

    Beside each project stand the other ids worth as much, and the last tie-break that had to be
    asked to place it; no ids and None where it stands alone.
    """
    ranked = sorted(projects, key=lambda project: -worth[project.id])
    ordered: list[tuple[Project, tuple[str, ...], TieBreak | None]] = []
    for _, equals in groupby(ranked, key=lambda project: worth[project.id]):
        group = order.before(list(equals))
        ids = tuple(project.id for project, _ in group)
        ordered += [
            (project, (*ids[:at], *ids[at + 1 :]), asked)
            for at, (project, asked) in enumerate(group)
        ]
    return ordered


def _parted_at(one: Sequence[Rank], other: Sequence[Rank]) -> int:
    """The place of the first criterion that tells the two apart."""
    return next(at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
