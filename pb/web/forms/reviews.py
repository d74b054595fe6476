"""The form of the office's answer to a proposal."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from pb.rules.proposals import Ground
from pb.web import names
from pb.web.forms.base import Form
from pb.web.forms.fields import ChoiceField, DayField, OneOfField, offered


class ReviewForm(Form):
    """Admit, return or not admit; a reason with everything but the first."""

    outcome = OneOfField(
        _l("What is the decision?"),
        choices=offered(
            [
                ("admit", _l("Admit it to the ballot")),
                ("return", _l("Return it to be mended")),
                ("refuse", _l("Not admit it")),
            ]
        ),
    )
    ground = ChoiceField(_l("On which ground is it not admitted?"))
    reason = TextAreaField(_l("The reason, as the author will read it"))
    mend_by = DayField(_l("Until when can it be mended?"))

    def offer(self) -> None:
        """Offer the closed list of grounds in the reader's language."""
        none = ("", _l("Only when it is not admitted"))
        grounds = ((ground.value, names.of(ground)) for ground in Ground)
        self.ground.choices = offered([none, *grounds])

    def chosen_ground(self) -> Ground | None:
        """The ground that was chosen."""
        return Ground(self.ground.data) if self.ground.data else None
