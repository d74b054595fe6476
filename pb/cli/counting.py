"""Counting a .pb file at the terminal: no database, no settings, only the file and the rules."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from pb.documents.problems import explain
from pb.documents.words import LANGUAGES, N_, catalogue
from pb.rules.money import Tyiyn, grouped, with_unit
from pb.rules.pabulib import LARGEST_FILE, PabulibFile, parse
from pb.rules.refusals import NotValid
from pb.rules.tally import Allocation, TieBreak, count, rule_named

NO_SUCH_FILE = N_("There is no file “%(path)s”. Check the name and the folder.")
A_FOLDER = N_("“%(path)s” is a folder. Name a file in it.")
UNREADABLE = N_("The file “%(path)s” cannot be opened. Check whether you may read it.")

_COMPARED: dict[bool | None, str] = {
    True: N_("This equals the column selected of the file."),
    False: N_("This differs from the column selected of the file."),
    None: N_("The file has no column selected to compare with."),
}


@click.command("count")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--rule", help="Count by this rule rather than by the one in META.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--language",
    type=click.Choice([*LANGUAGES, "en"]),
    default=LANGUAGES[0],
    show_default=True,
    help="The language of what is printed.",
)
@click.pass_context
def count_command(
    context: click.Context, file: Path, rule: str | None, as_json: bool, language: str
) -> None:
    """Count the election in a .pb FILE, without a database.

    Ties go by the order of the file. The result is compared with the column `selected`, where the
    file has one. Exits with 2 and a sentence on what cannot be read or counted.
    """
    try:
        read = parse(read_file(file))
        allocation = count(
            read.election,
            None if rule is None else rule_named(rule),
            ties=(TieBreak.LISTED_FIRST,),
        )
    except NotValid as refusal:
        _stop(context, explain(refusal, language))
    except OSError as error:
        _stop(context, about_file(file, error, language))
    else:
        lines = [_json(read, allocation)] if as_json else _report(read, allocation, language)
        for line in lines:
            click.echo(line)


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


def _stop(context: click.Context, sentence: str) -> None:
    click.echo(sentence, err=True)
    context.exit(2)


def _equals_published(read: PabulibFile, allocation: Allocation) -> bool | None:
    """Whether the same projects won as the file says; None where it does not say."""
    return None if read.published is None else set(read.published) == set(allocation.selected)


def _json(read: PabulibFile, allocation: Allocation) -> str:
    # Written out by hand: the json module knows no exact decimal numbers.
    texts = {
        "rule": json.dumps(allocation.rule.value),
        "ballots": json.dumps(allocation.ballots),
        "selected": json.dumps(allocation.selected, ensure_ascii=False),
        "cost": _number(allocation.cost),
        "budget": _number(allocation.budget),
        "left": _number(allocation.left),
        "ties": json.dumps([tie.value for tie in allocation.ties]),
        "equals_published": json.dumps(_equals_published(read, allocation)),
    }
    return "{" + ", ".join(f"{json.dumps(key)}: {text}" for key, text in texts.items()) + "}"


def _number(amount: Tyiyn) -> str:
    """An amount as a JSON number in units of the currency: 1500, 1500.5, 1500.05."""
    units, hundredths = divmod(amount, 100)
    return f"{units}.{hundredths:02}".rstrip("0").rstrip(".")


def _report(read: PabulibFile, allocation: Allocation, language: str) -> Iterator[str]:
    """The lines of the report, in a language."""
    words = catalogue(language)
    _ = words.gettext
    currency = read.election.currency

    def money(amount: Tyiyn) -> str:
        return with_unit(amount, language, currency)

    yield read.election.title
    yield _("Rule: %(rule)s") % {"rule": allocation.rule.value}
    yield _("Ballots: %(number)s") % {"number": grouped(allocation.ballots)}
    yield _("Budget: %(amount)s") % {"amount": money(allocation.budget)}
    yield ""
    if allocation.selected:
        yield _("Selected, in the order chosen:")
    else:
        yield _("Nothing is selected.")
    projects = {project.id: project for project in read.election.projects}
    scores = dict(allocation.scores)
    for place, ref in enumerate(allocation.selected, start=1):
        votes = scores[ref]
        yield _("%(place)s. No. %(id)s. %(name)s – %(votes)s, %(cost)s") % {
            "place": place,
            "id": ref,
            "name": projects[ref].name or "–",
            "votes": words.ngettext("%(number)s vote", "%(number)s votes", votes)
            % {"number": grouped(votes)},
            "cost": money(projects[ref].cost),
        }
    yield ""
    yield _("They cost: %(amount)s") % {"amount": money(allocation.cost)}
    yield _("Left: %(amount)s") % {"amount": money(allocation.left)}
    yield _(_COMPARED[_equals_published(read, allocation)])
