"""The ways a deed can be refused; words and HTTP status are given only at the doors.

Refusal
├── NotAllowed   the person may not do this (WHO)
├── NotNow       the act is not open in this phase (WHEN)
├── NotValid     what was given does not hold; `field` names the place in a form
├── Conflict     the state has moved on, or the thing was done before
├── NotFound     no such thing here, or it belongs to another municipality
└── Unavailable  a system outside this one does not answer; nothing given was wrong
"""

from enum import StrEnum
from typing import Any


class Code(StrEnum):
    """Every reason a deed is refused for; each has a sentence in `documents/sentences.py`."""

    NOT_ALLOWED = "not_allowed"
    SIGN_IN_FIRST = "sign_in_first"
    SIGN_IN_UNKNOWN = "sign_in_unknown"
    NOT_FOUND = "not_found"
    CHANGED_MEANWHILE = "changed_meanwhile"
    SERVER_BUSY = "server_busy"
    NOT_OPEN = "not_open"
    VOTING_NOT_STARTED = "voting_not_started"
    VOTING_CLOSED = "voting_closed"
    # signing in
    SIGN_IN_WRONG = "sign_in_wrong"
    SIGN_IN_STALE = "sign_in_stale"
    SIGN_IN_STOPPED = "sign_in_stopped"
    TOO_MANY_TRIES = "too_many_tries"
    CODE_WRONG = "code_wrong"
    NO_ROLE_HERE = "no_role_here"
    STEP_UP_FIRST = "step_up_first"
    ASSURANCE_LOW = "assurance_low"
    CODE_SHAPE = "code_shape"
    CODE_NOT_THIS = "code_not_this"
    CODE_OTHER_BROWSER = "code_other_browser"
    CODE_OVER = "code_over"
    CODE_TRIES_OVER = "code_tries_over"
    PHONES_TOO_MANY = "phones_too_many"
    PHONE_FULL = "phone_full"
    PASSWORD_NEEDED = "password_needed"  # noqa: S105 - the name of a refusal
    ACCOUNT_CLOSED = "account_closed"
    SMS_OFF = "sms_off"
    # accounts of the office
    PASSWORD_TOO_SHORT = "password_too_short"  # noqa: S105
    PASSWORD_TOO_LONG = "password_too_long"  # noqa: S105
    PASSWORD_COMMON = "password_common"  # noqa: S105
    PASSWORD_WRONG = "password_wrong"  # noqa: S105
    PASSWORDS_DIFFER = "passwords_differ"
    SIGN_IN_NAME_UNREADABLE = "sign_in_name_unreadable"
    SIGN_IN_NAME_TAKEN = "sign_in_name_taken"
    INVITATION_OVER = "invitation_over"
    RECOVERY_EXISTS = "recovery_exists"
    ROLE_NOT_HERE = "role_not_here"
    ROLE_HELD_ALREADY = "role_held_already"
    ROLES_APART = "roles_apart"
    NOT_YOURS_TO_GIVE = "not_yours_to_give"
    NOT_YOURSELF = "not_yourself"
    # looks at personal data
    COMPLAINED_ALREADY = "complained_already"
    COMPLAINT_ANSWERED = "complaint_answered"
    # texts and money
    TEXT_MISSING = "text_missing"
    TEXT_TOO_SHORT = "text_too_short"
    TEXT_TOO_LONG = "text_too_long"
    TEXT_INVISIBLE = "text_invisible"
    TEXT_TOO_MANY_MARKS = "text_too_many_marks"
    MONEY_UNREADABLE = "money_unreadable"
    MONEY_NEGATIVE = "money_negative"
    MONEY_ZERO = "money_zero"
    MONEY_TOO_LARGE = "money_too_large"
    NUMBER_UNREADABLE = "number_unreadable"
    NUMBER_OUT_OF_RANGE = "number_out_of_range"
    # people
    PIN_CHARACTER = "pin_character"
    PIN_LENGTH = "pin_length"
    PIN_FIRST_DIGIT = "pin_first_digit"
    PIN_DATE = "pin_date"
    PIN_IN_FUTURE = "pin_in_future"
    NAME_WITHOUT_LETTERS = "name_without_letters"
    NAME_CHARACTER = "name_character"
    TABLE_UNREADABLE = "table_unreadable"
    # rounds
    DATES_OUT_OF_ORDER = "dates_out_of_order"
    DATE_IN_PAST = "date_in_past"
    CEILING_ABOVE_BUDGET = "ceiling_above_budget"
    TITLE_NEEDS_BOTH_LANGUAGES = "title_needs_both_languages"
    SLUG_TAKEN = "slug_taken"
    SLUG_UNREADABLE = "slug_unreadable"
    ROUND_FROZEN = "round_frozen"
    ROUND_WITHOUT_PROJECTS = "round_without_projects"
    # rule sets
    RULE_NOT_OFFERED = "rule_not_offered"
    RULE_EMPTY = "rule_empty"
    SHARE_UNREADABLE = "share_unreadable"
    SHARE_OUT_OF_RANGE = "share_out_of_range"
    RULE_ABOVE_RULE = "rule_above_rule"
    RULE_NEEDS_RULE = "rule_needs_rule"
    COMMISSION_EVEN = "commission_even"
    WEIGHTS_NOT_WHOLE = "weights_not_whole"
    WEIGHT_LEAVES_NOBODY = "weight_leaves_nobody"
    TIES_UNDECIDED = "ties_undecided"
    NUMBERING_WITHOUT_NUMBER = "numbering_without_number"
    RULE_SET_MISSING = "rule_set_missing"
    RULE_SET_OUTDATED = "rule_set_outdated"
    RULE_SET_ADOPTED = "rule_set_adopted"
    RULE_DRAFT_EXISTS = "rule_draft_exists"
    RESOLUTION_IN_FUTURE = "resolution_in_future"
    RULES_BEFORE_RESOLUTION = "rules_before_resolution"
    RESOLUTION_FILE_MISSING = "resolution_file_missing"
    RESOLUTION_FILE_UNREADABLE = "resolution_file_unreadable"
    RESOLUTION_FILE_TOO_LARGE = "resolution_file_too_large"
    CEILING_ABOVE_RULE = "ceiling_above_rule"
    DAY_MOVES_BACK = "day_moves_back"
    DAY_IS_OVER = "day_is_over"
    NOTHING_MOVES = "nothing_moves"
    CHANGE_WAITS = "change_waits"
    CHANGE_DECIDED = "change_decided"
    CHANGE_NEEDS_ANOTHER = "change_needs_another"
    DAY_ENTERED = "day_entered"
    TERM_SHORTER_THAN_RULE = "term_shorter_than_rule"
    NOTICE_TOO_SHORT = "notice_too_short"
    # proposals
    COST_ABOVE_CEILING = "cost_above_ceiling"
    COST_ABOVE_BUDGET = "cost_above_budget"
    PROPOSAL_MOVED_ON = "proposal_moved_on"
    MENDING_TERM_OVER = "mending_term_over"
    REASON_MISSING = "reason_missing"
    SETTLEMENT_UNKNOWN = "settlement_unknown"
    RETURN_DATE_MISSING = "return_date_missing"
    # ballots
    NOT_ON_ROLL = "not_on_roll"
    VOTED_ALREADY = "voted_already"
    BALLOT_FORM_STALE = "ballot_form_stale"
    TOO_MANY_CHOICES = "too_many_choices"
    TOO_FEW_CHOICES = "too_few_choices"
    CHOICE_TWICE = "choice_twice"
    CHOICE_UNKNOWN = "choice_unknown"
    # rolls
    ROLL_FROZEN = "roll_frozen"
    ROLL_NOT_FROZEN = "roll_not_frozen"
    ROLL_MISSING = "roll_missing"
    ROLL_INCOMPLETE = "roll_incomplete"
    ROLL_IMPORT_RUNS = "roll_import_runs"
    ROLL_FILE_MISSING = "roll_file_missing"
    ROLL_FILE_GONE = "roll_file_gone"
    ROLL_FAULTY = "roll_faulty"
    FREEZE_NOT_PROPOSED = "freeze_not_proposed"
    ANOTHER_MEMBER_NEEDED = "another_member_needed"
    PERSON_NOT_ON_ROLL = "person_not_on_roll"
    UNDER_AGE = "under_age"
    LINE_STRUCK = "line_struck"
    ON_ROLL_ALREADY = "on_roll_already"
    DECISION_WAITS = "decision_waits"
    DECISION_MADE = "decision_made"
    LINE_VOTED = "line_voted"
    REASON_NAMES_PERSON = "reason_names_person"
    ENROLLED_ALREADY = "enrolled_already"
    PASSPORT_UNSEEN = "passport_unseen"
    PHONE_OF_NOBODY = "phone_of_nobody"
    PHONE_OF_ANOTHER = "phone_of_another"
    # the state's sign-in
    OPENID_STATE = "openid_state"
    OPENID_TURNED_BACK = "openid_turned_back"
    OPENID_ANSWER = "openid_answer"
    OPENID_DOWN = "openid_down"
    OPENID_OTHER_PERSON = "openid_other_person"
    OPENID_STALE = "openid_stale"
    # results
    BALLOTS_UNSEALED = "ballots_unsealed"
    RESULT_EXISTS = "result_exists"
    RESULT_MISSING = "result_missing"
    RESULT_CONFIRMED = "result_confirmed"
    SECOND_PERSON_NEEDED = "second_person_needed"
    COMMISSION_NEEDED = "commission_needed"
    # counting and files of elections
    RULE_UNKNOWN = "rule_unknown"
    VOTE_TYPE_UNCOUNTED = "vote_type_uncounted"
    FILE_BROKEN = "file_broken"
    FILE_TOO_LARGE = "file_too_large"
    ELECTION_EXISTS = "election_exists"
    ELECTION_NOT_OVER = "election_not_over"
    # monitoring and uploads
    SCORE_UNREADABLE = "score_unreadable"
    SCORE_NEEDS_REASON = "score_needs_reason"
    INDICATOR_TWICE = "indicator_twice"
    INDICATORS_MISSING = "indicators_missing"
    PHOTO_MISSING = "photo_missing"
    PHOTO_UNREADABLE = "photo_unreadable"
    PHOTO_TOO_LARGE = "photo_too_large"
    ANSWER_NEEDS_REASONS = "answer_needs_reasons"
    ANSWERED_ALREADY = "answered_already"
    EVALUATION_PUBLISHED = "evaluation_published"
    NOT_A_WINNER = "not_a_winner"
    VISIT_OUT_OF_RANGE = "visit_out_of_range"
    TOO_MANY_PHOTOS = "too_many_photos"
    # phones and messages
    PHONE_UNREADABLE = "phone_unreadable"
    PHONE_NOT_MOBILE = "phone_not_mobile"
    CODE_TOO_SOON = "code_too_soon"
    MESSAGE_MOVED_ON = "message_moved_on"


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A deed refused: a stable code, and the facts its sentence needs.

    `field` names the place in a form that has to be mended, where there is one.
    """

    def __init__(self, code: Code, field: str | None = None, **facts: Any) -> None:
        super().__init__(code, field, facts)
        self.code = code
        self.field = field
        self.facts = facts

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({facts})" + (f" at {self.field}" if self.field else "")


class NotAllowed(Refusal):
    """The person may not do this here."""


class NotNow(Refusal):
    """The act is not open in the phase the round is in."""


class NotValid(Refusal):
    """What was given does not hold."""


class Conflict(Refusal):
    """The state has moved on, or the thing was done before."""


class NotFound(Refusal):
    """There is no such thing here; a record of another municipality is not found either."""


class Unavailable(Refusal):
    """A system outside this one does not answer; what was given may be right."""
