"""The database itself keeps a frozen roll frozen, and lets two stand for what one may not."""

import pytest
from sqlalchemy import text

from pb.records.base import db
from pb.rules.roles import Role
from tests.records.test_constraints import TABLES, change, insert_copy, refused, rows
from tests.roll_stage import frozen, imported, pin
from tests.stage import KEYS


@pytest.fixture
def roll(stage):
    """A frozen roll of two people."""
    stage.announced()
    frozen(stage, 2)
    db.session.commit()
    return stage


@pytest.fixture
def open_roll(stage):
    """A roll of two people that is not frozen."""
    stage.announced()
    imported(stage, 2)
    db.session.commit()
    return stage


def newcomer(**values):
    return {"ref": "new", "pin_tag": KEYS.pin_tag(pin(90)), "resident_id": None, **values}


def decide(stage, kind="add", state="agreed", entry_ref="new", **values):
    """A decision in the table; its key."""
    clerk, member = (row["id"] for row in rows("account")[:2])
    row = {
        "municipality_id": stage.place,
        "round_id": stage.round().id,
        "ref": f"d-{kind}-{state}",
        "kind": kind,
        "state": state,
        "reason": "Паспорту көрүлдү",
        "entry_ref": entry_ref,
        "proposed_by": clerk,
        "proposed_at": stage.now,
        "decided_by": None if state == "waiting" else member,
        "decided_at": None if state == "waiting" else stage.now,
        **values,
    }
    return db.session.execute(TABLES["roll_decision"].insert(), row).inserted_primary_key[0]


def change_first(**values):
    table = TABLES["roll_entry"]
    first = rows("roll_entry")[0]["id"]
    db.session.execute(table.update().where(table.c.id == first).values(**values))


def test_a_frozen_roll_takes_no_line_without_an_agreed_decision(roll):
    waiting = decide(roll, state="waiting")
    other = decide(roll, entry_ref="somebody else", ref="d-other")

    with refused("final"):
        insert_copy("roll_entry", **newcomer())
    for decision in (waiting, other):
        with refused("final"):
            insert_copy("roll_entry", **newcomer(is_added_later=True, decision_id=decision))


def test_a_frozen_roll_takes_a_line_by_an_agreed_decision_about_it(roll):
    insert_copy("roll_entry", **newcomer(is_added_later=True, decision_id=decide(roll)))

    assert len(rows("roll_entry")) == 3


def test_an_open_roll_takes_lines_freely(open_roll):
    insert_copy("roll_entry", **newcomer())

    assert len(rows("roll_entry")) == 3


def test_no_line_of_a_frozen_roll_is_deleted(roll):
    with refused("final"):
        db.session.execute(TABLES["roll_entry"].delete())


@pytest.mark.parametrize(
    "values",
    [{"pin_tag": b"x"}, {"status": "struck"}, {"ref": "other"}, {"is_added_later": True}],
)
def test_no_line_of_a_frozen_roll_is_changed_without_a_decision(roll, values):
    with refused("final" if "is_added_later" not in values else ""):
        change_first(**values)


def test_a_line_of_a_frozen_roll_is_struck_by_an_agreed_decision_about_it(roll):
    ref = rows("roll_entry")[0]["ref"]
    addition = decide(roll, entry_ref=ref)
    strike = decide(roll, "strike", entry_ref=ref)

    with refused("final"):
        change_first(status="struck", decision_id=addition)
    change_first(status="struck", decision_id=strike)

    assert rows("roll_entry")[0]["status"] == "struck"


def test_a_person_the_office_meets_is_tied_to_a_line_of_a_frozen_roll_once(roll):
    village = rows("settlement")[0]["id"]
    row = {"municipality_id": roll.place, "settlement_id": village, "created_at": roll.now}
    first, second = (
        db.session.execute(TABLES["resident"].insert(), row).inserted_primary_key[0]
        for _ in range(2)
    )

    change_first(resident_id=first)

    with refused("final"):
        change_first(resident_id=second)
    with refused("final"):
        change_first(resident_id=None)


@pytest.mark.parametrize("column", ["number", "state", "sha256", "root"])
def test_a_frozen_roll_is_never_changed(roll, column):
    value = {"number": 1, "state": "open", "sha256": "x", "root": b"x"}[column]

    with refused("final"):
        change("voter_roll", **{column: value})
    with refused("final"):
        db.session.execute(TABLES["voter_roll"].delete())


def test_a_decision_is_final_once_it_is_made(roll):
    decide(roll)

    with refused("final"):
        change("roll_decision", reason="Башка себеп болгон")
    with refused("final"):
        db.session.execute(TABLES["roll_decision"].delete())


def test_nobody_freezes_a_roll_alone(open_roll):
    member = open_roll.person(Role.COMMISSION).account_id
    frozen_by_one = {"state": "frozen", "proposed_by": member, "proposed_at": open_roll.now,
                     "frozen_by": member, "frozen_at": open_roll.now, "number": 2, "women": 1,
                     "men": 1, "root": b"x"}  # fmt: skip

    with refused("check"):
        change("voter_roll", **frozen_by_one)
    with refused("check"):
        change("voter_roll", state="frozen")


@pytest.mark.parametrize(
    "values",
    [
        {"reason": "кыска"},
        {"reason": "x" * 501},
        {"state": "agreed", "entry_ref": None},
        {"state": "agreed", "person_locked": b"somebody"},
    ],
)
def test_a_decision_says_why_and_forgets_whom(roll, values):
    with refused("check"):
        decide(roll, **values)


def test_nobody_decides_about_what_they_proposed(roll):
    clerk = rows("account")[0]["id"]

    with refused("check"):
        decide(roll, decided_by=clerk)


def test_a_personal_number_stands_once_on_a_roll(open_roll):
    with refused("unique"):
        insert_copy("roll_entry", ref="copy")


def test_a_line_is_somebody_and_whole(open_roll):
    with refused("check"):
        insert_copy("roll_entry", ref="copy", pin_tag=None)
    with refused("check"):
        insert_copy("roll_entry", **newcomer(born=None))


def test_the_hot_path_looks_the_line_up_by_its_indexes(open_roll):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the plan of a small table says nothing here")
    plan = db.session.execute(
        text(
            "EXPLAIN QUERY PLAN SELECT roll_entry.id FROM roll_entry JOIN resident"
            " ON resident.id = roll_entry.resident_id WHERE roll_entry.round_id = 1"
            " AND roll_entry.status = 'active' AND resident.account_id = 1"
        )
    )

    assert not [row for row in plan if row[3].startswith("SCAN roll_entry")]
