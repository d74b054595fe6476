"""No column, no order and no time joins a person to a ballot."""

from datetime import date

import pytest
from sqlalchemy import BigInteger, Integer, select

from pb.records.base import Base, db
from pb.rules.rounds import LOT

TABLES = Base.metadata.tables
PERSON = {"account_id", "resident_id", "roll_entry_id", "author_id", "actor_ref", "session_id"}
CHOICE = {"ballot_id", "marks", "lot_id"}
BALLOT_TABLES = ("ballot_inbox", "ballot")


def names(table):
    return {column.name for column in table.columns}


def leads_to(table, seen=frozenset()):
    """The tables a row of this one can be followed to by its foreign keys."""
    found = {key.column.table for key in table.foreign_keys} - seen
    return found.union(*(leads_to(other, seen | found) for other in found))


@pytest.mark.parametrize("name", sorted(TABLES))
def test_no_table_holds_both_a_person_and_a_ballot(name):
    columns = names(TABLES[name])

    assert not (columns & PERSON and columns & CHOICE)
    if name in BALLOT_TABLES:
        assert not columns & PERSON


def test_the_words_this_file_looks_for_are_those_of_the_tables():
    every = set().union(*(names(table) for table in TABLES.values()))

    assert CHOICE - every == set()
    assert PERSON - every == {"session_id"}
    # the marks of a result are their sum over all ballots, a seal is that of a whole lot, the
    # tickets of a drawn lot number the projects; the marks of a box are people who took a ballot,
    # and a line on paper was read from a pile, by somebody who saw nobody put it in; a ballot that
    # does not count leads to a decision, and what stood on it is blanked with the references
    others = {"result", "lot_seal", "ballot_ticket", "box_act", "paper_line", "ballot_annulment"}
    assert {name for name in TABLES if names(TABLES[name]) & CHOICE} == {*BALLOT_TABLES, *others}


@pytest.mark.parametrize("name", BALLOT_TABLES)
def test_a_ballot_cannot_be_followed_to_a_person(name):
    followed = {table.name for table in leads_to(TABLES[name])}

    assert followed & {"participation", "roll_entry", "resident", "role_grant"} == set()


@pytest.mark.parametrize("name", sorted(set(TABLES) - {"lot"}))
def test_nothing_points_at_a_ballot(name):
    assert not {key.column.table.name for key in TABLES[name].foreign_keys} & set(BALLOT_TABLES)


@pytest.mark.parametrize("name", BALLOT_TABLES)
def test_a_ballot_has_neither_a_time_nor_a_serial_number(name):
    table = TABLES[name]
    [key] = table.primary_key.columns

    assert key.name == "ballot_id"
    assert not isinstance(key.type, Integer | BigInteger)
    assert table.dialect_options["sqlite"]["with_rowid"] is False
    assert not [c.name for c in table.columns if issubclass(c.type.python_type, date)]


def test_a_lot_does_not_tell_when_it_was_sealed():
    assert names(TABLES["lot"]) == {"id", "municipality_id", "round_id", "sequence", "size"}


def test_a_participation_carries_no_serial_number_and_no_finer_time_than_the_hour(stage):
    people = stage.open_voting(100, voters=2)
    for person in people:
        stage.vote(person, 1)

    table = TABLES["participation"]
    rows = db.session.execute(select(table)).mappings().all()

    assert [column.name for column in table.primary_key.columns] == ["round_id", "roll_entry_id"]
    assert {(row["hour"].minute, row["hour"].second) for row in rows} == {(0, 0)}


def test_votes_of_one_hour_look_alike_in_every_table_of_the_trail(stage):
    people = stage.open_voting(100, 200, voters=LOT)
    for number, person in enumerate(people):
        stage.vote(person, 1 + number % 2)

    table = TABLES["audit_event"]
    rows = db.session.execute(select(table).where(table.c.tag == "ballot.cast")).mappings().all()

    assert len(rows) == LOT
    assert len({tuple(v for k, v in row.items() if k != "id") for row in rows}) == 1
    assert {row["actor_ref"] for row in rows} == {None}
