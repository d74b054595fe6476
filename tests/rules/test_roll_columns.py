"""Which columns of a file are those of a roll."""

import pytest

from pb.documents.roll_problems import sentence
from pb.rules.rolls import Column, RollProblem
from pb.rules.rolls.columns import column_called
from tests.rules.rolls_made import GOOD, checked

THREE = GOOD[:3]


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("ПИН", "pin"), (" пин: ", "pin"), ("ИНН", "pin"), ("PIN", "pin"), ("ЖИН", "pin"),
        ("ПИН (ИНН)", "pin"), ("Жеке номери", "pin"), ("Персональный номер", "pin"),
        ("Аты-жөнү", "name"), ("Аты жону", "name"), ("Ф.И.О.", "name"), ("ФИО", "name"),
        ("Ф.А.А.", "name"), ("Фамилия, имя, отчество", "name"), ("Full name", "name"),
        ("Айыл", "settlement"), ("СЕЛО", "settlement"), ("Айыл / село", "settlement"),
        ("Населенный пункт", "settlement"), ("Калктуу конуш", "settlement"),
        ("Туулган күнү", "born"), ("Дата рождения", "born"), ("Жынысы", "sex"), ("Пол", "sex"),
        ("Дареги", "address"), ("Адрес", "address"), ("Телефон", "phone"), ("Тел.", "phone"),
        ("№", None), ("Эскертүү", None), ("", None), ("ПИН / ФИО", None),
    ],
)  # fmt: skip
def test_a_header_is_known_however_offices_write_it(header, column):
    assert column_called(header) == column


def test_check_finds_columns_in_any_order():
    report = checked((THREE[2], "1", THREE[1], THREE[0]), header=("Село", "№", "ФИО", "ИНН"))

    assert report.is_importable
    assert report.columns == {"pin": "ИНН", "name": "ФИО", "settlement": "Село"}


# (header, mapping, problem, column, facts, a piece of the sentence in Kyrgyz, in Russian)
WRONG = [
    (("Номер", "ФИО", "Село"), {}, "column_missing", "pin", {"found": ("Номер", "ФИО", "Село")},
     "«ПИН» мамычасы жок. Табылганы: «Номер», «ФИО», «Село»",
     "нет колонки «ПИН». Найдены: «Номер», «ФИО», «Село»"),
    (("ПИН", "", "Село"), {}, "column_missing", "name", {"found": ("ПИН", "Село")},
     "«Аты-жөнү» мамычасы жок", "нет колонки «ФИО»"),
    (("ПИН", "ФИО", "Село", "ИНН"), {}, "column_twice", "pin", {"found": ("ПИН", "ИНН")},
     "«ПИН», «ИНН»", "колонкой «ПИН» могут быть несколько"),
    (("ПИН", "ПИН", "ФИО", "Село"), {"pin": "ПИН"}, "column_twice", "pin",
     {"found": ("ПИН", "ПИН")}, "бир нече мамыча", "могут быть несколько"),
    (("ПИН", "ФИО", "Село"), {"pin": "Код"}, "column_unknown", "pin",
     {"given": "Код", "found": ("ПИН", "ФИО", "Село")}, "«Код» деген мамыча жок", "«Код»"),
    (THREE, {}, "header_absent", None, {}, "мамычалардын аттары жок", "нет названий колонок"),
    (("2,15032E+13", "Асанов", "Село"), {}, "header_absent", None, {}, "аттары жок",
     "нет названий"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "mapping", "problem", "column", "facts", "ky", "ru"), WRONG)
def test_check_names_what_it_found_when_a_column_is_missing_or_doubtful(
    header, mapping, problem, column, facts, ky, ru
):
    chosen = {Column(name): text for name, text in mapping.items()}
    report = checked(THREE, THREE, header=header, mapping=chosen)

    (found,) = report.problems
    assert (found.row, found.kind, found.column, found.facts) == (1, problem, column, facts)
    assert (report.rows, report.entries) == (0, ())
    assert ky in sentence(found, "ky")
    assert ru in sentence(found, "ru")


def test_check_names_every_column_that_is_missing():
    report = checked(THREE, header=("бир", "эки", "үч"))

    assert [found.column for found in report.problems] == ["name", "pin", "settlement"]


def test_check_does_not_repeat_a_person_when_the_header_is_missing():
    report = checked(THREE, header=THREE)

    assert GOOD[0] not in repr(report)
    assert "Асанов" not in repr(report)


@pytest.mark.parametrize(
    "mapping",
    [{"pin": "Номер"}, {"pin": "номер"}, {"pin": "Номер", "name": "ФИО", "settlement": "Село"}],
)
def test_check_takes_the_column_a_person_chose(mapping):
    chosen = {Column(name): text for name, text in mapping.items()}
    report = checked(THREE, header=("Номер", "ФИО", "Село"), mapping=chosen)

    assert report.is_importable
    assert report.columns["pin"] == "Номер"


def test_check_follows_the_person_before_what_a_header_seems_to_be():
    row = ("21503198500123", "000", "Асанов Бакыт", "Ак-Суу")
    header = ("Жеке номер", "ПИН", "ФИО", "Село")
    report = checked(row, header=header, mapping={Column.PIN: "Жеке номер"})

    assert report.entries[0].pin == "21503198500123"


def test_check_says_so_when_there_is_only_a_header():
    (found,) = checked().problems

    assert found.kind is RollProblem.NO_ROWS
    assert "эч ким жок" in sentence(found, "ky")
    assert "никого нет" in sentence(found, "ru")


def test_a_column_somebody_says_is_not_in_the_file_is_not_read():
    wrong = (*THREE, "не дата")

    report = checked(wrong, header=("ПИН", "ФИО", "Село", "Дата рождения"), mapping={"born": ""})

    assert report.is_importable
    assert "born" not in report.columns


def test_a_column_that_has_to_be_there_is_missed_even_when_somebody_says_it_is_not():
    report = checked(THREE, header=("ПИН", "ФИО", "Село"), mapping={"name": ""})

    assert report.problem_totals == {"column_missing": 1}
