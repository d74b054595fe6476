"""What a rule set decides: the closed list of its parameters, and what is known of each of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

Value = int | bool | str | tuple[str, ...]
"""A number in the unit of its parameter, yes or no, one choice or a text, or several choices."""


class Parameter(StrEnum):
    """Every parameter of a rule set, in the order a reader meets them."""

    APPLICANT_TYPES = "applicant_types"
    GROUP_MIN_MEMBERS = "group_min_members"
    GROUP_FOUNDING = "group_founding"
    INITIATIVE_KINDS = "initiative_kinds"
    REQUIRED_DOCUMENTS = "required_documents"
    SUPPORT_SIGNATURES = "support_signatures"
    REPEAT_WINNER_PAUSE = "repeat_winner_pause"

    NOTICE = "notice_days"
    SUBMISSION = "submission_days"
    SCREENING = "screening_days"
    DISCUSSION = "discussion_days"
    VOTING = "voting_days"
    RESULT_PUBLICATION = "result_days"
    APPEAL_WINDOW = "appeal_days"
    APPEAL_REGISTRATION = "appeal_registration"
    APPEAL_ANSWER = "appeal_answer"
    RECOMMENDATION_ANSWER = "recommendation_answer"

    CEILING = "initiative_ceiling"
    OWN_CONTRIBUTION_MIN = "own_contribution_min"
    OWN_CONTRIBUTION_SCORED = "own_contribution_scored"
    CONTRIBUTION_KINDS = "contribution_kinds"
    AUTO_WIN_SHARE = "auto_win_share"
    CONTRIBUTION_RETURN = "contribution_return"

    SELECTED_BY = "selected_by"
    RESIDENTS_WEIGHT = "residents_weight"
    WEIGHT_IMPORTANCE = "weight_importance"
    WEIGHT_PARTICIPATION = "weight_participation"
    WEIGHT_SUSTAINABILITY = "weight_sustainability"
    WEIGHT_JUSTIFICATION = "weight_justification"
    WEIGHT_CONTRIBUTION = "weight_contribution"
    SCORE_SCALE = "score_scale"
    PRIORITY_SECTORS = "priority_sectors"
    PRIORITY_BONUS = "priority_bonus"
    COMMISSION_SIZE_MIN = "commission_size_min"
    COMMISSION_SIZE_MAX = "commission_size_max"
    COMMISSION_SEATS = "commission_seats"
    BLIND_REVIEW = "blind_review"

    VOTE_TYPE = "vote_type"
    MIN_CHOICES = "fewest_choices"
    MAX_CHOICES = "most_choices"
    POINTS = "ballot_points"
    TOP_PLACES = "top_places"
    WITHIN_BUDGET = "choices_within_budget"
    HEADING_CHOICES = "heading_choices"
    ALLOCATION = "allocation"
    MIN_VOTES = "min_votes"
    MIN_VOTES_SHARE = "min_votes_share"
    VOTE_QUORUM = "vote_quorum"
    PART_FUNDING = "part_funding"
    HEADING_LEFTOVER = "heading_leftover"
    SHARES_COMPLETION = "shares_completion"
    TIES = "tie_order"
    PAPER_BALLOTS = "paper_ballots"
    ASSEMBLY_HANDS = "assembly_hands"

    VOTING_AGE = "voting_age"
    RESIDENCE_TEST = "residence_test"
    IDENTITY_ASSURANCE = "identity_assurance"
    PERSON_KEY = "person_key"
    PEOPLE_PER_PHONE = "people_per_phone"

    ASSEMBLY_QUORUM = "assembly_quorum"
    KENESH_QUORUM = "kenesh_quorum"
    KENESH_MAJORITY = "kenesh_majority"
    HEARINGS_A_YEAR = "hearings_a_year"
    HEARING_NOTICE = "hearing_notice"
    RESOLUTION_NUMBERING = "resolution_numbering"

    MONITORING_SIZE_MIN = "monitoring_size_min"
    MONITORING_SIZE_MAX = "monitoring_size_max"
    MONITORING_TERM = "monitoring_term"
    MONITORING_WOMEN = "monitoring_women"
    INDICATOR_SCALE = "indicator_scale"

    SMALL_CELL = "small_cell"
    ACCESS_NOTICE = "access_notice"
    PROTOCOL_LANGUAGES = "protocol_languages"
    REPORT_UNIT = "report_unit"
    AGENCY_REPORT_DAY = "agency_report_day"


class Subject(StrEnum):
    """What parameters are grouped by on a page and on paper."""

    PROPOSING = "subject_proposing"
    TERMS = "subject_terms"
    MONEY = "subject_money"
    SELECTION = "subject_selection"
    VOTE = "subject_vote"
    VOTERS = "subject_voters"
    MEETINGS = "subject_meetings"
    MONITORING = "subject_monitoring"
    OPENNESS = "subject_openness"


class Kind(StrEnum):
    """What a value is."""

    NUMBER = "number"
    TYIYN = "tyiyn"
    PERCENT = "percent"
    """In basis points: 2500 is 25 %."""
    CHOICE = "choice"
    CHOICES = "choices"
    """Any of the answers, kept in the order they are offered."""
    ORDER = "order"
    """Some of the answers, in an order that matters."""
    YES_NO = "yes_no"
    TEXT = "text"


class Unit(StrEnum):
    """What a number counts."""

    NONE = "unit_none"
    DAYS = "unit_days"
    WORKING_DAYS = "unit_working_days"
    HOURS = "unit_hours"
    MONTHS = "unit_months"
    PEOPLE = "unit_people"
    POINTS = "unit_points"
    VOTES = "unit_votes"
    YEARS = "unit_years"
    ROUNDS = "unit_rounds"
    TIMES = "unit_times"
    PROJECTS = "unit_projects"
    PLACES = "unit_places"
    DAY_OF_MONTH = "unit_day_of_month"


class Basis(StrEnum):
    """How firm the ground under a default is."""

    LAW = "basis_law"
    """L: read in a law or an official text."""
    PRACTICE = "basis_practice"
    """P: read in what municipalities of the country did."""
    COMPARATOR = "basis_comparator"
    """X: done so in another country."""
    OWN = "basis_own"
    """D: no text was found, so this is our proposal."""


class Reference(StrEnum):
    """Where a default was read."""

    MODEL_REGULATION = "ref_model_regulation"
    RESOLUTION_779 = "ref_resolution_779"
    RESOLUTION_80 = "ref_resolution_80"
    APPEALS_LAW = "ref_appeals_law"
    LANGUAGE_LAW = "ref_language_law"
    ANNOUNCEMENTS = "ref_announcements"
    CODED_CONTESTS = "ref_coded_contests"
    ARIS = "ref_aris"
    HEARINGS = "ref_hearings"
    NUMBERS_SEEN = "ref_numbers_seen"
    UZBEKISTAN = "ref_uzbekistan"
    KAZAKHSTAN = "ref_kazakhstan"
    MONGOLIA = "ref_mongolia"
    RUSSIA = "ref_russia"
    STATE_SIGN_IN = "ref_state_sign_in"
    DIALOGUE_LETTER = "ref_dialogue_letter"
    CHARTER = "ref_charter"
    BY_ANALOGY = "ref_by_analogy"
    NOT_FOUND = "ref_not_found"


@dataclass(frozen=True)
class Spec:
    """What is known of a parameter.

    `smallest` and `largest` bound a number, inclusive, in its unit (tyiyn, basis points); `offered`
    are the answers of a choice. `may_be_empty` tells whether several choices may be none.
    """

    parameter: Parameter
    subject: Subject
    kind: Kind
    default: Value
    basis: Basis
    reference: Reference
    unit: Unit = Unit.NONE
    smallest: int = 0
    largest: int = 0
    offered: tuple[str, ...] = ()
    may_be_empty: bool = False

    @property
    def is_fixed(self) -> bool:
        """Whether there is nothing to decide: one value only is possible today."""
        if self.kind is Kind.CHOICE:
            return len(self.offered) == 1
        return self.kind is Kind.NUMBER and self.smallest == self.largest


def values_of(members: Iterable[StrEnum]) -> tuple[str, ...]:
    """The values of a closed list, as answers that are offered."""
    return tuple(member.value for member in members)
