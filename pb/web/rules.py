"""Rules as a reader sees them: each parameter with its value in words, its ground, its reason."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from pb.documents import rule_explanations
from pb.rules import money
from pb.rules.money import NBSP, Tyiyn
from pb.rules.numerals import percent
from pb.rules.rule_sets import (
    CATALOGUE,
    Kind,
    Parameter,
    Preset,
    RuleSet,
    Spec,
    Subject,
    of_subject,
    rule_set_of,
)
from pb.rules.rule_sets.parameters import Unit
from pb.web import names
from pb.web.language import language

COUNTED: dict[Unit, Callable[[int], str]] = {
    Unit.DAYS: lambda number: ngettext("One day", "%(num)s days", number),
    Unit.WORKING_DAYS: lambda number: ngettext("One working day", "%(num)s working days", number),
    Unit.HOURS: lambda number: ngettext("One hour", "%(num)s hours", number),
    Unit.MONTHS: lambda number: ngettext("One month", "%(num)s months", number),
    Unit.PEOPLE: lambda number: ngettext("One person", "%(num)s people", number),
    Unit.POINTS: lambda number: ngettext("One point", "%(num)s points", number),
    Unit.VOTES: lambda number: ngettext("One vote", "%(num)s votes", number),
    Unit.YEARS: lambda number: ngettext("One year", "%(num)s years", number),
    Unit.ROUNDS: lambda number: ngettext("One round", "%(num)s rounds", number),
    Unit.TIMES: lambda number: ngettext("Once", "%(num)s times", number),
    Unit.PLACES: lambda number: ngettext("One place", "%(num)s places", number),
    Unit.PROJECTS: lambda number: ngettext("One project", "%(num)s projects", number),
    Unit.DAY_OF_MONTH: lambda number: gettext("Day %(num)s of the month", num=number),
    Unit.NONE: money.grouped,
}

OFF_AT_ZERO = frozenset(
    {
        Parameter.MIN_VOTES,
        Parameter.REPEAT_WINNER_PAUSE,
        Parameter.ASSEMBLY_QUORUM,
        Parameter.PRIORITY_BONUS,
    }
)
"""Parameters of which 0 means that there is no such thing."""


@dataclass(frozen=True)
class Row:
    """One parameter, everything in the reader's language."""

    name: str
    value: str
    default: str
    basis: str
    reference: str
    explanation: str
    is_changed: bool
    """Whether it differs from what the rules were begun from."""
    preset_value: str
    why: str | None
    """Why what they were begun from differs from the default."""


def groups(rule_set: RuleSet, preset: Preset) -> list[tuple[Subject, list[Row]]]:
    """The whole rule set, subject by subject."""
    begun_from = rule_set_of(preset)
    return [
        (subject, [_row(spec, rule_set, begun_from, preset) for spec in of_subject(subject)])
        for subject in Subject
    ]


def in_words(parameter: Parameter, rule_set: RuleSet) -> str:
    """The value of one parameter."""
    return value_of(CATALOGUE[parameter], rule_set)


def value_of(spec: Spec, rule_set: RuleSet) -> str:
    """The value of a parameter as people say it."""
    parameter = spec.parameter
    match spec.kind:
        case Kind.NUMBER:
            number = rule_set.number(parameter)
            is_off = not number and parameter in OFF_AT_ZERO
            return str(gettext("Not set")) if is_off else COUNTED[spec.unit](number)
        case Kind.TYIYN:
            amount = Tyiyn(rule_set.number(parameter))
            said = money.with_unit(amount, language())
            return said if amount else str(gettext("Each round says it"))
        case Kind.PERCENT:
            return f"{percent(rule_set.number(parameter))}{NBSP}%"
        case Kind.YES_NO:
            return str(gettext("Yes") if rule_set.is_on(parameter) else gettext("No"))
        case Kind.CHOICES:
            several = rule_set.several(parameter)
            return "; ".join(map(names.of, several)) or str(gettext("None"))
        case Kind.ORDER:
            ordered = enumerate(map(names.of, rule_set.several(parameter)), start=1)
            return "; ".join(f"{place}) {name}" for place, name in ordered)
        case Kind.CHOICE:
            return names.of(rule_set.chosen(parameter))
    return rule_set.chosen(parameter)


def _row(spec: Spec, rule_set: RuleSet, begun_from: RuleSet, preset: Preset) -> Row:
    parameter = spec.parameter
    return Row(
        names.of(parameter),
        value_of(spec, rule_set),
        value_of(spec, RuleSet.of()),
        names.of(spec.basis),
        names.of(spec.reference),
        rule_explanations.explanation(parameter, language()),
        rule_set.values[parameter] != begun_from.values[parameter],
        value_of(spec, begun_from),
        rule_explanations.difference(preset, parameter, language()),
    )
