"""The money of a proposal: budget lines, who gives what beside the budget, and what goes back.

Amounts are whole tyiyn, shares are basis points (a hundredth of a percent) or exact fractions.
Law: own resources (money, things, labour) are a condition of co-financing under order No. 01-18/84
of 05.09.2019; their return when an initiative is cancelled follows Resolution 779 of 2025.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from pb.rules.money import LARGEST, ZERO, Tyiyn, total
from pb.rules.refusals import Code, Conflict, NotValid

WHOLE = 10_000
"""Basis points in the whole."""

MOST_PEOPLE = 10_000
MOST_DAYS = 366


class Party(StrEnum):
    """Who gives."""

    RESIDENTS = "residents"
    BUSINESS = "business"
    ORGANISATION = "organisation"
    MUNICIPALITY = "municipality"
    OTHER = "other_party"


class Kind(StrEnum):
    """What is given; things and labour stand at their stated value."""

    CASH = "cash"
    KIND = "in_kind"
    LABOUR = "labour"


OWN = frozenset(Party) - {Party.MUNICIPALITY}
"""Whose contributions count as the applicant's own and additionally raised funds, by default."""


THIRD_PARTIES = OWN - {Party.RESIDENTS}
"""Who is neither the applicant nor the municipality: only their own letter binds them."""


def is_confirmed_by_letter(party: Party, kind: Kind) -> bool:
    """Whether a promise is one that a letter of its party has to confirm: money or things."""
    return party in THIRD_PARTIES and kind is not Kind.LABOUR


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One thing the money is for, and what it costs in all; tyiyn, above zero."""

    title: str
    amount: Tyiyn


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one party promised, what came of it and what went back, in tyiyn.

    More may come than was promised; never more goes back than came.

    Raises:
        ValueError: an amount no door lets through.
    """

    party: Party
    kind: Kind
    pledged: Tyiyn
    received: Tyiyn = ZERO
    returned: Tyiyn = ZERO

    def __post_init__(self) -> None:
        if self.pledged < 0 or not 0 <= self.returned <= self.received:
            raise ValueError(f"{self.pledged}, {self.received}, {self.returned}")

    @property
    def held(self) -> Tyiyn:
        """What came and has not gone back."""
        return Tyiyn(self.received - self.returned)


def labour_value(people: int, days: int, rate: Tyiyn) -> Tyiyn:
    """What labour is worth: people times days times the pay of one person for one day, in tyiyn.

    Raises:
        NotValid: NUMBER_OUT_OF_RANGE at `people` or `days`; MONEY_ZERO or MONEY_TOO_LARGE.
    """
    for field, number, most in (("people", people, MOST_PEOPLE), ("days", days, MOST_DAYS)):
        if not 1 <= number <= most:
            raise NotValid(Code.NUMBER_OUT_OF_RANGE, field, smallest=1, largest=most)
    if rate <= 0:
        raise NotValid(Code.MONEY_ZERO, "rate")
    if (value := people * days * rate) > LARGEST:
        raise NotValid(Code.MONEY_TOO_LARGE, "rate", largest=LARGEST)
    return Tyiyn(value)


def check_lines(lines: Sequence[BudgetLine], cost: Tyiyn) -> None:
    """Refuse lines that do not make up the cost to the tyiyn.

    Raises:
        NotValid: BUDGET_LINES_MISSING; MONEY_ZERO at the line; BUDGET_LINES_DIFFER with both sums
            and what lies between them.
    """
    if not lines:
        raise NotValid(Code.BUDGET_LINES_MISSING, "lines")
    for number, line in enumerate(lines, start=1):
        if line.amount <= 0:
            raise NotValid(Code.MONEY_ZERO, f"line_{number}")
    summed = total([line.amount for line in lines])
    if summed != cost:
        raise NotValid(
            Code.BUDGET_LINES_DIFFER,
            "lines",
            summed=summed,
            cost=cost,
            difference=Tyiyn(abs(summed - cost)),
        )


def check_sources(cost: Tyiyn, asked: Tyiyn, contributions: Sequence[Contribution]) -> None:
    """Refuse a cost that what is asked and what is promised do not cover to the tyiyn.

    Raises:
        NotValid: SOURCES_DIFFER with the three amounts.
    """
    pledged = total([one.pledged for one in contributions])
    if asked + pledged != cost:
        raise NotValid(
            Code.SOURCES_DIFFER,
            "asked",
            cost=cost,
            asked=asked,
            pledged=pledged,
            difference=Tyiyn(abs(asked + pledged - cost)),
        )


def own_contribution(
    contributions: Sequence[Contribution],
    parties: Collection[Party] = OWN,
    kinds: Collection[Kind] = frozenset(Kind),
) -> Tyiyn:
    """What is promised by the parties and in the kinds that the rule counts as own."""
    return total(
        [one.pledged for one in contributions if one.party in parties and one.kind in kinds]
    )


def own_share(own: Tyiyn, cost: Tyiyn) -> int:
    """The own share of the whole cost in basis points, cut and not rounded.

    So it never shows a minimum as reached that is missed by a tyiyn.

    Raises:
        ValueError: a cost that is not above zero.
    """
    if cost <= 0:
        raise ValueError(f"cost {cost}")
    return own * WHOLE // cost


def check_own_share(own: Tyiyn, cost: Tyiyn, minimum: int) -> None:
    """Refuse an own contribution below the least the rule asks, in basis points of the whole cost.

    Raises:
        NotValid: OWN_CONTRIBUTION_LOW with both amounts and what is missing.
    """
    least = Tyiyn(-(-cost * minimum // WHOLE))
    if own < least:
        raise NotValid(
            Code.OWN_CONTRIBUTION_LOW,
            "contributions",
            own=own,
            least=least,
            difference=Tyiyn(least - own),
            percent=Fraction(minimum, 100),
        )


def shared_out(amount: Tyiyn, weights: Sequence[int]) -> tuple[Tyiyn, ...]:
    """An amount shared out by weight, in whole tyiyn, and none lost.

    Each has its exact share cut to tyiyn; the tyiyn left over go one each to the largest rests,
    and between equal rests to the one listed first.

    Raises:
        ValueError: nothing to share by, or an amount or a weight below zero.
    """
    whole = sum(weights)
    if amount < 0 or whole <= 0 or min(weights) < 0:
        raise ValueError(f"{amount} by {weights}")
    parts = [divmod(amount * weight, whole) for weight in weights]
    left = amount - sum(share for share, _ in parts)
    by_rest = sorted(range(len(parts)), key=lambda at: (-parts[at][1], at))
    lucky = set(by_rest[:left])
    return tuple(Tyiyn(share + (at in lucky)) for at, (share, _) in enumerate(parts))


def returns(contributions: Sequence[Contribution], left: Tyiyn) -> tuple[Tyiyn, ...]:
    """What each party gets back of the money left when an initiative is cancelled, in their order.

    Money goes back pro rata of the money each party gave and has not had back. Labour done cannot
    be given back, and things go back as they are, so neither takes part.

    Raises:
        Conflict: RETURN_ABOVE_RECEIVED, where more is left than was ever received.
    """
    held = [one.held if one.kind is Kind.CASH else ZERO for one in contributions]
    if left > (received := total(held)):
        raise Conflict(Code.RETURN_ABOVE_RECEIVED, left_over=left, received=received)
    if not left:
        return tuple(ZERO for _ in contributions)
    return shared_out(left, held)


def after_return(contributions: Sequence[Contribution], left: Tyiyn) -> tuple[Contribution, ...]:
    """The contributions with what is left returned to them.

    Raises:
        Conflict: RETURN_ABOVE_RECEIVED.
    """
    back = returns(contributions, left)
    return tuple(
        replace(one, returned=Tyiyn(one.returned + share))
        for one, share in zip(contributions, back, strict=True)
    )
