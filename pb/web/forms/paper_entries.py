"""Forms of the desk about proposals brought on paper."""

from collections.abc import Iterable
from typing import cast

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, StringField, TextAreaField

from pb.rules.paper_entries import DIFFERS_LENGTH
from pb.rules.proposal_demands import Demands
from pb.rules.texts import NAME_LENGTH
from pb.services.paper_entries import OnForm
from pb.web.forms.base import Form
from pb.web.forms.fields import ChoiceField, Text, offered, required
from pb.web.forms.proposal_steps import FirstForm


class PaperFirstForm(FirstForm):
    """Who signed the form, and the first step of what stands on it."""

    name = StringField(_l("Surname and first name of the author"), [Text(NAME_LENGTH)])
    pin = StringField(_l("Personal number of the author"), [required()])
    village = ChoiceField(_l("Village the author lives in"))
    reason = StringField(_l("Why do you look at this person's data?"), [required()])

    def offer(self, demands: Demands, villages: Iterable[tuple[str, str]]) -> None:
        """The villages, and the kinds that the rules of the round let in."""
        known = list(villages)
        super().offer(demands, known)
        self.village.choices = offered([("", _l("Choose")), *known])

    def person(self) -> OnForm:
        """Who signed, for the act."""
        return OnForm(
            self["name"].data or "",
            self.pin.data or "",
            self.village.data or "",
            self.reason.data or "",
        )


class HandOverForm(Form):
    """The scan of the signed paper."""

    file = FileField(_l("Scan of the signed paper"))
    is_signed = BooleanField(_l("The author signed this paper."))

    def content(self) -> bytes:
        """The bytes of the file; nothing where none was chosen."""
        return cast(bytes, self.file.data.read()) if self.file.data else b""


class CompareForm(Form):
    """The second person stands for it."""

    is_compared = BooleanField(_l("I compared every answer with the signed paper: they agree."))


class DiffersForm(Form):
    """What differs from the paper."""

    differs = TextAreaField(_l("What differs from the paper?"), [Text(DIFFERS_LENGTH, lines=True)])


class ScanForm(Form):
    """Why the signed paper is opened; its author reads it."""

    reason = StringField(_l("Why do you open the paper?"), [required()])
