"""What the indicators of joint monitoring are called, on papers and on pages."""

from pb.documents.words import N_
from pb.rules.monitoring import Indicator

NAMES: dict[Indicator, str] = {
    Indicator.FINISHED_ON_TIME: N_("Finished on time"),
    Indicator.AS_PROMISED: N_("Done as it was promised"),
    Indicator.QUALITY: N_("Quality of the work"),
    Indicator.WORKS_TODAY: N_("In use and working today"),
    Indicator.MONEY_CLEAR: N_("Clear where the money went"),
    Indicator.PEOPLE_SATISFIED: N_("People are satisfied"),
}

ADDRESSEE = N_("Aiyl okmotu")
"""Whom a recommendation goes to: the executive of the municipality."""
