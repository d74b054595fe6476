"""Giving a round away: its ballots and its result in the format of pabulib.org."""

from pathlib import Path

import click

from pb.app import surroundings_of
from pb.cli.application import opened, settings_here
from pb.cli.stopping import Stop
from pb.documents.words import N_, catalogue
from pb.records import places, rounds
from pb.services import opendata

NO_ADDRESS = N_("Write the round as MUNICIPALITY/ROUND, as in its address: %(example)s")
NOT_YET = N_("The result of this round is not confirmed yet. It can be exported after that.")
UNWRITABLE = N_(
    "The file %(path)s cannot be written. Name another one, or give yourself the right; nothing was"
    " saved."
)


@click.command("export-round")
@click.argument("round_", metavar="MUNICIPALITY/ROUND")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Write into this file instead of the terminal.",
)
@click.pass_context
def export_command(context: click.Context, round_: str, output: Path | None) -> None:
    """Write a round as a .pb file: what anybody may have of it, and no more.

    Ballots are sorted by what they say. Where there are few, only totals are written.
    """
    language = str(context.obj)
    _ = catalogue(language).gettext
    place_slug, _slash, slug = round_.partition("/")
    if not slug:
        raise Stop(_(NO_ADDRESS) % {"example": "togz-archa/2025"})
    with opened(settings_here(language), language) as app:
        found = rounds.round_of(places.municipality_of(place_slug).id, slug)
        now = surroundings_of(app).clock.now()
        if opendata.public_result(found, now) is None:
            raise Stop(_(NOT_YET))
        text = opendata.election_text(found, now)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise Stop(_(UNWRITABLE) % {"path": click.format_filename(output)}) from error
