"""The order of applications: the highest total first, and what decides between equal totals.

Law: the text of the model regulation on ties was not to be had; the order of the criteria is a
default of ours (domain dossier, 11.3).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from pb.rules import lots
from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, NotNow
from pb.rules.rule_sets.choices import Sector


class TieRule(StrEnum):
    """What decides between applications with the same total."""

    MORE_VOTES = "more-votes"
    OWN_SHARE = "own-share"
    """The larger own contribution against the cost goes first."""
    BENEFICIARIES = "beneficiaries-per-som"
    """More people who gain for each som asked of the budget."""
    REGISTERED_FIRST = "registered-first"
    LOWER_COST = "lower-cost"
    LOT = "lot"
    """The ticket drawn from the published seed (`rules/lots.py`): never undecided."""


DEFAULT_TIES = (
    TieRule.MORE_VOTES,
    TieRule.OWN_SHARE,
    TieRule.BENEFICIARIES,
    TieRule.REGISTERED_FIRST,
    TieRule.LOT,
)


@dataclass(frozen=True, slots=True)
class Application:
    """What a commission ranks. Amounts in tyiyn; `cost` and `asked` above zero.

    `values` are the measured figures by the key of the criterion. `registered` is the place in the
    register, so that the smaller came first. `votes` are 0 where nobody voted.

    Raises:
        ValueError: an amount or a number no door lets through.
    """

    ref: str
    cost: Tyiyn
    asked: Tyiyn
    own: Tyiyn
    beneficiaries: int
    registered: int
    votes: int = 0
    values: tuple[tuple[str, Fraction], ...] = ()
    sector: Sector | None = None
    """Of those that may get extra points; None for any other."""

    def __post_init__(self) -> None:
        if self.cost <= 0 or self.asked <= 0 or min(self.own, self.beneficiaries, self.votes) < 0:
            raise ValueError(f"application {self.ref}: {self.cost}, {self.asked}, {self.own}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an application stands, from 1; no two share a place.

    `tied_with` are the others with the same total, in their order. `decided_by` is the last rule
    that had to be asked to place it among them; None where nobody has the same total.
    """

    ref: str
    number: int
    total: Fraction
    tied_with: tuple[str, ...] = ()
    decided_by: TieRule | None = None


Rank = int | Fraction | str
"""What a tie rule makes of an application: the smaller goes first."""

_RANKS: dict[TieRule, Callable[[Application, str], Rank]] = {
    TieRule.MORE_VOTES: lambda one, seed: -one.votes,
    TieRule.OWN_SHARE: lambda one, seed: -Fraction(one.own, one.cost),
    TieRule.BENEFICIARIES: lambda one, seed: -Fraction(one.beneficiaries, one.asked),
    TieRule.REGISTERED_FIRST: lambda one, seed: one.registered,
    TieRule.LOWER_COST: lambda one, seed: one.asked,
    TieRule.LOT: lambda one, seed: lots.ticket(one.ref, seed),
}


def total_order(ties: Iterable[TieRule]) -> tuple[TieRule, ...]:
    """The tie rules without repetition, ending with the lot; what is said after it is dropped."""
    said = list(dict.fromkeys(ties))
    if TieRule.LOT in said:
        said = said[: said.index(TieRule.LOT)]
    return (*said, TieRule.LOT)


def ranked(
    applications: Sequence[Application],
    totals: Mapping[str, Fraction],
    ties: Iterable[TieRule] = DEFAULT_TIES,
    seed: str | None = None,
) -> tuple[Place, ...]:
    """The places of the applications; the order they are given in is irrelevant.

    `seed` is the published seed of the lot; without one, nothing may depend on the lot.

    Raises:
        NotNow: LOT_NEEDED, with the applications only a lot can part.
    """
    asked = total_order(ties)
    ranks = {
        one.ref: tuple(_RANKS[tie](one, "" if seed is None else seed) for tie in asked)
        for one in applications
    }
    ordered = sorted(ranks, key=lambda ref: (-totals[ref], ranks[ref], ref))
    places: list[Place] = []
    for total, equals in groupby(ordered, key=lambda ref: totals[ref]):
        group = list(equals)
        for at, ref in enumerate(group):
            # The group is sorted, so whoever is hardest to tell apart stands next to it.
            nearest = group[max(at - 1, 0) : at] + group[at + 1 : at + 2]
            last = max((_parted_at(ranks[ref], ranks[other]) for other in nearest), default=None)
            decided_by = None if last is None else asked[last]
            others = (*group[:at], *group[at + 1 :])
            places.append(Place(ref, len(places) + 1, total, others, decided_by))
    _require_seed(places, seed)
    return tuple(places)


def _require_seed(places: Sequence[Place], seed: str | None) -> None:
    drawn = tuple(place.ref for place in places if place.decided_by is TieRule.LOT)
    if drawn and seed is None:
        raise NotNow(Code.LOT_NEEDED, number=len(drawn), applications=tuple(sorted(drawn)))


def _parted_at(one: Sequence[Rank], other: Sequence[Rank]) -> int:
    """The place of the first rule that tells the two apart."""
    return next(at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
