"""The form of a round."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from pb.acts.rounds import RoundFacts
from pb.records.rounds import Round
from pb.rules import money
from pb.rules.rounds import Schedule
from pb.rules.rule_sets.calendars import Days
from pb.rules.texts import TITLE_LENGTH, Bilingual
from pb.web.forms.base import Form
from pb.web.forms.fields import (
    DayField,
    MoneyField,
    Text,
    WholeNumberField,
    required,
)

DAYS = (
    "submission_from",
    "submission_to",
    "review_to",
    "voting_from",
    "voting_to",
    "results_by",
)


class RoundForm(Form):
    """What a clerk says of a round before it is announced."""

    title_ky = StringField(_l("Name of the round in Kyrgyz"), [Text(TITLE_LENGTH)])
    title_ru = StringField(_l("Name of the round in Russian"), [Text(TITLE_LENGTH)])
    edition = StringField(_l("Edition"), [required()])
    slug = StringField(_l("Name in the address"), [required()])
    budget = MoneyField(_l("Budget of the round"))
    ceiling = MoneyField(_l("Most for one project"), empty=True)
    expected_ballots = WholeNumberField(_l("About how many people will vote?"), [required()])
    announced_on = DayField(_l("When will it be announced?"))
    submission_from = DayField(_l("Submission from"), [required()])
    submission_to = DayField(_l("Submission until"), [required()])
    review_to = DayField(_l("Review until"), [required()])
    voting_from = DayField(_l("Voting from"), [required()])
    voting_to = DayField(_l("Voting until"), [required()])
    results_by = DayField(_l("Result by"), [required()])

    def facts(self) -> RoundFacts:
        """What was said, for the act.

        Raises:
            NotValid: DATES_OUT_OF_ORDER.
        """
        return RoundFacts(
            slug=self.slug.data or "",
            edition=self.edition.data or "",
            title=Bilingual(self.title_ky.data, self.title_ru.data),
            budget=self.budget.amount or money.ZERO,
            ceiling=self.ceiling.amount,
            expected_ballots=self.expected_ballots.data or 0,
            schedule=Schedule.of_days(*(self[name].data for name in DAYS)),
        )

    def keep_slug(self, slug: str) -> None:
        """Let a draft keep its name in addresses: the form does not ask for it again."""
        self.slug.data = slug
        self.slug.validators = ()

    def show(self, round_: Round) -> None:
        """Fill the form with a draft that is to be changed."""
        self.title_ky.data, self.title_ru.data = round_.title_ky, round_.title_ru
        self.edition.data, self.slug.data = round_.edition, round_.slug
        self.budget.data = money.figures(round_.budget)
        self.ceiling.data = money.figures(round_.ceiling) if round_.ceiling else ""
        self.expected_ballots.data = round_.expected_ballots
        self.fill(round_.schedule.days)

    def begin_as(self, round_: Round) -> None:
        """Fill the form with a round that is held again; its name and edition are new."""
        self.show(round_)
        self.edition.data = self.slug.data = ""

    def fill(self, days: Days) -> None:
        """Put days into the form, whatever stood there."""
        for name in DAYS:
            field = self[name]
            # What was typed is shown before what is set, so it has to go.
            field.raw_data, field.data = None, getattr(days, name)

    def typed_days(self) -> Days | None:
        """The days as they stand in the form; None where one is missing or before another."""
        days = [self[name].data for name in DAYS]
        if any(day is None for day in days) or days != sorted(days):
            return None
        return Days(*days)
