"""The forms of joint monitoring: a visit step by step, and the office's answer."""

from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import Field, RadioField, StringField, TextAreaField

from pb.records.monitoring import Evaluation
from pb.rules.monitoring import (
    ANSWER_LENGTH,
    CAPTION_LENGTH,
    FINDING_LENGTH,
    MOST_RECOMMENDATIONS,
    RECOMMENDATION_LENGTH,
    REMARK_LENGTH,
    Answer,
    Indicator,
    Moment,
    Score,
)
from pb.rules.refusals import Code, NotValid
from pb.web.forms.base import Form
from pb.web.forms.fields import ChoiceField, DayField, OneOfField, Text, offered, required

QUESTIONS: dict[Indicator, tuple[Any, Any]] = {
    Indicator.FINISHED_ON_TIME: (
        _l("Was the work finished on time?"),
        _l("Compare with the day in the contract or on the board at the site."),
    ),
    Indicator.AS_PROMISED: (
        _l("Was everything done that the project promised?"),
        _l("Count and measure: metres of pipe, lamps, trees."),
    ),
    Indicator.QUALITY: (
        _l("Is the work done well?"),
        _l("Cracks, leaks, loose parts: write where they are."),
    ),
    Indicator.WORKS_TODAY: (
        _l("Is it in use and working today?"),
        _l("Try it: turn on the water or the light, walk over the bridge."),
    ),
    Indicator.MONEY_CLEAR: (
        _l("Is it clear where the money went?"),
        _l("Ask the office for the contract and the act of acceptance."),
    ),
    Indicator.PEOPLE_SATISFIED: (
        _l("Are the people who use it satisfied?"),
        _l("Ask at least five people."),
    ),
}
"""For each indicator the question as the group is asked it, and a hint."""

NOT_ASSESSED = "0"
SCALE = {
    1: _l("Very bad"),
    2: _l("Bad"),
    3: _l("Middling"),
    4: _l("Good"),
    5: _l("Very good"),
}
MOMENTS = {Moment.NOW: _l("Now"), Moment.BEFORE: _l("Before")}
ANSWERS = {
    Answer.ACCEPTED: _l("Accepted"),
    Answer.PARTLY: _l("Accepted in part"),
    Answer.REFUSED: _l("Refused, with reasons"),
}

LATER, MORE = "later", "more"
"""What the second button of a step asks: to leave, or to stay and add."""


class VisitForm(Form):
    """Which past winner is evaluated, and when it was visited."""

    project = ChoiceField(_l("Which project?"))
    visited_on = DayField(_l("When were you there?"), [required()])

    def chosen(self) -> tuple[str, int]:
        """The name of the round and the number of the project in it."""
        slug, _, number = (self.project.data or "").rpartition(":")
        return slug, int(number)


class ScoreForm(Form):
    """One indicator; made per indicator, so that a refusal finds its place."""

    indicator: Indicator

    @property
    def value(self) -> Field:
        """The field of the mark."""
        return self[f"score_{self.indicator}"]

    @property
    def remark(self) -> Field:
        """The field of what was seen."""
        return self[f"remark_{self.indicator}"]

    def score(self) -> Score:
        """What was said, for the act.

        Raises:
            NotValid: SCORE_UNREADABLE where no mark was chosen.
        """
        marks = {NOT_ASSESSED: None} | {str(mark): mark for mark in SCALE}
        if self.value.data not in marks:
            raise NotValid(Code.SCORE_UNREADABLE, self.value.name)
        return Score(self.indicator, marks[self.value.data], self.remark.data)

    def show(self, kept: Score) -> None:
        """Fill the form with what was said before."""
        self.value.data = NOT_ASSESSED if kept.value is None else str(kept.value)
        self.remark.data = kept.remark


@cache
def form_of(indicator: Indicator) -> type[ScoreForm]:
    """The form of an indicator."""
    marks = [(str(mark), words) for mark, words in SCALE.items()]
    unable = (NOT_ASSESSED, _l("I could not assess it, I will write why"))
    fields = {
        "indicator": indicator,
        # Whether a mark was chosen is asked by `score`: who leaves for later may leave it open.
        f"score_{indicator}": RadioField(
            QUESTIONS[indicator][0], choices=offered([*marks, unable]), validate_choice=False
        ),
        f"remark_{indicator}": TextAreaField(
            _l("What did you see?"), [Text(REMARK_LENGTH, optional=True, lines=True)]
        ),
    }
    return type("OneScoreForm", (ScoreForm,), fields)


class FindingForm(Form):
    """What the group found, and one more photo of it."""

    finding = TextAreaField(
        _l("What did you find?"), [Text(FINDING_LENGTH, optional=True, lines=True)]
    )
    photo = FileField(_l("A photo"))
    caption = StringField(_l("What is on the photo?"), [Text(CAPTION_LENGTH, optional=True)])
    moment = OneOfField(
        _l("When is it from?"),
        choices=offered((moment.value, words) for moment, words in MOMENTS.items()),
        default=Moment.NOW.value,
    )

    def taken(self) -> bytes | None:
        """The bytes of the photo; None where no file was chosen."""
        return self.photo.data.read() if self.photo.data else None

    def when(self) -> Moment:
        """What the photo shows."""
        return Moment(self.moment.data)


class AdviceForm(Form):
    """What the office is asked to do; fields left empty do not count."""

    def texts(self) -> list[str]:
        """What was written, for the act."""
        return [field.data or "" for field in self.fields()]

    def fields(self) -> list[Field]:
        """The fields of the recommendations."""
        return [self[f"recommendation_{number}"] for number in range(1, MOST_RECOMMENDATIONS + 1)]

    def shown(self) -> list[Field]:
        """As many of them as are needed, and an empty one."""
        filled = [place for place, field in enumerate(self.fields(), 1) if field.data]
        return self.fields()[: max([2, *(place + 1 for place in filled)])]

    def show(self, evaluation: Evaluation, language: str) -> None:
        """Fill the form with what was asked before."""
        for field, asked in zip(self.fields(), evaluation.recommendations, strict=False):
            field.data = asked.text.read(language)[0]


for _number in range(1, MOST_RECOMMENDATIONS + 1):
    setattr(
        AdviceForm,
        f"recommendation_{_number}",
        TextAreaField(
            _l("Recommendation %(number)s", number=_number),
            [Text(RECOMMENDATION_LENGTH, optional=True, lines=True)],
        ),
    )


class AnswerForm(Form):
    """The office's answer to a recommendation."""

    answer = OneOfField(
        _l("What do you answer?"),
        choices=offered((answer.value, words) for answer, words in ANSWERS.items()),
    )
    reasons = TextAreaField(
        _l("Reasons, and what will be done by when"),
        [Text(ANSWER_LENGTH, optional=True, lines=True)],
    )
