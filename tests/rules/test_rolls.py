"""What a check of a voter roll finds in its rows, and in what words."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pb.documents.roll_problems import SENTENCES, sentence
from pb.rules import rolls
from pb.rules.people import Sex
from pb.rules.refusals import Code
from pb.rules.rolls import Column, Mark, RollProblem, RollWarning
from pb.rules.rolls.problems import MOST_LISTED
from tests.rules.rolls_made import GOOD, OTHER, VILLAGES, checked, good

LANGUAGES = ("ky", "ru", "en")


def kinds(found):
    return [(one.row, one.kind) for one in found]


def test_check_gives_entries_when_nothing_has_to_be_mended():
    report = checked(GOOD, OTHER)

    first, second = report.entries
    assert report.is_importable
    assert (first.row, first.pin, first.name) == (2, "21503198500123", "Асанов Бакыт")
    assert (first.settlement, first.address, first.phone) == (
        "Ак-Суу",
        "Достук, 1",
        "+996555123456",
    )
    assert (first.sex, first.born) == (Sex.MALE, date(1985, 3, 15))
    assert (second.address, second.phone, second.sex) == (None, None, Sex.FEMALE)
    assert (report.rows, report.good, report.left_out) == (2, 2, 0)
    assert report.settlements == {"Ак-Суу": 1, "Жаңы-Турмуш": 1}
    assert repr(first) == "Entry(row=2)"


def test_check_reads_a_roll_when_it_has_no_more_than_three_columns():
    report = checked(GOOD[:3], OTHER[:3], header=("ИНН", "ФИО", "Село"))

    assert report.is_importable
    assert [entry.row for entry in report.entries] == [2, 3]


# (columns changed, problem, its facts, a piece of the sentence in Kyrgyz, in Russian)
WRONG = [
    ({"pin": ""}, "text_missing", {}, "«ПИН»: уяча бош", "«ПИН»: ячейка пуста"),
    ({"pin": "2150319850012"}, "pin_length", {"given": 13}, "бул жерде 13", "а здесь 13"),
    ({"pin": "215031985001234"}, "pin_length", {"given": 15}, "бул жерде 15", "а здесь 15"),
    ({"pin": "2150319850012З"}, "pin_character", {"character": "З", "place": 14}, "14", "«З»"),
    ({"pin": "２1503198500123"}, "pin_character", {"character": "２", "place": 1}, "«２»", "«２»"),
    ({"pin": "23102198500123"}, "pin_date", {}, "мүмкүн эмес", "невозможная дата"),
    ({"pin": "01503198500123"}, "pin_first_digit", {}, "2 менен да", "не с 2"),
    ({"pin": "91503198500123"}, "pin_first_digit", {}, "2 менен да", "не с 2"),
    ({"pin": "21503203000123"}, "pin_in_future", {}, "келе элек", "не наступила"),
    ({"pin": "=1+1"}, "formula", {}, "формула", "формула"),
    ({"pin": "=cmd|'/c calc'!A1"}, "formula", {}, "формула", "формула"),
    ({"name": "@SUM(A1)"}, "formula", {}, "«Аты-жөнү»: бул формула", "«ФИО»: это формула"),
    ({"name": "-Асанов"}, "formula", {}, "формула", "формула"),
    ({"name": "+Асанов"}, "formula", {}, "формула", "формула"),
    ({"name": ""}, "text_missing", {}, "«Аты-жөнү»: уяча бош", "«ФИО»: ячейка пуста"),
    ({"name": "12345"}, "name_without_letters", {}, "бир да тамга", "нет ни одной буквы"),
    ({"name": "Асанов 2"}, "name_character", {"character": "2", "place": 8}, "«2»", "«2»"),
    ({"name": "А"}, "text_too_short", {"shortest": 2, "length": 1}, "кеминде 2", "меньше 2"),
    ({"name": "А" * 121}, "text_too_long", {"longest": 120, "length": 121}, "121", "121"),
    ({"name": "Аса\u202eнов"}, "text_invisible", {"place": 4}, "4-орунда", "месте 4"),
    ({"settlement": ""}, "text_missing", {}, "«Айыл»: уяча бош", "«Село»: ячейка пуста"),
    ({"born": "16.03.1985"}, "born_differs", {}, "ПИНдегиден башка", "не та, что в ПИН"),
    ({"born": "март 1985"}, "born_unreadable", {}, "15.03.1985", "15.03.1985"),
    ({"born": "31.02.1985"}, "born_unreadable", {}, "15.03.1985", "15.03.1985"),
    ({"born": "31121"}, "born_unreadable", {}, "15.03.1985", "15.03.1985"),
    ({"sex": "ж"}, "sex_differs", {}, "биринчи цифрасына", "первой цифрой"),
    ({"sex": "х"}, "sex_unreadable", {"given": "х"}, "«х»", "«х»"),
    ({"address": "у" * 201}, "text_too_long", {"longest": 200, "length": 201}, "«Дареги»",
     "«Адрес»"),
    ({"address": "у" + "\u0301" * 5}, "text_too_many_marks", {}, "«Дареги»", "«Адрес»"),
    ({"settlement": "Бишкек"}, "settlement_unknown", {"given": "Бишкек", "nearest": ""}, "«Бишкек»",
     "нет села «Бишкек»"),
    ({"settlement": "Ак-Сув"}, "settlement_unknown", {"given": "Ак-Сув", "nearest": "Ак-Суу"},
     "Балким, «Ак-Суу»?", "Может быть, «Ак-Суу»?"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "problem", "facts", "ky", "ru"), WRONG)
def test_check_names_the_row_and_the_mend_when_a_row_is_wrong(changed, problem, facts, ky, ru):
    report = checked(OTHER, good(**changed))

    (found,) = report.problems
    assert (found.row, found.kind, found.facts) == (3, problem, facts)
    assert report.entries == ()
    assert report.problem_totals == {problem: 1}
    assert (report.rows, report.good) == (2, 1)
    assert ky in sentence(found, "ky")
    assert ru in sentence(found, "ru")
    assert all("3" in sentence(found, language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("mark", "problem", "ky", "ru"),
    [
        (Mark.FORMULA, "formula", "формула", "формула"),
        (Mark.MERGED, "merged", "бириктирилген", "объединена"),
        (Mark.ERROR, "cell_error", "Excel ката", "Excel показывает здесь ошибку"),
    ],
)
def test_check_names_the_cell_when_a_workbook_marks_it(mark, problem, ky, ru):
    report = checked(good(settlement=""), marks=[(2, mark)])

    (found,) = report.problems
    assert (found.row, found.column, found.kind) == (2, Column.SETTLEMENT, problem)
    assert ky in sentence(found, "ky")
    assert ru in sentence(found, "ru")


def test_check_lets_a_formula_pass_when_nobody_asks_for_its_column():
    assert checked((*GOOD, ""), header=(*HEADER_WITH_NOTE,), marks=[(7, Mark.FORMULA)]).entries


HEADER_WITH_NOTE = (
    "ПИН",
    "Аты-жөнү",
    "Айыл",
    "Туулган күнү",
    "Жынысы",
    "Дареги",
    "Телефон",
    "Эскертүү",
)


def test_check_names_the_row_when_something_stands_beside_the_table():
    (found,) = checked((*GOOD, "", "жок")).problems

    assert (found.row, found.kind) == (2, RollProblem.EXTRA_CELLS)
    assert "оң жагында" in sentence(found, "ky")
    assert "справа от последней колонки" in sentence(found, "ru")


@pytest.mark.parametrize(
    ("changed", "warning", "facts", "ky", "ru"),
    [
        ({"name": "Aсанов Бакыт"}, "mixed_script",
         {"letter": "A", "place": 1, "marked": "[A]санов"}, "«[A]санов»", "буква «A» из другого"),
        ({"pin": "21503190000123", "born": ""}, "very_old", {"limit": 120}, "120 жаштан",
         "больше 120"),
        ({"phone": "+79161234567"}, "phone_unreadable", {}, "номери эмес", "не номер Кыргызстана"),
    ],
)  # fmt: skip
def test_check_warns_and_imports_when_a_row_is_only_doubtful(changed, warning, facts, ky, ru):
    report = checked(good(**changed))

    (found,) = report.warnings
    assert (found.row, found.kind, found.facts) == (2, warning, facts)
    assert report.is_importable
    assert len(report.entries) == 1
    assert ky in sentence(found, "ky")
    assert ru in sentence(found, "ru")


@pytest.mark.parametrize("typed", ["2 1503 1985 00123", "2-1503-1985-00123", "21503198500123.0"])
def test_check_accepts_a_number_when_it_is_only_written_otherwise(typed):
    assert checked(good(pin=typed)).entries[0].pin == "21503198500123"


@pytest.mark.parametrize(
    "typed", ["0555123456", "+996 (555) 12-34-56", "996555123456", "555 123456"]
)
def test_check_keeps_a_phone_in_one_form(typed):
    assert checked(good(phone=typed)).entries[0].phone == "+996555123456"


@pytest.mark.parametrize(
    "typed", ["Ак-Суу", "ак суу", "с. Ак-Суу", "АК-СУУ АЙЫЛЫ", "село Ак-Cуу".replace("C", "С")]
)
def test_check_knows_a_village_however_it_is_spelt(typed):
    assert checked(good(settlement=typed)).settlements == {"Ак-Суу": 1}


def test_check_takes_the_villages_as_they_come_when_none_are_given():
    report = checked(GOOD, good(pin="21503198500124", name="Бек", settlement="АК СУУ"), OTHER,
                     settlements=None)  # fmt: skip

    assert report.settlements == {"Ак-Суу": 2, "Жаңы-Турмуш": 1}


def test_check_calls_a_village_as_the_municipality_does_when_it_has_two_names():
    names = {"Жаңы-Турмуш": "7", "Новая Жизнь": "7"}
    report = checked(good(settlement="Новая жизнь"), OTHER, settlements=names)

    assert report.settlements == {"7": 2}


def test_check_leaves_out_who_is_too_young_on_the_first_day_of_voting():
    young = good(pin="22503200800123", born="")
    report = checked(young, GOOD, voting_day=date(2026, 3, 24))
    old_enough = checked(young, GOOD, voting_day=date(2026, 3, 25))

    (found,) = report.warnings
    assert (found.row, found.kind) == (2, RollWarning.TOO_YOUNG)
    assert (report.left_out, report.good, [entry.row for entry in report.entries]) == (1, 2, [3])
    assert "18 жашка толо элек" in sentence(found, "ky")
    assert "24\u00a0марта 2026\u00a0года" in sentence(found, "ru")
    assert (old_enough.left_out, len(old_enough.entries)) == (0, 2)


def test_every_problem_and_warning_has_a_sentence_of_its_own():
    assert set(SENTENCES) == {*RollProblem, *RollWarning}
    assert len(set(SENTENCES.values())) == len(SENTENCES)
    shared = {code.value for code in Code if code.startswith(("pin_", "name_", "text_"))}
    assert shared <= set(RollProblem)


def test_check_keeps_few_findings_and_counts_all_when_every_row_is_wrong():
    rows = [good(pin=f"2150319850{number:03}", name="77") for number in range(MOST_LISTED + 100)]
    report = checked(*rows)

    assert len(report.problems) == 2 * MOST_LISTED
    assert report.problem_totals == {
        RollProblem.PIN_LENGTH: MOST_LISTED + 100,
        RollProblem.NAME_WITHOUT_LETTERS: MOST_LISTED + 100,
    }
    assert [found.row for found in report.problems] == sorted(
        found.row for found in report.problems
    )


def test_check_names_the_number_when_there_are_too_many_rows(monkeypatch):
    assert rolls.MOST_ROWS == 200_000
    monkeypatch.setattr(rolls, "MOST_ROWS", 1_000)
    report = checked(*[GOOD[:3]] * 1_001, header=("ПИН", "ФИО", "Село"))

    found = next(one for one in report.problems if one.kind is RollProblem.TOO_MANY_ROWS)
    assert found.facts == {"limit": 1_000, "given": 1_001}
    assert "1\u00a0001 сап" in sentence(found, "ky")
    assert "строк: 1\u00a0001" in sentence(found, "ru")
    assert report.entries == ()


pins = st.sampled_from(["21503198500123", "10102199000001", "2150", "2,15032E+13", "x", ""])
some_rows = st.lists(
    st.tuples(
        pins,
        st.sampled_from(["Асанов Бакыт", "Aсанов Бакыт", "7", ""]),
        st.sampled_from([*VILLAGES, "Бишкек", ""]),
    ),
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(some_rows, st.randoms(use_true_random=False))
def test_check_finds_the_same_when_rows_change_places(rows, dice):
    def findings(given_rows):
        report = checked(*given_rows, header=("ПИН", "ФИО", "Село"))
        text = {row: given_rows[row - 2] for row in range(2, len(given_rows) + 2)}
        listed = sorted(
            (
                one.kind,
                sorted(text[row] for row in one.facts.get("rows", (one.row,)) if row in text),
            )
            for one in (*report.problems, *report.warnings)
        )
        return listed, report.problem_totals, report.warning_totals, report.good

    mixed = list(rows)
    dice.shuffle(mixed)

    assert findings(mixed) == findings(rows)
