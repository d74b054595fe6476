"""Forms of those who watch a voting."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from pb.rules.call_audits import SIZES, Answer
from pb.services.call_audits import Line
from pb.web import names
from pb.web.forms.base import Form
from pb.web.forms.fields import OneOfField, WholeNumberField, offered, required

EVERYBODY = "0"


class NoteForm(Form):
    """What was found out."""

    text = TextAreaField(_l("What did you find out?"))


class DiceForm(Form):
    """Dice that were thrown, and how many people are called."""

    dice = StringField(_l("The digits of the dice"), [required()])
    size = OneOfField(_l("How many people are called?"), validators=[required()])

    def offer(self, people: int) -> "DiceForm":
        """Let a size be chosen that there are people enough for, or everybody."""
        sizes = [(str(size), _meaning(size)) for size in SIZES if size < people]
        everybody = gettext("everybody who took part: %(number)s people", number=people)
        self.size.choices = offered([*sizes, (EVERYBODY, everybody)])
        return self


def _meaning(size: int) -> str:
    shares = dict(zip(SIZES, (5, 3, 2, 1), strict=True))
    return str(
        gettext(
            "%(number)s people: if all answer and nobody denies, fewer than %(share)s %% are false",
            number=size,
            share=shares[size],
        )
    )


class NamesForm(Form):
    """Which part of a list of names is printed, and why."""

    part = WholeNumberField(_l("Part of the list"), [required()])
    reason = TextAreaField(_l("Why do you look at this person's data?"))


def answers_form(lines: Iterable[Line]) -> Any:
    """A form with a field for each call, filled in with what is written down."""
    fields, known = {}, {}
    choices = [("", gettext("nothing yet")), *((one.value, names.of(one)) for one in Answer)]
    for line in lines:
        fields[f"call_{line.place}"] = OneOfField(
            gettext("No. %(number)s on the sheet", number=line.place), choices=offered(choices)
        )
        known[f"call_{line.place}"] = line.answer.value if line.answer else ""
    return type("AnswersForm", (Form,), fields)(data=known)


def answers_of(form: Any) -> Mapping[int, Answer | None]:
    """What was ticked, by the place on the sheet."""
    return {
        int(field.name.removeprefix("call_")): Answer(field.data) if field.data else None
        for field in form
        if field.name.startswith("call_")
    }
