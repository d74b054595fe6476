"""Fields that read what people type by the rules of the house, and say what is wrong in words."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, StopValidation

from pb.rules import money
from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, NotValid
from pb.rules.texts import clean, clean_optional
from pb.web.refusals import explain

NOT_OFFERED = _l("Choose one of these.")
YEARS = range(2000, 2200)
"""The years a day in a form may be in; further off it is a slip of the hand."""


class MoneyField(StringField):  # type: ignore[misc]
    """An amount as people write it; `amount` is in tyiyn. Empty is zero where zero may stand."""

    def __init__(self, label: Any, *, zero: bool = False, empty: bool = False, **more: Any) -> None:
        super().__init__(label, **more)
        self._zero = zero
        self._empty = empty
        self.amount: Tyiyn | None = None

    def pre_validate(self, form: Any) -> None:
        """Read the amount."""
        text = (self.data or "").strip()
        if not text and (self._empty or self._zero):
            self.amount = None if self._empty else money.ZERO
            return
        if not text:
            raise StopValidation(explain(NotValid(Code.TEXT_MISSING)))
        try:
            self.amount = money.parse(text, zero=self._zero)
        except NotValid as refusal:
            raise StopValidation(explain(refusal)) from refusal


class WholeNumberField(IntegerField):  # type: ignore[misc]
    """A whole number in ASCII digits."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the digits; blanks between them are let be."""
        self.data = None
        text = valuelist[0].replace(" ", "").replace(money.NBSP, "") if valuelist else ""
        self.raw_data = list(valuelist)
        if not text:
            return
        if not (text.isascii() and text.isdigit() and len(text) <= 12):
            raise ValueError(explain(NotValid(Code.NUMBER_UNREADABLE)))
        self.data = int(text)


class DayField(DateField):  # type: ignore[misc]
    """A day as browsers send it; nothing typed is None."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the day, saying in words what cannot be read or is no day of our time."""
        self.data = None
        text = "".join(valuelist).strip()
        if not text:
            return
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = date.min
        if day.year not in YEARS:
            raise ValueError(gettext("Choose a day, for example: 2026-11-25."))
        self.data = day


class ChoiceField(SelectField):  # type: ignore[misc]
    """One of a list; what is not on it is refused in our words."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, invalid_choice_message=NOT_OFFERED, **more)


class BoxesField(SelectMultipleField):  # type: ignore[misc]
    """Any of a few answers that are all shown."""

    def pre_validate(self, form: Any) -> None:
        """What is not on the list is refused in our words."""
        if not set(self.data or ()) <= {choice.value for choice in self.iter_choices()}:
            raise StopValidation(explain(NotValid(Code.RULE_NOT_OFFERED)))


class OneOfField(RadioField):  # type: ignore[misc]
    """One of a few answers that are all shown."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, invalid_choice_message=NOT_OFFERED, **more)


def offered(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """The answers a field offers, from what each sends and what it says."""
    return [SelectChoice(value, label) for value, label in pairs]


class Text:
    """A validator: the text holds by the rules of texts; the field keeps it as it was typed."""

    def __init__(self, length: tuple[int, int], *, optional: bool = False, lines: bool = False):
        self._length = length
        self._optional = optional
        self._lines = lines

    def __call__(self, _form: Any, field: Field) -> None:
        """Read it once, only to tell what is wrong."""
        read = clean_optional if self._optional else clean
        try:
            read(field.data or "", None, self._length, lines=self._lines)
        except NotValid as refusal:
            raise StopValidation(explain(refusal)) from refusal


def required() -> InputRequired:
    """A validator: something has to be there."""
    return InputRequired(message=_Missing())


class _Missing:
    def __str__(self) -> str:
        return str(gettext("Write an answer here."))
