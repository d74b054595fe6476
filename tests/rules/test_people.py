"""Personal numbers, names and ages as rolls and forms give them."""

import traceback
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.documents.sentences import explain
from pb.rules.people import (
    Sex,
    age_on,
    clean_name,
    is_very_old,
    masked,
    mixed_words,
    name_key,
    parse_pin,
)
from pb.rules.refusals import Code, NotValid

TODAY = date(2026, 3, 2)
PIN = "21503198500123"


def refusal(act, *arguments):
    with pytest.raises(NotValid) as refused:
        act(*arguments)
    return refused.value


@pytest.mark.parametrize(
    "typed",
    [
        PIN,
        " 21503198500123\n",
        "2 1503 1985 00123",
        "2-1503-1985-00123",
        "2\u00a01503\u20111985\u202f00123",
        "2–15031985–00123",
    ],
)
def test_parse_pin_accepts_a_number_when_blanks_and_hyphens_stand_in_it(typed):
    pin = parse_pin(typed, TODAY)

    assert (pin.digits, pin.sex, pin.born) == (PIN, Sex.MALE, date(1985, 3, 15))


@given(
    st.sampled_from("12"),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 99_999),
)
def test_parse_pin_accepts_any_last_five_digits_when_the_date_is_right(sex, born, rest):
    pin = parse_pin(f"{sex}{born:%d%m}{born.year}{rest:05}", TODAY)

    assert pin.born == born
    assert pin.sex is (Sex.FEMALE if sex == "1" else Sex.MALE)


# (typed, code, facts, what is said in Kyrgyz, what in Russian)
WRONG = [
    ("", "text_missing", {}, "жооп", "ответ"),
    (" - ", "text_missing", {}, "жооп", "ответ"),
    (PIN[:13], "pin_length", {"given": 13}, "сиз 13", "введено 13"),
    (PIN + "4", "pin_length", {"given": 15}, "сиз 15", "введено 15"),
    ("2150319850012З", "pin_character", {"character": "З", "place": 14}, "«З»", "«З»"),
    ("215О3198500123", "pin_character", {"character": "О", "place": 4}, "4-орунда", "месте 4"),
    ("２1503198500123", "pin_character", {"character": "２", "place": 1}, "«２»", "«２»"),
    ("٢1503198500123", "pin_character", {"character": "٢", "place": 1}, "«٢»", "«٢»"),
    ("²1503198500123", "pin_character", {"character": "²", "place": 1}, "«²»", "«²»"),
    ("2_1503198500123", "pin_character", {"character": "_", "place": 2}, "«_»", "«_»"),
    ("\u200b" + PIN, "pin_character", {"character": "U+200B", "place": 1}, "U+200B", "U+200B"),
    ("23102198500123", "pin_date", {}, "мындай күн болбойт", "такой даты не бывает"),
    ("21513198500123", "pin_date", {}, "мындай күн болбойт", "такой даты не бывает"),
    ("20003198500123", "pin_date", {}, "мындай күн болбойт", "такой даты не бывает"),
    ("21503000000123", "pin_date", {}, "мындай күн болбойт", "такой даты не бывает"),
    ("01503198500123", "pin_first_digit", {}, "эркектерде 2", "у мужчин – с 2"),
    ("91503198500123", "pin_first_digit", {}, "эркектерде 2", "у мужчин – с 2"),
    ("20303202600123", "pin_in_future", {}, "келе элек", "не наступила"),
]


@pytest.mark.parametrize(("typed", "code", "facts", "ky", "ru"), WRONG)
def test_parse_pin_refuses_with_what_to_mend_when_the_number_is_wrong(typed, code, facts, ky, ru):
    refused = refusal(parse_pin, typed, TODAY)

    assert (refused.code, refused.field, refused.facts) == (code, "pin", facts)
    assert ky in explain(refused, "ky")
    assert ru in explain(refused, "ru")


@pytest.mark.parametrize("typed", [typed for typed, *_ in WRONG if len(typed) > 5])
def test_parse_pin_keeps_the_number_out_of_what_is_printed_when_it_refuses(typed):
    refused = refusal(parse_pin, typed, TODAY)

    printed = "".join(traceback.format_exception(refused)) + repr(refused.facts)
    assert "1985" not in printed
    assert "00123" not in printed


def test_a_pin_prints_only_its_last_four_digits():
    pin = parse_pin(PIN, TODAY)

    assert pin.shown == "••••••••••0123"
    assert repr(pin) == f"{pin}" == "Pin(••••••••••0123)"


def test_parse_pin_accepts_a_birthday_that_is_today():
    assert parse_pin("20203202600123", TODAY).born == TODAY


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 3, 2), TODAY, 18),
        (date(2008, 3, 3), TODAY, 17),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_age_on_counts_the_birthday_itself(born, day, age):
    assert age_on(born, day) == age


@pytest.mark.parametrize(("born", "is_old"), [(date(1905, 3, 3), False), (date(1905, 3, 2), True)])
def test_a_person_is_very_old_above_a_hundred_and_twenty(born, is_old):
    assert is_very_old(born, TODAY) is is_old


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Асанов \u00a0 Бакыт  Токтогулович ", "Асанов Бакыт Токтогулович"),
        ("Үсөнова Жаңыл", "Үсөнова Жаңыл"),
        ("О’Коннор-Жээнбекова Ай-Пери", "О’Коннор-Жээнбекова Ай-Пери"),
        ("Müller Anna", "Müller Anna"),
        ("Асанов Б.Т.", "Асанов Б.Т."),
    ],
)
def test_clean_name_keeps_the_letters_as_they_were_typed(typed, kept):
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code", "facts"),
    [
        ("  ", "text_missing", {}),
        ("12345", "name_without_letters", {}),
        ("+996 555 123456", "name_without_letters", {}),
        ("-", "text_too_short", {"shortest": 2, "length": 1}),
        ("Асанов 2", "name_character", {"character": "2", "place": 8}),
        ("Асанов (Бек)", "name_character", {"character": "(", "place": 8}),
        ("Асанов 王", "name_character", {"character": "王", "place": 8}),
        ("Аса\u202eнов", "text_invisible", {"place": 4}),
    ],
)
def test_clean_name_refuses_when_it_cannot_be_a_name(typed, code, facts):
    refused = refusal(clean_name, typed)

    assert (refused.code, refused.field, refused.facts) == (code, "name", facts)
    for language in ("ky", "ru"):
        assert "%(" not in explain(refused, language)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Aсанов Бакыт", [("A", 1, "[A]санов")]),
        ("Асанов Бакыt", [("t", 12, "Бакы[t]")]),
        ("Асанoв Бaкыт", [("o", 5, "Асан[o]в"), ("a", 9, "Б[a]кыт")]),
        ("Asanоv", [("о", 5, "Asan[о]v")]),
        ("Kо", [("K", 1, "[K]о")]),
        ("Асанов Anna", []),
        ("Асанов Бакыт", []),
    ],
)
def test_mixed_words_mark_the_letters_of_the_rarer_script(name, found):
    assert [(mixed.letter, mixed.place, mixed.marked) for mixed in mixed_words(name)] == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Үсөнова Жаңыл", "Усонова Жаныл"),
        ("Асанов Бакыт", "АСАНОВ  бакыт"),
        ("Aсанов Бакыт", "Асанов Бакыт"),
        ("Төрөев", "Тӧрӧев"),
        ("Ай-Пери", "Ай Пери"),
        ("О’Коннор", "О'Коннор"),
        ("Алёна", "Алена"),
        ("ВЕК", "BEK"),
        ("Асанов Б.Т.", "Асанов Б. Т."),
    ],
)
def test_name_key_is_one_when_names_look_alike(one, other):
    assert name_key(one) == name_key(other)


def test_name_key_differs_when_names_do():
    assert name_key("Асанов Бакыт") != name_key("Асанов Болот")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Асанов Бакыт Токтогулович", "Асанов Б."),
        ("Асанов Бакыт", "Асанов Б."),
        ("Б. Асанов", "Б. Асанов"),
        ("Асанов", "Асанов"),
    ],
)
def test_masked_leaves_the_surname_and_an_initial(name, shown):
    assert masked(name) == shown


def test_every_wrong_number_is_refused_with_a_code_of_its_own():
    codes = {code for _, code, *_ in WRONG}

    assert codes - {"text_missing"} == {code for code in Code if code.startswith("pin_")}
