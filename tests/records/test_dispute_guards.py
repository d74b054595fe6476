"""What the database holds of a disputed vote, whatever the code above it forgets."""

import pytest

from pb.acts import erasures
from pb.records.base import db
from pb.rules.roles import Role
from tests.dispute_stage import with_key
from tests.records.test_constraints import TABLES, change, insert_copy, refused, rows


@pytest.fixture
def voted(stage):
    """Four people voted by phone, in a round with a key; one of the votes was taken out."""
    dispute = with_key(stage, voters=5)
    for person in dispute.people[:4]:
        dispute.vote(person, 1)
    dispute.void(dispute.people[0])
    return dispute


@pytest.mark.parametrize("table", ["ceremony", "key_holder", "key_lock"])
def test_the_key_of_a_round_is_never_changed_or_lost_once_somebody_voted(voted, table):
    with refused("final"):
        db.session.execute(TABLES[table].delete())
    with refused("final"):
        change(table, municipality_id=0)


def test_a_mark_goes_only_under_a_decision_of_two(voted):
    with refused("final"):
        db.session.execute(TABLES["participation"].delete())
    with refused("final"):
        change("participation", sealed_ref=None)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("decision", "reason"),
        ("decision", "second_by"),
        ("ballot_annulment", "leaf"),
        ("participation_void", "roll_entry_id"),
    ],
)
def test_what_was_decided_is_never_changed(voted, table, column):
    with refused("final"):
        change(table, **{column: None})
    with refused("final"):
        db.session.execute(TABLES[table].delete())


def test_a_ballot_is_not_taken_out_without_a_decision_of_the_same_kind(voted):
    waiting = rows("ballot_inbox")[1]["ballot_id"]
    with refused("annulment_undecided"):
        insert_copy("ballot_annulment", ballot_id=waiting, kind="override", leaf=b"x" * 32)


def test_one_person_does_not_decide_alone(voted):
    own = rows("decision")[0]["opened_by"]
    with refused("two_people"):
        insert_copy("decision", ref="copy", number=9, second_by=own)


def test_nothing_is_erased_before_two_people_said_so(stage, voted):
    stage.decided()
    for table, changes in (
        ("participation", {"sealed_ref": None}),
        ("ballot", {"lineage": None}),
        ("ballot", {"marks": "", "number": None, "salt": None}),
    ):
        with refused("final"):
            change(table, **changes)
    voted.after_disputes()
    erasures.ask(stage.person(Role.COMMISSION), stage.place, "2026", stage.now)

    with refused("final"):
        change("participation", sealed_ref=None)


def test_a_ballot_that_counts_is_never_blanked(stage, voted):
    stage.decided()
    voted.after_disputes()
    erasures.ask(stage.person(Role.COMMISSION), stage.place, "2026", stage.now)
    erasures.agree(stage.person(Role.MONITORING), stage.place, "2026", stage.now)

    with refused("final"):
        change("ballot", marks="", number=None, salt=None)
    with refused("final"):
        change("erasure", references_erased=0)
