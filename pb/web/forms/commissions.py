"""The forms of commissions: the act that seats one, interests, a score sheet, the opening."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import Field, StringField, TextAreaField

from pb.acts.commissions import SeatFacts, SeatingFacts
from pb.documents.scoring import title_of
from pb.records.commissions import Candidate
from pb.rules.commissions import terms
from pb.rules.commissions.criteria import Criteria, Criterion
from pb.rules.commissions.members import Involvement, Seat
from pb.rules.commissions.rounding import shown
from pb.rules.commissions.sheets import ScoreSheet
from pb.rules.commissions.terms import Measure
from pb.rules.rounds import Phase
from pb.rules.rule_sets import RuleSet
from pb.web import names
from pb.web.forms.base import Form
from pb.web.forms.fields import (
    BoxesField,
    ChoiceField,
    DayField,
    OneOfField,
    offered,
    required,
)
from pb.web.language import language

YES, NO = "yes", "no"
NONE = ""
"""No interest in one application."""


class SeatingForm(Form):
    """The act that seats a commission; whoever has a box ticked takes a seat."""

    act_number = StringField(_l("Number of the act"), [required()])
    act_day = DayField(_l("Day of the act"), [required()])
    file = FileField(_l("The act itself"))
    candidates: Sequence[Candidate] = ()

    @property
    def places(self) -> list[tuple[Candidate, Field]]:
        """Everyone who may be seated, each with the boxes to tick."""
        return [(one, self[f"seats_{one.ref}"]) for one in self.candidates]

    def facts(self) -> SeatingFacts:
        """What was said, for the act."""
        members = tuple(
            SeatFacts(one.ref, frozenset(map(Seat, field.data)))
            for one, field in self.places
            if field.data
        )
        sent = self.file.data
        return SeatingFacts(
            self.act_number.data or "",
            self["act_day"].data,
            members,
            self["chair"].data,
            Measure(self["measure"].data),
            cast(bytes, sent.read()) if sent else b"",
        )


def seating_form(candidates: Sequence[Candidate], rule_set: RuleSet, phase: Phase) -> SeatingForm:
    """The form for these people; the contribution is measured only while that may be chosen."""
    seats = offered((seat.value, _Named(seat.value)) for seat in Seat)
    is_open = phase in (Phase.ANNOUNCED, Phase.SUBMISSION)
    measures = (terms.measures(rule_set) if is_open else ()) or (Measure.MARKED,)
    fields: dict[str, Any] = {
        f"seats_{one.ref}": BoxesField(one.name, choices=seats, validate_choice=False)
        for one in candidates
    }
    fields["chair"] = OneOfField(
        _l("Who leads the commission?"), choices=offered((c.ref, c.name) for c in candidates)
    )
    fields["measure"] = OneOfField(
        _l("How does the own contribution earn its points?"),
        choices=offered((one.value, _Named(one.value)) for one in measures),
        default=Measure.MARKED.value,
    )
    kind = type("OneSeatingForm", (SeatingForm,), {"candidates": tuple(candidates), **fields})
    return cast(SeatingForm, kind())


class DeclarationForm(Form):
    """Whether there is an interest, and in which applications."""

    has_interest = OneOfField(
        _l("Do you have an interest in any of these proposals?"),
        choices=offered([(NO, _l("No, in none of them")), (YES, _l("Yes, as I mark below"))]),
        validate_choice=False,
    )
    codes: Mapping[str, str] = {}

    @property
    def answer(self) -> bool | None:
        """What was answered; None where nothing was."""
        return {YES: True, NO: False}.get(self.has_interest.data)

    def interests(self) -> dict[str, Involvement]:
        """What was marked, by the reference of the proposal."""
        return {
            ref: Involvement(data)
            for ref, code in self.codes.items()
            if (data := self[f"tie_{code}"].data)
        }


def declaration_form(labels: Mapping[str, str], codes: Mapping[str, str]) -> DeclarationForm:
    """The form for these applications; `labels` and `codes` by the reference of the proposal."""
    ties = offered(
        [(NONE, _l("No interest")), *((one.value, _Named(one.value)) for one in Involvement)]
    )
    fields: dict[str, Any] = {
        f"tie_{codes[ref]}": ChoiceField(label, choices=ties, default=NONE)
        for ref, label in labels.items()
    }
    kind = type("OneDeclarationForm", (DeclarationForm,), {"codes": dict(codes), **fields})
    return cast(DeclarationForm, kind())


class SheetForm(Form):
    """The marks for one application; the names of the fields are those of the criteria."""

    criteria: Sequence[Criterion] = ()

    @property
    def marks(self) -> list[tuple[Criterion, Field]]:
        """Each criterion that is marked, with its field."""
        return [(one, self[f"mark_{one.key}"]) for one in self.criteria]

    def typed(self) -> dict[str, str]:
        """What was typed, by the key of the criterion."""
        return {one.key: field.data or "" for one, field in self.marks}

    def show(self, sheet: ScoreSheet, note: str) -> None:
        """Fill the form with what is kept."""
        self["note"].data = note
        for one, field in self.marks:
            mark = sheet.mark(one.key)
            field.data = "" if mark is None else shown(mark)


def sheet_form(criteria: Criteria) -> SheetForm:
    """The form for these criteria."""
    fields: dict[str, Any] = {
        f"mark_{one.key}": StringField(_Titled(one)) for one in criteria.marked
    }
    fields["note"] = TextAreaField(_l("A note for yourself"))
    kind = type("OneSheetForm", (SheetForm,), {"criteria": criteria.marked, **fields})
    return cast(SheetForm, kind())


class OpeningForm(Form):
    """Why the chair does not wait."""

    reason = TextAreaField(_l("Why are the others not waited for?"))


class RankingForm(Form):
    """The seed of a lot, where one is needed."""

    seed = StringField(_l("The seed of the lot"))


class BallotLotForm(Form):
    """The seed of a public lot, and how it came about."""

    seed = StringField(_l("What was thrown or drawn"), [required()])
    manner_ky = TextAreaField(_l("How it came about, in Kyrgyz"), [required()])
    manner_ru = TextAreaField(_l("How it came about, in Russian"), [required()])


class _Named:
    """The name of a value in the language of whoever asks for it."""

    def __init__(self, value: str) -> None:
        self._value = value

    def __str__(self) -> str:
        return names.of(self._value)


class _Titled:
    """What a criterion is called in the language of whoever asks for it."""

    def __init__(self, criterion: Criterion) -> None:
        self._criterion = criterion

    def __str__(self) -> str:
        return title_of(self._criterion, language())
