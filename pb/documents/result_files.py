"""The facts of a result as files: canonical JSON for programs, a table for Excel.

The facts are those of `services.opendata.result_facts`; the same facts give the same bytes.
"""

import json
from typing import Any

from pb.documents.names import name_of
from pb.documents.spreadsheets import spreadsheet

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

COLUMNS = (
    "place number title_ky title_ru settlement_ky settlement_ru heading cost_tyiyn"
    " own_contribution_tyiyn votes score outcome outcome_ky outcome_ru missing_votes"
    " missing_money_tyiyn left_before_tyiyn left_after_tyiyn tied_with tie_broken_by hands"
).split()
"""Of the table; a name is never given to something else, and new ones go to the end."""


def result_json(facts: dict[str, Json]) -> str:
    """The facts as canonical JSON: keys sorted, no blanks, one line."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text + "\n"


def result_csv(facts: dict[str, Any]) -> str:
    """The projects as a table, a line each, in the order the count looked at them."""
    return spreadsheet([COLUMNS, *map(_row, facts["projects"])])


def _row(project: dict[str, Any]) -> list[int | str | None]:
    outcome = project["outcome"]
    return [
        project["place"],
        project["number"],
        project["title"]["ky"],
        project["title"]["ru"],
        project["settlement"]["ky"],
        project["settlement"]["ru"],
        project["heading"],
        project["cost"],
        project["own_contribution"],
        project["votes"],
        project["score"],
        outcome,
        name_of(outcome, "ky"),
        name_of(outcome, "ru"),
        project["missing_votes"],
        project["missing_money"],
        project["left_before"],
        project["left_after"],
        ",".join(map(str, project["tied_with"])),
        project["tie_broken_by"],
        project["hands"],
    ]
