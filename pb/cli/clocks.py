"""The clock of the server at the terminal: how it stands, and the word that it is right."""

import click

from pb.acts import hours
from pb.cli.application import opened
from pb.cli.stopping import Stop
from pb.config import Settings
from pb.documents.sentences import explain
from pb.documents.words import N_, catalogue
from pb.gateways.clock import SystemClock
from pb.rules import calendar
from pb.rules.refusals import Unavailable
from pb.services.hours import require_steady

STEADY = N_("The clock has not gone back. There is nothing to confirm.")
ASKED = N_("Compare with another clock. Is it really %(day)s, %(clock)s in Bishkek?")
CONFIRMED = N_("The clock is taken for right. Votes are taken again, and the rounds go on.")
LEFT = N_("Nothing was changed. Set the clock of the server right, and the rounds go on.")


@click.group("clock")
def clock_group() -> None:
    """The clock of the server."""


@clock_group.command("confirm")
@click.pass_obj
def confirm_command(language: str) -> None:
    """Say that the clock is right though it has gone back; asks before it does anything."""
    say = catalogue(language).gettext
    with opened(Settings.from_environment(), language):
        try:
            require_steady(SystemClock().now())
        except Unavailable as refusal:
            click.echo(explain(refusal, language))
        else:
            click.echo(say(STEADY))
            return
        now = SystemClock().now()
        said = {
            "day": calendar.in_words(calendar.day_of(now), language),
            "clock": calendar.clock(now),
        }
        if not click.confirm(say(ASKED) % said):
            raise Stop(say(LEFT))
        hours.confirm(SystemClock().now())
        click.echo(say(CONFIRMED))
