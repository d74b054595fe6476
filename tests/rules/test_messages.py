"""How often, how long and how dear: the limits of messages, and the arithmetic of an SMS."""

from datetime import UTC, datetime, timedelta

import pytest

from pb.rules.messages import (
    LIFE,
    LONGEST_WAIT,
    TRIES,
    MessageKind,
    Tariff,
    composed,
    next_code_at,
    parts,
    times_of,
    wait_after,
    without_links,
)
from pb.rules.money import Tyiyn

NOW = datetime(2026, 3, 2, 6, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 1),
        ("а" * 70, 1),
        ("а" * 71, 2),
        ("ө" * 134, 2),
        ("ө" * 135, 3),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 159 + "ө", 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_a_text_is_sent_in_so_many_parts(text, number):
    assert parts(text) == number


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Көпүрө http://evil.kg/x?y=1 жөнүндө", "Көпүрө жөнүндө"),
        ("HTTPS://EVIL.KG", ""),
        ("кир: t.me/evil азыр", "кир: азыр"),
        ("www.evil.com", ""),
        ("жаз evil@evil.kg", "жаз"),
        ("тема.рф/а", ""),
        ("tel://0555", ""),
        ("биринчи\nэкинчи", "биринчи экинчи"),
        ("1.5 млн. сом, т.д. ж.б.", "1.5 млн. сом, т.д. ж.б."),
        ("Суу түтүгү: №12 (Арча-Төр)", "Суу түтүгү: №12 (Арча-Төр)"),
    ],
)
def test_nothing_that_could_be_pressed_is_left_in_what_a_citizen_wrote(text, left):
    assert without_links(text) == left


def test_a_sentence_is_cut_where_a_citizen_wrote_too_much_and_never_in_our_own_words():
    said = composed("«%(title)s» кабыл алынды. %(who)s", title="к" * 500, who="Айыл өкмөтү")

    assert parts(said) == 2
    assert said.startswith("«ккк")
    assert said.endswith("…» кабыл алынды. Айыл өкмөтү")


def test_a_short_title_stands_in_the_sentence_as_it_was_written():
    assert composed("«%(title)s» 100 %%", title="Суу түтүгү") == "«Суу түтүгү» 100 %"


def test_a_sentence_of_ours_that_does_not_fit_is_a_bug():
    with pytest.raises(ValueError, match="does not fit"):
        composed("а" * 140 + "%(title)s", title="Суу")


def ago(**spans):
    return NOW - timedelta(**spans)


@pytest.mark.parametrize(
    ("earlier", "again"),
    [
        ([], None),
        ([ago(seconds=60)], None),
        ([ago(seconds=59)], NOW + timedelta(seconds=1)),
        ([ago(minutes=50), ago(minutes=30)], None),
        ([ago(minutes=30), ago(minutes=50), ago(minutes=10)], NOW + timedelta(minutes=10)),
        ([ago(hours=1), ago(minutes=30), ago(minutes=10)], None),
        ([ago(hours=hours) for hours in (23, 20, 15, 10, 5, 2)], NOW + timedelta(hours=1)),
        ([ago(hours=hours) for hours in (24, 20, 15, 10, 5, 2)], None),
        ([ago(hours=23), *[ago(hours=9)] * 4, ago(seconds=30)], NOW + timedelta(hours=1)),
    ],
)
def test_a_phone_gets_one_code_a_minute_three_an_hour_six_a_day(earlier, again):
    assert next_code_at(earlier, NOW) == again


def test_tries_come_slower_and_slower_and_at_last_every_hour():
    waits = [wait_after(tries) for tries in range(1, TRIES + 1)]

    assert [wait.seconds // 60 for wait in waits[:8]] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert max(waits) == LONGEST_WAIT
    assert sum(waits, timedelta()) < min(LIFE[MessageKind.INVITATION], timedelta(days=1))


@pytest.mark.parametrize("kind", sorted(set(MessageKind) - {MessageKind.VOTE_MARKED}))
def test_a_message_is_tried_at_once_and_lives_as_long_as_its_kind(kind):
    assert times_of(kind, NOW) == (NOW, NOW, NOW + LIFE[kind])


def test_a_code_is_worth_sending_for_five_minutes():
    assert LIFE[MessageKind.SIGN_IN_CODE] == timedelta(minutes=5)


def test_no_time_of_a_message_about_a_vote_tells_the_minute_of_the_vote():
    early, late = (times_of(MessageKind.VOTE_MARKED, ago(minutes=m)) for m in (0, 17))

    assert early == late
    assert early[1] == datetime(2026, 3, 2, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cost", "spent", "by_place", "fits"),
    [
        (10, 90, 40, True),
        (11, 90, 40, False),
        (10, 90, 41, False),
        (10, 0, 41, False),
        (0, 100, 50, True),
    ],
)
def test_a_message_is_paid_while_both_caps_hold(cost, spent, by_place, fits):
    tariff = Tariff(part=Tyiyn(10), cap=Tyiyn(100), place_cap=Tyiyn(50))

    assert tariff.allows(Tyiyn(cost), Tyiyn(spent), Tyiyn(by_place)) is fits


def test_what_costs_nothing_is_never_too_dear():
    assert Tariff().allows(Tyiyn(0), Tyiyn(0), Tyiyn(0))
