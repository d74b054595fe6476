"""The database itself refuses what no deed about kiosks and tickets may do."""

from datetime import timedelta

import pytest

from pb.records.base import db
from tests.kiosk_stage import with_kiosk
from tests.records.test_constraints import TABLES, change, insert_copy, other, refused, rows

GIVEN = ["ref", "station_id", "roll_entry_id", "code_tag", "shown", "issued_by", "expires_at"]
STARTED = ["ref", "station_id", "tag", "started_by", "started_at", "ends_at"]


@pytest.fixture
def kiosk(stage):
    """Somebody voted by a ticket, and somebody else by telephone."""
    kiosk = with_kiosk(stage)
    kiosk.cast(kiosk.enter(kiosk.ticket(kiosk.people[0]).code))
    stage.vote(kiosk.people[1], 1)
    return kiosk


def delete(name):
    db.session.execute(TABLES[name].delete())


@pytest.mark.parametrize("column", [*GIVEN, "used_at"])
def test_a_used_ticket_never_changes(kiosk, column):
    changed = {"shown": "military_card", "used_at": None, "code_tag": b"other"}
    with refused("final"):
        change(
            "kiosk_ticket", **{column: changed.get(column, other(rows("kiosk_ticket")[0][column]))}
        )


@pytest.mark.parametrize("column", GIVEN)
def test_of_a_live_ticket_nothing_that_was_given_changes(stage, column):
    kiosk = with_kiosk(stage)
    kiosk.ticket(kiosk.people[0])
    changed = {"shown": "military_card", "code_tag": b"other"}
    with refused("final"):
        change(
            "kiosk_ticket", **{column: changed.get(column, other(rows("kiosk_ticket")[0][column]))}
        )


def test_a_withdrawn_ticket_is_not_used(stage):
    kiosk = with_kiosk(stage)
    kiosk.ticket(kiosk.people[0])
    change("kiosk_ticket", withdrawn_at=stage.now, withdrawn_by=kiosk.clerk.account_id)

    with refused("final"):
        change("kiosk_ticket", used_at=stage.now)


def test_a_person_has_one_live_ticket(stage):
    kiosk = with_kiosk(stage)
    kiosk.ticket(kiosk.people[0])

    with refused("unique"):
        insert_copy("kiosk_ticket", ref="copy", code_tag=b"other")


@pytest.mark.parametrize("column", STARTED)
def test_a_kiosk_stays_where_it_was_started(stage, column):
    with_kiosk(stage)
    value = b"other" if column == "tag" else other(rows("kiosk")[0][column])
    with refused("final"):
        change("kiosk", **{column: value})


def test_a_kiosk_that_ended_is_never_begun_again(stage):
    with_kiosk(stage)
    change("kiosk", ended_at=stage.now)

    for values in ({"ended_at": None}, {"ends_at": stage.now + timedelta(days=1)}):
        with refused("final"):
            change("kiosk", **values)


@pytest.mark.parametrize("table", ["kiosk", "kiosk_ticket", "kiosk_mark"])
def test_nothing_of_a_kiosk_is_deleted(kiosk, table):
    with refused():
        delete(table)


def test_a_mark_stands_beside_a_vote_by_the_internet_with_a_used_ticket(kiosk):
    kiosk.paper.mark(kiosk.people[2])
    mark = rows("kiosk_mark")[0]
    entries = [row["roll_entry_id"] for row in rows("participation")]

    for entry in {*entries} - {mark["roll_entry_id"]}:
        with refused():
            insert_copy("kiosk_mark", roll_entry_id=entry)
    with refused("final"):
        change("kiosk_mark", ticket_id=mark["ticket_id"] + 1)
