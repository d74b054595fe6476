"""The database itself refuses what no deed may do, whoever asks it."""

from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import DatabaseError

from pb import lifecycle
from pb.records.base import Base, db
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests.stage import KEYS

TABLES = Base.metadata.tables


@contextmanager
def refused(word=""):
    """The statement inside is refused by the database, with this word in its reason."""
    with pytest.raises(DatabaseError) as found, db.session.begin_nested():
        yield
    assert word.lower() in str(found.value.orig).lower()


def rows(name):
    table = TABLES[name]
    found = db.session.execute(table.select().order_by(*table.primary_key.columns))
    return [dict(row) for row in found.mappings()]


def change(name, **values):
    """Change every row of a table: there is one, or any may be refused."""
    db.session.execute(TABLES[name].update().values(**values))


def insert_copy(name, **values):
    """One more row like the first one, but for these values; the key of its own."""
    row = rows(name)[0]
    row.pop("id", None)
    db.session.execute(TABLES[name].insert(), row | values)


def other(value):
    """Something else of the same kind."""
    match value:
        case datetime():
            return value + timedelta(seconds=1)
        case int():
            return value + 1
        case None:
            return 1
        case _:
            return f"{value}x"


@pytest.fixture
def decided(stage):
    """A round with two projects, a ballot in the box and a confirmed result with its document."""
    voters = stage.open_voting(100, 200, voters=2)
    stage.vote(voters[0], 1)
    stage.go_to(Phase.COUNTING)
    lifecycle.count(stage.person(Role.OPERATOR), stage.place, "2026", KEYS, stage.now)
    change("result", confirmed_at=stage.now, confirmed_by=stage.person(Role.COMMISSION).account_id)
    change("round", decided_at=stage.now)
    paper = {"municipality_id": stage.place, "round_id": stage.round().id, "ref": "d0c", "year": 1,
             "kind": "protocol", "number": 1, "language": "ky", "facts": "{}", "sha256": "f",
             "size": 1, "created_at": stage.now}  # fmt: skip
    db.session.execute(TABLES["document"].insert(), paper)
    db.session.commit()
    return stage


FROZEN = [
    "slug", "edition", "title_ky", "title_ru", "currency", "budget", "ceiling", "vote_type",
    "min_choices", "max_choices", "allocation_rule", "threshold", "ties", "expected_ballots",
    "submission_opens", "submission_closes", "review_closes", "voting_opens", "voting_closes",
    "results_due", "announced_at", "announced_by", "source", "rule_set_id", "rule_set_hash",
]  # fmt: skip
SWITCHED = {"vote_type": "choose-1", "allocation_rule": "greedy-no-skip", "source": "x"}


@pytest.mark.parametrize("column", FROZEN)
def test_an_announced_round_is_never_changed(stage, column):
    stage.draft()
    value = SWITCHED.get(column, other(rows("round")[0][column]))
    if column not in ("announced_at", "announced_by", "rule_set_id", "rule_set_hash"):
        with db.session.begin_nested() as tried:
            change("round", **{column: value})  # as long as it is a draft
            tried.rollback()
    rules = {"rule_set_hash": rows("rule_set")[0]["sha256"]}
    change(
        "round", announced_at=stage.now, announced_by=stage.person(Role.HEAD).account_id, **rules
    )

    with refused("final"):
        change("round", **{column: other(stage.now) if column == "announced_at" else value})


@pytest.mark.parametrize("column", ["announced_at", "voting_closes"])
def test_an_announced_round_is_neither_emptied_nor_deleted(stage, column):
    stage.announced()

    with refused():
        change("round", **{column: None})
    with refused("final"):
        db.session.execute(TABLES["round"].delete())


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("project", "cost"),
        ("project", "title_ky"),
        ("project", "number"),
        ("participation", "channel"),
        ("participation", "roll_entry_id"),
        ("ballot", "marks"),
        ("ballot", "lot_id"),
        ("lot", "size"),
        ("result", "cost"),
        ("round", "decided_at"),
        ("result", "confirmed_by"),
        ("result", "confirmed_at"),
        ("result_line", "score"),
        ("result_line", "outcome"),
        ("document", "sha256"),
        ("document", "facts"),
        ("audit_event", "facts"),
        ("audit_event", "at"),
        ("audit_event", "actor_ref"),
    ],
)
def test_what_is_final_is_never_changed(decided, table, column):
    with refused("final"):
        change(table, **{column: None})


@pytest.mark.parametrize(
    "table", ["project", "ballot", "lot", "result", "result_line", "document", "audit_event"]
)
def test_what_is_final_is_never_deleted(decided, table):
    assert rows(table)

    with refused("final"):
        db.session.execute(TABLES[table].delete())


def test_a_person_takes_part_once_whatever_the_channel(decided):
    for channel in ("internet", "paper", "assembly"):
        with refused("unique"):
            insert_copy("participation", channel=channel)


@pytest.mark.parametrize(
    ("state", "missing"),
    [
        ("submitted", {"submitted_at": None}),
        ("submitted", {"review_number": 0}),
        ("lost", {}),
    ],
)
def test_a_proposal_is_in_no_state_without_what_belongs_to_it(stage, state, missing):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    stage.submitted()
    said = db.literal(state, db.Text)  # past the type, which knows the states

    with refused("check"):
        change("proposal", **({"state": said} | missing))


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("proposal", {"cost": 0}),
        ("proposal", {"cost": -1}),
        ("proposal", {"total_cost": 1}),
        ("proposal", {"cost": None}),
        ("proposal_line", {"amount": 0}),
        ("result", {"cost": -1}),
        ("result", {"left_over": -1}),
        ("result", {"budget": 1}),
        ("result", {"internet": 7}),
    ],
)
def test_money_is_never_negative_and_always_adds_up(stage, table, values):
    stage.open_voting(100, voters=1)
    stage.go_to(Phase.COUNTING)
    lifecycle.count(stage.person(Role.OPERATOR), stage.place, "2026", KEYS, stage.now)

    with refused("check"):
        if table == "result":  # a counted one is not changed at all, so a further one is tried
            insert_copy(table, version=2, **values)
        change(table, **values)


@pytest.mark.parametrize(
    "values",
    [{"cost": 0}, {"cost": -1}, {"own_contribution": -1}, {"number": 0}, {"title_ky": None}],
)
def test_a_project_that_cannot_be_never_stands_on_the_ballot(decided, values):
    insert_copy("project", number=9, proposal_id=None)
    with refused("check"):
        insert_copy("project", **{"number": 10, "proposal_id": None, **values})


@pytest.mark.parametrize(
    "values",
    [
        {"budget": 0},
        {"budget": -1},
        {"ceiling": 0},
        {"ceiling": 10**15},
        {"min_choices": -1},
        {"min_choices": 4},
        {"threshold": -1},
    ],
)
def test_a_round_has_no_parameters_that_contradict(stage, values):
    stage.draft()

    with refused("check"):
        change("round", **values)


ORDER = ["submission_opens", "submission_closes", "review_closes", "voting_opens",
         "voting_closes", "results_due"]  # fmt: skip


@pytest.mark.parametrize("place", range(5))
def test_the_dates_of_a_round_are_in_order(stage, place):
    stage.draft()
    earlier, later = ORDER[place : place + 2]

    with refused("check"):
        change("round", **{later: rows("round")[0][earlier] - timedelta(seconds=1)})


def test_what_was_counted_is_not_changed_before_it_is_confirmed(stage):
    stage.open_voting(100, voters=1)
    stage.go_to(Phase.COUNTING)
    lifecycle.count(stage.person(Role.OPERATOR), stage.place, "2026", KEYS, stage.now)

    for column in ("participants", "ballots", "marks", "cost", "counted_by", "version"):
        with refused("final"):
            change("result", **{column: 7})


def test_a_result_is_confirmed_by_another_than_who_counted(stage):
    stage.open_voting(100, voters=1)
    stage.go_to(Phase.COUNTING)
    clerk, member = stage.person(Role.OPERATOR), stage.person(Role.COMMISSION)
    lifecycle.count(clerk, stage.place, "2026", KEYS, stage.now)

    with refused("check"):
        change("result", confirmed_at=stage.now, confirmed_by=clerk.account_id)
    with refused("check"):
        change("result", confirmed_at=None, confirmed_by=member.account_id)
    change("result", confirmed_at=stage.now, confirmed_by=member.account_id)


def test_a_round_is_never_decided_before_it_is_announced(stage):
    stage.draft()

    with refused("check"):
        change("round", decided_at=stage.now)


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("project", {"proposal_id": None}),
        ("project", {"number": 9}),
        ("proposal", {"ref": "other", "started_as": "other"}),
        ("proposal", {"register_number": 9, "started_as": "other"}),
        ("round", {}),
        ("lot", {}),
        ("ballot", {}),
        ("result", {}),
        ("roll_entry", {}),
        ("resident", {}),
        ("role_grant", {}),
        ("settlement", {}),
        ("municipality", {}),
        ("document", {"ref": "other"}),
    ],
)
def test_nothing_stands_twice_under_one_name_or_number(decided, table, values):
    with refused("unique"):
        insert_copy(table, **values)
