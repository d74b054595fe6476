"""WHO: the roles people hold in a municipality, the acts of the system, and the table between."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may be in a municipality; granted per municipality, never by default."""

    PUBLIC = "public"
    RESIDENT = "resident"
    OPERATOR = "operator"
    HEAD = "head"
    COMMISSION = "commission"
    MONITORING = "monitoring"
    PLATFORM = "platform"
    """The platform itself: the terminal of its administrator and the clock. Never a voter."""


class Act(StrEnum):
    """Everything a person can do here; each address declares one, and the deed asks again."""

    READ = "read"
    SIGN_IN = "sign_in"
    SUBMIT_PROPOSAL = "submit_proposal"
    MEND_PROPOSAL = "mend_proposal"
    CAST_BALLOT = "cast_ballot"
    USE_DESK = "use_desk"
    DRAFT_ROUND = "draft_round"
    ANNOUNCE_ROUND = "announce_round"
    REVIEW_PROPOSAL = "review_proposal"
    COUNT_BALLOTS = "count_ballots"
    CONFIRM_RESULT = "confirm_result"
    RECORD_EVALUATION = "record_evaluation"
    ANSWER_RECOMMENDATION = "answer_recommendation"
    FOUND_MUNICIPALITY = "found_municipality"
    GRANT_ROLE = "grant_role"
    ENTER_ON_ROLL = "enter_on_roll"
    SEAL_LOT = "seal_lot"
    IMPORT_ROUND = "import_round"
    TEND_MESSAGES = "tend_messages"
    CHECK_PAPERS = "check_papers"


EVERYONE = frozenset(Role)

WHO: dict[Act, frozenset[Role]] = {
    Act.READ: EVERYONE,
    Act.SIGN_IN: EVERYONE,
    Act.SUBMIT_PROPOSAL: frozenset({Role.RESIDENT}),
    Act.MEND_PROPOSAL: frozenset({Role.RESIDENT}),
    Act.CAST_BALLOT: frozenset({Role.RESIDENT}),
    Act.USE_DESK: frozenset({Role.OPERATOR, Role.HEAD, Role.COMMISSION}),
    Act.DRAFT_ROUND: frozenset({Role.OPERATOR}),
    Act.ANNOUNCE_ROUND: frozenset({Role.OPERATOR, Role.HEAD}),
    Act.REVIEW_PROPOSAL: frozenset({Role.OPERATOR}),
    Act.COUNT_BALLOTS: frozenset({Role.OPERATOR, Role.COMMISSION, Role.PLATFORM}),
    Act.CONFIRM_RESULT: frozenset({Role.OPERATOR, Role.COMMISSION, Role.PLATFORM}),
    Act.RECORD_EVALUATION: frozenset({Role.MONITORING}),
    Act.ANSWER_RECOMMENDATION: frozenset({Role.HEAD, Role.OPERATOR}),
    Act.FOUND_MUNICIPALITY: frozenset({Role.PLATFORM}),
    Act.GRANT_ROLE: frozenset({Role.PLATFORM}),
    Act.ENTER_ON_ROLL: frozenset({Role.OPERATOR, Role.PLATFORM}),
    Act.SEAL_LOT: frozenset({Role.PLATFORM}),
    Act.IMPORT_ROUND: frozenset({Role.PLATFORM}),
    Act.TEND_MESSAGES: frozenset({Role.PLATFORM}),
    Act.CHECK_PAPERS: frozenset({Role.PLATFORM}),
}

# One person is never on both sides of a table; checked when a role is granted.
APART: tuple[frozenset[Role], ...] = (
    frozenset({Role.OPERATOR, Role.COMMISSION}),
    frozenset({Role.OPERATOR, Role.MONITORING}),
    frozenset({Role.HEAD, Role.COMMISSION}),
    frozenset({Role.HEAD, Role.MONITORING}),
    frozenset({Role.PLATFORM, Role.RESIDENT}),
)


def may(roles: frozenset[Role], act: Act) -> bool:
    """Whether someone holding these roles may do the act at all; the phase is another question."""
    return bool((roles | {Role.PUBLIC}) & WHO[act])


def fit_together(roles: frozenset[Role]) -> bool:
    """Whether one person may hold all these roles in one municipality."""
    return not any(pair <= roles for pair in APART)
