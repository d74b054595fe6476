"""A commission as a reader sees it: what its members and the applications are called, its rules."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from flask_babel import gettext

from pb.documents import rule_explanations
from pb.documents.scoring import explained, title_of
from pb.documents.scoring_rules import rule_in_words
from pb.records.commissions import CommissionMember
from pb.records.proposals import Project
from pb.rules.commissions.criteria import Criterion, Scale
from pb.rules.commissions.results import CommissionResult
from pb.rules.commissions.rounding import shown
from pb.rules.commissions.terms import WEIGHTS
from pb.services.scoring import Scoring
from pb.web.language import language


def words() -> dict[str, Any]:
    """What templates about commissions ask for."""
    return {
        "figure_of": figure_of,
        "title_of": titled,
        "hint_of": hint_of,
        "measure_of": measure,
        "example_of": example,
    }


def figure_of(value: Fraction | str) -> str:
    """A figure for people, also from its text."""
    return shown(Fraction(value))


def titled(criterion: Criterion) -> str:
    """What a criterion is called."""
    return title_of(criterion, language())


def hint_of(criterion: Criterion) -> str:
    """What a criterion looks at; nothing for one of a municipality's own."""
    known = {usual.value: parameter for usual, parameter in WEIGHTS.items()}
    parameter = known.get(criterion.key)
    return rule_explanations.explanation(parameter, language()) if parameter else ""


def measure(criterion: Criterion) -> str:
    """How a criterion earns its points."""
    if isinstance(criterion.measure, Scale):
        said = gettext(
            "each member gives a mark from %(smallest)s to %(largest)s, and the mean counts",
            smallest=shown(criterion.measure.smallest),
            largest=shown(criterion.measure.largest),
        )
        return str(said)
    rule = rule_in_words(criterion.measure, None, language())
    said = gettext(
        "worked out from the own share of the whole cost, in per cent: %(rule)s", rule=rule
    )
    return str(said)


def example(criterion: Criterion) -> str:
    """A mark that may be given, with a comma in it."""
    return shown(criterion.measure.largest - Fraction(1, 2))


def members_called(seated: Sequence[CommissionMember]) -> dict[str, str]:
    """The members by number, never by name; which seat a number has stands beside."""
    return {str(one.number): gettext("member %(number)s", number=one.number) for one in seated}


def numbered(projects: Mapping[str, Project]) -> dict[str, str]:
    """What applications are called once nothing is hidden: "№ 3", by reference."""
    return {ref: f"№ {project.number}" for ref, project in projects.items()}


def coded(scoring: Scoring) -> dict[str, str]:
    """What applications are called for the members: a code, or the number in the register."""
    if scoring.commission.is_blind:
        return scoring.codes
    return {
        ref: f"№ {project.proposal.register_number}"
        for ref, project in scoring.applications.items()
        if project.proposal is not None
    }


def sentences(
    result: CommissionResult, members: Mapping[str, str], labels: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """For each application how it came by its points, by reference."""
    return {
        one.application.ref: explained(result, one.application.ref, language(), members, labels)
        for one in result.applications
    }
