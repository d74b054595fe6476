"""The rules a municipality adopts for its rounds: every parameter, what may stand, what follows.

`parameters` and `catalogue` say what there is to decide, `sets` hold the values and give them a
fingerprint, `contradictions` refuse what cannot stand together, `presets` are what one starts
from, `calendars` say which days follow.
"""

from pb.rules.rule_sets.catalogue import CATALOGUE, of_subject
from pb.rules.rule_sets.contradictions import check, contradictions
from pb.rules.rule_sets.parameters import Kind, Parameter, Spec, Subject, Value
from pb.rules.rule_sets.presets import Preset, rule_set_of
from pb.rules.rule_sets.sets import RuleSet, read

__all__ = [
    "CATALOGUE",
    "Kind",
    "Parameter",
    "Preset",
    "RuleSet",
    "Spec",
    "Subject",
    "Value",
    "check",
    "contradictions",
    "of_subject",
    "read",
    "rule_set_of",
]
