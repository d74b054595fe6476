"""The database itself refuses what no deed about ballots on paper may do."""

import pytest

from pb.acts import paper_batches
from pb.records.base import db
from pb.rules.tally.election import Channel
from tests.paper_stage import with_station
from tests.records.test_constraints import TABLES, change, insert_copy, refused, rows


@pytest.fixture
def opened(stage):
    """Two ballots in a confirmed box."""
    paper = with_station(stage)
    for person in paper.people[:2]:
        paper.mark(person)
    stage.vote(paper.people[3], 1)
    paper.open_box(2)
    return paper


def lines(paper, number=2):
    return [f"{one} 1" for one in paper.numbers[:number]]


def test_no_stub_has_the_number_of_another_one(stage):
    with_station(stage)

    for first, last in ((6, 8), (1, 1), (2, 3)):
        with refused("overlaps"):
            insert_copy("ballot_stock", ref="other", first=first, last=last)
    insert_copy("ballot_stock", ref="other", first=7, last=8)


def test_a_mark_stands_beside_a_vote_on_paper_and_no_other(stage):
    paper = with_station(stage)
    paper.mark(paper.people[0])
    stage.vote(paper.people[1], 1)
    by_phone = next(row for row in rows("participation") if row["channel"] is Channel.INTERNET)

    with refused("mark_without_vote"):
        insert_copy("paper_mark", roll_entry_id=by_phone["roll_entry_id"])


def test_nothing_is_printed_or_marked_for_an_opened_box(opened):
    with refused("overlaps"):
        insert_copy("ballot_stock", ref="other", first=7, last=8)
    db.session.execute(
        TABLES["participation"].insert(),
        rows("participation")[0]
        | {"roll_entry_id": rows("roll_entry")[2]["id"], "channel": Channel.PAPER},
    )
    with refused("mark_without_vote"):
        insert_copy("paper_mark", roll_entry_id=rows("roll_entry")[2]["id"])


@pytest.mark.parametrize("column", ["found", "marks", "is_void", "confirmed_by"])
def test_a_confirmed_act_is_never_changed(opened, column):
    with refused("final"):
        change("box_act", **{column: 1})


@pytest.mark.parametrize(
    "table", ["station", "ballot_stock", "printed_number", "paper_mark", "box_act", "paper_batch"]
)
def test_nothing_of_it_is_deleted(opened, table):
    opened.batch(1)

    with refused("final"):
        db.session.execute(TABLES[table].delete())


@pytest.mark.parametrize("changes", [{"found": 3}, {"found": 2, "spoiled": 5}, {"unused": -1}])
def test_an_act_adds_up(stage, changes):
    paper = with_station(stage)
    paper.mark(paper.people[0])
    paper.open_box(1)
    row = rows("box_act")[0] | {"confirmed_by": None, "confirmed_at": None} | changes
    insert_copy("station", ref="other", number=2)
    other = rows("station")[-1]["id"]

    with refused("constraint"):
        db.session.execute(TABLES["box_act"].insert(), row | {"station_id": other})


def test_nobody_confirms_the_act_they_entered(opened):
    insert_copy("station", ref="other", number=2)
    row = rows("box_act")[0]

    with refused("two_people"):
        db.session.execute(
            TABLES["box_act"].insert(),
            row | {"station_id": rows("station")[-1]["id"], "confirmed_by": row["entered_by"]},
        )


def test_piles_are_no_more_than_the_box(opened):
    opened.batch(1)

    with refused("batch_without_box"):
        insert_copy("paper_batch", ref="other", number=2, size=2)
    insert_copy("paper_batch", ref="other", number=2, size=1)


def test_one_person_does_not_read_a_pile_twice(opened):
    opened.type(opened.batch(2), opened.first, *lines(opened, 1))

    with refused("unique"):
        insert_copy("paper_pass", turn=2)


def test_a_line_is_never_changed_and_none_comes_after_the_end(opened, stage):
    ref = opened.batch(2)
    opened.type(ref, opened.first, *lines(opened))
    with refused("final"):
        change("paper_line", marks="2")
    with refused("line_of_finished_pass"):
        insert_copy("paper_line", line=3)

    paper_batches.finish(opened.first, stage.place, "2026", ref, stage.now)
    db.session.execute(TABLES["paper_line"].delete().where(TABLES["paper_line"].c.line == 2))
    with refused("line_of_finished_pass"):
        insert_copy("paper_line", line=2)


def approved(paper, by, counted=2):
    change(
        "paper_batch", state="approved", approved_by=by.account_id, approved_at=paper.stage.now,
        counted=counted, invalid=2 - counted,
    )  # fmt: skip


def test_nobody_approves_what_they_read_and_nothing_that_was_read_once(opened):
    ref = opened.batch(2)
    opened.read(ref, opened.first, *lines(opened))
    with refused("batch_not_approvable"):
        approved(opened, opened.member)
    opened.read(ref, opened.second, *lines(opened))

    for reader in (opened.first, opened.second):
        with refused("batch_not_approvable"):
            approved(opened, reader)
    approved(opened, opened.member)
    with refused("final"):
        change("paper_batch", counted=1, invalid=1)


def test_no_pile_comes_in_approved(opened):
    opened.batch(1)

    with refused("batch_without_box"):
        insert_copy(
            "paper_batch", ref="other", number=2, state="approved", counted=1, invalid=0,
            approved_by=opened.member.account_id, approved_at=opened.stage.now,
        )  # fmt: skip


def test_nothing_reaches_the_inbox_on_paper_but_what_was_approved(opened):
    ballot = rows("ballot_inbox")[0] | {"channel": Channel.PAPER}
    with refused("paper_not_approved"):
        db.session.execute(TABLES["ballot_inbox"].insert(), ballot | {"ballot_id": "stuffed"})

    opened.approve(opened.entered(*lines(opened)))

    with refused("paper_not_approved"):
        db.session.execute(TABLES["ballot_inbox"].insert(), ballot | {"ballot_id": "stuffed"})


def test_no_table_of_paper_holds_a_choice_beside_a_person_or_a_time():
    line = set(TABLES["paper_line"].c.keys())

    assert line == {"municipality_id", "batch_id", "turn", "line", "number", "marks"}
    assert set(TABLES["paper_mark"].c.keys()) == {
        "municipality_id", "round_id", "roll_entry_id", "station_id", "marked_by",
    }  # fmt: skip
