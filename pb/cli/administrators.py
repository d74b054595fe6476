"""The first administrator, asked for at the terminal: there is no default account."""

import click

from pb.acts.accounts import invitations
from pb.cli.application import opened
from pb.cli.stopping import Stop
from pb.config import Settings
from pb.documents.sentences import explain
from pb.documents.words import N_, catalogue
from pb.gateways.clock import SystemClock
from pb.gateways.keys import Keys
from pb.gateways.passwords import Passwords
from pb.rules.refusals import Refusal
from pb.services import second_factor
from pb.services.credentials import Means

INTRODUCTION = N_(
    "This makes an administrator of the platform: enters municipalities, invites their heads,"
    " agrees to recoveries; has no part in any round."
)
NAME = N_("Name, as it will stand on papers")
SIGN_IN_NAME = N_("Sign-in name (small Latin letters, figures, dots, hyphens)")
PASSWORD = N_("Password (at least 12 characters; it is not shown)")
REPEATED = N_("The same password once more")
APP = N_("Point an authenticator app at this picture, or type the key %(secret)s into it.")
CODE = N_("The code the app shows now")
MADE = N_("The administrator %(name)s is made. Sign in at /admin/sign-in")
CODES = N_("Recovery codes, shown only now. Each lets you in once when the app is lost:")


@click.group("admin")
def admin_group() -> None:
    """Administrators of the platform."""


@admin_group.command("create")
@click.pass_obj
def create_command(language: str) -> None:
    """Make an administrator; everything is asked here, nothing is taken from the command line."""
    say = catalogue(language).gettext
    settings = Settings.from_environment()
    with opened(settings, language):
        click.echo(say(INTRODUCTION))
        name = click.prompt(say(NAME))
        sign_in_name = click.prompt(say(SIGN_IN_NAME))
        password = click.prompt(say(PASSWORD), hide_input=True)
        repeated = click.prompt(say(REPEATED), hide_input=True)
        secret = second_factor.new_secret()
        click.echo(second_factor.drawn(second_factor.address(secret, sign_in_name)))
        click.echo(say(APP) % {"secret": secret})
        code = click.prompt(say(CODE))
        means = Means(password, repeated, secret, code, sign_in_name)
        try:
            made = invitations.create_administrator(
                name, means, Keys(settings.pepper), Passwords(), SystemClock().now()
            )
        except Refusal as refusal:
            raise Stop(explain(refusal, language)) from refusal
    click.echo(say(MADE) % {"name": made.sign_in_name})
    click.echo(say(CODES))
    for one in made.recovery_codes:
        click.echo(f"   {one}")
