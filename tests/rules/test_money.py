"""Money as people type it, and as we print it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.rules.money import LARGEST, ZERO, Tyiyn, figures, parse, total, unit, with_unit
from pb.rules.refusals import Code, NotValid

NBSP = "\u00a0"
AMOUNTS = st.integers(1, LARGEST).map(Tyiyn)


def refusal(text, **options):
    with pytest.raises(NotValid) as refused:
        parse(text, "cost", **options)
    assert refused.value.field == "cost"
    return refused.value


@pytest.mark.parametrize(
    ("typed", "tyiyn"),
    [
        ("300000", 300_000_00),
        ("300 000", 300_000_00),
        (f"300{NBSP}000", 300_000_00),
        ("300\u202f000", 300_000_00),
        ("300\u2009000", 300_000_00),
        ("  300  000  ", 300_000_00),
        ("300 000,50 сом", 300_000_50),
        ("300 000.50", 300_000_50),
        ("300000,5", 300_000_50),
        ("1 500 000,50", 1_500_000_50),
        ("0,01", 1),
        ("1 сома", 100),
        ("5 сомов", 500),
        ("5 СОМ.", 500),
        ("5 KGS", 500),
        ("5som", 500),
        ("007", 700),
        ("1 000 000 000 000", LARGEST),
    ],
)
def test_parse_gives_tyiyn_when_the_amount_can_be_read(typed, tyiyn):
    assert parse(typed) == tyiyn


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "сом", "abc", "1.500.000", "1,500,000", "1 500.000", "300.000", "300 00",
        "3000 00", "1_000", "1e9", "1E9", "NaN", "Infinity", "inf", "0x10", "+5", "--5", "5-",
        "5.", ",5", "5 6", "5;6", "1/2", "٣٠٠", "١٠", "३००", "３００", "²", "Ⅳ", "5 долларов",
        "сом 5", "5\n000", "5\x00", "−5",
    ],
)  # fmt: skip
def test_parse_refuses_as_unreadable_when_it_is_no_plain_amount(typed):
    refused = refusal(typed)

    assert refused.code is Code.MONEY_UNREADABLE
    assert refused.facts == {"given": typed}


def test_parse_repeats_only_the_beginning_when_what_was_typed_is_long():
    assert refusal("x" * 5_000).facts == {"given": "x" * 40}


@pytest.mark.parametrize("typed", ["-5", "-0,01", "-300 000 сом"])
def test_parse_refuses_when_the_amount_is_below_zero(typed):
    assert refusal(typed).code is Code.MONEY_NEGATIVE


@pytest.mark.parametrize("typed", ["0", "-0", "0,00", "000"])
def test_parse_refuses_zero_unless_it_may_stand(typed):
    assert refusal(typed).code is Code.MONEY_ZERO
    assert parse(typed, zero=True) == ZERO


@pytest.mark.parametrize("typed", ["1 000 000 000 000,01", "9" * 20, "9" * 5_000])
def test_parse_refuses_when_the_amount_is_larger_than_any_budget(typed):
    refused = refusal(typed)

    assert (refused.code, refused.facts) == (Code.MONEY_TOO_LARGE, {"largest": LARGEST})


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        (0, "0"),
        (1, "0,01"),
        (100, "1"),
        (150, "1,50"),
        (999_00, "999"),
        (1_000_00, f"1{NBSP}000"),
        (1_200_000_00, f"1{NBSP}200{NBSP}000"),
        (1_200_000_50, f"1{NBSP}200{NBSP}000,50"),
        (-500_05, "-500,05"),
    ],
)
def test_figures_prints_som_with_thousands_apart(amount, printed):
    assert figures(Tyiyn(amount)) == printed


@pytest.mark.parametrize(
    ("som", "ru"),
    [
        (0, "сомов"), (1, "сом"), (2, "сома"), (3, "сома"), (4, "сома"), (5, "сомов"),
        (10, "сомов"), (11, "сомов"), (12, "сомов"), (14, "сомов"), (20, "сомов"), (21, "сом"),
        (22, "сома"), (25, "сомов"), (100, "сомов"), (101, "сом"), (111, "сомов"), (112, "сомов"),
        (122, "сома"), (1_000, "сомов"), (1_011, "сомов"), (300_001, "сом"),
    ],
)  # fmt: skip
def test_unit_takes_the_form_the_language_asks_for(som, ru):
    amount = Tyiyn(som * 100)

    assert unit(amount, "ru") == ru
    assert unit(amount, "ky") == "сом"
    assert unit(amount, "en") == "som"


def test_unit_is_of_one_som_when_tyiyn_are_left_over():
    assert unit(Tyiyn(500_50), "ru") == "сома"


@pytest.mark.parametrize(
    ("language", "currency", "printed"),
    [
        ("ky", "KGS", f"300{NBSP}000{NBSP}сом"),
        ("ru", "KGS", f"300{NBSP}000{NBSP}сомов"),
        ("ru", "PLN", f"300{NBSP}000{NBSP}PLN"),
    ],
)
def test_with_unit_never_lets_the_amount_break_over_two_lines(language, currency, printed):
    said = with_unit(Tyiyn(300_000_00), language, currency)

    assert said == printed
    assert " " not in said


@given(AMOUNTS)
def test_parse_reads_back_whatever_we_print(amount):
    assert parse(figures(amount)) == amount
    assert parse(with_unit(amount, "ky")) == amount
    assert parse(with_unit(amount, "ru")) == amount


@given(st.text(max_size=30))
def test_parse_gives_an_amount_or_a_refusal_whatever_is_typed(typed):
    with suppress(NotValid):
        assert 0 < parse(typed) <= LARGEST


@given(st.lists(AMOUNTS))
def test_total_loses_no_tyiyn(amounts):
    assert total(amounts) == sum(amounts)
