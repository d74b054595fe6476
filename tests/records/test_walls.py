"""The second wall of PostgreSQL: without any filter a page sees rows of its municipality only."""

import os

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from pb.records.base import EVERYWHERE, NOWHERE, Base, db, narrow

pytestmark = pytest.mark.skipif(
    not os.environ.get("PB_TEST_DATABASE_URL"), reason="SQLite has no policies"
)

# Who signs in and where is asked before the municipality is known; villages are public; the
# outbox and the jobs are worked through for everyone.
OPEN = {
    *("role_grant", "sign_in_session", "invitation"),
    *("settlement", "predecessor"),
    *("message", "job"),
}
WALLED = sorted(
    table.name
    for table in Base.metadata.sorted_tables
    if "municipality_id" in table.c and table.name not in OPEN
)


@pytest.fixture
def towns(stage):
    """Two municipalities whose rounds are decided."""
    neighbour = stage.neighbour()
    for town in (stage, neighbour):
        for voter in town.open_voting(100_000, voters=22):
            town.vote(voter, 1)
        town.decided()
    narrow(EVERYWHERE)
    yield stage, neighbour
    db.session.rollback()
    narrow(EVERYWHERE)


def seen(table):
    return set(db.session.scalars(text(f'SELECT DISTINCT municipality_id FROM "{table}"')))  # noqa: S608


@pytest.mark.parametrize("table", WALLED)
def test_every_table_of_municipalities_has_its_policy(stage, table):
    found = db.session.execute(
        text(
            "SELECT relrowsecurity AND relforcerowsecurity FROM pg_class"
            " WHERE relname = :name AND relnamespace = 'public'::regnamespace"
        ),
        {"name": table},
    ).scalar_one()
    policies = db.session.scalar(
        text("SELECT count(*) FROM pg_policies WHERE tablename = :name"), {"name": table}
    )

    assert (found, policies) == (True, 1)


def test_a_query_without_a_filter_does_not_see_across(towns):
    stage, neighbour = towns
    full = [table for table in WALLED if seen(table) >= {stage.place, neighbour.place}]
    assert {"round", "proposal", "roll_entry", "resident", "participation", "document"} <= set(full)

    for table in full:
        for town in (stage, neighbour):
            narrow(town.place)
            assert seen(table) == {town.place}, table
        narrow(NOWHERE)
        assert seen(table) == set(), table
        narrow(EVERYWHERE)


def test_nothing_is_written_across(towns):
    stage, neighbour = towns
    narrow(stage.place)

    changed = db.session.execute(
        text("UPDATE resident SET enrolled_at = NULL WHERE municipality_id = :other"),
        {"other": neighbour.place},
    )
    assert changed.rowcount == 0
    with pytest.raises(ProgrammingError, match="row-level security"):
        db.session.execute(
            text(
                "INSERT INTO audit_event (municipality_id, at, tag, facts)"
                " VALUES (:other, now(), 'x', '{}')"
            ),
            {"other": neighbour.place},
        )
    db.session.rollback()


def test_the_tests_do_not_pass_the_wall_by_being_superuser(stage):
    row = db.session.execute(
        text("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
    ).one()

    assert tuple(row) == (False, False)
