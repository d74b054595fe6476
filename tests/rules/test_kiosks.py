"""Tickets for kiosks: their letters, how they are typed, and how long everything lasts."""

from datetime import UTC, datetime, timedelta

import pytest

from pb.rules import kiosks
from pb.rules.kiosks import ALPHABET, IDLE, READING, SITTING_LASTS, TICKET_LASTS
from pb.rules.refusals import Code, NotValid

NOON = datetime(2026, 6, 1, 6, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LOOK_ALIKES = ("0O", "1IL", "8B", "5S", "2Z", "UV")


def test_no_two_letters_of_a_code_can_be_taken_for_each_other():
    assert len(set(ALPHABET)) == 16
    assert not [pair for pair in LOOK_ALIKES if len(set(pair) & set(ALPHABET)) > 1]


def test_a_code_has_eight_letters_and_uses_every_letter_equally():
    codes = "".join(kiosks.ticket_code(bytes([byte] * kiosks.CODE_BYTES)) for byte in range(256))

    assert len(kiosks.ticket_code(bytes(4))) == kiosks.CODE_LENGTH
    assert {codes.count(letter) for letter in ALPHABET} == {len(codes) // 16}


def test_a_code_is_printed_in_halves_and_read_back():
    code = kiosks.ticket_code(bytes([0x12, 0xAB, 0xF0, 0x7C]))

    assert kiosks.in_halves(code) == f"{code[:4]}-{code[4:]}"
    assert kiosks.typed_ticket(kiosks.in_halves(code)) == code


@pytest.mark.parametrize(
    "typed",
    [
        "ACEH-2346",
        " aceh 2346 ",
        "АСЕН2346",
        "асен-2346",
        "aСeН – 23 46",
        "A C E H 2 3 4 6",
        "ACEH_2346.",
        "ACEH2З46",
    ],
)
def test_a_code_is_read_whatever_keyboard_it_is_typed_on(typed):
    assert kiosks.typed_ticket(typed) == "ACEH2346"


@pytest.mark.parametrize("letter", ["Y", "y", "У", "у", "Ү", "ү"])
def test_the_kyrgyz_letter_is_read_as_the_one_it_looks_like(letter):
    assert kiosks.typed_ticket(f"ACEH234{letter}") == "ACEH234Y"


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        (None, 0),
        ("", 0),
        ("ACEH234", 7),
        ("ACEH23466", 9),
        ("ACEHO346", 8),
        ("ACEH0346", 8),
        ("ЖЖЖЖЖЖЖЖ", 8),
        ("²²²²²²²²", 8),
        ("A" * 500, 100),
        ("ACEH23\x0046", 9),
    ],
)
def test_what_can_be_no_code_is_refused_with_how_much_was_typed(typed, length):
    with pytest.raises(NotValid) as refused:
        kiosks.typed_ticket(typed)

    assert (refused.value.code, refused.value.field) == (Code.TICKET_UNREADABLE, "code")
    assert refused.value.facts == {"length": length}


@pytest.mark.parametrize(
    ("later", "projects", "until"),
    [
        (timedelta(), 0, IDLE),
        (MINUTE, 0, MINUTE + IDLE),
        (MINUTE, 5, MINUTE + IDLE + 5 * READING),
        (9 * MINUTE, 0, SITTING_LASTS),
        (timedelta(), 100, SITTING_LASTS),
    ],
)
def test_a_page_waits_for_its_reader_but_never_beyond_ten_minutes(later, projects, until):
    assert kiosks.sitting_ends(NOON, NOON + later, projects) == NOON + until


@pytest.mark.parametrize(
    ("later", "typed", "cast"),
    [
        (timedelta(), True, True),
        (TICKET_LASTS - timedelta(seconds=1), True, True),
        (TICKET_LASTS, False, True),
        (TICKET_LASTS + SITTING_LASTS - timedelta(seconds=1), False, True),
        (TICKET_LASTS + SITTING_LASTS, False, False),
    ],
)
def test_a_sitting_begun_in_time_may_end_after_the_ticket(later, typed, cast):
    expires = NOON + TICKET_LASTS

    assert kiosks.is_typed_in_time(expires, NOON + later) is typed
    assert kiosks.is_cast_in_time(expires, NOON + later) is cast


def test_the_tenth_wrong_code_within_ten_minutes_shuts_the_kiosk_for_the_rest_of_them():
    number, since = 0, None
    for minute in range(10):
        assert kiosks.waits_until(number, since, NOON + minute * MINUTE) is None
        number, since = kiosks.counted_wrong(number, since, NOON + minute * MINUTE)

    assert (number, since) == (10, NOON)
    assert kiosks.waits_until(number, since, NOON + 9 * MINUTE) == NOON + 10 * MINUTE
    assert kiosks.waits_until(number, since, NOON + 10 * MINUTE) is None
    assert kiosks.counted_wrong(number, since, NOON + 10 * MINUTE) == (1, NOON + 10 * MINUTE)
