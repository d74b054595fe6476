"""Numbers in words, against tables written by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.rules.money import Tyiyn
from pb.rules.numerals import LARGEST_NUMBER, cardinal, in_words

NUMBERS = [
    (0, "нөл", "ноль"),
    (1, "бир", "один"),
    (2, "эки", "два"),
    (9, "тогуз", "девять"),
    (10, "он", "десять"),
    (11, "он бир", "одиннадцать"),
    (14, "он төрт", "четырнадцать"),
    (19, "он тогуз", "девятнадцать"),
    (20, "жыйырма", "двадцать"),
    (21, "жыйырма бир", "двадцать один"),
    (38, "отуз сегиз", "тридцать восемь"),
    (40, "кырк", "сорок"),
    (57, "элүү жети", "пятьдесят семь"),
    (63, "алтымыш үч", "шестьдесят три"),
    (76, "жетимиш алты", "семьдесят шесть"),
    (85, "сексен беш", "восемьдесят пять"),
    (90, "токсон", "девяносто"),
    (99, "токсон тогуз", "девяносто девять"),
    (100, "бир жүз", "сто"),
    (111, "бир жүз он бир", "сто одиннадцать"),
    (219, "эки жүз он тогуз", "двести девятнадцать"),
    (1_000, "бир миң", "одна тысяча"),
    (1_001, "бир миң бир", "одна тысяча один"),
    (2_002, "эки миң эки", "две тысячи два"),
    (5_000, "беш миң", "пять тысяч"),
    (11_000, "он бир миң", "одиннадцать тысяч"),
    (12_300, "он эки миң үч жүз", "двенадцать тысяч триста"),
    (21_000, "жыйырма бир миң", "двадцать одна тысяча"),
    (61_000, "алтымыш бир миң", "шестьдесят одна тысяча"),
    (102_000, "бир жүз эки миң", "сто две тысячи"),
    (111_111, "бир жүз он бир миң бир жүз он бир", "сто одиннадцать тысяч сто одиннадцать"),
    (300_000, "үч жүз миң", "триста тысяч"),
    (1_000_000, "бир миллион", "один миллион"),
    (1_139_000, "бир миллион бир жүз отуз тогуз миң", "один миллион сто тридцать девять тысяч"),
    (2_000_005, "эки миллион беш", "два миллиона пять"),
    (14_000_000, "он төрт миллион", "четырнадцать миллионов"),
    (
        3_450_600_000,
        "үч миллиард төрт жүз элүү миллион алты жүз миң",
        "три миллиарда четыреста пятьдесят миллионов шестьсот тысяч",
    ),
    (
        999_999_999_999,
        "тогуз жүз токсон тогуз миллиард тогуз жүз токсон тогуз миллион "
        "тогуз жүз токсон тогуз миң тогуз жүз токсон тогуз",
        "девятьсот девяносто девять миллиардов девятьсот девяносто девять миллионов "
        "девятьсот девяносто девять тысяч девятьсот девяносто девять",
    ),
    (1_000_000_000_000, "бир триллион", "один триллион"),
]


@pytest.mark.parametrize(("number", "ky", "ru"), NUMBERS)
def test_cardinal_spells_the_number_in_both_languages(number, ky, ru):
    assert cardinal(number, "ky") == ky
    assert cardinal(number, "ru") == ru


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "одна"), (2, "две"), (5, "пять"), (11, "одиннадцать"), (22, "двадцать две"),
     (1_001, "одна тысяча одна"), (2_000_002, "два миллиона две")],
)  # fmt: skip
def test_cardinal_agrees_with_a_feminine_noun_in_russian(number, words):
    assert cardinal(number, "ru", feminine=True) == words


@pytest.mark.parametrize("number", [-1, LARGEST_NUMBER + 1])
def test_cardinal_refuses_what_has_no_words(number):
    with pytest.raises(ValueError, match="no words"):
        cardinal(number, "ky")


@pytest.mark.parametrize(
    ("tyiyn", "ky", "ru"),
    [
        (0, "нөл сом", "ноль сомов"),
        (100, "бир сом", "один сом"),
        (200, "эки сом", "два сома"),
        (1_100, "он бир сом", "одиннадцать сомов"),
        (2_100, "жыйырма бир сом", "двадцать один сом"),
        (100_000, "бир миң сом", "одна тысяча сомов"),
        (150, "бир сом 50\u00a0тыйын", "один сом 50\u00a0тыйынов"),
        (101, "бир сом 01\u00a0тыйын", "один сом 01\u00a0тыйын"),
        (222, "эки сом 22\u00a0тыйын", "два сома 22\u00a0тыйына"),
        (111, "бир сом 11\u00a0тыйын", "один сом 11\u00a0тыйынов"),
        (
            113_900_000,
            "бир миллион бир жүз отуз тогуз миң сом",
            "один миллион сто тридцать девять тысяч сомов",
        ),
        (10**14, "бир триллион сом", "один триллион сомов"),
    ],
)
def test_in_words_spells_the_amount_with_its_unit(tyiyn, ky, ru):
    assert in_words(Tyiyn(tyiyn), "ky") == ky
    assert in_words(Tyiyn(tyiyn), "ru") == ru


def test_in_words_keeps_the_code_of_another_currency():
    assert in_words(Tyiyn(250_075), "ru", "PLN") == "две тысячи пятьсот PLN 75/100"
    assert in_words(Tyiyn(250_000), "ky", "PLN") == "эки миң беш жүз PLN"


@pytest.mark.parametrize("tyiyn", [-1, 10**14 + 1])
def test_in_words_refuses_an_amount_nobody_can_have(tyiyn):
    with pytest.raises(ValueError, match="no words"):
        in_words(Tyiyn(tyiyn), "ru")


@given(
    st.integers(0, LARGEST_NUMBER), st.integers(0, LARGEST_NUMBER), st.sampled_from(["ky", "ru"])
)
def test_two_numbers_never_share_their_words(one, other, language):
    same = cardinal(one, language) == cardinal(other, language)

    assert same is (one == other)
