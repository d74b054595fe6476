"""The form that moves the days of an announced round."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from pb.acts.round_changes import ChangeFacts
from pb.rules.changes import REASON_LENGTH, ChangeKind, suspended
from pb.rules.rule_sets.calendars import Days
from pb.rules.texts import Bilingual
from pb.web.forms.base import Form
from pb.web.forms.fields import DayField, OneOfField, Text, WholeNumberField, required
from pb.web.forms.rounds import DAYS


class ChangeForm(Form):
    """What is proposed: why, and how far."""

    kind = OneOfField(_l("Why are they moved?"), default=ChangeKind.EXTENSION.value)
    number = WholeNumberField(_l("By how many days?"))
    submission_from = DayField(_l("Submission from"), [required()])
    submission_to = DayField(_l("Submission until"), [required()])
    review_to = DayField(_l("Review until"), [required()])
    voting_from = DayField(_l("Voting from"), [required()])
    voting_to = DayField(_l("Voting until"), [required()])
    results_by = DayField(_l("Result by"), [required()])
    reason_ky = TextAreaField(_l("The reason in Kyrgyz"), [Text(REASON_LENGTH, lines=True)])
    reason_ru = TextAreaField(_l("The reason in Russian"), [Text(REASON_LENGTH, lines=True)])

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
        return ChangeFacts(kind, days, Bilingual(self.reason_ky.data, self.reason_ru.data))
