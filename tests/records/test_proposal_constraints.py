"""The database itself guards what is kept of a proposal, and its way off the ballot."""

import pytest

from pb.acts import proposals
from pb.records.base import db
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests import groups_made as made
from tests.records.test_constraints import TABLES, change, insert_copy, refused, rows


@pytest.fixture
def author(stage):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    return stage.person(Role.RESIDENT)


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("proposal", {"problem_ky": None}),
        ("proposal", {"solution_ky": None}),
        ("proposal", {"cost": None}),
        ("proposal", {"total_cost": None}),
        ("proposal", {"language": "en"}),
        ("proposal", {"version": 0}),
        ("proposal", {"beneficiaries": 0}),
        ("proposal", {"latitude": 42_000_000}),
        ("proposal", {"latitude": 91_000_000, "longitude": 77_000_000}),
        ("proposal", {"latitude": 42_000_000, "longitude": -181_000_000}),
        ("proposal_line", {"amount": 0}),
        ("proposal_contribution", {"pledged": 0}),
        ("proposal_contribution", {"people": 2}),
        ("proposal_contribution", {"people": 2, "days": 2, "rate": 2}),
    ],
)
def test_what_was_sent_is_whole_and_adds_up(stage, author, table, values):
    stage.submitted(author=author)

    with refused("check"):
        change(table, **values)


def test_what_was_sent_and_withdrawn_is_final(stage, author):
    ref = stage.submitted(author=author)
    proposals.withdraw(author, stage.place, ref, stage.now)

    for table, values in (("proposal_version", {"cost": 1}), ("withdrawal", {"number": 7})):
        with refused("final"):
            change(table, **values)
        with refused("final"):
            db.session.execute(TABLES[table].delete())


@pytest.mark.parametrize("table", ["proposal_version", "proposal_line", "proposal_contribution"])
def test_a_number_stands_once_in_a_proposal(stage, author, table):
    stage.submitted(author=author)

    with refused("unique"):
        insert_copy(table)


def test_one_form_begins_one_proposal(stage, author):
    stage.submitted(author=author)

    with refused("unique"):
        insert_copy("proposal", ref="other", register_number=9)


@pytest.mark.parametrize("table", ["proposal_version", "proposal_line", "proposal_contribution"])
def test_a_part_never_points_into_another_municipality(stage, author, table):
    stage.submitted(author=author)
    neighbour = stage.found("neighbour")

    with refused("foreign key"):
        insert_copy(table, municipality_id=neighbour, number=9)


def test_a_project_leaves_the_ballot_only_when_it_was_withdrawn(stage):
    stage.announced()
    stage.on_ballot(100, 200)

    with refused("final"):
        db.session.execute(TABLES["project"].delete())


def test_a_project_stays_on_the_ballot_once_somebody_voted(stage):
    (voter,) = stage.open_voting(100, voters=1)
    stage.vote(voter, 1)
    (project,) = rows("project")
    row = {"municipality_id": stage.place, "proposal_id": project["proposal_id"],
           "round_id": project["round_id"], "number": 1, "at": stage.now}  # fmt: skip
    db.session.execute(TABLES["withdrawal"].insert(), row)

    with refused("final"):
        db.session.execute(TABLES["project"].delete())


@pytest.mark.parametrize("values", [{"applicant": "applicant_groups"}, {"group_id": 1}])
def test_a_group_and_its_kind_of_applicant_stand_together(stage, author, values):
    made.registered(stage)
    stage.submitted(author=author)
    found = {
        **values,
        **({"group_id": rows("initiative_group")[0]["id"]} if "group_id" in values else {}),
    }

    with refused("check"):
        change("proposal", **found)


def test_nothing_is_merged_without_the_consent_of_both(stage, author):
    stage.submitted(author=author)

    with refused("final"):
        change("proposal", state="merged")
