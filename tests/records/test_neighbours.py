"""A row never belongs to one municipality and points into another."""

import pytest

from pb import lifecycle
from pb.records.base import Base, db
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests.records.test_constraints import TABLES, decided, insert_copy, refused, rows
from tests.stage import KEYS

__all__ = ["decided"]

# A key without the municipality in it, and why it cannot cross over all the same.
HELD_OTHERWISE = {
    ("participation", "roll_entry"): "the round is in the key, and the round is held",
    ("paper_mark", "participation"): "the round is in the key, and the round is held",
    ("kiosk_ticket", "roll_entry"): "the round is in the key, and the round is held",
    ("kiosk_mark", "participation"): "the round is in the key, and the round is held",
    ("assembly_mark", "participation"): "the round is in the key, and the round is held",
    ("mark_notice", "participation"): "the round is in the key, and the round is held",
    ("participation_void", "roll_entry"): "the round is in the key, and the round is held",
    ("personal_access", "roll_entry"): "the round is in the key, and the round is held",
    ("ballot", "lot"): "not held: only the sealing puts a ballot into a lot, and nothing moves it",
    ("lot_seal", "lot"): "not held: only the sealing signs a lot, and nothing changes it",
    ("call_line", "roll_entry"): "the round is in the key, and the round is held",
    ("evaluation", "group_member"): "the group is in the key, and the group is held",
}

# What a copy of the first row needs so as not to stand there twice.
COPIES = {
    "ballot": {"ballot_id": "copy"},
    "ballot_inbox": {"ballot_id": "copy"},
    "document": {"ref": "copy", "number": 9},
    "lot": {"sequence": 9},
    "participation": {"roll_entry_id": "second voter"},
    "project": {"number": 9, "proposal_id": None},
    "proposal": {"ref": "copy", "register_number": 9, "started_as": "copy"},
    "resident": {"account_id": None},
    "result": {"version": 9},
    "result_line": {"place": 9, "project_id": "another project"},
    "roll_entry": {"ref": "copy", "resident_id": "another resident"},
}


def test_every_key_between_rows_of_a_municipality_carries_the_municipality():
    loose = set()
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            goes_to = key.referred_table
            if "municipality_id" in table.c and "municipality_id" in goes_to.c:
                pairs = {(e.parent.name, e.column.name) for e in key.elements}
                if ("municipality_id", "municipality_id") not in pairs:
                    loose.add((table.name, goes_to.name))

    assert loose == set(HELD_OTHERWISE)


def values_for(table):
    """The values of a copy, with the rows made that it needs to point at."""
    values = dict(COPIES[table])
    if table == "participation":
        values["roll_entry_id"] = rows("roll_entry")[1]["id"]
    if table == "result_line":
        insert_copy("project", number=8, proposal_id=None)
        values["project_id"] = rows("project")[-1]["id"]
    if table == "roll_entry":
        insert_copy("resident", account_id=None)
        values["resident_id"] = rows("resident")[-1]["id"]
    return values


@pytest.mark.parametrize("table", sorted(COPIES))
def test_a_row_of_one_municipality_never_points_into_another(decided, table):
    neighbour = decided.found("neighbour")
    if table == "ballot_inbox":
        row = rows("ballot")[0] | {"ballot_id": "waits"}
        del row["lot_id"]
        db.session.execute(TABLES[table].insert(), row)
    values = values_for(table)

    with refused("foreign key"):
        insert_copy(table, **values, municipality_id=neighbour)
    insert_copy(table, **values)


def test_a_settlement_of_the_neighbour_is_no_place_for_a_proposal_or_a_resident(decided):
    neighbour = decided.found("neighbour")
    there = next(row["id"] for row in rows("settlement") if row["municipality_id"] == neighbour)

    with refused("foreign key"):
        insert_copy("proposal", **COPIES["proposal"], settlement_id=there)
    with refused("foreign key"):
        insert_copy("resident", account_id=None, settlement_id=there)


def test_a_roll_entry_of_another_round_lets_nobody_take_part(stage):
    stage.open_voting(100, voters=1)
    stage.announced("2027")
    stage.voters(1, "2027")
    entry = next(row for row in rows("roll_entry") if row["round_id"] == stage.round("2027").id)
    row = {"municipality_id": stage.place, "round_id": stage.round().id, "channel": "paper",
           "roll_entry_id": entry["id"], "hour": stage.now}  # fmt: skip

    with refused("foreign key"):
        db.session.execute(TABLES["participation"].insert(), row)
    db.session.execute(TABLES["participation"].insert(), row | {"round_id": entry["round_id"]})


def test_a_round_is_not_deleted_from_under_what_belongs_to_it(stage):
    stage.draft()
    stage.voters(1)

    with refused("foreign key"):
        db.session.execute(TABLES["round"].delete())


def test_counting_leaves_nothing_in_the_neighbours_tables(stage):
    neighbour = stage.neighbour()
    stage.open_voting(100, voters=1)
    stage.go_to(Phase.COUNTING)
    lifecycle.count(stage.person(Role.OPERATOR), stage.place, "2026", KEYS, stage.now)

    for table in ("round", "project", "result", "lot", "ballot", "participation"):
        assert {row["municipality_id"] for row in rows(table)} <= {stage.place}
    assert neighbour.place != stage.place
