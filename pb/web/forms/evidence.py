"""Forms of those who watch a voting."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField

from pb.rules.call_audits import SIZES, Answer
from pb.services.call_audits import Line
from pb.web import names
from pb.web.forms.base import Form
from pb.web.forms.fields import OneOfField, WholeNumberField, offered, required

EVERYBODY = "0"
CALL, SEEN = "call_", "seen_"
KNOWN = {one.value for one in Answer}


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
    """A form with a field for each call, filled in with what is written down.

    What the page showed goes with it unseen, so that only what was changed on it is written.
    """
    fields: dict[str, Any] = {}
    known = {}
    choices = [("", gettext("nothing yet")), *((one.value, names.of(one)) for one in Answer)]
    for line in lines:
        fields[f"{CALL}{line.place}"] = OneOfField(
            gettext("No. %(number)s on the sheet", number=line.place), choices=offered(choices)
        )
        fields[f"{SEEN}{line.place}"] = HiddenField()
        known[f"{CALL}{line.place}"] = known[f"{SEEN}{line.place}"] = line.answer or ""
    return type("AnswersForm", (Form,), fields)(data=known)


def answers_of(form: Any) -> Mapping[int, Answer | None]:
    """What was ticked, by the place on the sheet."""
    return _by_place(form, CALL)


def shown_on(form: Any) -> Mapping[int, Answer | None]:
    """What the page showed when it was ticked."""
    return _by_place(form, SEEN)


def renew(form: Any, lines: Iterable[Line]) -> None:
    """Show a refused page again: what was changed on it stays, what was not is as it is now.

    An answer that moved is taken as seen where an error tells of it, and nowhere else.
    """
    answers, shown = answers_of(form), shown_on(form)
    for line in lines:
        field, seen = form[f"{CALL}{line.place}"], form[f"{SEEN}{line.place}"]
        is_changed = answers[line.place] != shown[line.place]
        if not is_changed:
            field.data = line.answer or ""
        if field.errors or not is_changed:
            seen.data = line.answer or ""


def _by_place(form: Any, prefix: str) -> Mapping[int, Answer | None]:
    return {
        int(field.name.removeprefix(prefix)): Answer(field.data) if field.data in KNOWN else None
        for field in form
        if field.name.startswith(prefix)
    }
