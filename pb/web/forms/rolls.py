"""Forms of the desk about rolls: the file, its columns, one line, a frozen roll, enrolment."""

from dataclasses import replace
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from pb.acts.enrolment import EnrolmentFacts
from pb.acts.rolls.corrections import LineFacts
from pb.acts.rolls.decisions import PersonFacts
from pb.acts.rolls.uploads import Preview
from pb.records.places import Settlement
from pb.rules.privacy import Purpose
from pb.rules.rolls import Column
from pb.rules.rolls.columns import REQUIRED
from pb.services.privacy import Looking
from pb.services.rolls import Card
from pb.web import names
from pb.web.forms.base import Form
from pb.web.forms.fields import ChoiceField, offered, required
from pb.web.language import language

PURPOSES = (Purpose.ROLL_CORRECTION, Purpose.ROLL_QUESTION, Purpose.COMPLAINT)
"""What a line of the roll is opened for at the desk."""

NOWHERE = ""


class RollFileForm(Form):
    """The file with the roll."""

    file = FileField(_l("The file with the roll"))


class ColumnsForm(Form):
    """Which column of the file is which; the names of the fields are those of the rules."""

    pin = ChoiceField(_l("Personal number"))
    name = ChoiceField(_l("Full name"))
    settlement = ChoiceField(_l("Village"))
    born = ChoiceField(_l("Date of birth"))
    sex = ChoiceField(_l("Sex"))
    address = ChoiceField(_l("Address"))
    phone = ChoiceField(_l("Phone"))

    def offer(self, seen: Preview, *, preset: bool) -> "ColumnsForm":
        """Let the columns of a file be chosen from, those we recognise first chosen."""
        headers = [
            (str(place), " ".join(cell.split()) or gettext("Column %(number)s", number=place + 1))
            for place, cell in enumerate(seen.header)
        ]
        for column in Column:
            field = self[column.value]
            none = _l("Choose a column") if column in REQUIRED else _l("Not in the file")
            field.choices = offered([(NOWHERE, none), *headers])
            place = seen.columns[column]
            if preset:
                field.data = NOWHERE if place is None else str(place)
        return self

    def chosen(self) -> dict[Column, int | None]:
        """Where each column stands, from 0."""
        return {
            column: int(self[column.value].data) if self[column.value].data else None
            for column in Column
        }


class SearchForm(Form):
    """A name to look for; sent as a form, so that no name stands in an address."""

    name = StringField(_l("Name"), [required()])


class OpenForm(Form):
    """Why somebody's line is opened; the person will read it."""

    purposes: tuple[Purpose, ...] = PURPOSES
    purpose = ChoiceField(_l("What for?"))
    reason = TextAreaField(_l("Why do you look at this person's data?"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.purpose.choices = offered((one.value, names.of(one)) for one in self.purposes)

    def looking(self) -> Looking:
        """What was said, for the deed."""
        return Looking(Purpose(self.purpose.data), self.reason.data or "")


class LookUpForm(OpenForm):
    """Somebody who stands at the desk, by the personal number."""

    pin = StringField(_l("Personal number"))


class EnrolLookUpForm(LookUpForm):
    """Somebody who came with the passport: to vote by a telephone, or by another one."""

    purposes = (Purpose.ENROLMENT, Purpose.PHONE_CHANGE)


class MendForm(Form):
    """A line written anew; the reason is the one it was opened with."""

    name = StringField(_l("Full name"))
    settlement = ChoiceField(_l("Village"))
    address = StringField(_l("Address"))
    reason = HiddenField()

    def offer(self, villages: list[Settlement]) -> "MendForm":
        """Let one of the villages be chosen."""
        self.settlement.choices = villages_offered(villages)
        return self

    def show(self, card: Card, reason: str) -> "MendForm":
        """Fill it with a line that was opened."""
        self.name.data, self.settlement.data = card.name, card.village_slug
        self.address.data, self.reason.data = card.address, reason
        return self

    def looking(self) -> Looking:
        """Why the line was opened."""
        return Looking(Purpose.ROLL_CORRECTION, self.reason.data or "")

    def facts(self) -> LineFacts:
        """What was written, for the deed."""
        return LineFacts(self.name.data or "", self.settlement.data or "", self.address.data)


class StrikeForm(Form):
    """Why a line is struck."""

    reason = TextAreaField(_l("Why is the line struck?"))

    def looking(self) -> Looking:
        """What was said, for the deed."""
        return Looking(Purpose.ROLL_CORRECTION, self.reason.data or "")


class AdditionForm(Form):
    """Somebody to be added to a frozen roll, and the reason everyone may read."""

    pin = StringField(_l("Personal number"))
    name = StringField(_l("Full name"))
    settlement = ChoiceField(_l("Village"))
    address = StringField(_l("Address"))
    reason = TextAreaField(_l("The reason, as everyone will read it"))

    def offer(self, villages: list[Settlement]) -> "AdditionForm":
        """Let one of the villages be chosen."""
        self.settlement.choices = villages_offered(villages)
        return self

    def facts(self) -> PersonFacts:
        """What was written, for the deed."""
        return PersonFacts(
            self.pin.data or "", self.name.data or "", self.settlement.data or "", self.address.data
        )


class PhoneForm(Form):
    """The phone of somebody whose passport was seen."""

    phone = StringField(_l("The person's own mobile number"))
    passport_seen = BooleanField(_l("I saw the passport, and it is this person's"))
    slip = ChoiceField(_l("Language of the slip"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.slip.choices = offered([("ky", "Кыргызча"), ("ru", "Русский")])
        if self.slip.data is None:
            self.slip.data = language()

    def facts(self) -> EnrolmentFacts:
        """What was said, for the deed."""
        return EnrolmentFacts(self.phone.data or "", bool(self.passport_seen.data))


class EnrolForm(PhoneForm):
    """The same of somebody who is enrolled for the first time."""

    is_theirs = BooleanField(_l("The person signs in by this telephone already"))

    def facts(self) -> EnrolmentFacts:
        """What was said, for the deed."""
        return replace(super().facts(), is_theirs=bool(self.is_theirs.data))


def villages_offered(villages: list[Settlement]) -> Any:
    """The villages of a municipality, in the reader's language."""
    return offered((one.slug, one.name.read(language())[0]) for one in villages)
