"""The database itself keeps reviews whole and appeals as they were filed, whoever asks it."""

from datetime import date

import pytest

from pb.acts import appeals
from pb.records import appeals as records
from pb.records.base import db
from pb.rules.appeals import AppealAnswer
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests import reviewing
from tests.records.test_constraints import change, refused

WHY, LAW = "Смета тиркелген эмес.", "ЖӨБ мыйзамы, 22-берене"


@pytest.mark.parametrize(
    ("outcome", "missing"),
    [
        ("returned", {"reason": None}),
        ("returned", {"reason": "Жок."}),
        ("returned", {"mend_by": None}),
        ("not_admitted", {"reason": None}),
        ("not_admitted", {"reason": "." * 9}),
        ("not_admitted", {"ground": None}),
        ("not_admitted", {"legal_ground": None}),
        ("not_admitted", {"legal_ground": "22-берене"}),
        ("admitted", {"decided_by": None}),
        ("admitted", {"final_at": None}),
        (None, {}),
        ("lost", {}),
    ],
)
def test_no_review_is_final_without_what_belongs_to_it(stage, outcome, missing):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    stage.submitted()
    whole = {
        "state": "final_review",
        "outcome": db.literal(outcome, db.Text),  # past the type, which knows the outcomes
        "reason": WHY,
        "mend_by": stage.now.date(),
        "ground": "not_local",
        "legal_ground": LAW,
        "decided_by": stage.person(Role.OPERATOR).account_id,
        "final_at": stage.now,
    }

    with refused("check"):
        change("review", **(whole | missing))


@pytest.fixture
def clerk(stage):
    return stage.person(Role.OPERATOR)


@pytest.fixture
def appeal(stage, clerk):
    """An appeal against what the clerk refused."""
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    author = stage.person(Role.RESIDENT)
    ref = stage.submitted(author=author)
    reviewing.refuse(stage, ref, clerk)
    where = (author, stage.place, ref)
    return appeals.file(*where, "Кайра караңыздар.", "ky", stage.now, is_text_public=False)


def test_the_database_refuses_the_same_person_on_both_sides(stage, appeal, clerk):
    appeals.register(clerk, stage.place, appeal, stage.now)
    values = {
        "answered_by": clerk.account_id,
        "answered_on": date(2026, 3, 4),
        "answer": AppealAnswer.DISMISSED,
        "reasons": WHY,
    }

    with refused("two_people"):
        db.session.execute(records.Appeal.__table__.update().values(values))


@pytest.mark.parametrize(
    "changes",
    [{"text": "Башка текст жазылды."}, {"filed_on": date(2026, 1, 1)}, {"is_text_public": True}],
)
def test_what_was_filed_never_changes(stage, appeal, changes):
    table = records.Appeal.__table__

    for statement in (table.update().values(changes), table.delete()):
        with refused("final"):
            db.session.execute(statement)


def test_what_was_registered_never_changes(stage, appeal, clerk):
    appeals.register(clerk, stage.place, appeal, stage.now)

    statement = records.Appeal.__table__.update().values(registered_on=date(2026, 1, 1))
    with refused("final"):
        db.session.execute(statement)
