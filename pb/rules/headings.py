"""Headings: parts of the money of a round that villages or categories have for themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from pb.rules.money import Tyiyn, total
from pb.rules.refusals import Code, NotValid
from pb.rules.texts import Bilingual

MOST_CATEGORIES = 6


@dataclass(frozen=True, slots=True)
class Heading:
    """A village (its key) or a category (None) with its amount in tyiyn; numbers count from 1."""

    number: int
    name: Bilingual
    budget: Tyiyn
    settlement: int | None = None


def check_headings(headings: Sequence[Heading], budget: Tyiyn) -> None:
    """Refuse headings that cannot share a budget.

    Either villages have money of their own or categories do: a proposal of a village and of a
    category would not know whose money it asks for.

    Raises:
        NotValid: HEADINGS_MIXED, HEADING_TWICE, HEADINGS_ABOVE_BUDGET at `kind`.
    """
    if len({heading.settlement is None for heading in headings}) > 1:
        raise NotValid(Code.HEADINGS_MIXED, "kind")
    seen: set[str] = set()
    for heading in headings:
        names = {str(name).casefold() for name in (heading.name.ky, heading.name.ru) if name}
        if names & seen:
            raise NotValid(Code.HEADING_TWICE, "kind", number=heading.number)
        seen |= names
    summed = total([heading.budget for heading in headings])
    if summed > budget:
        raise NotValid(
            Code.HEADINGS_ABOVE_BUDGET,
            "kind",
            summed=summed,
            budget=budget,
            difference=Tyiyn(summed - budget),
        )


def heading_for(
    headings: Sequence[Heading],
    budget: Tyiyn,
    settlement: int | None,
    chosen: int | None,
    cost: Tyiyn,
    *,
    leftover_to_pot: bool,
) -> int | None:
    """The number of the heading a proposal is paid from; None is the common pot.

    Where villages have the money, the village of the proposal (its key, None for all) decides;
    where categories do, the author chooses.

    Raises:
        NotValid: HEADING_MISSING at `settlement` or `heading`, where nothing is left for a common
            pot; HEADING_UNKNOWN; COST_ABOVE_HEADING, where what headings leave stays with them.
    """
    if not headings:
        return None
    by_village = headings[0].settlement is not None
    if by_village:
        own = next((one for one in headings if one.settlement == settlement), None)
    else:
        own = next((one for one in headings if one.number == chosen), None)
        if own is None and chosen is not None:
            raise NotValid(Code.HEADING_UNKNOWN, "heading")
    if own is None:
        if total([heading.budget for heading in headings]) >= budget and not leftover_to_pot:
            raise NotValid(Code.HEADING_MISSING, "settlement" if by_village else "heading")
        return None
    if cost > own.budget and not leftover_to_pot:
        raise NotValid(Code.COST_ABOVE_HEADING, "cost", cost=cost, budget=own.budget)
    return own.number
