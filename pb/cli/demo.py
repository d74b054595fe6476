"""The demonstration at the terminal: plays two rounds in a fictional municipality, then serves."""

import os
from collections.abc import Iterator
from pathlib import Path

import click

from pb.app import Gateways, create_app
from pb.cli.demonstration import place as invented
from pb.cli.demonstration import play
from pb.cli.demonstration.folder import DemonstrationFolder
from pb.cli.demonstration.world import World
from pb.cli.importing import import_file
from pb.cli.serving import LOOPBACK, PORT, check_port, serve, start_worker
from pb.cli.showing import LANGUAGE_NAMES
from pb.config import REPOSITORY
from pb.documents.names import name_of
from pb.documents.words import LANGUAGES, N_, catalogue
from pb.gateways.clock import FixedClock, SystemClock
from pb.gateways.keys import Keys
from pb.records import documents, places, rounds, schema
from pb.records.documents import Document
from pb.rules import calendar
from pb.rules.roles import Role
from pb.services.demonstration import PASSES

REAL = REPOSITORY.parent / "shared/data/pabulib/Poland_Warszawa_2017_Anin.pb"
"""A real election; where the file is not there, the play goes without it."""

HELLO = N_("Демилге: a demonstration. Its municipality, its people and its numbers are invented.")
CLEAN = N_(
    "Made anew in %(folder)s. To keep this demonstration at the next start: scripts/demo --keep"
)
KEPT = N_("The earlier demonstration in %(folder)s is kept as it was left: nothing is played anew.")
NOTHING_KEPT = N_("There is no earlier demonstration to keep in %(folder)s: a new one is made.")
PAPERS = N_("7. Papers, in Kyrgyz and Russian:")
PROTOCOL = N_("Protocol of the results, %(language)s: %(path)s")
REPORT = N_("Report of the monitoring group, %(language)s: %(path)s")
ELECTION = N_("8. A real election, imported from a published file and counted by us:")
ADDRESS = N_("The site: %(address)s")
MESSAGES = N_("Messages to people are sent to nobody, but can be read in %(path)s")
SIGN_IN = N_("To sign in: %(address)s")
STOP = N_("Ctrl-C stops it.")
BEGIN = N_("To look at it: scripts/demo --keep")

NAMES = {
    Role.OPERATOR: invented.OPERATOR[0],
    Role.HEAD: invented.HEAD[0],
    Role.COMMISSION: invented.COMMISSION[0],
    Role.MONITORING: invented.MONITORING[0][0],
}


@click.command("demo")
@click.option("--once", is_flag=True, help="Play and end; do not serve the site.")
@click.option("--keep", is_flag=True, help="Serve the earlier demonstration as it was left.")
@click.option("--port", type=click.IntRange(1, 65_535), default=PORT, show_default=True)
@click.option("--language", type=click.Choice([*LANGUAGES, "en"]), help="As for pb itself.")
@click.pass_context
def demo_command(
    context: click.Context, once: bool, keep: bool, port: int, language: str | None
) -> None:
    """Play a whole round in the fictional municipality Тогуз-Арча and serve the site.

    Everything is made in var/demo under the current folder, through the same deeds as the pages
    use, with dates around today; settings of the environment have no say. Last year's round goes
    from its draft to the protocol and the monitoring group's report; this year's is in its voting.
    """
    language = language or str(context.obj)
    context.obj = context.find_root().obj = language
    folder = DemonstrationFolder(Path.cwd(), language)
    context.call_on_close(folder.let_go)
    if not once:
        check_port(LOOPBACK, port, language)
    say = catalogue(language).gettext
    click.echo(say(HELLO))
    if keep and folder.is_built:
        schema.migrate(folder.settings.database_url)
        click.echo(say(KEPT) % {"folder": _short(folder.path)})
    else:
        click.echo(say(NOTHING_KEPT if keep else CLEAN) % {"folder": _short(folder.path)})
        _build(folder, language)
    for line in _where(port, once, language):
        click.echo(line)
    if not once:
        click.echo(say(MESSAGES) % {"path": _short(folder.messages)})
        click.echo(say(STOP))
        start_worker(folder.messages, folder.environment(), language)
        serve(LOOPBACK, port, 1, folder.environment())


def _build(folder: DemonstrationFolder, language: str) -> None:
    folder.clean()
    now = SystemClock().now()
    clock = FixedClock(now)
    app = create_app(folder.settings, Gateways(folder.storage, clock))
    with app.app_context():
        world = World(
            clock,
            folder.storage,
            Keys(folder.settings.pepper),
            language,
            calendar.day_of(now),
        )
        last = play.last_round(world)
        evaluation = play.monitored(world, last)
        play.spring_round(world)
        play.this_round(world)
        for line in _papers(folder, world, last, evaluation):
            click.echo(line)
        if REAL.exists():
            click.echo(catalogue(language).gettext(ELECTION))
            for line in import_file(REAL, folder.storage, language):
                click.echo(f"   {line}")
    folder.finish()


def _papers(folder: DemonstrationFolder, world: World, slug: str, evaluation: str) -> Iterator[str]:
    _ = catalogue(world.language).gettext
    place = places.municipality_of(invented.SLUG)
    round_ = rounds.round_of(place.id, slug)
    yield _(PAPERS)
    for document in documents.documents_of_round(place.id, round_.id):
        if document.kind is documents.DocumentKind.PROTOCOL:
            yield from _paper(folder, document, PROTOCOL, world.language)
    # The latest report is the one with the answers.
    report = documents.documents_about(place.id, evaluation)[0]
    yield from _paper(folder, report, REPORT, world.language)


def _paper(
    folder: DemonstrationFolder, document: Document, sentence: str, language: str
) -> Iterator[str]:
    say = catalogue(language).gettext
    path = folder.paper(document.file_name, folder.storage.get(document.sha256))
    named = say(LANGUAGE_NAMES[document.language])
    yield "   " + say(sentence) % {"language": named, "path": _short(path)}
    yield f"   SHA-256 {document.sha256}"


def _where(port: int, once: bool, language: str) -> Iterator[str]:
    """The address, and a sign-in for each role."""
    _ = catalogue(language).gettext
    site = f"http://{LOOPBACK}:{port}/{invented.SLUG}/"
    yield ""
    yield _(BEGIN) if once else _(ADDRESS) % {"address": site}
    yield _(SIGN_IN) % {"address": f"{site}sign-in"}
    for number, (code, role, phone) in enumerate(PASSES):
        name = NAMES.get(role, invented.resident_name(number))
        means = f"{code} – {phone}" if phone else code
        yield f"   {name_of(role, language)} – {name} – {means}"


def _short(path: Path) -> str:
    """A path as seen from where the command was started, when it is shorter so."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
