"""The database itself refuses what no deed about assemblies may do."""

from datetime import timedelta

import pytest

from pb.records.base import db
from pb.rules.tally.election import Channel
from tests.assembly_stage import with_assembly
from tests.records.test_constraints import TABLES, change, insert_copy, refused, rows

NONE = (0, 0, 0)


@pytest.fixture
def held(stage):
    """Three of four people are marked, and the act is entered."""
    made = with_assembly(stage)
    made.mark(*made.people[:3])
    made.enter(made.said((2, 1, 0), (1, 0, 0), NONE))
    return made


def delete(name):
    db.session.execute(TABLES[name].delete())


def test_an_assembly_stands_only_in_a_round_whose_rules_count_hands(stage, held):
    change_to = {"hands": "hands_none"}
    with refused("final"):
        change("round", **change_to)
    with refused("known_hands"):
        db.session.execute(
            TABLES["round"].insert(),
            rows("round")[0] | {"id": 99, "slug": "other", "hands": "hands_some"},
        )
    row = rows("round")[0] | {"id": 99, "slug": "other", "hands": "hands_none"}
    db.session.execute(TABLES["round"].insert(), row)
    with refused("assembly_without_hands"):
        insert_copy("assembly", ref="other", round_id=99)


@pytest.mark.parametrize(
    ("column", "value"), [("vote_type", "ordinal"), ("allocation_rule", "equalshares")]
)
def test_hands_go_with_no_other_vote_than_marks(held, column, value):
    with refused("hands_fit_vote"):
        db.session.execute(
            TABLES["round"].insert(),
            rows("round")[0] | {"id": 99, "slug": "other", column: value, "by_heading": 0},
        )


def test_a_mark_stands_beside_a_vote_at_an_assembly_and_no_other(stage):
    made = with_assembly(stage)
    made.mark(made.people[0])
    stage.vote(made.people[1], 1)
    by_phone = next(row for row in rows("participation") if row["channel"] is Channel.INTERNET)

    with refused("hand_without_vote"):
        insert_copy("assembly_mark", roll_entry_id=by_phone["roll_entry_id"])
    with refused("final"):
        change("assembly_mark", marked_by=made.second.account_id)


def test_nobody_is_marked_or_unmarked_beside_an_act_that_stands(held):
    free = {"roll_entry_id": rows("roll_entry")[3]["id"], "channel": Channel.ASSEMBLY}
    db.session.execute(TABLES["participation"].insert(), rows("participation")[0] | free)

    with refused("hand_without_vote"):
        insert_copy("assembly_mark", roll_entry_id=free["roll_entry_id"])
    with refused("hand_settled"):
        delete("assembly_mark")


def test_no_more_hands_than_people_were_marked(held):
    vote = rows("assembly_vote")[0]
    delete("assembly_vote")

    for raised in ((4, 0, 0), (1, 1, 2), (0, 4, 0)):
        with refused("hands_over_marked"):
            db.session.execute(
                TABLES["assembly_vote"].insert(),
                vote | dict(zip(("in_favour", "against", "abstained"), raised, strict=True)),
            )
    with refused("not_negative"):
        db.session.execute(TABLES["assembly_vote"].insert(), vote | {"in_favour": -1})
    with refused("final"):
        db.session.execute(TABLES["assembly_vote"].insert(), vote)
        change("assembly_vote", in_favour=0)


@pytest.mark.parametrize(
    "values",
    [{"voters": 2}, {"attended": 3}, {"is_quorate": False, "voters": 0}],
    ids=lambda values: ",".join(values),
)
def test_an_act_is_confirmed_only_where_everything_fits(held, values):
    confirmed = {"confirmed_by": held.second.account_id, "confirmed_at": held.stage.now}

    with refused("act_not_confirmable"):
        change("assembly_act", **values, **confirmed)
    change("assembly_act", **confirmed)


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"attended": 2}, "people_fit"),
        ({"on_roll": 3}, "people_fit"),
        ({"is_quorate": False}, "nobody_votes"),
        ({"returned_at": None, "returned_why": "x"}, "returned_whole"),
        ({"scan_sha256": "f"}, "scan_whole"),
    ],
)
def test_an_act_is_whole(held, values, word):
    with refused(word):
        change("assembly_act", **values)


def test_two_people_stand_for_an_act(held):
    with refused("two_people"):
        change("assembly_act", confirmed_by=held.first.account_id, confirmed_at=held.stage.now)


def test_nothing_of_a_confirmed_act_is_ever_changed(held):
    held.confirm()

    for column, value in (
        ("attended", 4),
        ("voters", 2),
        ("chair", "Башка"),
        ("confirmed_at", None),
    ):
        with refused("final"):
            change("assembly_act", **{column: value})
    for table, word in (
        ("assembly_vote", "hands_kept"),
        ("assembly_attendance", "attendance_kept"),
        ("assembly_mark", "hand_settled"),
        ("assembly_act", "final"),
        ("assembly", "final"),
    ):
        with refused(word):
            delete(table)
    with refused("assembly_over"):
        change("assembly", place_ky="Башка жер")


def test_an_assembly_where_somebody_is_marked_is_not_cancelled(stage):
    made = with_assembly(stage)
    made.mark(made.people[0])
    words = {
        "cancelled_by": made.member.account_id, "cancelled_at": stage.now,
        "cancelled_why": "Себеп",
    }  # fmt: skip

    with refused("assembly_over"):
        change("assembly", **words)
    delete("assembly_mark")
    with refused("cancelled_whole"):
        change("assembly", cancelled_at=stage.now + timedelta(hours=1))
    with refused("cancelled_by_another"):
        change("assembly", **words | {"cancelled_by": made.first.account_id})
    change("assembly", **words)
    with refused("assembly_over"):
        change("assembly", cancelled_why="Башка")


def test_the_number_of_marks_taken_back_never_shrinks(stage):
    with_assembly(stage)
    change("assembly", taken_back=2)

    with refused("assembly_over"):
        change("assembly", taken_back=1)


def test_no_table_of_hands_holds_a_choice_beside_a_person_or_a_time():
    assert set(TABLES["assembly_vote"].c.keys()) == {
        "municipality_id", "assembly_id", "project_id", "in_favour", "against", "abstained",
    }  # fmt: skip
    assert set(TABLES["assembly_mark"].c.keys()) == {
        "municipality_id", "round_id", "roll_entry_id", "assembly_id", "marked_by",
    }  # fmt: skip
