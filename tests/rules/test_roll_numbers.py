"""What only a whole roll shows: numbers Excel spoiled, numbers that come twice, look-alikes."""

import pytest

from pb.documents.roll_problems import sentence
from pb.rules.rolls import RollProblem, RollWarning
from tests.rules.rolls_made import GOOD, OTHER, checked, good


def others(number):
    """Good rows of other people, no two alike."""
    return [
        (f"2150319850{place:04}", f"Бек{'а' * (place % 90)}ев {'Б' * (2 + place // 90)}", "Ак-Суу")
        for place in range(1, number + 1)
    ]


HEADER = ("ПИН", "ФИО", "Село")


@pytest.mark.parametrize(
    "typed",
    [
        "2,15032E+13",
        "2.15032E+13",
        "2,15032e13",
        "21503200000000",
        "21503198500000",
        "11051900000000",
    ],
)
def test_check_says_once_for_all_rows_that_excel_spoiled_the_numbers(typed):
    rows = [good(pin=typed, born="", sex="", name=f"Асанов {'Б' * n}") for n in range(2, 5)]
    report = checked(rows[0], OTHER, *rows[1:])

    (found,) = report.problems
    assert (found.kind, found.row) == (RollProblem.PIN_SPOILED, 2)
    assert found.facts == {"rows": (2, 4, 5), "number": 3}
    assert report.problem_totals == {RollProblem.PIN_SPOILED: 3}
    assert report.entries == ()
    assert "Excel ПИНдерди бузуп салган, саптар: 2, 4, 5" in sentence(found, "ky")
    assert "Excel испортил ПИН, строки: 2, 4, 5" in sentence(found, "ru")


def test_check_names_the_first_rows_when_excel_spoiled_very_many():
    report = checked(*[good(pin="2,15032E+13")] * 60)

    (found,) = report.problems
    assert (len(found.facts["rows"]), found.facts["number"]) == (50, 60)
    assert "… (всего 60)" in sentence(found, "ru")


def test_check_only_warns_when_one_number_of_many_ends_in_zeros():
    report = checked(("21503198500000", "Асанов Бакыт", "Ак-Суу"), *others(200), header=HEADER)

    (found,) = report.warnings
    assert report.is_importable
    assert (found.kind, found.facts) == (RollWarning.ZEROS_AT_END, {"rows": (2,), "number": 1})
    assert "беш нөл менен бүтөт" in sentence(found, "ky")
    assert "кончается пятью нулями" in sentence(found, "ru")


@pytest.mark.parametrize(
    ("village", "named"), [("Ак-Суу", ("Ак-Суу",)), ("Кара-Булак", ("Ак-Суу", "Кара-Булак"))]
)
def test_check_shows_a_table_and_imports_nothing_when_a_number_comes_twice(village, named):
    again = good(pin="2 1503 1985 00123", name="Бекова Айгүл", settlement=village)
    report = checked(GOOD, OTHER, again)

    (found,) = report.problems
    assert (found.kind, found.row) == (RollProblem.PIN_TWICE, 2)
    assert found.facts == {
        "rows": (2, 4),
        "number": 2,
        "pin": "••••••••••0123",
        "settlements": named,
    }
    assert report.entries == ()
    for language, word in (("ky", "ПИН бирдей"), ("ru", "один и тот же ПИН")):
        said = sentence(found, language)
        assert word in said
        assert "2, 4" in said
        assert ", ".join(named) in said
        assert GOOD[0] not in said


def test_check_finds_a_number_twice_when_one_of_the_rows_is_wrong_otherwise():
    report = checked(GOOD, good(name=""))

    assert {found.kind for found in report.problems} == {"text_missing", "pin_twice"}


def test_check_warns_of_look_alikes_when_only_the_numbers_differ():
    other = good(pin="21503198500124", name="Aсанов  Бакыт")
    report = checked(GOOD, OTHER, other)

    found = report.warnings[0]
    assert (found.kind, found.facts) == (RollWarning.LOOK_ALIKE, {"rows": (2, 4), "number": 2})
    assert len(report.entries) == 3
    assert "аты-жөндөрү окшош" in sentence(found, "ky")
    assert "имена выглядят одинаково" in sentence(found, "ru")


@pytest.mark.parametrize(
    "changed",
    [
        {"pin": "21603198500123", "born": ""},
        {"pin": "21503198500124", "name": "Асанов Болот"},
    ],
)
def test_check_does_not_warn_when_birthdays_or_names_differ(changed):
    assert checked(GOOD, good(**changed)).warnings == ()


def test_nothing_a_check_prints_has_a_number_in_clear():
    report = checked(
        GOOD,
        good(name="Aсанов Бакыт", settlement="21503198500123"),
        good(pin="215031985001234", sex="21503198500123"),
        good(pin="21503198500124"),
    )

    printed = repr(report) + "".join(
        sentence(found, language)
        for found in (*report.problems, *report.warnings)
        for language in ("ky", "ru", "en")
    )
    assert len(report.problems) == 4
    assert "1503198" not in printed
    assert "198500" not in printed
