"""Rules a municipality of the tests has adopted: through the acts themselves, with a resolution."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pb.acts import rule_sets as acts
from pb.acts.rule_sets import Resolution
from pb.records import rule_sets
from pb.rules import calendar
from pb.rules.roles import Role
from pb.rules.rule_sets import Parameter, Preset, Value, rule_set_of
from pb.rules.terms import Terms

if TYPE_CHECKING:
    from tests.stage import Stage

P = Parameter
Rules = Mapping[Parameter, Value]

PAPER = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
"""A resolution as small as a PDF can be."""

QUICK: dict[Parameter, Value] = {
    P.NOTICE: 0,
    P.SUBMISSION: 1,
    P.SCREENING: 1,
    P.DISCUSSION: 0,
    P.VOTING: 1,
    P.MAX_CHOICES: 3,
}
"""Terms as short as can be, so that a test says its own days."""


def of_terms(terms: Terms) -> dict[Parameter, Value]:
    """What of these terms the rules decide."""
    return {
        P.VOTE_TYPE: terms.vote_type.value,
        P.POINTS: terms.points,
        P.WITHIN_BUDGET: terms.within_budget,
        P.HEADING_CHOICES: terms.by_heading,
        P.MIN_CHOICES: terms.min_choices,
        P.MAX_CHOICES: terms.max_choices,
        P.ALLOCATION: terms.allocation_rule.value,
        P.MIN_VOTES: terms.threshold,
        P.TIES: tuple(tie.value for tie in terms.ties),
    }


def adopt(stage: "Stage", changes: Mapping[Parameter, Value] | None = None) -> int:
    """Have quick rules with these changes in force today; returns the number of the version."""
    wanted = rule_set_of(Preset.CONTEST).changed({**QUICK, **(changes or {})})
    today = calendar.day_of(stage.now)
    standing = rule_sets.in_force(stage.place, today)
    if standing is not None and standing.rule_set == wanted:
        return standing.version
    clerk, head = stage.person(Role.OPERATOR), stage.person(Role.HEAD)
    version = acts.begin(clerk, stage.place, Preset.CONTEST, stage.now)
    acts.save(clerk, stage.place, version, 1, wanted.values, stage.now)
    paper = Resolution("62", today, PAPER)
    acts.adopt(head, stage.place, version, paper, today, stage.storage, stage.now)
    return version
