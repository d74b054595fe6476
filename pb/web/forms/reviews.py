"""The forms of a review: checklist, note, cost, outcome; and the author's word on it."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, StringField, TextAreaField

from pb.acts.reviews.outcomes import OutcomeFacts
from pb.records.review_checks import ReviewCheck
from pb.records.reviews import Review
from pb.rules.appeals import AppealAnswer
from pb.rules.checklists import Item, Verdict
from pb.rules.proposals import Ground
from pb.rules.reviews import CostConsent, Outcome
from pb.web import names
from pb.web.forms.base import Form
from pb.web.forms.fields import ChoiceField, DayField, MoneyField, OneOfField, offered


class ChecklistForm(Form):
    """A verdict and a note for each item that people answer; made by `of`."""

    items: tuple[Item, ...] = ()

    @classmethod
    def of(cls, items: Iterable[Item]) -> "ChecklistForm":
        """The form for these items."""
        asked = tuple(items)
        choices = [("", _l("I have not looked at it"))]
        choices += [(verdict.value, names.of(verdict)) for verdict in Verdict]
        fields: dict[str, object] = {"items": asked}
        for item in asked:
            fields[item.value] = ChoiceField(names.of(item), choices=offered(choices))
            fields[f"{item.value}_note"] = StringField(_l("Note for the other reviewers"))
        made: ChecklistForm = type("ChecklistOfForm", (cls,), fields)()
        return made

    def show(self, checks: Iterable[ReviewCheck]) -> None:
        """Show what the reviewer found before."""
        for check in checks:
            if check.item in self.items:
                self.verdict_at(check.item).data = check.verdict.value
                self.note_at(check.item).data = check.note or ""

    def verdict_at(self, item: Item) -> Field:
        """The field of the verdict on an item."""
        return self[item.value]

    def note_at(self, item: Item) -> Field:
        """The field of the note at an item."""
        return self[f"{item.value}_note"]

    def answers(self) -> dict[Item, tuple[Verdict, str | None]]:
        """What is found of the items that were looked at."""
        return {
            item: (Verdict(self.verdict_at(item).data), self.note_at(item).data)
            for item in self.items
            if self.verdict_at(item).data
        }


class NoteForm(Form):
    """What the other reviewers should know."""

    text = TextAreaField(_l("What should the other reviewers know?"))


class CostForm(Form):
    """The office's cost, with its reason."""

    cost = MoneyField(_l("How much should it cost the budget?"))
    reason = TextAreaField(_l("Why this cost? The author reads it, later everyone"))


class OutcomeForm(Form):
    """Admit, return or not admit; a reason with everything but the first."""

    outcome = OneOfField(
        _l("What is the decision?"),
        choices=offered(
            [
                (Outcome.ADMITTED.value, _l("Admit it to the ballot")),
                (Outcome.RETURNED.value, _l("Return it to be mended")),
                (Outcome.NOT_ADMITTED.value, _l("Not admit it")),
            ]
        ),
    )
    reason = TextAreaField(_l("The reason, as the author will read it"))
    mend_by = DayField(_l("Until when can it be mended?"))
    ground = ChoiceField(_l("On which ground is it not admitted?"))
    legal_ground = StringField(_l("By which act and article is it not admitted?"))

    def offer(self) -> None:
        """Offer the closed list of grounds in the reader's language."""
        none = ("", _l("Only when it is not admitted"))
        grounds = ((ground.value, names.of(ground)) for ground in Ground)
        self.ground.choices = offered([none, *grounds])

    def show(self, review: Review) -> None:
        """Show what is put down already."""
        self.outcome.data = review.outcome
        self.reason.data = review.reason
        self.mend_by.data = review.mend_by
        self.ground.data = review.ground or ""
        self.legal_ground.data = review.legal_ground

    def facts(self, language: str) -> OutcomeFacts:
        """What was chosen and written."""
        return OutcomeFacts(
            Outcome(self.outcome.data),
            self.reason.data or "",
            language,
            self.mend_by.data,
            Ground(self.ground.data) if self.ground.data else None,
            self.legal_ground.data or "",
        )


class FinalForm(Form):
    """The button that publishes what was looked at."""

    saved = HiddenField()

    def count(self) -> int:
        """Which of the outcomes that were put down stood on the page."""
        text = self.saved.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


class ConsentForm(Form):
    """The author's word on the office's cost."""

    consent = OneOfField(
        _l("Do you agree with this cost?"),
        choices=offered(
            [
                (CostConsent.ACCEPTED.value, _l("Yes, my proposal takes this much of the budget")),
                (CostConsent.DECLINED.value, _l("No, and I say why")),
            ]
        ),
    )
    text = TextAreaField(_l("What do you say to it?"))


class ReplyForm(Form):
    """The author's reply to a return."""

    text = TextAreaField(_l("What do you reply to the aiyl okmotu?"))


class AppealForm(Form):
    """An appeal against a refusal."""

    text = TextAreaField(_l("Why is the refusal wrong?"))
    is_text_public = BooleanField(_l("Everyone may read the text of my appeal"))


class AppealAnswerForm(Form):
    """The answer to an appeal."""

    answer = OneOfField(_l("What is the answer?"))
    reasons = TextAreaField(_l("The reasons, as everyone will read them"))

    def offer(self) -> None:
        """Offer the two answers in the reader's language."""
        self.answer.choices = offered((one.value, names.of(one)) for one in AppealAnswer)


class SayForm(Form):
    """A question, an answer, a report."""

    text = TextAreaField(_l("Your text"))


class HideForm(Form):
    """Why something is hidden."""

    reason = TextAreaField(_l("Why is it hidden? Everyone reads this in its place"))
