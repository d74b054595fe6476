"""What a commission scores by: criteria with weights, in blocks with weights.

A criterion is either marked by the members on a scale, or measured and given points by a function.
Its weight is what the most points of it are worth in its block; a block's weight multiplies the sum
of its criteria. So "10 of 10" under a weight of 20 gives 20, and 7.6 of 10 gives 15.2.

Law: the five criteria are those of a real announcement under order No. 01-18/84 of 05.09.2019; the
text gives no weights, so 20 each on a scale of 0 to 10 is a default of ours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from pb.rules.commissions.functions import LARGEST_POINTS, ScoringFunction
from pb.rules.commissions.rounding import EXACT, HUNDREDTHS, Rounding, read
from pb.rules.refusals import Code, NotValid
from pb.rules.rule_sets.choices import Sector
from pb.rules.texts import UNWRITTEN, Bilingual

WHOLE = 100
"""The total that the points of a bonus are said on."""


class Usual(StrEnum):
    """The keys of the five usual criteria; each has a name in words."""

    IMPORTANCE = "importance"
    PARTICIPATION = "participation"
    SUSTAINABILITY = "sustainability"
    JUSTIFICATION = "justification"
    CONTRIBUTION = "contribution"


@dataclass(frozen=True, slots=True)
class Scale:
    """The marks a member may give: ends inclusive, digits allowed after the comma.

    Raises:
        NotValid: RANGE_EMPTY, NUMBER_OUT_OF_RANGE.
    """

    smallest: Fraction = Fraction(0)
    largest: Fraction = Fraction(10)
    decimals: int = 1

    def __post_init__(self) -> None:
        if self.largest <= self.smallest:
            raise NotValid(Code.RANGE_EMPTY, "largest", start=self.smallest, end=self.largest)
        if self.smallest < 0 or self.largest > LARGEST_POINTS:
            raise NotValid(Code.NUMBER_OUT_OF_RANGE, "largest", smallest=0, largest=LARGEST_POINTS)

    def read(self, text: str, field: str | None = None) -> Fraction:
        """The mark a member typed, exactly: "7,5" and "7.5" are the same.

        Raises:
            NotValid: DECIMAL_UNREADABLE, MARK_OUT_OF_RANGE.
        """
        return self.check(read(text, field, self.decimals), field)

    def check(self, mark: Fraction, field: str | None = None) -> Fraction:
        """The mark, if it lies on the scale.

        Raises:
            NotValid: MARK_OUT_OF_RANGE with the ends.
        """
        if not self.smallest <= mark <= self.largest:
            raise NotValid(
                Code.MARK_OUT_OF_RANGE,
                field,
                given=mark,
                smallest=self.smallest,
                largest=self.largest,
            )
        return mark


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing looked at; `weight` is what its most points are worth, above zero.

    `rounding` is of the weighted points. `mean_rounding` is of the mean of the members' marks.

    Raises:
        NotValid: WEIGHT_OUT_OF_RANGE; CRITERION_WORTHLESS, where no case of it has any points.
    """

    key: str
    weight: Fraction
    measure: Scale | ScoringFunction
    title: Bilingual = UNWRITTEN
    mean_rounding: Rounding = EXACT
    rounding: Rounding = EXACT

    def __post_init__(self) -> None:
        _check_weight(self.weight)
        if self.measure.largest <= 0:
            raise NotValid(Code.CRITERION_WORTHLESS, "measure", key=self.key)

    @property
    def is_marked(self) -> bool:
        """Whether members mark it; otherwise it is measured."""
        return isinstance(self.measure, Scale)

    def weighted(self, points: Fraction) -> Fraction:
        """What so many points of it are worth in its block."""
        return self.rounding.of(Fraction(self.weight * points, self.measure.largest))


@dataclass(frozen=True, slots=True)
class Block:
    """Criteria summed, and the sum multiplied by the weight of the block.

    Raises:
        NotValid: CRITERIA_MISSING, WEIGHT_OUT_OF_RANGE.
    """

    key: str
    criteria: tuple[Criterion, ...]
    weight: Fraction = Fraction(1)
    title: Bilingual = UNWRITTEN
    rounding: Rounding = EXACT

    def __post_init__(self) -> None:
        _check_weight(self.weight)
        if not self.criteria:
            raise NotValid(Code.CRITERIA_MISSING, "criteria")

    @property
    def most(self) -> Fraction:
        """The most points it can give to the total."""
        most = sum((one.weighted(one.measure.largest) for one in self.criteria), Fraction(0))
        return self.rounding.of(self.weight * most)


@dataclass(frozen=True, slots=True)
class Bonus:
    """Points more for an application in a sector that the rules favour; `points` on a total of 100.

    Raises:
        NotValid: WEIGHT_OUT_OF_RANGE, CRITERIA_MISSING without a sector.

    Law: Resolution 779 of 2025, extra points for priority sectors.
    """

    points: Fraction
    sectors: tuple[Sector, ...]

    def __post_init__(self) -> None:
        _check_weight(self.points)
        if not self.sectors:
            raise NotValid(Code.CRITERIA_MISSING, "sectors")

    def of(self, sector: Sector | None, most: Fraction) -> Fraction:
        """What an application gets more, where all the criteria together give at most so much."""
        return Fraction(self.points * most, WHOLE) if sector in self.sectors else Fraction(0)


@dataclass(frozen=True, slots=True)
class Criteria:
    """All that a commission scores by; `rounding` is of the total, on which places are decided.

    Raises:
        NotValid: CRITERIA_MISSING, CRITERION_TWICE.
    """

    blocks: tuple[Block, ...]
    rounding: Rounding = HUNDREDTHS
    bonus: Bonus | None = None

    def __post_init__(self) -> None:
        if not self.blocks:
            raise NotValid(Code.CRITERIA_MISSING, "blocks")
        for keys in ([one.key for one in self.all()], [block.key for block in self.blocks]):
            for key in keys:
                if keys.count(key) > 1:
                    raise NotValid(Code.CRITERION_TWICE, "criteria", key=key)

    def all(self) -> Iterator[Criterion]:
        """Every criterion in its order."""
        return (criterion for block in self.blocks for criterion in block.criteria)

    @property
    def marked(self) -> tuple[Criterion, ...]:
        """The criteria that members mark, in their order."""
        return tuple(criterion for criterion in self.all() if criterion.is_marked)

    @property
    def most_of_criteria(self) -> Fraction:
        """The most points that all the criteria together can give."""
        return self.rounding.of(sum((block.most for block in self.blocks), Fraction(0)))

    @property
    def most(self) -> Fraction:
        """The most points an application can have, with the bonus where there is one."""
        highest = self.bonus_of(self.bonus.sectors[0]) if self.bonus else Fraction(0)
        return self.rounding.of(self.most_of_criteria + highest)

    def bonus_of(self, sector: Sector | None) -> Fraction:
        """The points an application of a sector gets beside its criteria."""
        return Fraction(0) if self.bonus is None else self.bonus.of(sector, self.most_of_criteria)


def usual(scale: Scale | None = None, weight: Fraction = Fraction(20)) -> Criteria:
    """The five criteria of the announcement, with one weight each and one scale for all."""
    marks = Scale() if scale is None else scale
    return Criteria((Block("all", tuple(Criterion(key, weight, marks) for key in Usual)),))


def _check_weight(weight: Fraction) -> None:
    if not 0 < weight <= LARGEST_POINTS:
        raise NotValid(Code.WEIGHT_OUT_OF_RANGE, "weight", given=weight, largest=LARGEST_POINTS)
