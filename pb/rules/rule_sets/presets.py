"""What a clerk starts from: four rule sets that real mechanisms of the country look like."""

from collections.abc import Mapping
from enum import StrEnum

from pb.rules.rule_sets.choices import Applicant, InitiativeKind, Sector, Selector
from pb.rules.rule_sets.parameters import Parameter, Value
from pb.rules.rule_sets.sets import RuleSet

P = Parameter


class Preset(StrEnum):
    """The rule sets one can start from."""

    CONTEST = "preset_contest"
    """The contest of local initiatives: the model regulation of 2019."""
    SUBSIDISED = "preset_subsidised"
    """A project of the community subsidised by the state: Resolution 779 of 2025."""
    YOUTH = "preset_youth"
    """A round for young people."""
    SMALL_GRANTS = "preset_small_grants"
    """Small grants for many small deeds."""


CHANGES: dict[Preset, Mapping[Parameter, Value]] = {
    Preset.CONTEST: {},
    Preset.SUBSIDISED: {
        P.INITIATIVE_KINDS: (InitiativeKind.CO_FINANCING.value,),
        P.APPLICANT_TYPES: (
            Applicant.RESIDENTS.value,
            Applicant.GROUPS.value,
            Applicant.ASSOCIATIONS.value,
        ),
        P.SUBMISSION: 30,
        P.DISCUSSION: 10,
        P.OWN_CONTRIBUTION_MIN: 1_000,
        P.SELECTED_BY: Selector.BOTH.value,
        P.PRIORITY_SECTORS: tuple(sector.value for sector in Sector),
        P.PRIORITY_BONUS: 5,
        P.MIN_VOTES: 50,
    },
    Preset.YOUTH: {
        P.APPLICANT_TYPES: (Applicant.RESIDENTS.value, Applicant.GROUPS.value),
        P.VOTING_AGE: 14,
        P.SCREENING: 10,
        P.MAX_CHOICES: 3,
        P.CEILING: 10_000_000,
    },
    Preset.SMALL_GRANTS: {
        P.NOTICE: 5,
        P.SUBMISSION: 10,
        P.SCREENING: 7,
        P.DISCUSSION: 3,
        P.VOTING: 7,
        P.CEILING: 4_700_000,
        P.MAX_CHOICES: 3,
        P.REPEAT_WINNER_PAUSE: 2,
    },
}
"""What each preset changes of the defaults; amounts in tyiyn, shares in basis points.

Source: 47,000 som and 10,000 som are the ceilings of two announcements (2019, 2020); 50 votes, 10 %
and the pause after two wins are what comparators set after bad experience.
"""


def rule_set_of(preset: Preset) -> RuleSet:
    """The rule set of a preset."""
    return RuleSet.of(CHANGES[preset])
