"""The terminal's door: the command `pb`, whose commands are loaded when they are asked for.

`pb count` and `pb roll check` must stay light: they need no database, no settings and no web, so
nothing here may import them.
"""

import importlib
import os
from collections.abc import Mapping
from typing import Any

import click

from pb.cli.stopping import Stop
from pb.config import SettingsError
from pb.documents.sentences import explain
from pb.documents.words import LANGUAGES
from pb.rules.refusals import Refusal

COMMANDS = {
    "count": ("pb.cli.counting", "count_command", "Count a .pb file without a database."),
    "roll": ("pb.cli.rolls", "roll_group", "Check a voter roll file without a database."),
    "import-round": (
        "pb.cli.importing",
        "import_command",
        "Make a closed round of a .pb file: count, confirm, protocol.",
    ),
    "export-round": (
        "pb.cli.exporting",
        "export_command",
        "Write a decided round as a .pb file.",
    ),
    "migrate": ("pb.cli.upkeep", "migrate_command", "Bring the database to the newest schema."),
    "recount": ("pb.cli.checking", "recount_command", "Make a round's board anew and compare it."),
    "audit": ("pb.cli.checking", "audit_group", "Check the seals of the trail of deeds."),
    "tick": ("pb.cli.upkeep", "tick_command", "Do what time has made due; safe to run twice."),
    "clock": (
        "pb.cli.clocks",
        "clock_group",
        "Say that the server's clock is right after it went back.",
    ),
    "admin": ("pb.cli.administrators", "admin_group", "Make an administrator of the platform."),
    "ceremony": (
        "pb.cli.ceremonies",
        "ceremony_group",
        "Lock the key of a round for three; try whether two open it.",
    ),
    "dispute": (
        "pb.cli.disputes",
        "dispute_group",
        "Take out a disputed vote as two holders of the key.",
    ),
    "work": ("pb.cli.working", "work_command", "Deliver messages, do the work in the background."),
    "serve": ("pb.cli.serving", "serve_command", "Serve the site."),
    "demo": ("pb.cli.demo", "demo_command", "Play a whole round in a fictional municipality."),
}
"""Where each command lives, and what the list of commands says of it."""


def language_of(environment: Mapping[str, str]) -> str:
    """The language of a terminal, from the variables that say it: ky, ru, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            spoken = value[:2].lower()
            return spoken if spoken in LANGUAGES else "en"
    return "en"


class LazyGroup(click.Group):
    """A group that loads the file of a command only when this command is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, from its file."""
        if cmd_name not in COMMANDS:
            return None
        module, name, _ = COMMANDS[cmd_name]
        # By name, so that counting a file does not load the database and the web.
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without loading any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, _, about) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what is refused, or a setting that is missing, becomes a sentence."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            raise Stop(explain(refusal, str(ctx.obj))) from refusal
        except SettingsError as error:
            raise Stop(str(error)) from error


@click.group("pb", cls=LazyGroup)
@click.option(
    "--language",
    type=click.Choice([*LANGUAGES, "en"]),
    help="The language of what is printed; without it, that of the terminal.",
)
@click.pass_context
def main(context: click.Context, language: str | None) -> None:
    """Participatory budgeting for rural municipalities (Демилге)."""
    context.obj = language or language_of(os.environ)
    spoken = {"language": context.obj}
    context.default_map = {"count": spoken, "roll": {"check": spoken}}
