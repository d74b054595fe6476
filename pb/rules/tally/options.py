"""What a rule set may add to a rule of counting; everything is off until it is said."""

from dataclasses import dataclass

from pb.rules.money import Tyiyn

ALL = 10_000
"""The whole in basis points, hundredths of a percent, as rule sets have shares and weights."""

_SOM = Tyiyn(100)


@dataclass(frozen=True, slots=True)
class Heading:
    """A settlement or a category with an amount of its own, in tyiyn.

    Raises:
        ValueError: an amount below zero.
    """

    name: str
    budget: Tyiyn

    def __post_init__(self) -> None:
        if self.budget < 0:
            raise ValueError(f"{self.name}: {self.budget}")


@dataclass(frozen=True, slots=True)
class CountRules:
    """The choices of a rule set beside the rule, the threshold and the order of ties.

    Raises:
        ValueError: a share beyond the whole, a number below zero, a unit that is not above it.
    """

    threshold_share: int = 0
    """Share of the ballots that must mark a project for it to win, inclusive; 0 is off."""
    quorum: int = 0
    """Ballots needed, inclusive, or nothing wins; 0 is off."""
    quorum_share: int = 0
    """Share of the people with the right to vote, inclusive, or nothing wins; 0 is off."""
    early_win_share: int = 0
    """Own contribution as a share of the cost, inclusive, that wins before any vote; 0 is off."""
    part_funding: int = 0
    """At the end the best project that did not fit gets what is left, if that is at least this
    share of its cost; 0 is off."""
    headings: tuple[Heading, ...] = ()
    """Amounts counted apart; what the budget has beyond them is the common pot."""
    leftover_to_pot: bool = False
    """What headings leave goes to the common pot, and those who lost have one more turn there."""
    commission_weight: int = 0
    """The weight of the commission's points in the mixed score; 0 is off, the whole is no vote."""
    top_places: int = 0
    """Ordinal ballots: one point for each of the first so many places; 0 counts by Borda."""
    complete: bool = False
    """Equal shares: money that is left goes to the rest by the most votes, what fits."""
    unit: Tyiyn = _SOM
    """Equal shares with add1: by how much every share is raised, in tyiyn."""

    def __post_init__(self) -> None:
        for share in (
            self.threshold_share,
            self.quorum_share,
            self.early_win_share,
            self.part_funding,
            self.commission_weight,
        ):
            if not 0 <= share <= ALL:
                raise ValueError(f"a share of {share}")
        if self.quorum < 0 or self.top_places < 0 or self.unit <= 0:
            raise ValueError(f"{self.quorum}, {self.top_places}, {self.unit}")
