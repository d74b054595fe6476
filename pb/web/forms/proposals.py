"""The form of a proposal."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from pb.acts.proposals import ProposalFacts
from pb.records.proposals import Proposal
from pb.rules import money
from pb.rules.texts import TEXT_LENGTH, TITLE_LENGTH
from pb.web.forms.base import Form
from pb.web.forms.fields import ChoiceField, MoneyField, Text, WholeNumberField


class ProposalForm(Form):
    """What an author says, in the language the page is read in."""

    title = StringField(_l("What do you propose?"), [Text(TITLE_LENGTH)])
    title_in_other = StringField(
        _l("The same in the other language"), [Text(TITLE_LENGTH, optional=True)]
    )
    settlement = ChoiceField(_l("In which village?"))
    problem = TextAreaField(_l("What is the problem?"), [Text(TEXT_LENGTH, lines=True)])
    solution = TextAreaField(_l("What will be done?"), [Text(TEXT_LENGTH, lines=True)])
    beneficiaries = WholeNumberField(_l("How many people gain by it?"))
    cost = MoneyField(_l("How much do you ask of the budget?"))
    own_cash = MoneyField(_l("How much money do you add yourselves?"), zero=True)
    own_kind = MoneyField(_l("What are the materials you bring worth?"), zero=True)
    own_labour = MoneyField(_l("What is your own labour worth?"), zero=True)

    def facts(self, language: str) -> ProposalFacts:
        """What was said, for the act."""
        return ProposalFacts(
            language=language,
            title=self.title.data or "",
            problem=self.problem.data or "",
            solution=self.solution.data or "",
            cost=self.cost.amount or money.ZERO,
            own_cash=self.own_cash.amount or money.ZERO,
            own_kind=self.own_kind.amount or money.ZERO,
            own_labour=self.own_labour.amount or money.ZERO,
            settlement=self.settlement.data or None,
            beneficiaries=self.beneficiaries.data,
            title_in_other=self.title_in_other.data,
        )

    def show(self, proposal: Proposal, language: str) -> None:
        """Fill the form with a proposal that is to be changed."""
        other = "ru" if language == "ky" else "ky"
        self.title.data = proposal.title.read(language)[0]
        self.title_in_other.data = getattr(proposal.title, other)
        self.problem.data = proposal.problem.read(language)[0]
        self.solution.data = proposal.solution.read(language)[0]
        self.settlement.data = proposal.settlement.slug if proposal.settlement else ""
        self.beneficiaries.data = proposal.beneficiaries
        self.cost.data = money.figures(proposal.cost)
        self.own_cash.data = money.figures(proposal.own_cash)
        self.own_kind.data = money.figures(proposal.own_kind)
        self.own_labour.data = money.figures(proposal.own_labour)
