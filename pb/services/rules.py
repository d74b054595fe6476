"""The rules that hold: those a round was announced under, or those in force on a day."""

from datetime import datetime

from pb.records import rule_sets
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules.appeals import AppealTerms
from pb.rules.rule_sets import Parameter, RuleSet


def rules_of(round_: Round) -> RuleSet:
    """The rules of a round; the usual ones for a round from before rules were kept."""
    if round_.rule_set_id is None:
        return RuleSet.of()
    return rule_sets.version_by_id(round_.municipality_id, round_.rule_set_id).rule_set


def people_per_phone(municipality_id: int, now: datetime) -> int:
    """How many people may share a telephone here today."""
    version = rule_sets.in_force(municipality_id, calendar.day_of(now))
    rules = RuleSet.of() if version is None else version.rule_set
    return rules.number(Parameter.PEOPLE_PER_PHONE)


def appeal_terms(round_: Round) -> AppealTerms:
    """The terms of appeals by the rules of a round, in working days."""
    rules = rules_of(round_)
    return AppealTerms(
        rules.number(Parameter.APPEAL_WINDOW),
        rules.number(Parameter.APPEAL_REGISTRATION),
        rules.number(Parameter.APPEAL_ANSWER),
    )
