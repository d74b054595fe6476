"""Forms of residents who sign in: the phone, the code, who of the family it is, somebody new."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from pb.acts.signing_in_by_phone import Person
from pb.records.places import Settlement
from pb.rules.texts import NAME_LENGTH
from pb.web.forms.base import Form
from pb.web.forms.fields import ChoiceField, OneOfField, Text, offered, required
from pb.web.language import language

NEW = "new"
"""The answer of somebody who is not on the list; no public id of an account looks so."""


class PhoneForm(Form):
    """Where the code is sent to."""

    phone = StringField(_l("Your mobile number"), [required()])


class SmsCodeForm(Form):
    """The code that came."""

    code = StringField(_l("The code from the message"), [required()])


class WhoForm(Form):
    """Who of those who share a telephone signs in."""

    who = OneOfField(_l("Who signs in?"))

    def offer(self, people: Sequence[Person], has_room: bool) -> "WhoForm":
        """Let one of these be chosen, or somebody new where there is room."""
        new = [(NEW, _l("Somebody else: I sign in for the first time"))] if has_room else []
        self.who.choices = offered([*((each.account_ref, each.shown) for each in people), *new])
        return self


class VillageForm(Form):
    """Where somebody new lives."""

    village = ChoiceField(_l("Your village"))

    def offer(self, villages: Sequence[Settlement]) -> None:
        """Let one of the villages be chosen; none is before the person did."""
        named = [(each.slug, each.name.read(language())[0]) for each in villages]
        self.village.choices = offered([("", _l("Choose")), *named])


class NewcomerForm(VillageForm):
    """Who somebody new is, and where they live."""

    name = StringField(_l("Your surname and first name"), [required(), Text(NAME_LENGTH)])
