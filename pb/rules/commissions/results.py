"""The result of a commission, with every figure on the way, so that a page can explain it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pb.rules.commissions.criteria import Block, Criteria, Criterion, Scale
from pb.rules.commissions.functions import ScoringFunction
from pb.rules.commissions.members import Bar, Member, bar_of, who_must_score
from pb.rules.commissions.ranking import (
    DEFAULT_TIES,
    Application,
    Place,
    TieRule,
    ranked,
    total_order,
)
from pb.rules.commissions.sheets import ScoreSheet, require_open
from pb.rules.quorum import MORE_THAN_HALF, Quorum
from pb.rules.refusals import Code, Conflict, NotValid


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the marks of the members lie apart; `median` is exact, half-way between two."""

    smallest: Fraction
    largest: Fraction
    median: Fraction

    @property
    def range(self) -> Fraction:
        """From the smallest mark to the largest."""
        return self.largest - self.smallest


@dataclass(frozen=True, slots=True)
class MarkedFigures:
    """A marked criterion of one application, from the marks to what they are worth.

    `marks` are of the members that count, as they sit. `mean` is exact, `points` is the mean
    rounded as declared, `weighted` what they are worth under the weight.
    """

    criterion: Criterion
    marks: tuple[tuple[str, Fraction], ...]
    spread: Spread
    mean: Fraction
    points: Fraction
    weighted: Fraction


@dataclass(frozen=True, slots=True)
class MeasuredFigures:
    """A measured criterion of one application, from the value to what it is worth.

    `function` gave the `points`; `field` is the smallest and the largest value of all applications.
    """

    criterion: Criterion
    function: ScoringFunction
    value: Fraction
    field: tuple[Fraction, Fraction]
    points: Fraction
    weighted: Fraction


@dataclass(frozen=True, slots=True)
class BlockFigures:
    """One block of one application: the sum of its criteria, and that under the block's weight."""

    block: Block
    criteria: tuple[MarkedFigures | MeasuredFigures, ...]
    sum: Fraction
    points: Fraction


@dataclass(frozen=True, slots=True)
class ApplicationFigures:
    """All figures of one application; `left_out` are the members that do not count, and why."""

    application: Application
    place: Place
    blocks: tuple[BlockFigures, ...]
    exact_total: Fraction
    total: Fraction
    counted: tuple[str, ...]
    left_out: tuple[tuple[str, Bar], ...]
    bonus: Fraction = Fraction(0)
    """Beside the blocks, for a sector that the rules favour; in `exact_total` already."""


@dataclass(frozen=True, slots=True)
class CommissionResult:
    """What a commission found, best first; `needed` members had to count for each application."""

    criteria: Criteria
    ties: tuple[TieRule, ...]
    seed: str | None
    needed: int
    applications: tuple[ApplicationFigures, ...]


def spread_of(marks: Sequence[Fraction]) -> Spread:
    """The spread of marks, of which there is at least one."""
    ordered = sorted(marks)
    middle = len(ordered) // 2
    pair = (ordered[middle], ordered[-middle - 1])
    return Spread(ordered[0], ordered[-1], Fraction(sum(pair), 2))


def result_of(
    criteria: Criteria,
    applications: Sequence[Application],
    members: Sequence[Member],
    sheets: Iterable[ScoreSheet],
    *,
    quorum: Quorum = MORE_THAN_HALF,
    ties: Iterable[TieRule] = DEFAULT_TIES,
    seed: str | None = None,
) -> CommissionResult:
    """Open the sheets and count: the same facts always give the same result.

    The order of applications and of sheets is irrelevant. The quorum is of the members seated, and
    must be there for every application. A commission that marks nothing
    (all criteria measured) needs none.

    Raises:
        NotNow: SHEETS_SEALED, LOT_NEEDED.
        Conflict: COMMISSION_NOT_QUORATE, with the application and how many count.
        NotValid: VALUE_MISSING, where a measured figure of an application is not known.
    """
    given = tuple(sheets)
    asked = total_order(ties)
    needed = quorum.of(len(members)) if criteria.marked else 0
    if criteria.marked:
        require_open(members, [one.ref for one in applications], given)
    counted = {one.ref: _counting(members, one.ref, needed) for one in applications}
    fields = _fields(criteria, applications)
    blocks = {
        one.ref: _blocks(criteria, one, _sheets_of(one.ref, counted[one.ref], given), fields)
        for one in applications
    }
    more = {one.ref: criteria.bonus_of(one.sector) for one in applications}
    exact = {ref: sum((one.points for one in found), more[ref]) for ref, found in blocks.items()}
    totals = {ref: criteria.rounding.of(total) for ref, total in exact.items()}
    by_ref = {one.ref: one for one in applications}
    figures = (
        ApplicationFigures(
            by_ref[place.ref],
            place,
            blocks[place.ref],
            exact[place.ref],
            place.total,
            counted[place.ref],
            _left_out(members, place.ref),
            more[place.ref],
        )
        for place in ranked(applications, totals, asked, seed)
    )
    return CommissionResult(criteria, asked, seed, needed, tuple(figures))


def _counting(members: Sequence[Member], application: str, needed: int) -> tuple[str, ...]:
    counted = who_must_score(members, application) if needed else ()
    if len(counted) < needed:
        raise Conflict(
            Code.COMMISSION_NOT_QUORATE,
            application=application,
            number=len(counted),
            needed=needed,
        )
    return counted


def _sheets_of(
    application: str, counted: Sequence[str], sheets: Sequence[ScoreSheet]
) -> list[ScoreSheet]:
    found: dict[str, ScoreSheet] = {}
    for sheet in sheets:
        if sheet.application == application and sheet.is_handed_in:
            if sheet.member in found:
                raise ValueError(f"two sheets of {sheet.member} for {application}")
            found[sheet.member] = sheet
    return [found[member] for member in counted]


def _fields(
    criteria: Criteria, applications: Sequence[Application]
) -> dict[str, tuple[Fraction, ...]]:
    fields: dict[str, tuple[Fraction, ...]] = {}
    for criterion in criteria.all():
        if criterion.is_marked:
            continue
        for one in applications:
            if criterion.key not in dict(one.values):
                raise NotValid(
                    Code.VALUE_MISSING,
                    f"value_{criterion.key}",
                    application=one.ref,
                    criterion=criterion.key,
                )
        fields[criterion.key] = tuple(dict(one.values)[criterion.key] for one in applications)
    return fields


def _left_out(members: Sequence[Member], application: str) -> tuple[tuple[str, Bar], ...]:
    bars = ((member.ref, bar_of(member, application)) for member in members)
    return tuple((ref, bar) for ref, bar in bars if bar is not None)


def _blocks(
    criteria: Criteria,
    application: Application,
    sheets: Sequence[ScoreSheet],
    fields: Mapping[str, Sequence[Fraction]],
) -> tuple[BlockFigures, ...]:
    blocks = []
    for block in criteria.blocks:
        rows = tuple(
            _marked(criterion, criterion.measure, sheets)
            if isinstance(criterion.measure, Scale)
            else _measured(criterion, criterion.measure, application, fields[criterion.key])
            for criterion in block.criteria
        )
        summed = sum((row.weighted for row in rows), Fraction(0))
        blocks.append(BlockFigures(block, rows, summed, block.rounding.of(block.weight * summed)))
    return tuple(blocks)


def _marked(criterion: Criterion, scale: Scale, sheets: Sequence[ScoreSheet]) -> MarkedFigures:
    marks = []
    for sheet in sheets:
        mark = sheet.mark(criterion.key)
        if mark is None:
            raise ValueError(f"no mark of {sheet.member} for {criterion.key}")
        marks.append((sheet.member, scale.check(mark)))
    values = [mark for _, mark in marks]
    mean = Fraction(sum(values), len(values))
    points = criterion.mean_rounding.of(mean)
    return MarkedFigures(
        criterion, tuple(marks), spread_of(values), mean, points, criterion.weighted(points)
    )


def _measured(
    criterion: Criterion,
    function: ScoringFunction,
    application: Application,
    field: Sequence[Fraction],
) -> MeasuredFigures:
    value = dict(application.values)[criterion.key]
    points = function.score(value, field)
    return MeasuredFigures(
        criterion, function, value, (min(field), max(field)), points, criterion.weighted(points)
    )
