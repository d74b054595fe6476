"""The form of a round."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from pb.acts.rounds import RoundFacts
from pb.records.rounds import Round
from pb.rules import calendar, money
from pb.rules.rounds import Schedule, Terms
from pb.rules.tally.election import AllocationRule, TieBreak
from pb.rules.texts import TITLE_LENGTH, Bilingual
from pb.web.forms.base import Form
from pb.web.forms.fields import (
    ChoiceField,
    DayField,
    MoneyField,
    OneOfField,
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
    max_choices = WholeNumberField(_l("How many projects may one person choose?"), [required()])
    allocation_rule = OneOfField(_l("How is the money shared out?"))
    threshold = WholeNumberField(_l("Least number of votes to win"))
    first_tie = ChoiceField(_l("Which goes first when votes are equal?"))
    expected_ballots = WholeNumberField(_l("About how many people will vote?"), [required()])
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
        first = TieBreak(self.first_tie.data)
        ties = [first, *(tie for tie in Terms.ties if tie is not first)]
        last = [*(tie for tie in ties if tie is not TieBreak.LISTED_FIRST), TieBreak.LISTED_FIRST]
        return RoundFacts(
            slug=self.slug.data or "",
            edition=self.edition.data or "",
            title=Bilingual(self.title_ky.data, self.title_ru.data),
            terms=Terms(
                budget=self.budget.amount or money.ZERO,
                ceiling=self.ceiling.amount,
                max_choices=self.max_choices.data or 0,
                allocation_rule=AllocationRule(self.allocation_rule.data),
                threshold=self.threshold.data or 0,
                ties=tuple(last),
                expected_ballots=self.expected_ballots.data or 0,
            ),
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
        self.max_choices.data = round_.max_choices
        self.allocation_rule.data = round_.allocation_rule.value
        self.threshold.data = round_.threshold
        self.first_tie.data = round_.terms.ties[0].value
        self.expected_ballots.data = round_.expected_ballots
        days: dict[str, Any] = {
            "submission_from": calendar.day_of(round_.submission_opens),
            "submission_to": calendar.last_day_before(round_.submission_closes),
            "review_to": calendar.last_day_before(round_.review_closes),
            "voting_from": calendar.day_of(round_.voting_opens),
            "voting_to": calendar.last_day_before(round_.voting_closes),
            "results_by": calendar.last_day_before(round_.results_due),
        }
        for name, day in days.items():
            self[name].data = day
