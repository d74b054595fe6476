"""The catalogue: kind, bounds, default and ground of every parameter of a rule set.

Law: the texts behind most terms were not to be had, so every one of them is a default that the
municipality's own rules replace; `basis` and `reference` say how firm each default stands.
"""

from enum import StrEnum
from typing import Any

from pb.rules.money import LARGEST
from pb.rules.rule_sets import choices
from pb.rules.rule_sets.parameters import (
    Basis,
    Kind,
    Parameter,
    Reference,
    Spec,
    Subject,
    Unit,
    values_of,
)
from pb.rules.tally.election import AllocationRule, TieBreak, VoteType

P, B, R, U = Parameter, Basis, Reference, Unit
WHOLE = 10_000
"""A hundred per cent in basis points."""

MOST_CHOICES = 10
MOST_VOTES = 1_000_000
PATTERN_LENGTH = 40


def _number(
    bounds: tuple[int, int], unit: Unit, default: int, basis: Basis, ref: Reference
) -> dict[str, Any]:
    return {
        "kind": Kind.NUMBER,
        "smallest": bounds[0],
        "largest": bounds[1],
        "unit": unit,
        "default": default,
        "basis": basis,
        "reference": ref,
    }


def _percent(most: int, default: int, basis: Basis, ref: Reference) -> dict[str, Any]:
    return {**_number((0, most), U.NONE, default, basis, ref), "kind": Kind.PERCENT}


def _choice(offered: type[StrEnum], default: str, basis: Basis, ref: Reference) -> dict[str, Any]:
    return {
        "kind": Kind.CHOICE,
        "offered": values_of(offered),
        "default": str(default),
        "basis": basis,
        "reference": ref,
    }


def _choices(
    offered: type[StrEnum],
    basis: Basis,
    ref: Reference,
    default: tuple[str, ...] | None = None,
    *,
    may_be_empty: bool = False,
) -> dict[str, Any]:
    everything = values_of(offered)
    return {
        "kind": Kind.CHOICES,
        "offered": everything,
        "default": everything if default is None else tuple(map(str, default)),
        "basis": basis,
        "reference": ref,
        "may_be_empty": may_be_empty,
    }


def _yes_no(default: bool, basis: Basis, ref: Reference) -> dict[str, Any]:
    return {"kind": Kind.YES_NO, "default": default, "basis": basis, "reference": ref}


_WEIGHT = _percent(WHOLE, 2_000, B.OWN, R.NOT_FOUND)

_PROPOSING = {
    P.APPLICANT_TYPES: _choices(choices.Applicant, B.LAW, R.MODEL_REGULATION),
    P.GROUP_MIN_MEMBERS: _number((2, 100), U.PEOPLE, 3, B.OWN, R.RUSSIA),
    P.GROUP_FOUNDING: _choice(choices.Founding, choices.Founding.EITHER, B.OWN, R.NOT_FOUND),
    P.INITIATIVE_KINDS: _choices(choices.InitiativeKind, B.LAW, R.MODEL_REGULATION),
    P.REQUIRED_DOCUMENTS: _choices(
        choices.Paper,
        B.PRACTICE,
        R.ANNOUNCEMENTS,
        (
            choices.Paper.APPLICATION,
            choices.Paper.IDENTITY,
            choices.Paper.DESCRIPTION,
            choices.Paper.BUDGET,
            choices.Paper.COMMITMENT,
            choices.Paper.PRICES,
        ),
    ),
    P.SUPPORT_SIGNATURES: _number((0, 1_000), U.PEOPLE, 0, B.OWN, R.NOT_FOUND),
    P.REPEAT_WINNER_PAUSE: _number((0, 5), U.ROUNDS, 0, B.COMPARATOR, R.UZBEKISTAN),
}

_TERMS = {
    P.NOTICE: _number((0, 60), U.WORKING_DAYS, 10, B.OWN, R.NOT_FOUND),
    P.SUBMISSION: _number((1, 180), U.DAYS, 20, B.COMPARATOR, R.UZBEKISTAN),
    P.SCREENING: _number((1, 120), U.DAYS, 15, B.COMPARATOR, R.UZBEKISTAN),
    P.DISCUSSION: _number((0, 60), U.DAYS, 5, B.OWN, R.UZBEKISTAN),
    P.VOTING: _number((1, 60), U.DAYS, 10, B.COMPARATOR, R.UZBEKISTAN),
    P.RESULT_PUBLICATION: _number((0, 60), U.WORKING_DAYS, 3, B.OWN, R.NOT_FOUND),
    P.APPEAL_WINDOW: _number((1, 60), U.WORKING_DAYS, 10, B.OWN, R.NOT_FOUND),
    P.APPEAL_REGISTRATION: _number((1, 5), U.WORKING_DAYS, 1, B.LAW, R.APPEALS_LAW),
    P.APPEAL_ANSWER: _number((1, 30), U.WORKING_DAYS, 14, B.LAW, R.APPEALS_LAW),
    P.RECOMMENDATION_ANSWER: _number((1, 60), U.WORKING_DAYS, 14, B.OWN, R.BY_ANALOGY),
}

_MONEY = {
    P.CEILING: {
        **_number((0, LARGEST), U.NONE, 0, B.PRACTICE, R.ANNOUNCEMENTS),
        "kind": Kind.TYIYN,
    },
    P.OWN_CONTRIBUTION_MIN: _percent(WHOLE, 0, B.OWN, R.ARIS),
    P.OWN_CONTRIBUTION_SCORED: _yes_no(True, B.LAW, R.MODEL_REGULATION),
    P.CONTRIBUTION_KINDS: _choices(
        choices.Contribution, B.LAW, R.MODEL_REGULATION, may_be_empty=True
    ),
    P.AUTO_WIN_SHARE: _percent(WHOLE, 0, B.COMPARATOR, R.UZBEKISTAN),
    P.CONTRIBUTION_RETURN: _choice(
        choices.Return, choices.Return.RETURN_OR_REUSE, B.LAW, R.RESOLUTION_779
    ),
}

_SELECTION = {
    P.SELECTED_BY: _choice(choices.Selector, choices.Selector.RESIDENTS, B.OWN, R.NOT_FOUND),
    P.RESIDENTS_WEIGHT: _percent(WHOLE, 5_000, B.OWN, R.NOT_FOUND),
    P.WEIGHT_IMPORTANCE: _WEIGHT,
    P.WEIGHT_PARTICIPATION: _WEIGHT,
    P.WEIGHT_SUSTAINABILITY: _WEIGHT,
    P.WEIGHT_JUSTIFICATION: _WEIGHT,
    P.WEIGHT_CONTRIBUTION: _WEIGHT,
    P.SCORE_SCALE: _number((2, 100), U.POINTS, 10, B.OWN, R.NOT_FOUND),
    P.PRIORITY_SECTORS: _choices(choices.Sector, B.LAW, R.RESOLUTION_779, (), may_be_empty=True),
    P.PRIORITY_BONUS: _number((0, 20), U.POINTS, 0, B.LAW, R.RESOLUTION_779),
    P.COMMISSION_SIZE_MIN: _number((3, 15), U.PEOPLE, 5, B.OWN, R.NOT_FOUND),
    P.COMMISSION_SIZE_MAX: _number((3, 15), U.PEOPLE, 9, B.OWN, R.NOT_FOUND),
    P.COMMISSION_SEATS: _choices(choices.Seat, B.OWN, R.NOT_FOUND, may_be_empty=True),
    P.BLIND_REVIEW: _yes_no(True, B.PRACTICE, R.CODED_CONTESTS),
}

_VOTE = {
    P.VOTE_TYPE: _choice(VoteType, VoteType.APPROVAL, B.OWN, R.NOT_FOUND),
    P.MIN_CHOICES: _number((0, MOST_CHOICES), U.PROJECTS, 1, B.OWN, R.NOT_FOUND),
    P.MAX_CHOICES: _number((1, MOST_CHOICES), U.PROJECTS, 1, B.COMPARATOR, R.KAZAKHSTAN),
    P.POINTS: _number((0, 100), U.POINTS, 0, B.OWN, R.NOT_FOUND),
    P.TOP_PLACES: _number((0, MOST_CHOICES), U.PLACES, 0, B.OWN, R.NOT_FOUND),
    P.WITHIN_BUDGET: _yes_no(False, B.OWN, R.NOT_FOUND),
    P.HEADING_CHOICES: _number((0, MOST_CHOICES), U.PROJECTS, 0, B.OWN, R.NOT_FOUND),
    P.ALLOCATION: _choice(AllocationRule, AllocationRule.GREEDY, B.OWN, R.NOT_FOUND),
    P.MIN_VOTES: _number((0, MOST_VOTES), U.VOTES, 0, B.COMPARATOR, R.UZBEKISTAN),
    P.MIN_VOTES_SHARE: _percent(WHOLE, 0, B.COMPARATOR, R.UZBEKISTAN),
    P.VOTE_QUORUM: _percent(WHOLE, 0, B.OWN, R.NOT_FOUND),
    P.PART_FUNDING: _percent(WHOLE, 0, B.OWN, R.NOT_FOUND),
    P.HEADING_LEFTOVER: _yes_no(True, B.OWN, R.NOT_FOUND),
    P.SHARES_COMPLETION: _yes_no(True, B.OWN, R.NOT_FOUND),
    P.TIES: {
        **_choices(
            TieBreak,
            B.OWN,
            R.NOT_FOUND,
            (TieBreak.OWN_SHARE, TieBreak.LOWER_COST, TieBreak.LISTED_FIRST),
        ),
        "kind": Kind.ORDER,
    },
    P.PAPER_BALLOTS: _yes_no(True, B.OWN, R.NOT_FOUND),
    P.ASSEMBLY_HANDS: _choice(choices.AssemblyHands, choices.AssemblyHands.NONE, B.OWN, R.CHARTER),
}

_VOTERS = {
    P.VOTING_AGE: _number((14, 21), U.YEARS, 18, B.OWN, R.MONGOLIA),
    P.RESIDENCE_TEST: _choice(
        choices.Residence, choices.Residence.DECLARED_CHECKED, B.OWN, R.NOT_FOUND
    ),
    P.IDENTITY_ASSURANCE: _choice(
        choices.Identity, choices.Identity.IN_PERSON, B.OWN, R.STATE_SIGN_IN
    ),
    P.PERSON_KEY: _choice(choices.PersonKey, choices.PersonKey.PIN_OR_NAME, B.OWN, R.NOT_FOUND),
    P.PEOPLE_PER_PHONE: _number((1, 5), U.PEOPLE, 3, B.OWN, R.NOT_FOUND),
}

_MEETINGS = {
    P.ASSEMBLY_QUORUM: _number((0, 100_000), U.PEOPLE, 0, B.OWN, R.CHARTER),
    P.KENESH_QUORUM: _choice(choices.Quorum, choices.Quorum.TWO_THIRDS, B.OWN, R.CHARTER),
    P.KENESH_MAJORITY: _choice(choices.Majority, choices.Majority.OF_ALL, B.OWN, R.CHARTER),
    P.HEARINGS_A_YEAR: _number((1, 12), U.TIMES, 2, B.PRACTICE, R.HEARINGS),
    P.HEARING_NOTICE: _number((1, 60), U.DAYS, 10, B.OWN, R.NOT_FOUND),
    P.RESOLUTION_NUMBERING: {
        "kind": Kind.TEXT,
        "default": "{n}",
        "largest": PATTERN_LENGTH,
        "basis": B.PRACTICE,
        "reference": R.NUMBERS_SEEN,
    },
}

_MONITORING = {
    P.MONITORING_SIZE_MIN: _number((3, 25), U.PEOPLE, 5, B.OWN, R.NOT_FOUND),
    P.MONITORING_SIZE_MAX: _number((3, 25), U.PEOPLE, 9, B.OWN, R.NOT_FOUND),
    P.MONITORING_TERM: _number((6, 60), U.MONTHS, 12, B.OWN, R.NOT_FOUND),
    P.MONITORING_WOMEN: _percent(WHOLE, 3_000, B.OWN, R.NOT_FOUND),
    P.INDICATOR_SCALE: _number((5, 5), U.POINTS, 5, B.OWN, R.NOT_FOUND),
}

_OPENNESS = {
    P.SMALL_CELL: _number((3, 20), U.PEOPLE, 5, B.OWN, R.NOT_FOUND),
    P.ACCESS_NOTICE: _number((1, 72), U.HOURS, 24, B.OWN, R.DIALOGUE_LETTER),
    P.PROTOCOL_LANGUAGES: _choice(
        choices.Languages, choices.Languages.KY_AND_RU, B.LAW, R.LANGUAGE_LAW
    ),
    P.REPORT_UNIT: _choice(
        choices.ReportUnit, choices.ReportUnit.THOUSAND_SOM, B.PRACTICE, R.NUMBERS_SEEN
    ),
    P.AGENCY_REPORT_DAY: _number((1, 28), U.DAY_OF_MONTH, 15, B.LAW, R.RESOLUTION_80),
}

CATALOGUE: dict[Parameter, Spec] = {
    parameter: Spec(parameter, subject, **known)
    for subject, group in (
        (Subject.PROPOSING, _PROPOSING),
        (Subject.TERMS, _TERMS),
        (Subject.MONEY, _MONEY),
        (Subject.SELECTION, _SELECTION),
        (Subject.VOTE, _VOTE),
        (Subject.VOTERS, _VOTERS),
        (Subject.MEETINGS, _MEETINGS),
        (Subject.MONITORING, _MONITORING),
        (Subject.OPENNESS, _OPENNESS),
    )
    for parameter, known in group.items()
}


def of_subject(subject: Subject) -> tuple[Spec, ...]:
    """The parameters of a subject, in the order they are shown."""
    return tuple(spec for spec in CATALOGUE.values() if spec.subject is subject)
