"""Forms of the desk about assemblies that vote by hands: called, marked, their acts."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from pb.acts.assemblies import AssemblyFacts
from pb.acts.assembly_acts import ActFacts, Seen
from pb.records.assemblies import Assembly, AssemblyAct
from pb.records.places import Settlement
from pb.rules import calendar
from pb.rules.assemblies import (
    COMMISSION_LENGTH,
    HOURS,
    NAME_LENGTH,
    PLACE_LENGTH,
    Attended,
    Raised,
)
from pb.rules.texts import Bilingual
from pb.web.forms.base import Form
from pb.web.forms.fields import ChoiceField, DayField, Text, WholeNumberField, offered, required
from pb.web.forms.plain import SeenForm
from pb.web.forms.rolls import NOWHERE, villages_offered

USUAL_HOUR = "15:00"


class AssemblyForm(Form):
    """An assembly to be called."""

    settlement = ChoiceField(_l("Who is called?"))
    place_ky = StringField(_l("Where they meet, in Kyrgyz"), [Text(PLACE_LENGTH)])
    place_ru = StringField(_l("Where they meet, in Russian"), [Text(PLACE_LENGTH)])
    day = DayField(_l("Day"), [required()])
    hour = ChoiceField(_l("Hour"), default=USUAL_HOUR)

    def offer(self, villages: list[Settlement]) -> "AssemblyForm":
        """Let one of the villages and an hour be chosen."""
        everybody = offered([(NOWHERE, gettext("People of all the villages"))])
        self.settlement.choices = [*everybody, *villages_offered(villages)]
        self.hour.choices = offered((hour, hour) for hour in HOURS)
        return self

    def show(self, assembly: Assembly, village: str | None) -> None:
        """Fill the form with what was announced."""
        self.settlement.data = village or NOWHERE
        self.place_ky.data, self.place_ru.data = assembly.place_ky, assembly.place_ru
        self.day.data = calendar.day_of(assembly.starts_at)
        self.hour.data = calendar.clock(assembly.starts_at)

    def facts(self) -> AssemblyFacts:
        """What was written, for the deed."""
        hours, minutes = map(int, self.hour.data.split(":"))
        day = self.day.data or date.min  # `required` saw to it
        starts = calendar.start_of(day) + timedelta(hours=hours, minutes=minutes)
        meets_at = Bilingual(self.place_ky.data, self.place_ru.data)
        return AssemblyFacts(meets_at, starts, self.settlement.data or None)


class ReasonForm(Form):
    """Why something is undone."""

    reason = TextAreaField(_l("Why?"))


class ListForm(Form):
    """Which part of the list with names is printed, and why."""

    part = WholeNumberField(_l("Part of the list"), [required()])
    reason = TextAreaField(_l("Why do you look at this person's data?"))


class ConfirmForm(SeenForm):
    """Stand for an act, or send it back."""

    scan = HiddenField()
    reason = TextAreaField(_l("Why is it entered anew?"))

    def looked_at(self) -> Seen:
        """The act and the scan that stood on the page.

        Raises:
            Conflict: ACT_CHANGED where the page did not say.
        """
        return Seen(self.entered_at(), self.scan.data or None)


class ActForm(Form):
    """What the minutes say; `act_form` adds the fields of the villages and the projects."""

    is_quorate = BooleanField(_l("Enough people came: there was a quorum"), default=True)
    chair = StringField(_l("Chair of the assembly"), [Text(NAME_LENGTH)])
    secretary = StringField(_l("Secretary"), [Text(NAME_LENGTH)])
    commission = StringField(_l("Counting commission"), [Text(COMMISSION_LENGTH)])

    def show(
        self, act: AssemblyAct, came: Mapping[str, Attended], hands: Mapping[int, Raised]
    ) -> None:
        """Fill the form with what was entered, to be mended."""
        self.is_quorate.data, self.chair.data = act.is_quorate, act.chair
        self.secretary.data, self.commission.data = act.secretary, act.commission
        given = {f"women_{slug}": one.women for slug, one in came.items()}
        given |= {f"men_{slug}": one.men for slug, one in came.items()}
        for number, raised in hands.items():
            said = (raised.in_favour, raised.against, raised.abstained)
            given |= {f"{name}_{number}": one for name, one in zip(COLUMNS, said, strict=True)}
        for name, value in given.items():
            if name in self:
                self[name].data = value

    def facts(self, villages: Sequence[str], numbers: Sequence[int]) -> ActFacts:
        """What was written, for the deed; a project without a single number is left out."""
        return ActFacts(
            attended={
                slug: Attended(self._number(f"women_{slug}"), self._number(f"men_{slug}"))
                for slug in villages
            },
            is_quorate=bool(self.is_quorate.data),
            hands={
                number: Raised(*(self._number(f"{name}_{number}") for name in COLUMNS))
                for number in numbers
                if any(self[f"{name}_{number}"].data is not None for name in COLUMNS)
            },
            chair=self.chair.data or "",
            secretary=self.secretary.data or "",
            commission=self.commission.data or "",
        )

    def _number(self, name: str) -> int:
        return self[name].data or 0


COLUMNS = ("favour", "against", "abstained")
_WORDS = {
    "favour": _l("No. %(number)s: for"),
    "against": _l("No. %(number)s: against"),
    "abstained": _l("No. %(number)s: abstained"),
}


def act_form(villages: Sequence[Settlement], numbers: Sequence[int], tongue: str) -> Any:
    """The form of an act with a field for each number of its minutes."""
    fields: dict[str, Any] = {}
    for village in villages:
        name = village.name.read(tongue)[0]
        fields[f"women_{village.slug}"] = WholeNumberField(
            gettext("%(village)s: women", village=name), [required()]
        )
        fields[f"men_{village.slug}"] = WholeNumberField(
            gettext("%(village)s: men", village=name), [required()]
        )
    for number in numbers:
        for column, words in _WORDS.items():
            fields[f"{column}_{number}"] = WholeNumberField(str(words) % {"number": number})
    return type("FullActForm", (ActForm,), fields)()
