"""Forms of kiosks: a ticket typed, a ticket given."""

from typing import cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField

from pb.rules.kiosks import IdentityPaper
from pb.rules.privacy import Purpose
from pb.services.privacy import Looking
from pb.web import names
from pb.web.forms.base import Form
from pb.web.forms.fields import OneOfField, offered, required


class TicketForm(Form):
    """What stands on the slip."""

    code = StringField(_l("The code of your ticket"))


class ComingForm(Form):
    """Somebody who stands at the table with a paper of identity."""

    pin = StringField(_l("Personal number"))
    reason = HiddenField()

    def looking(self) -> Looking:
        """Why the person is looked for; the person reads it."""
        said = self.reason.data or gettext("The person came to vote at the kiosk.")
        return Looking(Purpose.PAPER_VOTE, said)


class GivingForm(Form):
    """What was shown, and that the face was compared with it."""

    shown = OneOfField(_l("What did the person show?"), validators=[required()])
    looked = HiddenField()
    is_compared = BooleanField(_l("I looked at it: it is this person."))

    def offer(self) -> "GivingForm":
        """Let one of the papers be chosen."""
        self.shown.choices = offered((one.value, names.of(one)) for one in IdentityPaper)
        return self

    def paper(self) -> IdentityPaper:
        """What was chosen, for the deed."""
        return IdentityPaper(cast(str, self.shown.data))
