"""Reading a table from a workbook, and refusing what only looks like one."""

import gc
import threading
import tracemalloc
from datetime import date, datetime
from pathlib import Path

import pytest

from pb.documents.roll_problems import explain
from pb.rules.refusals import Code, NotValid
from pb.rules.rolls import FileProblem, Format, Mark, check
from pb.services import tables
from pb.services.tables import workbooks
from tests.services.workbooks_made import (
    HEADER,
    PERSON,
    archive_of,
    bomb,
    book_of,
    repacked,
    saved,
    with_part,
    with_sheet,
    workbook_of,
)

TODAY = date(2026, 3, 2)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
ENTITIES = '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>\n<worksheet'


def refusal(content, name="тизме.xlsx"):
    with pytest.raises(NotValid) as refused:
        list(tables.read(content, name).rows)
    assert refused.value.code is Code.TABLE_UNREADABLE
    return refused.value


def rows(content):
    return list(tables.read(content, "тизме.xlsx").rows)


def test_read_gives_the_rows_of_a_workbook_as_text():
    day, moment = date(1985, 3, 15), datetime(1985, 3, 15, 8, 30)  # noqa: DTZ001 - as Excel has it
    content = workbook_of(
        [21503198500123, "Асанов Бакыт", "Ак-Суу", day, moment, 21503198500123.0, 2.5, True],
        header=[*HEADER, "Күнү", "а", "б", "в", "г"],
    )
    table = tables.read(content, "тизме.xlsx")

    assert (table.format, table.encoding, table.delimiter) == (Format.XLSX, None, None)
    assert (table.sheet, table.other_sheets) == ("Тизме", 0)
    assert table.header.cells == (*HEADER, "Күнү", "а", "б", "в", "г")
    (row,) = table.rows
    assert row.cells == (
        "21503198500123", "Асанов Бакыт", "Ак-Суу", "1985-03-15", "1985-03-15 08:30:00",
        "21503198500123", "2.5", "True",
    )  # fmt: skip


def test_read_takes_the_first_visible_sheet_and_names_it():
    book = book_of(PERSON)
    book["Тизме"].sheet_state = "hidden"
    for title, person in (("Экинчи", "Бекова Айгүл"), ("Үчүнчү", "Сыдыков Эрмек")):
        sheet = book.create_sheet(title)
        sheet.append(HEADER)
        sheet.append([PERSON[0], person, "Ак-Суу"])
    table = tables.read(saved(book), "тизме.xlsx")

    assert (table.sheet, table.other_sheets) == ("Экинчи", 2)
    assert [row.cells[1] for row in table.rows] == ["Бекова Айгүл"]


def test_read_keeps_the_numbers_of_rows_when_some_are_blank():
    assert [row.number for row in rows(workbook_of(PERSON, [], [" "], PERSON))] == [2, 5]


@pytest.mark.parametrize("dimension", ["A1:XFD1048576", "A1", "B7:C9"])
def test_read_reads_all_rows_when_the_size_a_sheet_declares_is_wrong(dimension):
    content = with_sheet(lambda sheet: sheet.replace('ref="A1:C2"', f'ref="{dimension}"'))

    assert [row.cells for row in rows(content)] == [tuple(PERSON)]


def test_read_marks_formulas_errors_and_merged_cells():
    book = book_of(PERSON, [*PERSON[:2], None], ["=A1", "#REF!", "Ак-Суу"], PERSON)
    book["Тизме"].merge_cells("C2:C3")

    marked = [row.marks for row in rows(saved(book))]

    assert marked == [
        ((2, Mark.MERGED),),
        ((2, Mark.MERGED),),
        ((0, Mark.FORMULA), (1, Mark.ERROR)),
        (),
    ]


def test_check_finds_formulas_and_merged_cells_of_a_workbook():
    book = book_of(PERSON, ["=A2", "Бекова", "Ак-Суу"])
    book["Тизме"].merge_cells("C2:C3")
    report = check(tables.read(saved(book), "тизме.xlsx"), None, TODAY)

    assert [(found.row, found.kind) for found in report.problems] == [
        (2, "merged"), (3, "formula"), (3, "merged"),
    ]  # fmt: skip


def test_check_accepts_numbers_and_days_as_excel_keeps_them():
    content = workbook_of([21503198500123, *PERSON[1:], date(1985, 3, 15)],
                          header=[*HEADER, "Туулган күнү"])  # fmt: skip
    report = check(tables.read(content, "тизме.xlsx"), None, TODAY)

    assert [entry.pin for entry in report.entries] == [PERSON[0]]


@pytest.mark.parametrize("number", [21503200000000, 2.15032e13, 21503198500000.0, "2,15032E+13"])
def test_check_says_that_excel_spoiled_numbers_when_they_lost_digits(number):
    content = workbook_of([number, *PERSON[1:]], ["10102199000001", "Бекова Айгүл", "Ак-Суу"])
    (found,) = check(tables.read(content, "тизме.xlsx"), None, TODAY).problems

    assert (found.kind, found.facts) == ("pin_spoiled", {"rows": (2,), "number": 1})


def macro_type(name, part):
    return part.replace(b"sheet.main", b"sheet.macroEnabled.main") if "Types" in name else part


def encrypted(content):
    """A workbook whose directory says that its parts are under a password."""
    at = content.index(b"PK\x01\x02")
    return content[: at + 8] + b"\x01" + content[at + 9 :]


def lying(content):
    """A workbook whose end says that its directory is longer than the file."""
    at = content.rindex(b"PK\x05\x06")
    return content[: at + 12] + (3_000_000).to_bytes(4, "little") + content[at + 16 :]


def numbered_wrong(content):
    """An archive whose end says that it has three parts."""
    at = content.rindex(b"PK\x05\x06")
    return content[: at + 8] + b"\x03\x00\x03\x00" + content[at + 12 :]


def hidden_book():
    # openpyxl will not save a book whose every sheet is hidden.
    return repacked(
        workbook_of(PERSON),
        lambda name, part: part.replace(b'state="visible"', b'state="hidden"')
        if name == "xl/workbook.xml" else part,
    )  # fmt: skip


# (file, its name, problem, a piece of the sentence in Kyrgyz, in Russian)
NASTY = [
    (OLE, "тизме.xls", "old_excel", "эски Excel", "старого Excel"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "а.xlsx", "password", "сырсөз", "паролем"),
    (encrypted(workbook_of(PERSON)), "а.xlsx", "password", "сырсөз", "паролем"),
    (workbook_of(PERSON), "а.XLSM", "macros", "макростор", "макросы"),
    (with_part("xl/vbaProject.bin"), "а.xlsx", "macros", "макростор", "макросы"),
    (repacked(workbook_of(PERSON), macro_type), "а.xlsx", "macros", "макростор", "макросы"),
    (with_part("xl/externalLinks/externalLink1.xml"), "а.xlsx", "external_links",
     "башка файлдардан", "из других файлов"),
    (with_sheet(lambda sheet: sheet.replace("<worksheet", ENTITIES)), "а.xlsx", "doctype",
     "Excel эч качан жазбаган", "которых Excel никогда не пишет"),
    (with_part("xl/drawings/a.vml", b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///x"><a/>'),
     "а.xlsx", "doctype", "зыяндуу", "вредоносной"),
    (archive_of(10_001), "а.xlsx", "too_many_entries", "10\u00a0000 бөлүктөн",
     "10\u00a0000 частей"),
    (bomb(40), "а.xlsx", "too_dense", "100 эседен көп кысылган", "больше чем в 100 раз"),
    (archive_of(3), "а.xlsx", "not_a_workbook", "Excel китеби жок", "книги Excel в нём нет"),
    (workbook_of(PERSON)[:-30], "а.xlsx", "workbook_broken", "Китеп бузулган", "Книга повреждена"),
    (b"PK\x03\x04" + bytes(100), "а.xlsx", "workbook_broken", "бузулган", "повреждена"),
    (lying(workbook_of(PERSON)), "а.xlsx", "workbook_broken", "бузулган", "повреждена"),
    (numbered_wrong(archive_of(10_001)), "а.xlsx", "too_many_entries", "10\u00a0000 бөлүктөн",
     "10\u00a0000 частей"),
    (with_sheet(lambda sheet: sheet[:-40]), "а.xlsx", "workbook_broken", "бузулган", "повреждена"),
    (hidden_book(), "а.xlsx", "no_visible_sheet", "жашырылган", "скрыты"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "name", "problem", "ky", "ru"),
    NASTY,
    ids=[f"{problem}-{place}" for place, (_, _, problem, *_) in enumerate(NASTY)],
)
def test_read_refuses_with_its_own_sentence_when_a_workbook_is(content, name, problem, ky, ru):
    refused = refusal(content, name)

    assert refused.facts["problem"] == problem
    assert ky in explain(refused, "ky")
    assert ru in explain(refused, "ru")
    assert explain(refused, "ky").endswith("Эч нерсе сакталган жок.")


def test_read_refuses_a_bomb_before_unpacking_any_of_it():
    content = bomb(300)
    tracemalloc.start()
    refused = refusal(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert len(content) < 400_000
    assert refused.facts == {"problem": FileProblem.TOO_LARGE_INSIDE, "limit": 50}
    assert "50 мегабайттан көп" in explain(refused, "ky")
    assert "больше 50 мегабайт" in explain(refused, "ru")
    assert peak < 2_000_000


def test_read_refuses_many_small_bombs_by_what_they_are_together():
    assert refusal(bomb(1, parts=51)).facts["problem"] is FileProblem.TOO_LARGE_INSIDE


def test_read_unpacks_no_more_than_the_directory_declares():
    content = bytearray(bomb(40))
    # The directory and the entry itself both lie: the sheet would have 50,000 bytes.
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = content.rindex(mark)
        content[place + at : place + at + 4] = (50_000).to_bytes(4, "little")

    assert refusal(bytes(content)).facts["problem"] is FileProblem.WORKBOOK_BROKEN


def test_read_ends_the_child_when_it_takes_too_long(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_SECONDS", 0.01)
    refused = refusal(workbook_of(*[PERSON] * 2_000))

    assert refused.facts == {"problem": FileProblem.WORKBOOK_TOO_HEAVY}
    assert "өтө көп убакыт" in explain(refused, "ky")
    assert "слишком много времени" in explain(refused, "ru")


def test_the_child_knows_none_of_our_secrets(monkeypatch):
    monkeypatch.setenv("PB_PEPPER", "k" * 40)
    child = workbooks.start(["-c", "import os; print(dict(os.environ))"])

    told = child.communicate(b"")[0]
    assert b"PYTHONUTF8" in told
    assert b"kkkk" not in told


def children():
    """The processes this thread has started that still run."""
    return Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()


def test_the_child_ends_when_nobody_listens_any_more():
    before = children()
    table = tables.read(workbook_of(*[PERSON] * 5_000), "тизме.xlsx")
    during = children()
    del table
    gc.collect()

    assert len(during) == len(before) + 1
    assert children() == before


def test_an_archive_may_have_as_many_parts_as_allowed():
    assert refusal(archive_of(10_000)).facts["problem"] is FileProblem.NOT_A_WORKBOOK
