"""The forms of rules: one for each subject, the resolution that adopts them, days worked or not."""

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import Field, HiddenField, StringField
from wtforms.validators import StopValidation

from pb.documents import rule_explanations
from pb.rules import money
from pb.rules.money import Tyiyn
from pb.rules.numerals import percent
from pb.rules.refusals import Code, NotValid
from pb.rules.rule_sets import Kind, Parameter, Preset, RuleSet, Spec, Subject, Value, of_subject
from pb.rules.rule_sets.catalogue import WHOLE
from pb.rules.tally.election import TieBreak
from pb.web import names
from pb.web.forms.base import Form
from pb.web.forms.fields import (
    BoxesField,
    ChoiceField,
    DayField,
    MoneyField,
    OneOfField,
    WholeNumberField,
    offered,
    required,
)
from pb.web.language import language
from pb.web.refusals import explain
from pb.web.rules import value_of

YES, NO = "yes", "no"

_FIRST, _LOWER, _OWN = TieBreak.LISTED_FIRST, TieBreak.LOWER_COST, TieBreak.OWN_SHARE
_LOT = TieBreak.LOT
ORDERS = (
    (_OWN, _LOWER, _FIRST),
    (_LOWER, _OWN, _FIRST),
    (_OWN, _FIRST),
    (_LOWER, _FIRST),
    (_FIRST,),
    (_OWN, _LOWER, _LOT, _FIRST),
    (_LOWER, _LOT, _FIRST),
    (_LOT, _FIRST),
)
"""Every order of breaking ties that always decides."""


class ShareField(StringField):  # type: ignore[misc]
    """A share in per cent as people write it: "25", "12,5"; `share` is in basis points."""

    share: int | None = None

    def pre_validate(self, form: Any) -> None:
        """Read the share."""
        text = (self.data or "").strip().removesuffix("%").strip().replace(",", ".")
        whole, _, rest = text.partition(".")
        digits = whole + rest
        if not (digits.isascii() and digits.isdigit() and len(whole) in (1, 2, 3, 4)):
            raise StopValidation(explain(NotValid(Code.SHARE_UNREADABLE)))
        if len(rest) > 2:
            raise StopValidation(explain(NotValid(Code.SHARE_UNREADABLE)))
        self.share = int(whole) * 100 + int(rest.ljust(2, "0") or 0)
        if self.share > WHOLE:
            raise StopValidation(explain(NotValid(Code.SHARE_OUT_OF_RANGE, largest=WHOLE // 100)))


class SubjectForm(Form):
    """The parameters of one subject; the names of the fields are those of the parameters."""

    subject: Subject
    saved = HiddenField()

    @property
    def asked(self) -> list[tuple[Spec, Field]]:
        """What is asked, with its field; what is fixed is not."""
        return [(spec, self[spec.parameter.value]) for spec in _asked(self.subject)]

    def seen(self) -> int:
        """How often the draft was saved when this form was opened; 0 for what nobody sent."""
        text = str(self.saved.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def show(self, rule_set: RuleSet, saved: int) -> None:
        """Fill the form with a draft."""
        self.saved.data = str(saved)
        for spec, field in self.asked:
            field.data = _typed(spec, rule_set.values[spec.parameter])

    def values(self) -> dict[Parameter, Value]:
        """What was said, for the act."""
        return {spec.parameter: _said(spec, field) for spec, field in self.asked}

    def hint(self, spec: Spec) -> str:
        """Why it is asked, and what stands by default."""
        return rule_explanations.explanation(spec.parameter, language())

    def default(self, spec: Spec) -> str:
        """What stands where a municipality says nothing."""
        return value_of(spec, RuleSet.of())


@cache
def form_of(subject: Subject) -> type[SubjectForm]:
    """The form of a subject."""
    fields = {spec.parameter.value: _field(spec) for spec in _asked(subject)}
    return type("OneSubjectForm", (SubjectForm,), {"subject": subject, **fields})


class PresetForm(Form):
    """What the rules are begun from."""

    preset = OneOfField(_l("What do you begin from?"), default=Preset.CONTEST.value)


class AdoptForm(Form):
    """The resolution of the kenesh."""

    number = StringField(_l("Number of the resolution"), [required()])
    day = DayField(_l("Day of the resolution"), [required()])
    valid_from = DayField(_l("In force from"), [required()])
    file = FileField(_l("The resolution itself"))

    def sent(self) -> bytes:
        """The bytes of the file; none where no file was chosen."""
        return cast(bytes, self.file.data.read()) if self.file.data else b""


class WorkdayForm(Form):
    """A day that is worked, or is not, unlike the calendar of the country says."""

    day = DayField(_l("Which day?"), [required()])
    kind = OneOfField(
        _l("What is it here?"),
        choices=offered(
            [("off", _l("A day off")), ("worked", _l("A working day"))],
        ),
        default="off",
    )
    reason = StringField(_l("By what decision?"), [required()])


class _Named:
    """The name of a parameter in the language of whoever asks for it."""

    def __init__(self, value: str) -> None:
        self._value = value

    def __str__(self) -> str:
        return names.of(self._value)


def _asked(subject: Subject) -> Sequence[Spec]:
    return [spec for spec in of_subject(subject) if not spec.is_fixed]


def _field(spec: Spec) -> Any:
    label = _Named(spec.parameter.value)
    answers = offered((value, _Named(value)) for value in spec.offered)
    match spec.kind:
        case Kind.NUMBER:
            return WholeNumberField(label, [required()])
        case Kind.TYIYN:
            return MoneyField(label, zero=True)
        case Kind.PERCENT:
            return ShareField(label, [required()])
        case Kind.CHOICE:
            return OneOfField(label, choices=answers)
        case Kind.CHOICES:
            return BoxesField(label, choices=answers, validate_choice=False)
        case Kind.ORDER:
            return ChoiceField(label, choices=offered((_joined(o), _Order(o)) for o in ORDERS))
        case Kind.YES_NO:
            return OneOfField(label, choices=offered([(YES, _l("Yes")), (NO, _l("No"))]))
    return StringField(label, [required()])


class _Order:
    def __init__(self, order: Sequence[str]) -> None:
        self._order = order

    def __str__(self) -> str:
        return "; ".join(map(names.of, self._order))


def _joined(order: Sequence[str]) -> str:
    return ",".join(order)


def _typed(spec: Spec, value: Value) -> Any:
    """A value as its field holds it."""
    match value:
        case bool():
            return YES if value else NO
        case int() if spec.kind is Kind.PERCENT:
            return percent(value)
        case int() if spec.kind is Kind.TYIYN:
            return money.figures(Tyiyn(value))
        case tuple():
            return _joined(value) if spec.kind is Kind.ORDER else list(value)
    return value


def _said(spec: Spec, field: Any) -> Value:
    """What a field holds as a value."""
    match spec.kind:
        case Kind.NUMBER:
            return int(field.data)
        case Kind.TYIYN:
            return int(field.amount or 0)
        case Kind.PERCENT:
            return int(field.share)
        case Kind.YES_NO:
            return str(field.data) == YES
        case Kind.CHOICES:
            return tuple(field.data or ())
        case Kind.ORDER:
            return tuple(str(field.data).split(","))
    return str(field.data)
