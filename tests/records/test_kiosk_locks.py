"""What a cast, a ticket and a mark on paper hold: enough for each other, too little to deadlock."""

import pytest
from sqlalchemy import event
from sqlalchemy.dialects import postgresql

from pb.records.base import db
from tests.kiosk_stage import with_kiosk


@pytest.fixture
def kiosk(stage):
    return with_kiosk(stage)


def locks(table, deed, *given):
    """How a deed holds the rows of a table on PostgreSQL, whatever database it runs on here."""
    found = []

    def keep(state):
        asked = str(state.statement.compile(dialect=postgresql.dialect()))
        if f"FROM {table} " in asked.replace("\n", " ") and " FOR " in asked:
            found.append(asked[asked.rindex(" FOR ") + 1 :])

    event.listen(db.session, "do_orm_execute", keep)
    try:
        deed(*given)
    finally:
        event.remove(db.session, "do_orm_execute", keep)
    return found


def test_a_cast_holds_its_kiosk_together_with_other_casts(kiosk):
    booth = kiosk.enter(kiosk.ticket(kiosk.people[0]).code)

    assert locks("kiosk", kiosk.cast, booth) == ["FOR SHARE"]


def test_nobody_who_holds_a_line_holds_its_key_which_a_vote_by_telephone_refers_to(kiosk):
    given = kiosk.ticket(kiosk.people[0])
    deeds = (
        (kiosk.cast, kiosk.enter(given.code)),
        (kiosk.ticket, kiosk.people[1]),
        (kiosk.paper.mark, kiosk.people[2]),
    )

    for deed, what in deeds:
        assert locks("roll_entry", deed, what) == ["FOR NO KEY UPDATE"], deed
