"""What of a commission follows from the rules of a round: who sits, by what it scores, its ties."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction

from pb.rules.commissions.criteria import Block, Bonus, Criteria, Criterion, Scale, Usual
from pb.rules.commissions.functions import Linear, LinearOnField, RoundedFirst, Step, Steps
from pb.rules.commissions.members import MakeUp, Need, Seat
from pb.rules.commissions.ranking import Application, TieRule, total_order
from pb.rules.commissions.rounding import HUNDREDTHS
from pb.rules.refusals import Code, Conflict, NotNow, NotValid
from pb.rules.rounds import Phase
from pb.rules.rule_sets import Parameter, RuleSet
from pb.rules.rule_sets.choices import Seat as Asked
from pb.rules.rule_sets.choices import Sector, Selector
from pb.rules.tally.election import TieBreak

P = Parameter


class Measure(StrEnum):
    """How the own contribution earns its points."""

    MARKED = "contribution_marked"
    """The members mark it, as they mark everything else."""
    EVENLY = "contribution_evenly"
    """Evenly from nothing to a half of the whole cost."""
    AMONG = "contribution_among"
    """Evenly from nothing to the largest share among the applications."""
    STEPS = "contribution_steps"
    """By a table of steps of ten per cent."""


WEIGHTS: Mapping[Usual, Parameter] = {
    Usual.IMPORTANCE: P.WEIGHT_IMPORTANCE,
    Usual.PARTICIPATION: P.WEIGHT_PARTICIPATION,
    Usual.SUSTAINABILITY: P.WEIGHT_SUSTAINABILITY,
    Usual.JUSTIFICATION: P.WEIGHT_JUSTIFICATION,
    Usual.CONTRIBUTION: P.WEIGHT_CONTRIBUTION,
}

FULL_SHARE = Fraction(50)
"""The share, in per cent of the whole cost, that earns everything under EVENLY. Ours."""

STEPS = tuple(Fraction(share) for share in (1, 10, 20, 30, 40))
"""Each of them earns one fifth more. Ours."""

NEEDS: Mapping[Asked, Need] = {
    Asked.DEPUTY: Need(frozenset({Seat.DEPUTY})),
    Asked.RESIDENT: Need(frozenset({Seat.RESIDENT})),
    Asked.WOMEN_OR_YOUTH: Need(frozenset({Seat.WOMEN, Seat.YOUTH})),
}

TIES: Mapping[TieBreak, TieRule] = {
    TieBreak.LOWER_COST: TieRule.LOWER_COST,
    TieBreak.OWN_SHARE: TieRule.OWN_SHARE,
    TieBreak.MORE_VOTES: TieRule.MORE_VOTES,
    # The number on the ballot may be drawn by lot; the register stands from the first day.
    TieBreak.LISTED_FIRST: TieRule.REGISTERED_FIRST,
    TieBreak.LOT: TieRule.LOT,
}


def require_asked(rule_set: RuleSet) -> None:
    """Refuse a commission where the residents alone select.

    Raises:
        Conflict: COMMISSION_NOT_ASKED.
    """
    if rule_set.chosen(P.SELECTED_BY) == Selector.RESIDENTS:
        raise Conflict(Code.COMMISSION_NOT_ASKED)


def make_up(rule_set: RuleSet) -> MakeUp:
    """What the commission must look like."""
    asked = rule_set.several(P.COMMISSION_SEATS)
    return MakeUp(
        smallest=rule_set.number(P.COMMISSION_SIZE_MIN),
        largest=rule_set.number(P.COMMISSION_SIZE_MAX),
        needs=tuple(NEEDS[Asked(seat)] for seat in asked),
    )


def measures(rule_set: RuleSet) -> tuple[Measure, ...]:
    """How the own contribution may earn points here; none where it is not scored at all."""
    is_scored = rule_set.is_on(P.OWN_CONTRIBUTION_SCORED)
    return tuple(Measure) if is_scored and rule_set.number(P.WEIGHT_CONTRIBUTION) else ()


def criteria(rule_set: RuleSet, measure: Measure = Measure.MARKED) -> Criteria:
    """The five usual criteria with the weights and the scale of the rules; a weight of 0 is none.

    Means and weighted points are rounded to hundredths, so that anyone can check them on paper.
    """
    largest = Fraction(rule_set.number(P.SCORE_SCALE))
    scale = Scale(largest=largest)
    found = [
        Criterion(key, Fraction(weight, 100), scale, mean_rounding=HUNDREDTHS, rounding=HUNDREDTHS)
        for key, parameter in WEIGHTS.items()
        if (weight := rule_set.number(parameter))
    ]
    measured = _function(measure, largest)
    if measured is not None and measures(rule_set):
        found = [
            replace(one, measure=measured) if one.key == Usual.CONTRIBUTION else one
            for one in found
        ]
    return Criteria((Block("all", tuple(found)),), bonus=_bonus(rule_set))


def check_measure(measure: Measure, rule_set: RuleSet, phase: Phase) -> None:
    """Refuse a way of measuring that is not offered, or chosen when applications are known.

    Raises:
        NotValid: RULE_NOT_OFFERED at `measure`.
        NotNow: CRITERIA_LATE once the submission is closed.
    """
    if measure is Measure.MARKED:
        return
    if measure not in measures(rule_set):
        raise NotValid(Code.RULE_NOT_OFFERED, "measure")
    if phase not in (Phase.ANNOUNCED, Phase.SUBMISSION):
        raise NotNow(Code.CRITERIA_LATE, "measure")


def ties(rule_set: RuleSet) -> tuple[TieRule, ...]:
    """What decides between equal totals, in the order of the rules; then the lot.

    Votes are not looked at: the commission scores by itself, and may do so before the voting.
    """
    said = (TIES[TieBreak(tie)] for tie in rule_set.several(P.TIES))
    return total_order(tie for tie in said if tie is not TieRule.MORE_VOTES)


def measured(application: Application) -> Application:
    """The application with the figures that functions look at: its own share in per cent."""
    share = Fraction(application.own * 100, application.cost)
    return replace(application, values=((Usual.CONTRIBUTION.value, share),))


def _bonus(rule_set: RuleSet) -> Bonus | None:
    points = rule_set.number(P.PRIORITY_BONUS)
    sectors = tuple(Sector(one) for one in rule_set.several(P.PRIORITY_SECTORS))
    return Bonus(Fraction(points), sectors) if points and sectors else None


def _function(measure: Measure, largest: Fraction) -> RoundedFirst | None:
    nothing = Fraction(0)
    match measure:
        case Measure.MARKED:
            return None
        case Measure.EVENLY:
            line = Linear(nothing, FULL_SHARE, nothing, largest, rounding=HUNDREDTHS)
            return RoundedFirst(HUNDREDTHS, line)
        case Measure.AMONG:
            among = LinearOnField(nothing, largest, start=nothing, rounding=HUNDREDTHS)
            return RoundedFirst(HUNDREDTHS, among)
    parts = len(STEPS)
    steps = (
        Step(start, largest * Fraction(number, parts))
        for number, start in enumerate(STEPS, start=1)
    )
    return RoundedFirst(HUNDREDTHS, Steps(tuple(steps)))
