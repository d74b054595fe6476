"""The types of columns: instants are aware and UTC, money is wide enough."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from pb.records.audit import AuditEvent
from pb.records.base import Base, UtcDateTime, db
from pb.rules.money import LARGEST
from pb.rules.terms import Terms

EVENTS = AuditEvent.__table__


def kept(instant):
    """The instant as the database gives it back."""
    db.session.execute(EVENTS.insert(), {"at": instant, "tag": "x", "facts": "{}"})
    return db.session.scalar(EVENTS.select().with_only_columns(EVENTS.c.at).order_by(-EVENTS.c.id))


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 3, 2, 6, 0, tzinfo=UTC),
        datetime(2026, 3, 2, 6, 0, 0, 123_456, tzinfo=UTC),
        datetime(2026, 11, 26, 0, 0, tzinfo=ZoneInfo("Asia/Bishkek")),
        datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=-11))),
    ],
)
def test_an_instant_comes_back_the_same_and_in_utc(app, instant):
    found = kept(instant)

    assert found == instant
    assert found.utcoffset() == timedelta()


def test_an_instant_is_kept_in_utc_whatever_zone_it_came_in(app):
    kept(datetime(2026, 11, 26, 0, 0, tzinfo=ZoneInfo("Asia/Bishkek")))

    raw = db.session.scalar(text("SELECT at FROM audit_event ORDER BY id DESC LIMIT 1"))

    assert str(raw).startswith("2026-11-25 18:00:00")


def test_an_instant_without_a_zone_is_refused(app):
    with pytest.raises(StatementError, match="without a time zone"):
        kept(datetime(2026, 3, 2, 6, 0))  # noqa: DTZ001 - what is refused


def test_every_time_of_the_schema_is_of_the_type_that_refuses_a_naive_one():
    naive = [
        str(column)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.type.python_type is datetime and not isinstance(column.type, UtcDateTime)
    ]

    assert not naive


def test_money_is_kept_far_beyond_two_thousand_million(stage):
    stage.draft(terms=Terms(budget=LARGEST, ceiling=LARGEST))

    db.session.expire_all()
    assert stage.round().budget == LARGEST > 2**31


def test_every_amount_of_the_schema_is_wide():
    words = ("budget", "ceiling", "cost", "own_", "left_")
    narrow = [
        str(column)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name.startswith(words)
        and column.type.python_type is int
        and column.type.__visit_name__ != "big_integer"
    ]

    assert not narrow
