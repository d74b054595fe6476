"""Where a roll, a line on it and a decision about it stand."""

from enum import StrEnum

DECISION_REASON_LENGTH = (10, 500)
"""Of the reason everyone may read; in characters, both inclusive."""


class RollState(StrEnum):
    """Where the roll of a round stands."""

    OPEN = "open"
    PROPOSED = "proposed"
    """A member of the commission asks the others to freeze it as it is; any change ends that."""
    FROZEN = "frozen"
    """From here on a line comes or goes by a decision of two only."""


class EntryStatus(StrEnum):
    """Whether a line gives a vote."""

    ACTIVE = "active"
    STRUCK = "struck"


class DecisionKind(StrEnum):
    """What two decide about a frozen roll."""

    ADD = "add"
    STRIKE = "strike"


class DecisionState(StrEnum):
    """Where a decision stands."""

    WAITING = "waiting"
    AGREED = "agreed"
    DECLINED = "declined"
