"""The application as commands use it: made from the settings, its database checked first."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask

from pb.app import create_app
from pb.cli.demonstration.folder import demonstration_settings
from pb.cli.stopping import Stop
from pb.config import Mode, Settings
from pb.documents.words import N_, catalogue
from pb.records import schema

CANNOT_BE_OPENED = N_(
    "The database cannot be opened. It says: %(reason)s. Check PB_DATABASE_URL and whether the"
    " server runs."
)
IN_DEMONSTRATION = N_(
    "No setting names a database, so the demonstration in %(folder)s is used."
    " It is made anew by the next scripts/demo."
)
NOT_WALLED_OFF = N_(
    "PB_DATABASE_URL signs in as a superuser, for whom the walls between municipalities do not"
    " hold. Make a role of its own: CREATE ROLE demilge LOGIN; and let it own the database."
)
NOT_NEWEST = N_("The database is not at the newest version of its schema. Run first: pb migrate")


def settings_here(language: str) -> Settings:
    """The settings of the environment; where it has none, those of the demonstration made here.

    Raises:
        SettingsError: a setting is missing or wrong, and there is no demonstration to use.
    """
    given = any(name.startswith("PB_") and os.environ[name] for name in os.environ)
    demonstration = None if given else demonstration_settings(Path.cwd())
    if demonstration is None:
        return Settings.from_environment()
    say = catalogue(language).gettext
    click.echo(say(IN_DEMONSTRATION) % {"folder": demonstration.data_folder}, err=True)
    return demonstration


@contextmanager
def opened(settings: Settings, language: str) -> Iterator[Flask]:
    """The application inside its context, on a database that is ready.

    Raises:
        Stop: the database cannot be opened, or has to be migrated first.
    """
    say = catalogue(language).gettext
    try:
        ready = schema.is_newest(settings.database_url)
    except schema.NoDatabase as error:
        raise Stop(say(CANNOT_BE_OPENED) % {"reason": error}) from error
    if not ready:
        raise Stop(say(NOT_NEWEST))
    if settings.mode is Mode.PRODUCTION and not schema.is_walled_off(settings.database_url):
        click.echo(say(NOT_WALLED_OFF), err=True)
    app = create_app(settings)
    with app.app_context():
        yield app
