"""Forms that hold a button, or a code, and the token that guards them."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from pb.web.forms.base import Form
from pb.web.forms.fields import required


class ButtonForm(Form):
    """A deed that needs no more than to be pressed."""


class CodeForm(Form):
    """The code that signs someone in."""

    code = StringField(_l("Your code"), [required()])
