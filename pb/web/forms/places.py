"""The form of a municipality that is entered."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from pb.acts.places import PlaceFacts
from pb.rules import slugs
from pb.rules.refusals import Code, NotValid
from pb.rules.texts import NAME_LENGTH, Bilingual
from pb.web.forms.base import Form
from pb.web.forms.fields import DayField, Text, required


class PlaceForm(Form):
    """A municipality and its villages, one a line: "Ак-Жол; Ак-Джол"."""

    slug = StringField(_l("Short name in addresses"), [required()])
    name_ky = StringField(_l("Name, in Kyrgyz"), [required(), Text(NAME_LENGTH)])
    name_ru = StringField(_l("Name, in Russian"), [required(), Text(NAME_LENGTH)])
    raion_ky = StringField(_l("Raion, in Kyrgyz"), [required(), Text(NAME_LENGTH)])
    raion_ru = StringField(_l("Raion, in Russian"), [required(), Text(NAME_LENGTH)])
    oblast_ky = StringField(_l("Oblast, in Kyrgyz"), [required(), Text(NAME_LENGTH)])
    oblast_ru = StringField(_l("Oblast, in Russian"), [required(), Text(NAME_LENGTH)])
    phone = StringField(_l("Telephone people call"), [Text(NAME_LENGTH, optional=True)])
    valid_from = DayField(_l("It exists since"), [required()])
    villages = TextAreaField(_l("Villages"), [required()])

    def facts(self) -> tuple[PlaceFacts, list[tuple[str, Bilingual]], date]:
        """What was written, as the deed takes it.

        Raises:
            NotValid: TITLE_NEEDS_BOTH_LANGUAGES at "villages" for a line without both names.
        """
        facts = PlaceFacts(
            self.slug.data,
            Bilingual(self.name_ky.data, self.name_ru.data),
            Bilingual("айыл аймагы", "айылный аймак"),
            Bilingual(self.raion_ky.data, self.raion_ru.data),
            Bilingual(self.oblast_ky.data, self.oblast_ru.data),
            phone=self.phone.data or None,
        )
        villages: list[tuple[str, Bilingual]] = []
        for line in self.villages.data.splitlines():
            if not line.strip():
                continue
            ky, _, ru = (part.strip() for part in line.partition(";"))
            if not ky or not ru:
                raise NotValid(Code.TITLE_NEEDS_BOTH_LANGUAGES, "villages")
            villages.append(
                (slugs.slug_from(ky, f"village-{len(villages) + 1}"), Bilingual(ky, ru))
            )
        return facts, villages, self.valid_from.data or date.min
