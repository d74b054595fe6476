"""Somebody who reads the whole database looks for whose ballot is whose, by what no column says.

Each deed is a transaction of its own, committed: PostgreSQL writes its number (xmin) and place
(ctid) beside every row, SQLite an order (rowid). Neither may pair a person and a ballot beyond
what everybody knows: in which lot the ballot lies (security design, 2.10, I8).
"""

import pytest
from sqlalchemy import text

from pb import lifecycle
from pb.records.base import Base, db
from pb.rules.rounds import LOT
from tests.stage import KEYS

LOTS = 3
BALLOTS = ("ballot", "ballot_inbox")


@pytest.fixture
def told(field):
    """A round of four lots; what each voter marked, in the order they came, by line of the roll."""
    stage, _ = field
    people = stage.open_voting(*[100_000] * 6, voters=LOTS * LOT)
    receipts = []
    for number, person in enumerate(people, 1):
        receipts.append(stage.vote(person, 1 + number % 6))
        db.session.commit()
        if number % LOT == 0:
            assert lifecycle.tick(KEYS, stage.now) == LOT
            db.session.commit()
    return stage, [receipt.ballot_id for receipt in receipts]


def rows(query, stage):
    return list(db.session.execute(text(query), {"round": stage.round().id}))


def is_postgresql():
    return db.engine.dialect.name == "postgresql"


def test_no_row_shares_its_transaction_with_fewer_ballots_than_a_lot(told):
    stage, _ = told
    if not is_postgresql():
        pytest.skip("SQLite keeps no number of a transaction")
    ballots = rows("SELECT xmin::text FROM ballot WHERE round_id = :round", stage)
    together = {}
    for (transaction,) in ballots:
        together[transaction] = together.get(transaction, 0) + 1
    assert sorted(together.values()) == [LOT] * LOTS

    for name in sorted(set(Base.metadata.tables) - set(BALLOTS)):
        shared = rows(f'SELECT DISTINCT xmin::text FROM "{name}"', stage)  # noqa: S608 - our names
        assert all(together.get(transaction, LOT) >= LOT for (transaction,) in shared), name
    people = rows("SELECT xmin::text FROM participation WHERE round_id = :round", stage)
    assert not {transaction for (transaction,) in people} & set(together)


def test_no_order_of_rows_tells_more_than_the_lot(told):
    """Pairing by any order guesses as often right as pairing by chance: once a lot."""
    stage, came = told
    place = "ctid" if is_postgresql() else "rowid"
    people = [
        row.roll_entry_id
        for row in rows(
            f"SELECT roll_entry_id FROM participation WHERE round_id = :round ORDER BY {place}",  # noqa: S608
            stage,
        )
    ]
    # The test knows who came when; the reader of the database takes the order of the rows for it.
    whose = dict(zip(people, came, strict=True))
    orders = ["ballot_id", "number, ballot_id", "salt", "marks, ballot_id"]
    if is_postgresql():
        orders += ["ctid", "xmin::text::bigint, ctid", "cmin::text::bigint, ctid"]
    for order in orders:
        ballots = rows(
            f"SELECT ballot_id FROM ballot WHERE round_id = :round"  # noqa: S608 - our words
            f" ORDER BY lot_id, {order}",
            stage,
        )
        found = [row.ballot_id for row in ballots]
        assert sorted(found) == sorted(came)
        for guess in (found, [one for lot in _lots(found) for one in reversed(lot)]):
            right = sum(whose[person] == one for person, one in zip(people, guess, strict=True))
            # Three by chance; fourteen come once in a million tries.
            assert right < 14, (order, right)


def test_the_place_in_the_inbox_is_gone_with_the_ballot(told):
    stage, _ = told

    assert rows("SELECT 1 FROM ballot_inbox WHERE round_id = :round", stage) == []


def _lots(found):
    return [found[start : start + LOT] for start in range(0, len(found), LOT)]
