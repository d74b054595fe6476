"""Co-authors: who may write on a proposal beside the one who leads it."""

from datetime import timedelta
from enum import StrEnum


class Consent(StrEnum):
    """What became of an invitation to write together."""

    ASKED = "consent_asked"
    GIVEN = "consent_given"
    DECLINED = "consent_declined"
    ENDED = "consent_ended"
    """The leader took it back, or the co-author left."""


MOST_CO_AUTHORS = 10
INVITATION_LASTS = timedelta(days=14)
