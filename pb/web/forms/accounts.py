"""Forms of signing in and of the people of the office."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField

from pb.rules.roles import Role
from pb.rules.texts import NAME_LENGTH
from pb.services.credentials import Means
from pb.web import names
from pb.web.forms.base import Form
from pb.web.forms.fields import ChoiceField, Text, offered, required


class PasswordForm(Form):
    """The first step of signing in."""

    sign_in_name = StringField(_l("Your sign-in name"), [required()])
    password = PasswordField(_l("Your password"), [required()])


class SecondFactorForm(Form):
    """The second step, or the second factor shown anew."""

    half = HiddenField()
    code = StringField(_l("The code from your app"), [required()])


class MeansForm(Form):
    """What someone who was invited will sign in with; `offer` carries the app's secret, locked."""

    offer = HiddenField()
    sign_in_name = StringField(_l("Choose a sign-in name"))
    password = PasswordField(_l("Choose a password"), [required()])
    repeated = PasswordField(_l("The same password once more"), [required()])
    code = StringField(_l("The code your app shows now"), [required()])

    def means(self, secret: str) -> Means:
        """What was chosen, as the deed takes it."""
        return Means(
            self.password.data,
            self.repeated.data,
            secret,
            self.code.data,
            self.sign_in_name.data or "",
        )


class NewPasswordForm(Form):
    """A new password in place of the present one."""

    present = PasswordField(_l("Your present password"), [required()])
    password = PasswordField(_l("Choose a password"), [required()])
    repeated = PasswordField(_l("The same password once more"), [required()])


class NewAppForm(Form):
    """A new app in place of the old one."""

    offer = HiddenField()
    code = StringField(_l("The code your app shows now"), [required()])


class InvitationForm(Form):
    """Who is invited, and into which role."""

    name = StringField(_l("Name of the person"), [required(), Text(NAME_LENGTH)])
    role = ChoiceField(_l("Role"))
    position_ky = StringField(_l("Position, in Kyrgyz"), [Text(NAME_LENGTH, optional=True)])
    position_ru = StringField(_l("Position, in Russian"), [Text(NAME_LENGTH, optional=True)])
    area = StringField(_l("Raion or oblast of an observer"), [Text(NAME_LENGTH, optional=True)])

    def offer(self, roles: list[Role]) -> "InvitationForm":
        """Let one of these roles be chosen."""
        self.role.choices = offered((role.value, names.of(role)) for role in roles)
        return self


class GrantForm(Form):
    """One more role for someone who works here."""

    role = ChoiceField(_l("Role"))

    def offer(self, roles: list[Role]) -> "GrantForm":
        """Let one of these roles be chosen."""
        self.role.choices = offered((role.value, names.of(role)) for role in roles)
        return self
