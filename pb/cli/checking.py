"""Checking an installation against what it has signed: the board of a round, the trail of deeds."""

import click

from pb import verify
from pb.acts import boards, trail
from pb.app import surroundings_of
from pb.cli.application import opened, settings_here
from pb.cli.stopping import Stop
from pb.documents.words import N_, catalogue
from pb.records import boards as records
from pb.records import places, rounds

DIFFERS = 1
"""Exit code."""

SAME = N_("The board was made anew from the database: every byte is the same. Final root: %(root)s")
OTHER = N_("The board made anew from the database differs from the published one in line %(line)s.")
GONE = N_("The published file of this board is damaged or gone: %(name)s. Take it from a backup.")
NO_ADDRESS = N_("Write the round as MUNICIPALITY/ROUND, as in its address: %(example)s")
WHOLE = N_("The trail is as it was sealed: %(events)s events in %(seals)s seals, %(new)s not yet.")
BROKEN = N_(
    "The trail was changed: seal %(seal)s does not fit its events. The %(seals)s seals before it"
    " do. Stop the installation, keep a copy of the database, and tell the commission."
)


@click.command("recount")
@click.argument("round_", metavar="MUNICIPALITY/ROUND")
@click.pass_context
def recount_command(context: click.Context, round_: str) -> None:
    """Make the board of a round anew from the database, compare it, and recount it.

    Exits with 1 and the first difference where there is one.
    """
    language = str(context.obj)
    _ = catalogue(language).gettext
    place_slug, _slash, slug = round_.partition("/")
    if not slug:
        raise Stop(_(NO_ADDRESS) % {"example": "togz-archa/2025"})
    with opened(settings_here(language), language) as app:
        here = surroundings_of(app)
        place = places.municipality_of(place_slug)
        try:
            found = boards.recount(place.id, slug, here.keys, here.storage)
            kept = records.board_of(place.id, rounds.round_of(place.id, slug).id)
            content = here.storage.get(kept.sha256) if kept else b""
        except LookupError as error:
            raise Stop(_(GONE) % {"name": error}) from error
    if found.differs_at is not None:
        click.echo(_(OTHER) % {"line": found.differs_at})
        context.exit(DIFFERS)
    click.echo(_(SAME) % {"root": found.root})
    try:
        for key, facts in verify.verify(content):
            click.echo(verify.say(key, language, **facts))
    except verify.Differs as differs:
        click.echo(
            verify.say("bad", language) + verify.say(differs.args[0], language, **differs.args[1])
        )
        context.exit(DIFFERS)


@click.group("audit")
def audit_group() -> None:
    """Check the trail of deeds."""


@audit_group.command("verify")
@click.pass_context
def verify_command(context: click.Context) -> None:
    """Compare every event of the trail with the seal that holds it.

    Exits with 1 and the first seal that does not fit.
    """
    language = str(context.obj)
    _ = catalogue(language).gettext
    with opened(settings_here(language), language) as app:
        found = trail.check(surroundings_of(app).keys)
    if found.broken is not None:
        click.echo(_(BROKEN) % {"seal": found.broken, "seals": found.seals})
        context.exit(DIFFERS)
    click.echo(_(WHOLE) % {"events": found.events, "seals": found.seals, "new": found.unsealed})
