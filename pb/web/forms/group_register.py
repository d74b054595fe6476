"""Forms of the desk about initiative groups: the list of a signed protocol, a reason to look."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, StringField, TextAreaField

from pb.acts.groups.paper import OnPaper, PaperFacts
from pb.rules.groups import MOST_ON_PAPER
from pb.web.forms.base import Form
from pb.web.forms.fields import ChoiceField, offered, required
from pb.web.forms.groups import GroupForm, MeetingForm, villages_for

FEWEST_LINES, MORE_LINES = 5, 5


@dataclass(frozen=True)
class Line:
    """The fields of one line of the list."""

    number: int
    name: Field
    pin: Field
    village: Field
    present: Field


class PaperForm(GroupForm, MeetingForm):
    """A group as its signed protocol has it; the lines are made as many as are needed."""

    lines = FEWEST_LINES
    rows = HiddenField()
    leader = HiddenField(_l("Who leads the group?"))
    signed = BooleanField(_l("Each of these people signed the protocol."))

    @property
    def people(self) -> list[Line]:
        """The lines of the list."""
        return [
            Line(at, *(self[f"{name}_{at}"] for name in ("member", "pin", "village", "present")))
            for at in range(1, self.lines + 1)
        ]

    @property
    def leads(self) -> int | None:
        """The line of the leader."""
        said = str(self.leader.data or "")
        return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else None

    def offer_villages(self, villages: Iterable[tuple[str, str]]) -> None:
        """Let the group's village be chosen, and another one for a person."""
        known = list(villages)
        villages_for(self, known)
        for line in self.people:
            line.village.choices = offered([("", gettext("As the group")), *known])

    def paper(self) -> PaperFacts:
        """What was said of the people, for the act."""
        people = [
            OnPaper(
                line.number,
                line.name.data or "",
                line.pin.data or "",
                line.village.data or "",
                bool(line.present.data),
            )
            for line in self.people
        ]
        return PaperFacts(people, self.leads, bool(self.signed.data))


class WhyOpenForm(Form):
    """Why the names are opened; the people of the group will read it."""

    reason = TextAreaField(_l("Why do you look at these people's data?"), [required()])


def paper_form(*, more: bool) -> PaperForm:
    """The form with as many lines as it was sent with, and more where they are asked for."""
    sent = request.form.get("rows", "")
    lines = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else FEWEST_LINES
    form = _of_lines(_within(lines))()
    if more:
        before, form = form.lines, _of_lines(_within(lines + MORE_LINES))()
        for line in form.people[before:]:
            line.present.data = True
    form.rows.data = str(form.lines)
    return form


def _within(lines: int) -> int:
    return min(max(lines, FEWEST_LINES), MOST_ON_PAPER)


@cache
def _of_lines(lines: int) -> type[PaperForm]:
    fields: dict[str, Any] = {"lines": lines}
    for at in range(1, lines + 1):
        fields[f"member_{at}"] = StringField(_Numbered(_l("Name in line %(number)s"), at))
        fields[f"pin_{at}"] = StringField(_Numbered(_l("Personal number in line %(number)s"), at))
        fields[f"village_{at}"] = ChoiceField(_Numbered(_l("Village in line %(number)s"), at))
        fields[f"present_{at}"] = BooleanField(
            _Numbered(_l("Line %(number)s was at the meeting"), at)
        )
    return type("PaperFormOfLines", (PaperForm,), fields)


class _Numbered:
    """A label with the number of its line, in the language of whoever reads it."""

    def __init__(self, label: Any, number: int) -> None:
        self._label, self._number = label, number

    def __str__(self) -> str:
        return str(self._label) % {"number": self._number}
