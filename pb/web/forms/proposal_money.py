"""The two steps of a proposal that are money: what it costs, and who pays."""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar, TypeVar

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, StringField

from pb.rules import money
from pb.rules.contributions import BudgetLine, Kind, Party, labour_value
from pb.rules.money import ZERO, Tyiyn
from pb.rules.proposal_demands import Demands
from pb.rules.proposal_steps import (
    LINE_LENGTH,
    MOST_LINES,
    Costs,
    Pledge,
    Sources,
    Step,
)
from pb.rules.refusals import Code, NotValid
from pb.web import names
from pb.web.forms.fields import ChoiceField, MoneyField, Text, WholeNumberField, offered
from pb.web.forms.proposal_steps import StepForm

MOST_GIVERS, MOST_TEAMS = 6, 3
"""Rows for money and things, and rows for labour: together no more than a proposal may have."""

FEWEST_LINES = 3

E = TypeVar("E", bound=StrEnum)


class RowsForm(StepForm):
    """A step with rows, of which only so many are shown."""

    shapes: ClassVar[tuple[tuple[str, int, int], ...]]
    """The name of a kind of row, how many there may be, how many are shown at least."""

    rows = HiddenField()

    def add_rows(self) -> None:
        """Show more rows; nothing is kept yet, and nothing typed is lost."""
        self.rows.data = str(max(self.number_of(*shape) for shape in self.shapes) + 1)

    def number_of(self, prefix: str, most: int, fewest: int) -> int:
        """How many rows are shown: the filled ones, one more, and as many as were asked for."""
        numbers = range(1, most + 1)
        filled = [n for n in numbers if any(self._typed(one) for one in self.row(prefix, n))]
        asked = self.rows.data or ""
        wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 0
        return min(most, max(fewest, wanted, max(filled, default=0) + 1))

    def rows_of(self, prefix: str, most: int, fewest: int) -> list[list[Field]]:
        """The rows that are shown, each with its fields; none where the rules know none."""
        number = self.number_of(prefix, most, fewest)
        return [row for n in range(1, number + 1) if (row := self.row(prefix, n))]

    def row(self, prefix: str, number: int) -> list[Field]:
        """The fields of a row."""
        start = f"{prefix}_{number}_"
        return [field for field in self if field.name.startswith(start)]

    def _typed(self, field: Field) -> bool:
        chosen = field.name.rpartition("_")[2] in ("party", "kind")
        return not chosen and field.data not in (None, "")


class CostsForm(RowsForm):
    """What the money is for, line by line."""

    step = Step.COSTS
    shapes = (("line", MOST_LINES, FEWEST_LINES),)

    @property
    def shown(self) -> list[list[Field]]:
        """The rows that are shown."""
        return self.rows_of(*self.shapes[0])

    @property
    def total(self) -> Tyiyn:
        """What the lines that can be read make up."""
        found = [self[f"line_{n}_amount"].amount for n in range(1, MOST_LINES + 1)]
        return money.total([amount for amount in found if amount])

    def fill(self, kept: object) -> None:
        """A row for each line."""
        if isinstance(kept, Costs):
            for number, line in enumerate(kept.lines, 1):
                self[f"line_{number}_title"].data = line.title
                amount = self[f"line_{number}_amount"]
                amount.data, amount.amount = money.figures(line.amount), line.amount

    def facts(self) -> Costs:
        """What was said, for the act.

        Raises:
            NotValid: TEXT_MISSING where a line has only a name, or only an amount.
        """
        lines = []
        for number in range(1, MOST_LINES + 1):
            title, amount = self[f"line_{number}_title"], self[f"line_{number}_amount"]
            if bool(title.data) != bool(amount.data):
                empty = amount if title.data else title
                raise NotValid(Code.TEXT_MISSING, empty.name)
            if title.data:
                lines.append(BudgetLine(title.data, amount.amount or ZERO))
        return Costs(tuple(lines))


for _number in range(1, MOST_LINES + 1):
    setattr(
        CostsForm,
        f"line_{_number}_title",
        StringField(
            _l("Line %(number)s: for what?", number=_number), [Text(LINE_LENGTH, optional=True)]
        ),
    )
    setattr(
        CostsForm,
        f"line_{_number}_amount",
        MoneyField(_l("Line %(number)s: how much?", number=_number), empty=True),
    )


class SourcesForm(RowsForm):
    """Who pays: the budget, and whoever promises money, things or labour."""

    step = Step.SOURCES
    shapes = (("pledge", MOST_GIVERS, 1), ("labour", MOST_TEAMS, 1))

    cost = MoneyField(_l("How much do you ask of the budget?"))

    @property
    def givers(self) -> list[list[Field]]:
        """The rows of money and things that are shown."""
        return self.rows_of(*self.shapes[0])

    @property
    def teams(self) -> list[list[Field]]:
        """The rows of labour that are shown."""
        return self.rows_of(*self.shapes[1])

    def offer(self, demands: Demands, villages: Iterable[tuple[str, str]]) -> None:
        """What the rules let be contributed."""
        parties = offered((one.value, names.of(one)) for one in Party)
        kinds = [(one.value, names.of(one)) for one in (Kind.CASH, Kind.KIND)
                 if one in demands.kinds]  # fmt: skip
        for number in range(1, MOST_GIVERS + 1):
            if not kinds:
                for field in self.row("pledge", number):
                    del self[field.name]
            else:
                self[f"pledge_{number}_kind"].choices = offered(kinds)
                self[f"pledge_{number}_party"].choices = parties
        if Kind.LABOUR not in demands.kinds:
            for number in range(1, MOST_TEAMS + 1):
                for field in self.row("labour", number):
                    del self[field.name]

    def fill(self, kept: object) -> None:
        """A row for each promise; labour that was only valued stands among the things."""
        if not isinstance(kept, Sources):
            return
        self.cost.data = money.figures(kept.cost)
        teams = [one for one in kept.pledges if one.people is not None]
        givers = [one for one in kept.pledges if one.people is None]
        for number, one in enumerate(givers[:MOST_GIVERS], 1):
            self._put(f"pledge_{number}", party=one.party.value, kind=one.kind.value,
                      what=one.what, amount=money.figures(one.pledged))  # fmt: skip
        for number, one in enumerate(teams[:MOST_TEAMS], 1):
            self._put(f"labour_{number}", what=one.what, people=one.people, days=one.days,
                      rate=money.figures(one.rate or ZERO))  # fmt: skip

    def facts(self) -> Sources:
        """What was said, for the act.

        Raises:
            NotValid: TEXT_MISSING where a row is begun and not finished, or what `labour_value`
                finds.
        """
        pledges = []
        for number in range(1, MOST_GIVERS + 1):
            if given := self._row_of(f"pledge_{number}", ("what", "amount"), ("amount",)):
                pledges.append(
                    Pledge(
                        _chosen(Party, self[f"pledge_{number}_party"]),
                        _chosen(Kind, self[f"pledge_{number}_kind"]),
                        given["amount"].amount or ZERO,
                        given["what"].data,
                    )
                )
        pledges += [team for n in range(1, MOST_TEAMS + 1) if (team := self._team(n))]
        return Sources(self.cost.amount or ZERO, tuple(pledges))

    def _team(self, number: int) -> Pledge | None:
        asked = ("people", "days", "rate")
        given = self._row_of(f"labour_{number}", ("what", *asked), asked)
        if not given:
            return None
        people, days, rate = given["people"].data, given["days"].data, given["rate"].amount
        try:
            value = labour_value(people, days, rate or ZERO)
        except NotValid as refusal:
            field = f"labour_{number}_{refusal.field}"
            raise NotValid(refusal.code, field, **refusal.facts) from refusal
        return Pledge(Party.RESIDENTS, Kind.LABOUR, value, given["what"].data, people, days, rate)

    def _row_of(
        self, start: str, typed: tuple[str, ...], needed: tuple[str, ...]
    ) -> dict[str, Field] | None:
        """The fields of a row somebody began; None for an empty one."""
        if f"{start}_what" not in self:
            return None
        fields = {name: self[f"{start}_{name}"] for name in typed}
        if all(field.data in (None, "") for field in fields.values()):
            return None
        for name in needed:
            if fields[name].data in (None, ""):
                raise NotValid(Code.TEXT_MISSING, f"{start}_{name}")
        return fields

    def _put(self, start: str, **values: object) -> None:
        for name, value in values.items():
            if f"{start}_{name}" in self:
                self[f"{start}_{name}"].data = value


def _chosen(kinds: type[E], field: Field) -> E:
    # Rows that are not shown send nothing, so the field itself cannot insist on an answer.
    try:
        return kinds(field.data)
    except ValueError:
        raise NotValid(Code.RULE_NOT_OFFERED, field.name) from None


for _number in range(1, MOST_GIVERS + 1):
    for _name, _field in (
        ("party", ChoiceField(_l("Who gives?"), choices=(), validate_choice=False)),
        ("kind", ChoiceField(_l("Money or things?"), choices=(), validate_choice=False)),
        ("what", StringField(_l("What exactly?"), [Text(LINE_LENGTH, optional=True)])),
        ("amount", MoneyField(_l("How much is it worth?"), empty=True)),
    ):
        setattr(SourcesForm, f"pledge_{_number}_{_name}", _field)
for _number in range(1, MOST_TEAMS + 1):
    for _name, _field in (
        ("what", StringField(_l("What do people do?"), [Text(LINE_LENGTH, optional=True)])),
        ("people", WholeNumberField(_l("How many people?"))),
        ("days", WholeNumberField(_l("For how many days?"))),
        ("rate", MoneyField(_l("What is a day of one person worth?"), empty=True)),
    ):
        setattr(SourcesForm, f"labour_{_number}_{_name}", _field)
