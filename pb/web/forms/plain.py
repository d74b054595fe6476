"""Forms that hold a button, or a code, and the token that guards them."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField

from pb.rules.refusals import Code, Conflict
from pb.web.forms.base import Form
from pb.web.forms.fields import required


class ButtonForm(Form):
    """A deed that needs no more than to be pressed."""


class SeenForm(Form):
    """Stand for an act as the second person; it carries which act was looked at."""

    seen = HiddenField()

    def entered_at(self) -> datetime:
        """When the act that was looked at was entered.

        Raises:
            Conflict: ACT_CHANGED where the page did not say, or no page ever could.
        """
        try:
            found = datetime.fromisoformat(self.seen.data or "")
        except ValueError as error:
            raise Conflict(Code.ACT_CHANGED) from error
        if found.tzinfo is None:
            raise Conflict(Code.ACT_CHANGED)
        return found


class CodeForm(Form):
    """The code that signs someone in."""

    code = StringField(_l("Your code"), [required()])
