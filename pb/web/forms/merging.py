"""The forms of merging two proposals."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from pb.rules.merging import WORDS_LENGTH
from pb.web.forms.base import Form
from pb.web.forms.fields import ChoiceField, OneOfField, Text, offered

YES, NO = "yes", "no"


class OfferForm(Form):
    """Into which one, and what is said to its author."""

    into = ChoiceField(_l("Into which proposal?"))
    words = TextAreaField(_l("What do you say to its author?"), [Text(WORDS_LENGTH, lines=True)])

    def offer(self, others: Iterable[tuple[str, str]]) -> None:
        """The proposals it may merge into."""
        self.into.choices = offered(others)


class AnswerForm(Form):
    """Yes, or no with a reason."""

    answer = OneOfField(
        _l("Your answer"),
        choices=offered(
            [
                (YES, _l("I consent: it becomes part of mine")),
                (NO, _l("I decline: both stay as they are")),
            ]
        ),
    )
    reason = TextAreaField(_l("Why, if you decline"))

    @property
    def is_consent(self) -> bool:
        """Whether it was a yes."""
        return bool(self.answer.data == YES)
