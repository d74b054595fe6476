"""The command that checks a voter roll without a database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pb.cli import main
from tests.services.workbooks_made import PERSON, book_of, saved

ROOT = Path(__file__).resolve().parents[2]
PINS = ("21503198500123", "10102199000001", "22503200800123")
ROLL = (
    "ПИН;Аты-жөнү;Айыл\n"
    f"{PINS[0]};Асанов Бакыт;Ак-Суу\n"
    f"{PINS[1]};Бекова Айгүл;Көк-Жар\n"
    f"{PINS[2]};Сыдыков Эрмек;Ак-Суу\n"
)


def run(*arguments):
    return CliRunner().invoke(main, ["roll", "check", *map(str, arguments)])


@pytest.fixture
def roll(tmp_path):
    """A roll as a file, with something replaced in it."""

    def roll(old="", new=""):
        assert old in ROLL
        file = tmp_path / "тизме.csv"
        file.write_text(ROLL.replace(old, new, 1) if old else ROLL, encoding="utf-8")
        return file

    return roll


def test_check_prints_what_was_recognised_when_the_roll_is_good(roll):
    result = run(roll(), "--language", "en")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "Format: CSV",
        "Encoding: UTF-8",
        "Delimiter: semicolon",
        "Column “Personal number”: ПИН",
        "Column “Full name”: Аты-жөнү",
        "Column “Village”: Айыл",
        "",
        "Rows: 3",
        "Good rows: 3",
        "Ак-Суу: 2",
        "Көк-Жар: 1",
        "",
        "The roll can be imported.",
    ]


def test_check_prints_each_row_to_mend_and_exits_with_1(roll):
    file = roll("21503198500123;Асанов Бакыт", "2150319850012;Aсанов Бакыт")
    result = run(file, "--settlements", "Ак-Суу, Көк-Жап", "--language", "en")

    assert result.exit_code == 1
    assert result.stdout.splitlines()[6:] == [
        "",
        "Rows: 3",
        "Good rows: 1",
        "Ак-Суу: 1",
        "",
        "To mend:",
        "Row 2: a personal number has 14 digits, and here there are 13. "
        "Compare it with the document.",
        "Row 3: the municipality has no village “Көк-Жар”. Write it as it is called. "
        "Was it “Көк-Жап”?",
        "",
        "To look at:",
        "Row 2: in the word “[A]санов” the letter “A” is of another alphabet (place 1). "
        "Type it again.",
        "",
        "The roll cannot be imported until this is mended. Nothing was saved.",
    ]


@pytest.mark.parametrize(
    ("language", "said", "end"),
    [
        ("ky", "2, 3-саптар: ПИН бирдей – ••••••••••0123.", "Эч нерсе сакталган жок.\n"),
        ("ru", "Строки 2, 3: один и тот же ПИН ••••••••••0123.", "Ничего не сохранено.\n"),
    ],
)
def test_check_covers_numbers_in_each_language(roll, language, said, end):
    result = run(roll(PINS[1], PINS[0]), "--language", language)

    assert result.exit_code == 1
    assert said in result.stdout
    assert result.stdout.endswith(end)
    assert PINS[0] not in result.stdout
    assert "%(" not in result.stdout


def test_check_leaves_out_who_is_too_young_on_the_day_of_voting(roll):
    result = run(roll(), "--voting-day", "2026-03-24", "--language", "en")

    assert result.exit_code == 0
    assert "Left out, too young: 1" in result.stdout
    assert "Row 4: on the first day of voting, 24 March 2026, the person is not 18 yet." in (
        result.stdout
    )


def test_check_takes_the_columns_it_is_told(roll):
    file = roll("ПИН;Аты-жөнү", "Номер;Ким")

    without = run(file, "--language", "ru")
    told = run(file, "--column", "pin=Номер", "--column", "name=ким", "--language", "ru")

    assert without.exit_code == 1
    assert "нет колонки «ПИН». Найдены: «Номер», «Ким», «Айыл»." in without.stdout
    assert (told.exit_code, "Колонка «ПИН»: Номер" in told.stdout) == (0, True)


@pytest.mark.parametrize("given", ["pin", "pin=", "height=Бой", "=ПИН"])
def test_check_refuses_a_column_that_is_not_said_right(roll, given):
    result = run(roll(), "--column", given)

    assert result.exit_code == 2
    assert "COLUMN=HEADER" in result.stderr


def test_check_names_the_sheet_of_a_workbook(tmp_path):
    book = book_of(PERSON)
    book.create_sheet("Экинчи")
    file = tmp_path / "тизме.xlsx"
    file.write_bytes(saved(book))
    result = run(file, "--language", "ru")

    assert result.exit_code == 0
    assert result.stdout.startswith("Формат: XLSX\nЛист: Тизме\nНе прочитано листов: 1\n")


def test_check_says_how_many_more_rows_are_wrong(roll):
    rows = "".join(f"2150;Асанов {'Б' * (2 + n // 100)};Ак-Суу\n" for n in range(600))
    result = run(roll(ROLL, "ПИН;ФИО;Село\n" + rows), "--language", "ky")

    assert result.exit_code == 1
    assert "Ушундай саптар дагы бар: 100." in result.stdout
    assert len(result.stdout.splitlines()) < 520


def test_check_prints_one_json_object_when_asked(roll):
    good = json.loads(run(roll(), "--json", "--voting-day", "2026-03-24").stdout)
    wrong = run(roll(PINS[1], PINS[0]), "--json")

    assert good["importable"] is True
    assert good["columns"] == {"pin": "ПИН", "name": "Аты-жөнү", "settlement": "Айыл"}
    assert good["settlements"] == {"Ак-Суу": 1, "Көк-Жар": 1}
    assert good["warnings"] == [
        {"row": 4, "column": "pin", "kind": "too_young", "limit": 18, "day": "2026-03-24"}
    ]
    assert wrong.exit_code == 1
    assert json.loads(wrong.stdout)["problems"] == [
        {
            "row": 2,
            "column": "pin",
            "kind": "pin_twice",
            "rows": [2, 3],
            "number": 2,
            "pin": "••••••••••0123",
            "settlements": ["Ак-Суу", "Көк-Жар"],
        }
    ]


def test_check_exits_with_2_and_a_sentence_when_the_file_cannot_be_read(tmp_path):
    old = tmp_path / "тизме.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

    for file, said in (
        (old, "This is a workbook of an old Excel (.xls). Open it and save it as .xlsx. "
              "Nothing was saved.\n"),
        (tmp_path / "жок.csv", f"There is no file “{tmp_path}/жок.csv”. "
                               "Check the name and the folder.\n"),
        (tmp_path, f"“{tmp_path}” is a folder. Name a file in it.\n"),
    ):  # fmt: skip
        result = run(file, "--language", "en")
        assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)


def test_check_speaks_the_language_of_the_whole_command(roll):
    result = CliRunner().invoke(main, ["--language", "ru", "roll", "check", str(roll())])

    assert result.stdout.endswith("Список можно загрузить.\n")


def test_checking_loads_neither_the_database_nor_the_web(roll):
    heavy = "{'sqlalchemy', 'flask', 'weasyprint', 'pb.app', 'pb.records', 'pb.web', 'openpyxl'}"
    code = (
        "import sys\n"
        "from pb.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit as end: assert not end.code\n"
        f"sys.exit(str(found) if (found := {heavy} & set(sys.modules)) else 0)"
    )
    subprocess.run(
        [sys.executable, "-c", code, "roll", "check", str(roll())],
        check=True,
        cwd=ROOT,
        env=os.environ | {"PB_DATABASE_URL": ""},
    )
