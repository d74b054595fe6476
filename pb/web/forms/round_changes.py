"""The forms that change an announced round: its days, its values, whether it is held at all."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from pb.acts.round_changes import ChangeFacts
from pb.records.rounds import Round
from pb.rules import money
from pb.rules.changes import REASON_LENGTH, ChangeKind, Values, suspended
from pb.rules.rule_sets.calendars import Days
from pb.rules.texts import TITLE_LENGTH, Bilingual
from pb.web.forms.base import Form
from pb.web.forms.fields import (
    DayField,
    MoneyField,
    OneOfField,
    Text,
    WholeNumberField,
    required,
)
from pb.web.forms.rounds import DAYS


class ReasonForm(Form):
    """Why something is decided, in both languages."""

    reason_ky = TextAreaField(_l("The reason in Kyrgyz"), [Text(REASON_LENGTH, lines=True)])
    reason_ru = TextAreaField(_l("The reason in Russian"), [Text(REASON_LENGTH, lines=True)])

    def reason(self) -> Bilingual:
        """What was said, for the act."""
        return Bilingual(self.reason_ky.data, self.reason_ru.data)


class ChangeForm(ReasonForm):
    """What is proposed: why, and how far."""

    kind = OneOfField(_l("Why are they moved?"), default=ChangeKind.EXTENSION.value)
    number = WholeNumberField(_l("By how many days?"))
    submission_from = DayField(_l("Submission from"), [required()])
    submission_to = DayField(_l("Submission until"), [required()])
    review_to = DayField(_l("Review until"), [required()])
    voting_from = DayField(_l("Voting from"), [required()])
    voting_to = DayField(_l("Voting until"), [required()])
    results_by = DayField(_l("Result by"), [required()])

    def show(self, days: Days) -> None:
        """Fill the form with the days as they stand."""
        for name in DAYS:
            self[name].data = getattr(days, name)

    def facts(self, standing: Days, today: date) -> ChangeFacts:
        """What was said, for the act.

        Raises:
            NotValid: NUMBER_OUT_OF_RANGE.
        """
        kind = ChangeKind(self.kind.data)
        typed = Days(*(self[name].data for name in DAYS))
        stood_still = kind is ChangeKind.SUSPENSION
        days = suspended(standing, self.number.data or 0, today) if stood_still else typed
        return ChangeFacts(kind, days, self.reason())


class ValuesForm(ReasonForm):
    """The money, the name and the choices of an announced round as they shall be."""

    title_ky = StringField(_l("Name of the round in Kyrgyz"), [Text(TITLE_LENGTH)])
    title_ru = StringField(_l("Name of the round in Russian"), [Text(TITLE_LENGTH)])
    budget = MoneyField(_l("Budget of the round"))
    ceiling = MoneyField(_l("Most for one project"), empty=True)
    min_choices = WholeNumberField(_l("Fewest projects on a ballot"), [required()])
    max_choices = WholeNumberField(_l("Most projects on a ballot"), [required()])
    threshold = WholeNumberField(_l("Fewest votes to win"), [required()])

    def show(self, round_: Round) -> None:
        """Fill the form with what stands."""
        for name in ("title_ky", "title_ru", "min_choices", "max_choices", "threshold"):
            self[name].data = getattr(round_, name)
        self.budget.data = money.figures(round_.budget)
        self.ceiling.data = money.figures(round_.ceiling) if round_.ceiling else ""

    def values(self) -> Values:
        """What was said, for the act; a number that is missing is refused by its field."""
        return Values(
            title_ky=self.title_ky.data or "",
            title_ru=self.title_ru.data or "",
            budget=self.budget.amount or money.ZERO,
            ceiling=self.ceiling.amount,
            min_choices=self.min_choices.data or 0,
            max_choices=self.max_choices.data or 0,
            threshold=self.threshold.data or 0,
        )
