"""The database itself keeps interests for ever, one leader in a group, two people to a paper."""

from datetime import date

import pytest
from sqlalchemy import text

from pb.acts.groups import interests
from pb.records.base import db
from pb.records.personal import Sealed
from pb.rules.groups import InterestKind
from pb.rules.roles import Role
from tests.groups_made import entered, neighbours, registered
from tests.records.test_constraints import change, insert_copy, other, refused, rows


@pytest.fixture
def noted(stage):
    """A registered group with an interest of one of its members."""
    people = neighbours(stage)
    ref = registered(stage, *people)
    interests.note_own(people[1], stage.place, ref, InterestKind.POST, "Кеңеште", stage.now)
    return stage


def test_an_interest_is_never_changed_and_never_deleted(noted):
    [row] = rows("initiative_group_interest")

    for column in sorted(set(row) - {"id"}):
        fixed = {"kind": "family_tie", "note": Sealed("x"), "noted_on": date(2000, 1, 1)}
        value = fixed[column] if column in fixed else other(row[column])
        with refused("final"):
            change("initiative_group_interest", **{column: value})
    with refused("final"):
        db.session.execute(text("DELETE FROM initiative_group_interest"))
    assert rows("initiative_group_interest") == [row]


@pytest.mark.parametrize("column", ["resident_id", "account_id", "group_id", "consented_at", "ref"])
def test_a_member_never_becomes_another_person(noted, column):
    with refused("final"):
        change(
            "initiative_group_member", **{column: other(rows("initiative_group_member")[0][column])}
        )


def test_neither_a_group_nor_a_member_is_ever_deleted(noted):
    for table in ("initiative_group_member", "initiative_group"):
        with refused("final"):
            db.session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - a name of ours


@pytest.mark.parametrize(
    "column", ["register_number", "registered_at", "met_on", "protocol_number"]
)
def test_what_the_register_says_is_never_changed(noted, column):
    with refused("final"):
        change("initiative_group", **{column: None})


def test_a_group_has_one_leader_and_nobody_twice(noted):
    leader, member, _ = rows("initiative_group_member")

    with refused("unique"):
        insert_copy("initiative_group_member", ref="copy", left_at=None)
    with refused("unique"):
        db.session.execute(
            text("UPDATE initiative_group_member SET part = 'leader' WHERE id = :id"),
            {"id": member["id"]},
        )
    with refused("leader_stays"):
        db.session.execute(
            text("UPDATE initiative_group_member SET left_at = created_at WHERE id = :id"),
            {"id": leader["id"]},
        )


def test_a_paper_is_confirmed_by_another_person_or_is_not_founded(stage):
    clerk = stage.person(Role.OPERATOR)
    entered(stage, clerk)

    with refused("two_people"):
        change("initiative_group", confirmed_by=clerk.account_id, confirmed_at=stage.now)
    with refused("paper_is_confirmed"):
        change("initiative_group", state="founded", founded_at=stage.now)
    with refused("reason_whole"):
        change("initiative_group", state="dissolved")
    with refused("paper"):
        change("initiative_group", paper_sha256=None, paper_size=None, paper_media_type=None)


def test_a_row_of_a_group_never_points_into_another_municipality(noted):
    neighbour = noted.found("neighbour")

    for table in ("initiative_group_member", "initiative_group_interest",
                  "initiative_group_invitation"):  # fmt: skip
        unique = {"ref": "copy"} if table != "initiative_group_interest" else {"kind": "money_tie"}
        if table == "initiative_group_invitation":
            unique |= {"tag": b"copy", "number": 99}
        if table == "initiative_group_member":
            unique |= {"left_at": noted.now, "part": "group_member"}
        with refused("foreign key"):
            insert_copy(table, **unique, municipality_id=neighbour)
