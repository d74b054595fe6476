"""The forms of a proposal, a page each; what they share, and the steps that are words."""

from collections.abc import Iterable
from typing import ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField

from pb.rules.proposal_demands import Demands, Writing
from pb.rules.proposal_steps import (
    ADDRESS_LENGTH,
    GAINS_LENGTH,
    LENGTHS,
    MORE_LENGTH,
    UPKEEP_LENGTH,
    Place,
    Problem,
    Step,
    StepFacts,
    Translation,
    Upkeep,
    Work,
    fingerprint,
)
from pb.rules.rule_sets.choices import Applicant, InitiativeKind, Sector
from pb.rules.texts import TEXT_LENGTH, TITLE_LENGTH
from pb.web import names
from pb.web.forms.base import Form
from pb.web.forms.fields import (
    ChoiceField,
    DayField,
    OneOfField,
    Text,
    WholeNumberField,
    offered,
)
from pb.web.language import language as read_in

LATER, MORE = "later", "more"
"""What the second button of a step asks: to leave, or for one more row."""

TITLES = {
    Step.PLACE: _l("What and where"),
    Step.PROBLEM: _l("The problem, and who gains"),
    Step.WORK: _l("What will be done, and when"),
    Step.COSTS: _l("What it costs"),
    Step.SOURCES: _l("Who pays"),
    Step.UPKEEP: _l("Afterwards"),
    Step.FILES: _l("Photos and papers"),
    Step.TRANSLATION: _l("The other language"),
}


class StepForm(Form):
    """What one step asks; `seen` tells whether somebody changed the step since it was opened."""

    step: ClassVar[Step]

    seen = HiddenField()

    def offer(self, demands: Demands, villages: Iterable[tuple[str, str]]) -> None:
        """Say what may be chosen; most steps have nothing to choose."""

    def show(self, writing: Writing) -> None:
        """Fill the form with what is kept, and remember what that was."""
        kept = writing.of(self.step)
        self.seen.data = fingerprint(kept)
        if kept is not None:
            self.fill(kept)

    def fill(self, kept: object) -> None:
        """Put each text where it is asked for."""
        for field in self:
            if hasattr(kept, field.name):
                field.data = getattr(kept, field.name)

    def facts(self) -> StepFacts:
        """What was said, for the act."""
        raise NotImplementedError

    def kept_beside(self, writing: Writing) -> list[tuple[str, str, str]]:
        """Label, what was typed, what is kept, for each answer where the two differ."""
        other = type(self)(formdata=None)
        other.show(writing)
        self.seen.data = other.seen.data
        return [
            (str(mine.label.text), said, kept)
            for mine in self
            if not isinstance(mine, HiddenField)
            and (said := _said(mine, mine)) != (kept := _said(other[mine.name], mine))
        ]


def _said(field: Field, offers: Field) -> str:
    """What stands in a field, in words where it is one of a list."""
    if isinstance(offers, SelectField):
        labels = {choice.value: str(choice.label) for choice in offers.iter_choices()}
        return labels.get(field.data or "", "")
    return "" if field.data is None else str(field.data).replace("\r\n", "\n")


class PlaceForm(StepForm):
    """What is proposed, and where."""

    step = Step.PLACE

    title = StringField(_l("What do you propose?"), [Text(TITLE_LENGTH)])
    settlement = ChoiceField(_l("In which village?"))
    heading = ChoiceField(_l("Whose money is it asked from?"))
    address = StringField(_l("Where exactly?"), [Text(ADDRESS_LENGTH, optional=True)])
    applicant = ChoiceField(_l("In whose name do you propose it?"))
    initiative = ChoiceField(_l("What kind of initiative is it?"))

    def offer(self, demands: Demands, villages: Iterable[tuple[str, str]]) -> None:
        """The villages, and the kinds that the rules of the round let in."""
        self.settlement.choices = offered([("", gettext("All the villages")), *villages])
        named = [(str(number), name.read(read_in())[0]) for number, name in demands.categories]
        self.heading.choices = offered([("", gettext("The common pot")), *named])
        if not named:
            del self.heading
        self.applicant.choices = offered(_applicants(demands))
        self.initiative.choices = offered((one.value, names.of(one)) for one in demands.initiatives)

    def facts(self) -> Place:
        """What was said, for the act."""
        applicant, _, group = (self.applicant.data or "").partition(":")
        return Place(
            self.title.data or "",
            self.settlement.data or None,
            self.address.data,
            Applicant(applicant),
            InitiativeKind(self.initiative.data),
            int(self.heading.data) if self.heading and self.heading.data else None,
            group or None,
        )

    def fill(self, kept: object) -> None:
        """Put what is kept where it is asked for."""
        super().fill(kept)
        if self.heading:
            self.heading.data = str(getattr(kept, "heading", None) or "")
        if group := getattr(kept, "group", None):
            self.applicant.data = f"{Applicant.GROUPS}:{group}"


def _applicants(demands: Demands) -> Iterable[tuple[str, str]]:
    """In whose name one may propose; each group one leads stands for itself."""
    for one in demands.applicants:
        if one is not Applicant.GROUPS:
            yield one.value, names.of(one)
            continue
        for ref, name in demands.groups:
            read = name.read(read_in())[0]
            yield f"{one}:{ref}", gettext("Initiative group “%(name)s”", name=read)


class FirstForm(PlaceForm):
    """The first page of a new proposal: also the language, and the token that it is begun with."""

    token = HiddenField()
    language = OneOfField(
        _l("In which language do you write?"),
        choices=offered([("ky", "Кыргызча"), ("ru", "Русский")]),
    )


class ProblemForm(StepForm):
    """What is wrong now, and who gains when it is mended."""

    step = Step.PROBLEM

    problem = TextAreaField(_l("What is the problem?"), [Text(TEXT_LENGTH, lines=True)])
    gains = TextAreaField(_l("Who gains by it?"), [Text(GAINS_LENGTH, lines=True)])
    beneficiaries = WholeNumberField(_l("How many people gain by it?"))
    sector = ChoiceField(_l("Is it one of these?"))

    def offer(self, demands: Demands, villages: Iterable[tuple[str, str]]) -> None:
        """The sectors with extra points; where there are none, nothing is asked."""
        if not demands.sectors:
            del self.sector
            return
        named = ((one.value, names.of(one)) for one in demands.sectors)
        self.sector.choices = offered([("", gettext("No, something else")), *named])

    def facts(self) -> Problem:
        """What was said, for the act."""
        sector = self.sector.data if "sector" in self else None
        return Problem(
            self.problem.data or "",
            self.gains.data,
            self.beneficiaries.data,
            Sector(sector) if sector else None,
        )


class WorkForm(StepForm):
    """What will be done, and when."""

    step = Step.WORK

    solution = TextAreaField(_l("What will be done?"), [Text(TEXT_LENGTH, lines=True)])
    works_from = DayField(_l("When does the work begin?"))
    works_to = DayField(_l("When is it finished?"))
    timetable = TextAreaField(_l("In which order?"), [Text(MORE_LENGTH, optional=True, lines=True)])

    def facts(self) -> Work:
        """What was said, for the act."""
        return Work(
            self.solution.data or "",
            self["works_from"].data,
            self["works_to"].data,
            self.timetable.data,
        )


class UpkeepForm(StepForm):
    """Who looks after it when it is done, and what may go wrong."""

    step = Step.UPKEEP

    upkeep = TextAreaField(
        _l("Who looks after it when it is done?"), [Text(UPKEEP_LENGTH, lines=True)]
    )
    risks = TextAreaField(_l("What may go wrong?"), [Text(MORE_LENGTH, optional=True, lines=True)])

    def facts(self) -> Upkeep:
        """What was said, for the act."""
        return Upkeep(self.upkeep.data or "", self.risks.data)


class TranslationForm(StepForm):
    """The same texts in the other language, each of them optional."""

    step = Step.TRANSLATION

    title = StringField(_l("Name of the initiative"), [Text(LENGTHS["title"], optional=True)])
    problem = TextAreaField(
        _l("The problem"), [Text(LENGTHS["problem"], optional=True, lines=True)]
    )
    gains = TextAreaField(
        _l("Who gains by it"), [Text(LENGTHS["gains"], optional=True, lines=True)]
    )
    solution = TextAreaField(
        _l("What will be done"), [Text(LENGTHS["solution"], optional=True, lines=True)]
    )
    timetable = TextAreaField(
        _l("Order of the work"), [Text(LENGTHS["timetable"], optional=True, lines=True)]
    )
    upkeep = TextAreaField(
        _l("Upkeep afterwards"), [Text(LENGTHS["upkeep"], optional=True, lines=True)]
    )
    risks = TextAreaField(_l("Risks"), [Text(LENGTHS["risks"], optional=True, lines=True)])

    def facts(self) -> Translation:
        """What was said, for the act."""
        return Translation(**{name: self[name].data for name in LENGTHS})
