"""Days as the law counts them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.rules import calendar

DAYS = st.dates(date(2006, 1, 1), date(2100, 1, 1))
MOMENT = timedelta(microseconds=1)
NBSP = "\u00a0"


def test_a_day_begins_and_ends_at_midnight_of_bishkek():
    day = date(2026, 11, 25)

    assert calendar.start_of(day) == datetime(2026, 11, 24, 18, tzinfo=UTC)
    assert calendar.end_of(day) == datetime(2026, 11, 25, 18, tzinfo=UTC)
    assert calendar.start_of(day).tzinfo is UTC


@given(DAYS)
def test_a_day_holds_its_first_and_last_moment_and_no_more(day):
    start, end = calendar.start_of(day), calendar.end_of(day)

    assert calendar.day_of(start) == calendar.day_of(end - MOMENT) == day
    assert calendar.day_of(start - MOMENT) == day - timedelta(days=1)
    assert calendar.day_of(end) == day + timedelta(days=1)
    assert end - start == timedelta(days=1)


@given(DAYS)
def test_last_day_before_says_an_exclusive_end_as_people_do(day):
    assert calendar.last_day_before(calendar.end_of(day)) == day
    assert calendar.last_day_before(calendar.start_of(day)) == day - timedelta(days=1)
    assert calendar.last_day_before(calendar.start_of(day) + MOMENT) == day


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (datetime(2026, 11, 22, 18, tzinfo=UTC), 2),
        (datetime(2026, 11, 23, 18, tzinfo=UTC), 1),
        (datetime(2026, 11, 24, 17, 59, tzinfo=UTC), 1),
        (datetime(2026, 11, 24, 18, tzinfo=UTC), 0),
        (datetime(2026, 11, 25, 17, 59, 59, tzinfo=UTC), 0),
        (datetime(2026, 11, 25, 18, tzinfo=UTC), -1),
    ],
)
def test_days_left_is_zero_on_the_last_day(now, left):
    assert calendar.days_left(now, calendar.end_of(date(2026, 11, 25))) == left


@pytest.mark.parametrize(
    ("language", "short", "long"),
    [
        ("ky", "25-ноябрь", "2026-жыл, 25-ноябрь"),
        ("ru", f"25{NBSP}ноября", f"25{NBSP}ноября 2026{NBSP}года"),
        ("en", "25 November", "25 November 2026"),
    ],
)
def test_in_words_speaks_the_language(language, short, long):
    day = date(2026, 11, 25)

    assert calendar.in_words(day, language) == short
    assert calendar.in_words(day, language, year=True) == long


@pytest.mark.parametrize(
    ("month", "ky"),
    list(
        enumerate(
            "январы февралы марты апрели майы июну июлу августу сентябры октябры ноябры"
            " декабры".split(),
            start=1,
        )
    ),
)
def test_on_paper_puts_the_kyrgyz_month_into_its_possessive(month, ky):
    assert calendar.on_paper(date(2026, month, 3), "ky") == f"2026-жылдын 3-{ky}"


def test_on_paper_writes_the_whole_date_in_russian():
    assert calendar.on_paper(date(2026, 11, 25), "ru") == f"25{NBSP}ноября 2026{NBSP}года"


@pytest.mark.parametrize("names", list(calendar.MONTHS.values()))
def test_every_calendar_has_twelve_months(names):
    assert len(set(names)) == 12


def test_clock_tells_the_time_of_bishkek():
    assert calendar.clock(datetime(2026, 3, 2, 3, 5, 59, tzinfo=UTC)) == "09:05"
    assert calendar.clock(datetime(2026, 3, 2, 18, 0, tzinfo=UTC)) == "00:00"


@given(st.datetimes(timezones=st.just(UTC)))
def test_hour_of_keeps_nothing_finer_than_the_hour(instant):
    hour = calendar.hour_of(instant)

    assert (hour.minute, hour.second, hour.microsecond) == (0, 0, 0)
    assert timedelta() <= instant - hour < timedelta(hours=1)


@given(st.datetimes(max_value=datetime(9999, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_full_minute_is_never_promised_too_early(instant):
    minute = calendar.full_minute(instant)

    assert (minute.second, minute.microsecond) == (0, 0)
    assert timedelta() <= minute - instant < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("language", "name"), [("ky", "дүйшөмбү"), ("ru", "понедельник"), ("en", "Monday")]
)
def test_a_day_of_the_week_has_its_name(language, name):
    assert calendar.weekday(date(2026, 3, 2), language) == name
