"""The database itself holds the state of a message and of a job to what belongs to it."""

import pytest
from sqlalchemy.exc import DatabaseError

from pb.records.base import Base, db
from pb.rules.jobs import JobKind
from pb.rules.messages import MessageKind
from pb.services.actors import PLATFORM
from pb.services.jobs import ask
from pb.services.messages import queue
from pb.services.work import unit_of_work
from tests.stage import KEYS

TABLES = Base.metadata.tables
GONE = {"to_locked": None, "body_locked": None}


@pytest.fixture
def rows(stage):
    with unit_of_work():
        queue(stage.place, MessageKind.INVITATION, "+996555123456", "салам", "k", KEYS, stage.now)
        ask(PLATFORM, stage.place, JobKind.CHECK_PAPERS, stage.now)
    return stage


def change(table, values, now):
    values = {name: now if value == "now" else value for name, value in values.items()}
    if "state" in values:
        values["state"] = db.literal(values["state"], db.Text)  # past the type, which knows them
    with db.session.begin_nested():
        db.session.execute(TABLES[table].update().values(**values))


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("message", {"state": "sent", **GONE}),
        ("message", {"state": "sent", "sent_at": "now"}),
        ("message", {"state": "dropped", "last_error": "expired"}),
        ("message", {"state": "dropped", **GONE}),
        ("message", {"state": "failed"}),
        ("message", {"state": "lost"}),
        ("message", GONE),
        ("message", {"to_locked": None}),
        ("message", {"sent_at": "now"}),
        ("message", {"attempts": 1}),
        ("message", {"parts": 3}),
        ("message", {"cost": -1}),
        ("message", {"expires_at": "now"}),
        ("job", {"state": "running"}),
        ("job", {"started_at": "now"}),
        ("job", {"state": "done", "started_at": "now", "finished_at": "now"}),
        ("job", {"state": "done", "started_at": "now", "report": "{}"}),
        ("job", {"state": "failed", "started_at": "now", "finished_at": "now"}),
        ("job", {"error": "broken"}),
        ("job", {"done": 5, "total": 4}),
        ("job", {"done": -1}),
    ],
)
def test_nothing_is_in_a_state_without_what_belongs_to_it(rows, table, values):
    with pytest.raises(DatabaseError) as found:
        change(table, values, rows.now)

    assert "check" in str(found.value.orig).lower()


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("message", {"state": "sent", "sent_at": "now", **GONE}),
        ("message", {"state": "failed", "last_error": "refused"}),
        ("message", {"state": "failed", "last_error": "refused", **GONE}),
        ("message", {"state": "dropped", "last_error": "expired", **GONE}),
        ("message", {"attempts": 1, "tried_at": "now", "last_error": "unclear"}),
        ("job", {"state": "running", "started_at": "now", "done": 4, "total": 4}),
        ("job", {"state": "done", "started_at": "now", "finished_at": "now", "report": "{}"}),
        ("job", {"state": "failed", "started_at": "now", "finished_at": "now",
                 "error": "worker_ended"}),
    ],
)  # fmt: skip
def test_every_state_is_kept_with_what_belongs_to_it(rows, table, values):
    change(table, values, rows.now)
