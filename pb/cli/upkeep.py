"""Keeping an installation going: the newest schema, and what time has made due."""

import time
from collections.abc import Iterator
from functools import partial

import click

from pb.cli.application import CANNOT_BE_OPENED, opened
from pb.cli.stopping import Stop
from pb.cli.working import Chores, only_worker
from pb.config import Settings
from pb.documents.words import N_, catalogue
from pb.records import schema

MIGRATED = N_("The database was brought from version %(before)s to %(now)s.")
MADE = N_("The database was empty; its tables were made, version %(now)s.")
NEWEST_ALREADY = N_("The database is at the newest version already: %(now)s.")


@click.command("migrate")
@click.pass_obj
def migrate_command(language: str) -> None:
    """Bring the database of PB_DATABASE_URL to the newest version of its schema."""
    _ = catalogue(language).gettext
    try:
        before, now = schema.migrate(Settings.from_environment().database_url)
    except schema.NoDatabase as error:
        raise Stop(_(CANNOT_BE_OPENED) % {"reason": error}) from error
    sentence = MADE if before is None else NEWEST_ALREADY if before == now else MIGRATED
    click.echo(_(sentence) % {"before": before, "now": now})


@click.command("tick")
@click.option(
    "--every",
    type=click.IntRange(min=1),
    metavar="SECONDS",
    help="Do it again and again, until Ctrl-C.",
)
@click.pass_obj
def tick_command(language: str, every: int | None) -> None:
    """Seal the ballots that are due, in every municipality; running it twice does no harm.

    Where no worker runs, it delivers messages and does the work in the background as well.
    """
    settings = Settings.from_environment()
    with opened(settings, language) as app:
        while True:
            for line in _tick(
                Chores(app, partial(schema.vacuum, settings.database_url)), settings, language
            ):
                click.echo(line)
            if every is None:
                return
            time.sleep(every)


def _tick(chores: Chores, settings: Settings, language: str) -> Iterator[str]:
    words = catalogue(language)
    sealed = chores.tick()
    yield words.ngettext(
        "%(number)s ballot was sealed.", "%(number)s ballots were sealed.", sealed
    ) % {"number": sealed}
    with only_worker(settings) as alone:
        if not alone:
            return
        chores.begin()
        sent = chores.deliver().sent
        chores.run_jobs()
    if sent:
        yield words.ngettext(
            "%(number)s message was sent.", "%(number)s messages were sent.", sent
        ) % {"number": sent}
