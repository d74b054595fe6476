"""Forms of the desk about ballots on paper: stations, marks, boxes, lines, differences."""

from collections.abc import Iterable
from typing import Any, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from pb.acts.stations import StationFacts
from pb.records.places import Settlement
from pb.rules.paper_ballots import STATION_NAME_LENGTH, BoxFacts, StationKind
from pb.rules.privacy import Purpose
from pb.rules.texts import Bilingual
from pb.services.privacy import Looking
from pb.web import names
from pb.web.forms.base import Form
from pb.web.forms.fields import (
    ChoiceField,
    OneOfField,
    Text,
    WholeNumberField,
    offered,
    required,
)
from pb.web.forms.rolls import NOWHERE, villages_offered


class StationForm(Form):
    """A station to be added."""

    kind = OneOfField(_l("What is it?"), validators=[required()])
    name_ky = StringField(_l("Where, in Kyrgyz"), [Text(STATION_NAME_LENGTH)])
    name_ru = StringField(_l("Where, in Russian"), [Text(STATION_NAME_LENGTH)])
    settlement = ChoiceField(_l("Whose people vote here?"))

    def offer(self, villages: list[Settlement]) -> "StationForm":
        """Let a kind and one of the villages be chosen."""
        self.kind.choices = offered((one.value, names.of(one)) for one in StationKind)
        everywhere = offered([(NOWHERE, gettext("People of all the villages"))])
        self.settlement.choices = [*everywhere, *villages_offered(villages)]
        return self

    def facts(self) -> StationFacts:
        """What was written, for the deed."""
        return StationFacts(
            StationKind(self.kind.data),
            Bilingual(self.name_ky.data, self.name_ru.data),
            self.settlement.data or None,
        )


class SizeForm(Form):
    """How many ballots."""

    size = WholeNumberField(_l("How many ballots?"), [required()])


class SheetsForm(Form):
    """Which part of the roll is printed, and why."""

    part = WholeNumberField(_l("Part of the list"), [required()])
    reason = TextAreaField(_l("Why do you look at this person's data?"))


class MarkForm(Form):
    """Somebody who stands at the station with the passport."""

    pin = StringField(_l("Personal number"))
    reason = HiddenField()

    def looking(self) -> Looking:
        """Why the person is looked for; the person reads it."""
        said = self.reason.data or gettext("The person came to vote on paper.")
        return Looking(Purpose.PAPER_VOTE, said)


class BoxForm(Form):
    """What was found when a box was opened."""

    found = WholeNumberField(_l("Ballots found in the box"), [required()])
    spoiled = WholeNumberField(_l("Spoiled ballots that were exchanged"), [required()])
    unused = WholeNumberField(_l("Unused ballots, cancelled before witnesses"), [required()])
    explanation = TextAreaField(_l("Explanation"))
    is_void = BooleanField(
        _l("The box holds more ballots than people were marked: it is not counted")
    )

    def facts(self) -> BoxFacts:
        """What was written, for the deed."""
        return BoxFacts(
            self.found.data or 0,
            self.spoiled.data or 0,
            self.unused.data or 0,
            self.explanation.data,
            bool(self.is_void.data),
        )


class LineForm(Form):
    """One ballot, typed."""

    at = HiddenField()
    line = StringField(_l("Control number and marks"))

    @property
    def number(self) -> int:
        """The line the page asked for; 0 where it does not say."""
        said = str(self.at.data or "")
        return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0


class FileForm(Form):
    """A file."""

    file = FileField(_l("File"))

    def content(self) -> bytes:
        """Its bytes; none where nothing was chosen."""
        return cast(bytes, self.file.data.read()) if self.file.data else b""


class ApproveForm(Form):
    """Approve a pile, or send it back with a reason."""

    reason = TextAreaField(_l("Why is it read anew?"))


def differences_form(lines: Iterable[int]) -> Any:
    """A form with a field for each ballot that was read differently."""
    fields = {
        f"line_{at}": StringField(gettext("Ballot %(number)s of the pile", number=at))
        for at in lines
    }
    return type("DifferencesForm", (Form,), fields)()
