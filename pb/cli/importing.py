"""Importing a .pb file at the terminal: says step by step what became of it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import click

from pb import lifecycle
from pb.app import storage_of
from pb.cli import showing
from pb.cli.application import opened, settings_here
from pb.cli.counting import about_file, read_file
from pb.cli.remarks import differing, remarks
from pb.cli.stopping import Stop
from pb.documents.names import name_of
from pb.documents.problems import NOTHING_IMPORTED
from pb.documents.sentences import explain
from pb.documents.words import N_, catalogue
from pb.gateways.clock import SystemClock
from pb.gateways.storage import Storage
from pb.lifecycle import Counted
from pb.records import documents, places, results, rounds
from pb.rules import calendar
from pb.rules.pabulib import PabulibFile, parse
from pb.rules.refusals import Code, Refusal

PLACE = N_("Place: %(name)s (%(country)s)")
ROUND = N_("Round: %(edition)s. %(title)s. Voting: %(first)s – %(last)s")
ON_BALLOT = N_("Projects: %(projects)s. Box: %(ballots)s")
RULE = N_("Rule: %(rule)s")
WINNERS = N_("Winners, in the order chosen:")
NOTHING_SELECTED = N_("Nothing is selected.")
IMPORTED_BEFORE = N_(
    "This file was imported already, and nothing is imported twice. This is how it stands:"
)
PAGE = N_("Page of the results: %(path)s")

COMPARED: dict[bool | None, str] = {
    True: N_("The winners are the same as in the file's column “selected”."),
    False: N_("The winners are not the same as in the file's column “selected”."),
    None: N_("The file has no column selected to compare with."),
}
ONLY_HERE = N_("Won here, but not by the file: %(ids)s")
ONLY_FILE = N_("Won by the file, but not here: %(ids)s")

# Their sentences say already that nothing was imported.
_SAID = frozenset(
    {Code.FILE_BROKEN, Code.FILE_TOO_LARGE, Code.ELECTION_EXISTS, Code.ELECTION_NOT_OVER}
)


@click.command("import-round")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def import_command(language: str, file: Path) -> None:
    """Make a closed round of the election in a .pb FILE, in a municipality of its own.

    The ballots are counted by the rule the file names, the result is confirmed, the protocol is
    printed in Kyrgyz and Russian, and the winners are compared with the column `selected`. What
    cannot be read or counted is refused with a sentence and exit 2, and nothing is imported.
    """
    settings = settings_here(language)
    with opened(settings, language):
        storage = storage_of(settings)
        for line in import_file(file, storage, language):
            click.echo(line)


def import_file(file: Path, storage: Storage, language: str) -> Iterator[str]:
    """Import a file; the lines that say what happened.

    Raises:
        Stop: the file cannot be opened, read or counted; nothing was imported.
    """
    try:
        content = read_file(file)
    except OSError as error:
        raise Stop(about_file(file, error, language)) from error
    try:
        read = parse(content)
        sha256 = hashlib.sha256(content).hexdigest()
        counted = lifecycle.imported_before(read, sha256)
        if counted is not None:
            yield catalogue(language).gettext(IMPORTED_BEFORE)
        else:
            now = SystemClock().now()
            counted = lifecycle.import_round(read, file.name, sha256, storage, now)
    except Refusal as refusal:
        sentence = explain(refusal, language)
        if refusal.code not in _SAID:
            sentence = f"{sentence} {catalogue(language).gettext(NOTHING_IMPORTED)}"
        raise Stop(sentence) from refusal
    yield from _report(read, counted, storage, language)


def _report(read: PabulibFile, counted: Counted, storage: Storage, language: str) -> Iterator[str]:
    _ = catalogue(language).gettext
    imported = counted.imported
    place = places.municipality_by_id(imported.municipality_id)
    round_ = rounds.round_of(place.id, imported.round_slug)
    result = results.result_of(place.id, round_.id)
    if result is None:
        raise LookupError(imported.round_slug)
    yield _(PLACE) % {"name": place.name_ky, "country": place.raion_ky}
    yield _(ROUND) % {
        "edition": round_.edition,
        "title": round_.title_ky,
        "first": calendar.in_words(calendar.day_of(round_.voting_opens), language, year=True),
        "last": calendar.in_words(
            calendar.last_day_before(round_.voting_closes), language, year=True
        ),
    }
    yield _(ON_BALLOT) % {
        "projects": len(read.election.projects),
        "ballots": showing.ballots(result, language, channels=read.channel_told),
    }
    yield _(RULE) % {
        "rule": f"{result.allocation_rule}. {name_of(result.allocation_rule, language)}"
    }
    yield _(WINNERS) if counted.winners else _(NOTHING_SELECTED)
    yield from (f"  {line}" for line in showing.winners(result, language, round_.currency))
    yield showing.money_line(result, language, round_.currency)
    yield _(COMPARED[counted.equals_published])
    here, published = list(counted.winners), list(imported.published or ())
    for sentence, ids in (
        (ONLY_HERE, [ref for ref in here if ref not in published]),
        (ONLY_FILE, [ref for ref in published if ref not in here]),
    ):
        if ids and counted.equals_published is False:
            yield _(sentence) % {"ids": ", ".join(ids)}
    # Votes that differ were refused with the file.
    scores = {line.project.source_ref or "": line.score for line in result.lines}
    differ = differing(read, dict(read.published_votes or ()), scores)
    yield from remarks(read, differ, result.allocation_rule, language)
    yield _(PAGE) % {"path": f"/{place.slug}/rounds/{round_.slug}/results"}
    kept = documents.documents_of_round(place.id, round_.id)
    yield from showing.papers(kept, storage, language)
