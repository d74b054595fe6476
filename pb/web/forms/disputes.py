"""Forms about disputed votes: the key of three, two holders at one table, reasons."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField, TextAreaField

from pb.rules.disputes import SEATS
from pb.rules.privacy import Purpose
from pb.services.disputes import TwoHolders
from pb.services.privacy import Looking
from pb.web.forms.base import Form
from pb.web.forms.fields import ChoiceField, offered, required


class CeremonyForm(Form):
    """Three people, each with a passphrase of their own typed twice."""

    holder_1 = ChoiceField(_l("First holder"))
    passphrase_1 = PasswordField(_l("Passphrase of the first holder"), [required()])
    again_1 = PasswordField(_l("The same passphrase once more"), [required()])
    holder_2 = ChoiceField(_l("Second holder"))
    passphrase_2 = PasswordField(_l("Passphrase of the second holder"), [required()])
    again_2 = PasswordField(_l("The same passphrase once more"), [required()])
    holder_3 = ChoiceField(_l("Third holder"))
    passphrase_3 = PasswordField(_l("Passphrase of the third holder"), [required()])
    again_3 = PasswordField(_l("The same passphrase once more"), [required()])

    def offer(self, people: Sequence[tuple[str, str]]) -> "CeremonyForm":
        """Let each seat be given to one of these: public id and what they are called."""
        for seat in SEATS:
            self[f"holder_{seat}"].choices = offered([("", gettext("Choose")), *people])
        return self

    def holders(self) -> list[str]:
        """Public ids by seat."""
        return [self[f"holder_{seat}"].data or "" for seat in SEATS]

    def phrases(self) -> list[tuple[str, str]]:
        """Each passphrase as it was typed both times."""
        return [
            (self[f"passphrase_{seat}"].data or "", self[f"again_{seat}"].data or "")
            for seat in SEATS
        ]


class TwoForm(Form):
    """Two holders at one table."""

    own = PasswordField(_l("Your passphrase"), [required()])
    beside = ChoiceField(_l("The holder beside you"))
    theirs = PasswordField(_l("The passphrase of the holder beside you"), [required()])

    def beside_one_of(self, people: Iterable[tuple[str, str]]) -> None:
        """Let the other holder be chosen: public id and name."""
        self.beside.choices = offered([("", gettext("Choose")), *people])

    def two(self) -> TwoHolders:
        """What was typed, for the deed."""
        return TwoHolders(self.own.data or "", self.beside.data or "", self.theirs.data or "")


class DisputeForm(TwoForm):
    """Why a vote is taken out, and by whom."""

    reason = TextAreaField(_l("What happened, and how you know"))


class OverrideForm(DisputeForm):
    """The same, and where the person votes on paper instead."""

    station = ChoiceField(_l("At which station does the person vote now?"))


class ReasonForm(Form):
    """A reason."""

    reason = TextAreaField(_l("What happened, and how you know"))


class LookForm(Form):
    """Why a person's card is opened."""

    reason = TextAreaField(_l("Why do you look at this person's data?"))

    def looking(self) -> Looking:
        """Why the person is looked for; the person reads it."""
        return Looking(Purpose.COMPLAINT, self.reason.data or "")


class PersonForm(LookForm):
    """The person whose vote is disputed, by the passport."""

    pin = StringField(_l("Personal number"))


class LineForm(Form):
    """Agree to what is about one person; it carries whose card was looked at."""

    line = HiddenField()
