"""Forms of those who watch a voting."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from pb.web.forms.base import Form


class NoteForm(Form):
    """What was found out."""

    text = TextAreaField(_l("What did you find out?"))
