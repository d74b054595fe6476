"""Stopping a command: whole sentences on the standard error, and exit 2."""

from typing import IO, Any

import click


class Stop(click.ClickException):
    """The command cannot go on; its message is whole sentences in the reader's language."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentences alone."""
        click.echo(self.message, file=file, err=file is None)
