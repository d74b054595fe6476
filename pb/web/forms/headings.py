"""The form that divides the money of a round among villages or categories."""

from collections.abc import Sequence
from typing import cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from pb.acts.headings import HeadingFacts
from pb.records.headings import Heading
from pb.records.places import Settlement
from pb.rules import money
from pb.rules.headings import MOST_CATEGORIES
from pb.rules.texts import NAME_LENGTH, Bilingual
from pb.web.forms.base import Form
from pb.web.forms.fields import MoneyField, OneOfField, Text, offered

NOBODY, VILLAGES, CATEGORIES = "nobody", "villages", "categories"
ROWS = tuple(range(1, MOST_CATEGORIES + 1))


class HeadingsForm(Form):
    """Nobody, villages or categories; the amounts of the kind that is chosen count."""

    kind = OneOfField(
        _l("Who has money of their own?"),
        choices=offered(
            [
                (NOBODY, _l("Nobody: all projects share one budget")),
                (VILLAGES, _l("Villages, each its own amount")),
                (CATEGORIES, _l("Categories, each its own amount")),
            ]
        ),
        default=NOBODY,
    )

    def __init__(self, villages: Sequence[Settlement]) -> None:
        super().__init__()
        self.villages = villages

    @classmethod
    def of(cls, villages: Sequence[Settlement]) -> "HeadingsForm":
        """The form of a municipality: an amount for each of its villages."""
        fields: dict[str, object] = {}
        for village in villages:
            label = gettext("Amount for %(village)s", village=village.name.ky or "")
            fields[f"village_{village.slug}_sum"] = MoneyField(label, empty=True)
        for row in ROWS:
            text = Text(NAME_LENGTH, optional=True)
            fields[f"category_{row}_ky"] = StringField(_l("Name in Kyrgyz"), [text])
            fields[f"category_{row}_ru"] = StringField(_l("Name in Russian"), [text])
            fields[f"category_{row}_sum"] = MoneyField(_l("Amount"), empty=True)
        return cast(HeadingsForm, type("HeadingsForm", (cls,), fields)(villages))

    def facts(self) -> list[HeadingFacts]:
        """What was said, for the act; rows that were left empty are none."""
        if self.kind.data == VILLAGES:
            amounts = {one.slug: self[f"village_{one.slug}_sum"].amount for one in self.villages}
            return [
                HeadingFacts(f"village_{slug}", amount, slug)
                for slug, amount in amounts.items()
                if amount is not None
            ]
        if self.kind.data != CATEGORIES:
            return []
        return [
            HeadingFacts(
                f"category_{row}",
                self[f"category_{row}_sum"].amount or money.ZERO,
                name=Bilingual(self[f"category_{row}_ky"].data, self[f"category_{row}_ru"].data),
            )
            for row in ROWS
            if any(self[f"category_{row}_{part}"].data for part in ("ky", "ru", "sum"))
        ]

    def show(self, headings: Sequence[Heading]) -> None:
        """Fill the form with what stands."""
        if not headings:
            return
        slugs = {village.id: village.slug for village in self.villages}
        self.kind.data = CATEGORIES if headings[0].settlement_id is None else VILLAGES
        for heading in headings:
            figures = money.figures(heading.budget)
            if heading.settlement_id is not None:
                self[f"village_{slugs[heading.settlement_id]}_sum"].data = figures
                continue
            self[f"category_{heading.number}_ky"].data = heading.name_ky
            self[f"category_{heading.number}_ru"].data = heading.name_ru
            self[f"category_{heading.number}_sum"].data = figures
