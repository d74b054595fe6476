"""The child that unpacks a workbook: what it tells, and how it ends."""

import io
import json
from datetime import date, time

import pytest

from pb.rules.rolls import Mark
from pb.services.tables import sheets, workbooks
from tests.services.workbooks_made import (
    HEADER,
    PERSON,
    book_of,
    saved,
    with_part,
    with_sheet,
    workbook_of,
)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (with_part("xl/a.xml", b"<!DOCTYPE a><a/>"), "doctype"),
        (
            with_sheet(lambda sheet: sheet.replace("<worksheet", "<!DOCTYPE a><worksheet")),
            "doctype",
        ),
    ],
)
def test_messages_tell_only_the_problem_when_there_is_one(content, problem):
    assert list(sheets.messages(content)) == [{"problem": problem}]


def test_messages_pass_over_parts_that_are_no_xml():
    content = with_part("xl/media/image1.png", b"<!DOCTYPE a>")

    assert list(sheets.messages(content))[-1] == {"told": 2}


def test_main_writes_a_line_for_each_message():
    given, taken = io.BytesIO(workbook_of(PERSON)), io.BytesIO()

    sheets.main(given, taken)

    lines = taken.getvalue().splitlines()
    assert [json.loads(line) for line in lines] == list(sheets.messages(given.getvalue()))


def test_messages_give_values_as_a_person_would_type_them():
    row = [21503198500123, date(1985, 3, 15), time(8, 30), "=A1", 2.5, "#N/A"]
    told = list(sheets.messages(workbook_of(row)))

    texts = ["21503198500123", "1985-03-15", "08:30:00", "", "2.5"]
    assert told[2] == [2, texts, [(3, Mark.FORMULA), (5, Mark.ERROR)]]


def test_messages_tell_the_sheet_its_rows_and_their_number():
    told = list(sheets.messages(workbook_of(PERSON)))

    assert told == [{"sheet": "Тизме", "others": 0}, [1, HEADER, []], [2, PERSON, []], {"told": 2}]


def test_messages_shorten_what_no_cell_can_be():
    told = list(sheets.messages(workbook_of(["ө" * 20_000])))

    assert len(told[2][1][0]) == sheets.LONGEST_CELL


def test_merged_ranges_are_found_wherever_the_parts_of_a_sheet_break(monkeypatch):
    book = book_of(*[PERSON] * 5)
    for row in (2, 4):
        book["Тизме"].merge_cells(f"A{row}:B{row + 1}")
    content = saved(book)
    monkeypatch.setattr(sheets, "CHUNK", 7)

    marks = [message[2] for message in sheets.messages(content) if isinstance(message, list)]

    assert [len(found) for found in marks] == [0, 2, 2, 2, 2, 0]


def test_the_child_says_by_its_end_that_its_memory_was_not_enough():
    code = (
        "import resource, sys; from pb.services.tables import sheets; sheets.limit();"
        "assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0);"
        "sheets.messages = lambda content: iter([' ' * sheets.MOST_MEMORY]);"
        "sheets.main(sys.stdin.buffer, sys.stdout.buffer)"
    )
    child = workbooks.start(["-c", code])
    child.communicate(b"")

    assert child.returncode == workbooks.TOO_MUCH
