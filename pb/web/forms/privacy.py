"""Forms about looks at personal data."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from pb.acts.privacy import TEXT_LENGTH
from pb.web.forms.base import Form
from pb.web.forms.fields import Text, required


class ComplaintForm(Form):
    """What is strange about a look; the words may be left out."""

    text = TextAreaField(
        _l("What is strange about it?"), [Text(TEXT_LENGTH, optional=True, lines=True)]
    )


class ComplaintAnswerForm(Form):
    """The answer to a complaint."""

    answer = TextAreaField(_l("Your answer"), [required(), Text(TEXT_LENGTH, lines=True)])
