"""Statements sent past SQLAlchemy's layers: the same values, the same refusals."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.exc import IntegrityError

from pb.records.audit import AuditEvent
from pb.records.places import Municipality
from pb.records.statements import Statement
from pb.services.work import unit_of_work
from tests.web.conftest import counted_statements

COLUMNS = ("at", "tag", "facts")
ADD = Statement(insert(AuditEvent.__table__).inline(), COLUMNS)
FIND = Statement(
    select(
        AuditEvent.at,
        AuditEvent.actor_ref,
        AuditEvent.facts == "{}",
        func.coalesce(AuditEvent.actor_ref, "nobody").label("who"),
    ).where(AuditEvent.tag == bindparam("tag"))
)
IN_BISHKEK = datetime(2026, 3, 2, 12, 0, tzinfo=timezone(timedelta(hours=6)))


@pytest.fixture(autouse=True)
def in_app(app):
    """Each test stands in an application."""


def test_statement_keeps_the_types_of_the_columns_when_it_is_sent():
    with unit_of_work():
        ADD.send(at=IN_BISHKEK, tag="test.written", facts="{}")

        (found,) = FIND.send(tag="test.written")

    assert found.at == IN_BISHKEK
    assert found.at.tzinfo is UTC
    assert found[1:] == (None, True, "nobody")
    assert found.who == "nobody"


def test_statement_finds_nothing_when_there_is_no_such_row():
    assert FIND.send(tag="test.nowhere") == []


def test_statement_refuses_a_naive_instant_as_the_column_does():
    naive = IN_BISHKEK.replace(tzinfo=None)

    with pytest.raises(ValueError, match="time zone"), unit_of_work():
        ADD.send(at=naive, tag="test.naive", facts="{}")


def test_statement_is_not_sent_when_a_value_is_missing():
    with pytest.raises(KeyError, match="facts"), unit_of_work():
        ADD.send(at=IN_BISHKEK, tag="test.half")


def test_statement_leaves_nothing_when_the_deed_fails():
    def broken_deed():
        with unit_of_work():
            ADD.send(at=IN_BISHKEK, tag="test.undone", facts="{}")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken_deed()

    assert FIND.send(tag="test.undone") == []


def test_statement_is_refused_as_by_sqlalchemy_and_without_its_values():
    broken = Statement(insert(AuditEvent.__table__).inline(), ("at", "tag"))

    with pytest.raises(IntegrityError) as refused, unit_of_work():
        broken.send(at=IN_BISHKEK, tag="test.secret-value")

    assert "[SQL parameters hidden" in str(refused.value)


def test_statement_is_heard_by_whoever_counts_statements():
    with counted_statements() as asked:
        FIND.send(tag="test.heard")

    assert len(asked) == 1
    assert asked[0].startswith("SELECT audit_event.at")


def test_statement_reads_what_a_deed_wrote(stage):
    by_slug = Statement(select(Municipality.id).where(Municipality.slug == bindparam("slug")))
    place = stage.municipality()

    assert by_slug.send(slug=place.slug) == [(place.id,)]
