"""The application as commands use it: made from the settings, its database checked first."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from pb.app import create_app
from pb.cli.stopping import Stop
from pb.config import Settings
from pb.documents.words import N_, catalogue
from pb.gateways.storage import FolderStorage
from pb.records import schema

CANNOT_BE_OPENED = N_(
    "The database cannot be opened. It says: %(reason)s. Check PB_DATABASE_URL and whether the"
    " server runs."
)
NOT_NEWEST = N_("The database is not at the newest version of its schema. Run first: pb migrate")


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
    app = create_app(settings)
    with app.app_context():
        yield app


def storage_of(settings: Settings) -> FolderStorage:
    """Where the papers of an installation lie, with their paths."""
    return FolderStorage(settings.data_folder / "files")
