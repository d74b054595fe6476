"""Checking a voter roll at the terminal: no database, no settings, only the file and the rules."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from pb.cli.counting import about_file
from pb.documents.roll_problems import (
    COLUMNS,
    DELIMITERS,
    ENCODINGS,
    NOTHING_SAVED,
    explain,
    sentence,
)
from pb.documents.words import LANGUAGES, catalogue
from pb.gateways.clock import SystemClock
from pb.rules import calendar
from pb.rules.money import grouped
from pb.rules.refusals import NotValid
from pb.rules.rolls import Column, Found, RollProblem, RollReport, RollWarning, Table, check
from pb.services import tables

TO_MEND = 1
UNREADABLE = 2
"""Exit codes."""


@click.group("roll")
def roll_group() -> None:
    """Check a voter roll file."""


def _columns_named(
    context: click.Context, parameter: click.Parameter, given: tuple[str, ...]
) -> Mapping[Column, str]:
    """The options --column, as columns and their headers."""
    named = {}
    for text in given:
        column, _, header = text.partition("=")
        if column not in list(Column) or not header.strip():
            known = ", ".join(Column)
            raise click.BadParameter(f"{text!r}: write COLUMN=HEADER; columns: {known}.")
        named[Column(column)] = header
    return named


@roll_group.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--settlements", help="The villages there are, divided by commas.")
@click.option(
    "--voting-day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The first day of voting; who is under age on it is left out.",
)
@click.option(
    "--column",
    "mapping",
    multiple=True,
    metavar="COLUMN=HEADER",
    callback=_columns_named,
    help="What a column is called in the file, for example: pin=Number. May be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--language",
    type=click.Choice([*LANGUAGES, "en"]),
    default=LANGUAGES[0],
    show_default=True,
    help="The language of what is printed.",
)
@click.pass_context
def check_command(
    context: click.Context,
    file: Path,
    settlements: str | None,
    voting_day: datetime | None,
    mapping: Mapping[Column, str],
    as_json: bool,
    language: str,
) -> None:
    """Check the voter roll in FILE, a CSV or an Excel workbook, without a database.

    Exits with 0 if it can be imported, with 1 if rows have to be mended, and with 2 and a sentence
    if the file cannot be read. Of personal numbers only the last four digits are printed.
    """
    names = None if settlements is None else [name.strip() for name in settlements.split(",")]
    try:
        table = tables.read(_content(file), file.name)
        report = check(
            table,
            None if names is None else {name: name for name in names if name},
            calendar.day_of(SystemClock().now()),
            mapping=mapping,
            voting_day=voting_day.date() if voting_day else None,
        )
    except NotValid as refusal:
        click.echo(explain(refusal, language), err=True)
        context.exit(UNREADABLE)
    except OSError as error:
        click.echo(about_file(file, error, language), err=True)
        context.exit(UNREADABLE)
    for line in [_json(table, report)] if as_json else _report(table, report, language):
        click.echo(line)
    context.exit(0 if report.is_importable else TO_MEND)


def _content(file: Path) -> bytes:
    with file.open("rb") as opened:
        # One byte more than allowed is enough to refuse, whatever is behind the name.
        return opened.read(tables.LARGEST_FILE + 1)


def _report(table: Table, report: RollReport, language: str) -> Iterator[str]:
    """The lines of the report, in a language."""
    yield from _recognised(table, report, language)
    yield ""
    yield from _counted(report, language)
    _ = catalogue(language).gettext
    for title, found, totals in (
        (_("To mend:"), report.problems, report.problem_totals),
        (_("To look at:"), report.warnings, report.warning_totals),
    ):
        if found:
            yield from ("", title, *(sentence(one, language) for one in found))
            hidden = _hidden(found, totals)
            if hidden:
                yield _("And %(number)s more rows of the same kinds.") % {"number": grouped(hidden)}
    yield ""
    if report.is_importable:
        yield _("The roll can be imported.")
    else:
        yield _("The roll cannot be imported until this is mended.") + " " + _(NOTHING_SAVED)


def _recognised(table: Table, report: RollReport, language: str) -> Iterator[str]:
    _ = catalogue(language).gettext
    yield _("Format: %(format)s") % {"format": table.format.upper()}
    if table.encoding is not None:
        shown = ENCODINGS.get(table.encoding, table.encoding)
        yield _("Encoding: %(encoding)s") % {"encoding": shown}
    if table.delimiter is not None:
        yield _("Delimiter: %(delimiter)s") % {"delimiter": _(DELIMITERS[table.delimiter])}
    if table.sheet is not None:
        yield _("Sheet: %(sheet)s") % {"sheet": table.sheet}
    if table.other_sheets:
        yield _("Sheets not read: %(number)s") % {"number": table.other_sheets}
    for column, header in report.columns.items():
        yield _("Column “%(column)s”: %(header)s") % {
            "column": _(COLUMNS[column]),
            "header": " ".join(header.split()),
        }


def _counted(report: RollReport, language: str) -> Iterator[str]:
    _ = catalogue(language).gettext
    yield _("Rows: %(number)s") % {"number": grouped(report.rows)}
    yield _("Good rows: %(number)s") % {"number": grouped(report.good)}
    if report.left_out:
        yield _("Left out, too young: %(number)s") % {"number": grouped(report.left_out)}
    for name, people in report.settlements.items():
        yield f"{name}: {grouped(people)}"


def _hidden(found: Iterable[Found], totals: Mapping[RollProblem | RollWarning, int]) -> int:
    """How many rows the findings that are not listed speak of."""
    named: int = sum(one.facts.get("number", 1) for one in found)
    return sum(totals.values()) - named


def _json(table: Table, report: RollReport) -> str:
    told = {
        "importable": report.is_importable,
        "format": table.format,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "sheet": table.sheet,
        "other_sheets": table.other_sheets,
        "columns": report.columns,
        "rows": report.rows,
        "good": report.good,
        "left_out": report.left_out,
        "settlements": report.settlements,
        "problem_totals": report.problem_totals,
        "problems": [_as_json(found) for found in report.problems],
        "warning_totals": report.warning_totals,
        "warnings": [_as_json(found) for found in report.warnings],
    }
    return json.dumps(told, ensure_ascii=False)


def _as_json(found: Found) -> dict[str, Any]:
    facts = {
        name: fact.isoformat() if isinstance(fact, date) else fact
        for name, fact in found.facts.items()
    }
    return {"row": found.row, "column": found.column, "kind": found.kind, **facts}
