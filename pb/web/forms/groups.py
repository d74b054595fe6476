"""Forms about initiative groups: founding one, inviting, consenting, closing, leading, leaving."""

from collections.abc import Iterable
from typing import cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired

from pb.records.groups import InitiativeGroup
from pb.rules.groups import AIM_LENGTH, NOTE_LENGTH, NUMBER_LENGTH, REASON_LENGTH, InterestKind
from pb.rules.rule_sets.choices import Founding
from pb.rules.texts import TITLE_LENGTH
from pb.services.groups import GroupFacts, Meeting
from pb.services.groups.people import Person
from pb.web import names
from pb.web.forms.base import Form
from pb.web.forms.fields import (
    BoxesField,
    ChoiceField,
    DayField,
    OneOfField,
    Text,
    offered,
    required,
)
from pb.web.language import language

JOIN, DECLINE = "join", "decline"
FIRST_NUMBER = "1"
"""A new group's founding protocol is its first one."""


class GroupForm(Form):
    """What a group is, in the language the page is read in."""

    name = StringField(_l("What is the group called?"), [Text(TITLE_LENGTH)])
    name_in_other = StringField(
        _l("The same in the other language"), [Text(TITLE_LENGTH, optional=True)]
    )
    settlement = ChoiceField(_l("In which village?"))
    aim = TextAreaField(_l("What does it come together for?"), [Text(AIM_LENGTH, lines=True)])

    def facts(self) -> GroupFacts:
        """What was said, for the act."""
        return GroupFacts(
            language=language(),
            name=self.name.data or "",
            aim=self.aim.data or "",
            settlement=self.settlement.data or None,
            name_in_other=self.name_in_other.data,
        )

    def show(self, group: InitiativeGroup) -> None:
        """Fill the form with a group that is to be changed."""
        other = "ru" if language() == "ky" else "ky"
        self.name.data = group.name.read(language())[0]
        self.name_in_other.data = getattr(group.name, other)
        self.aim.data = group.aim.read(language())[0]
        self.settlement.data = group.settlement.slug if group.settlement else ""


class InviteForm(Form):
    """One more person."""

    phone = StringField(_l("Telephone of the person"))


class GroupCodeForm(Form):
    """The code somebody was given."""

    code = StringField(_l("Code of the invitation"), [required()])


class ConsentForm(Form):
    """Yes or no; the button says which."""

    answer = HiddenField()


class MeetingForm(Form):
    """The founding meeting."""

    met_on = DayField(_l("When was the founding meeting?"), [required()])
    met_as = OneOfField(_l("By which protocol was the group founded?"))
    number = StringField(_l("Number of its protocol"), [Text(NUMBER_LENGTH)])
    file = FileField(_l("The signed protocol"))

    def offer(self, kinds: Iterable[Founding]) -> None:
        """Let these kinds of meeting be chosen from."""
        self.met_as.choices = offered((kind.value, names.of(kind)) for kind in kinds)
        if not self.is_submitted():
            self.met_as.data = self.met_as.choices[0].value

    def meeting(self) -> Meeting:
        """What was said, for the act."""
        sent = cast(bytes, self.file.data.read()) if self.file.data else b""
        kind = Founding(self.met_as.data)
        return Meeting(self["met_on"].data, kind, self.number.data or "", sent)


class ClosingForm(MeetingForm):
    """The founding meeting, and who of the members was there."""

    present = BoxesField(_l("Who was there?"))

    def offer_people(self, people: Iterable[Person]) -> None:
        """Let the members be ticked; at first all of them are."""
        here = [one for one in people if not one.has_left]
        self.present.choices = offered((one.ref, one.name) for one in here)
        if not self.is_submitted():
            self.present.data = [one.ref for one in here]


class WhyForm(Form):
    """A reason that people will read."""

    reason = TextAreaField(_l("The reason"), [Text(REASON_LENGTH, lines=True)])


class InterestForm(Form):
    """What ties a member to those who decide or are paid."""

    kind = OneOfField(
        _l("What is the tie?"), validators=[InputRequired(message=_l("Choose one of these."))]
    )
    note = TextAreaField(_l("In a few words"), [Text(NOTE_LENGTH, optional=True, lines=True)])

    def offer(self) -> None:
        """Let the kinds be chosen from."""
        self.kind.choices = offered((kind.value, names.of(kind)) for kind in InterestKind)


class LeadForm(Form):
    """To whom the lead goes."""

    member = OneOfField(_l("Who shall lead the group?"))

    def offer(self, people: Iterable[Person]) -> None:
        """Let those be chosen who can confirm it themselves."""
        able = [one for one in people if one.may_sign_in and not one.has_left]
        self.member.choices = offered((one.ref, one.name) for one in able if one.part != "leader")


def villages_for(form: GroupForm, villages: Iterable[tuple[str, str]]) -> None:
    """Let a village be chosen, or all of them."""
    form.settlement.choices = offered([("", gettext("All the villages")), *villages])
