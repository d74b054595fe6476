"""Counting a .pb file at the terminal: no database, no settings, only the file and the rules."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click

from pb.cli.remarks import Differing, differing, left_aside, remarks
from pb.documents.count_data import Json, data_of, text_of
from pb.documents.explanation import explained
from pb.documents.problems import explain
from pb.documents.reasons import Words
from pb.documents.words import LANGUAGES, N_, catalogue
from pb.rules.money import grouped
from pb.rules.pabulib import LARGEST_FILE, PabulibFile, parse, withdrawn_in
from pb.rules.refusals import Code, NotValid
from pb.rules.tally import Allocation, TieBreak, count, rule_named

NO_SUCH_FILE = N_("There is no file “%(path)s”. Check the name and the folder.")
A_FOLDER = N_("“%(path)s” is a folder. Name a file in it.")
UNREADABLE = N_("The file “%(path)s” cannot be opened. Check whether you may read it.")
TIE_UNKNOWN = N_(
    "There is no order of ties “%(tie)s”. Write, with commas between: lower-cost, more-votes,"
    " own-share, listed-first or lot."
)

NAME_A_RULE = N_("Name one of them with --rule.")

RUNS_BETWEEN = 100
"""Runs of equal shares after which a person who waits is told how far the count is."""

_COMPARED: dict[bool | None, str] = {
    True: N_("This equals the column selected of the file."),
    False: N_("This differs from the column selected of the file."),
    None: N_("The file has no column selected to compare with."),
}


@click.command("count")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--rule", help="Count by this rule rather than by the one in META.")
@click.option(
    "--ties",
    "tie_names",
    default=TieBreak.LISTED_FIRST.value,
    show_default=True,
    help="What decides between equals: lower-cost, more-votes, own-share, listed-first, lot.",
)
@click.option("--seed", default="", help="The published seed of the public lot.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--explain",
    "explain_in",
    type=click.Choice([*LANGUAGES, "en"]),
    help="Lead through the count in whole sentences.",
)
@click.option(
    "--language",
    type=click.Choice([*LANGUAGES, "en"]),
    default=LANGUAGES[0],
    show_default=True,
    help="The language of what is printed; --explain has its own.",
)
@click.pass_context
def count_command(
    context: click.Context,
    file: Path,
    rule: str | None,
    tie_names: str,
    seed: str,
    as_json: bool,
    explain_in: str | None,
    language: str,
) -> None:
    """Count the election in a .pb FILE, without a database.

    Ties go by the order of the file unless --ties says more. The result is compared with the
    column `selected`, where the file has one. Exits with 2 and a sentence on what cannot be read
    or counted.
    """
    language = explain_in or language
    ties = _ties(context, tie_names, language)
    try:
        read = parse(read_file(file), totals_hold=False)
        asked = None if rule is None else rule_named(rule)
        election = replace(read.election, seed=seed)
        if asked is not None:
            out = withdrawn_in(election.projects, asked)
            election = replace(election, withdrawn=out)
        allocation = count(election, asked, ties, tell=_progress())
    except NotValid as refusal:
        hint = catalogue(language).gettext(NAME_A_RULE) if refusal.code is Code.RULE_UNKNOWN else ""
        _stop(context, f"{explain(refusal, language)} {hint}".rstrip())
    except OSError as error:
        _stop(context, about_file(file, error, language))
    else:
        told = list(explained(election, allocation, language)) if explain_in else []
        if as_json:
            click.echo(_json(read, allocation, told))
            return
        for line in [*_report(read, allocation, language), *([""] if told else []), *told]:
            click.echo(line)


def _ties(context: click.Context, names: str, language: str) -> tuple[TieBreak, ...]:
    known = {tie.value: tie for tie in TieBreak}
    ties = []
    for name in names.split(","):
        if name.strip() not in known:
            _stop(context, catalogue(language).gettext(TIE_UNKNOWN) % {"tie": name.strip()[:60]})
        ties.append(known[name.strip()])
    return tuple(ties)


def _progress() -> Callable[[int], None] | None:
    """Dots for a person at a terminal; nothing where the output is read by a program."""
    if not sys.stderr.isatty():
        return None

    def tell(runs: int) -> None:
        if runs % RUNS_BETWEEN == 0:
            click.echo(".", err=True, nl=False)

    return tell


def read_file(file: Path) -> bytes:
    """The bytes of a file, or one more than may be read.

    Raises:
        OSError: it is not there, not a file, or not to be opened.
    """
    with file.open("rb") as opened:
        # One byte more than allowed is enough to refuse, whatever is behind the name.
        return opened.read(LARGEST_FILE + 1)


def about_file(file: Path, error: OSError, language: str) -> str:
    """What is wrong with a file that cannot be opened, and the mend."""
    sentence = UNREADABLE
    if isinstance(error, FileNotFoundError):
        sentence = NO_SUCH_FILE
    elif isinstance(error, IsADirectoryError):
        sentence = A_FOLDER
    return catalogue(language).gettext(sentence) % {"path": click.format_filename(file)}


def _stop(context: click.Context, sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    context.exit(2)


def _equals_published(read: PabulibFile, allocation: Allocation) -> bool | None:
    """Whether the same projects won as the file says; None where it does not say."""
    return None if read.published is None else set(read.published) == set(allocation.selected)


def _differing(read: PabulibFile, allocation: Allocation) -> Differing:
    return differing(read, dict(allocation.votes), dict(allocation.scores))


def _json(read: PabulibFile, allocation: Allocation, told: list[str]) -> str:
    data = data_of(allocation)
    if differ := _differing(read, allocation):
        data["totals_differ"] = {
            column: list[Json]([ref for ref, _given, _counted in projects])
            for column, projects in differ.items()
        }
    if aside := left_aside(read):
        data["left_aside"] = list[Json](aside)
    data["equals_published"] = _equals_published(read, allocation)
    if told:
        data["explanation"] = list[Json](told)
    return text_of(data)


def _report(read: PabulibFile, allocation: Allocation, language: str) -> Iterator[str]:
    """The lines of the report, in a language."""
    _ = catalogue(language).gettext
    words = Words(read.election, language)

    yield read.election.title
    yield _("Rule: %(rule)s") % {"rule": allocation.rule.value}
    yield _("Ballots: %(number)s") % {"number": grouped(allocation.ballots)}
    yield _("Budget: %(amount)s") % {"amount": words.money(allocation.budget)}
    yield ""
    if allocation.selected:
        yield _("Selected, in the order chosen:")
    else:
        yield _("Nothing is selected.")
    projects = {project.id: project for project in read.election.projects}
    scores = dict(allocation.scores)
    for place, ref in enumerate(allocation.selected, start=1):
        yield _("%(place)s. No. %(id)s. %(name)s – %(votes)s, %(cost)s") % {
            "place": place,
            "id": ref,
            "name": projects[ref].name or "–",
            "votes": words.votes(scores[ref]),
            "cost": words.money(projects[ref].cost),
        }
    yield ""
    yield _("They cost: %(amount)s") % {"amount": words.money(allocation.cost)}
    yield _("Left: %(amount)s") % {"amount": words.money(allocation.left)}
    yield _(_COMPARED[_equals_published(read, allocation)])
    yield from remarks(read, _differing(read, allocation), allocation.rule, language)
