"""Forms that hold a button, or a code, and the token that guards them."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField

from pb.web.forms.fields import required


class ButtonForm(FlaskForm):  # type: ignore[misc]
    """A deed that needs no more than to be pressed."""


class CodeForm(FlaskForm):  # type: ignore[misc]
    """The code that signs someone in."""

    code = StringField(_l("Your code"), [required()])
