"""Who took part, and what was chosen: two worlds that no column joins.

A participation never carries a choice; a ballot never carries a person, a time or a serial number.
A ballot waits in the inbox until a lot is sealed: the move shuffles, so that neither the order of
rows nor the transaction that wrote them says who cast which.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Row,
    Table,
    UniqueConstraint,
    delete,
    exists,
    func,
    insert,
    select,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.annulments import BallotAnnulment
from pb.records.base import Base, InMunicipality, connection_of_deed, db, kind
from pb.records.statements import Statement
from pb.rules.tally.election import Channel


class Participation(InMunicipality, Base):
    """That a person took part in a round, once over all channels: the primary key is the law."""

    __tablename__ = "participation"

    round_id: Mapped[int] = mapped_column(primary_key=True)
    roll_entry_id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[Channel] = mapped_column(kind(Channel, "known_channel"))
    hour: Mapped[datetime]
    """Cut to the hour: a finer time would tell whose ballot came when."""
    sealed_ref: Mapped[bytes | None]
    """The lineage of the ballot, sealed for the key of the round: two of three holders open it.

    Null on paper and by hands, in a round without a key, and once the references are erased.
    """

    __table_args__ = (
        CheckConstraint("sealed_ref IS NULL OR channel = 'internet'", "sealed_if_internet"),
        ForeignKeyConstraint(
            ["round_id", "roll_entry_id"], ["roll_entry.round_id", "roll_entry.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
    )


class InboxBallot(InMunicipality, Base):
    """A ballot on its way into the box."""

    __tablename__ = "ballot_inbox"

    ballot_id: Mapped[str] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(index=True)
    channel: Mapped[Channel] = mapped_column(kind(Channel, "known_channel"))
    number: Mapped[int]
    """The control number, drawn before any choice was known; shared by about ten ballots."""
    marks: Mapped[str]
    salt: Mapped[bytes | None]
    """16 random bytes in its leaf; null only for what waited before lots were signed."""
    lineage: Mapped[bytes | None]
    """16 random bytes that lead here from a sealed reference; the ballot that replaces it has the
    same. Null in a round without a key."""
    change_tag: Mapped[bytes | None]
    """SHA-256 of the change code, where the voter asked for one."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        {"sqlite_with_rowid": False},
    )


class Lot(InMunicipality, Base):
    """Ballots that went into the box together, in an order drawn by lot."""

    __tablename__ = "lot"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int]
    sequence: Mapped[int]
    size: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        UniqueConstraint("round_id", "sequence"),
        CheckConstraint("size > 0", "not_empty"),
    )


class Ballot(InMunicipality, Base):
    """A ballot in the box; never changed, never taken out."""

    __tablename__ = "ballot"

    ballot_id: Mapped[str] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(index=True)
    lot_id: Mapped[int]
    channel: Mapped[Channel] = mapped_column(kind(Channel, "known_channel"))
    number: Mapped[int | None]
    """Null for the ballots of an imported election."""
    marks: Mapped[str]
    salt: Mapped[bytes | None]
    """16 random bytes in its leaf; null where its lot was never signed."""
    lineage: Mapped[bytes | None]
    change_tag: Mapped[bytes | None]
    """As in the inbox; both are null once the references are erased."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        ForeignKeyConstraint(["lot_id"], ["lot.id"]),
        {"sqlite_with_rowid": False},
    )


# Every vote writes them. The row itself is asked for: how many were written is not told by every
# driver. PostgreSQL's INSERT says the conflict in words that SQLite takes too.
_PARTICIPATION = cast(Table, Participation.__table__)
_MARK = Statement(
    postgresql.insert(_PARTICIPATION).on_conflict_do_nothing().returning(_PARTICIPATION.c.round_id),
    ("municipality_id", "round_id", "roll_entry_id", "channel", "hour", "sealed_ref"),
)
_PUT = Statement(
    insert(cast(Table, InboxBallot.__table__)).inline(),
    (
        "ballot_id", "municipality_id", "round_id", "channel", "number", "marks", "salt",
        "lineage", "change_tag",
    ),
)  # fmt: skip


def mark_participation(
    municipality_id: int,
    round_id: int,
    roll_entry_id: int,
    channel: Channel,
    hour: datetime,
    sealed_ref: bytes | None = None,
) -> bool:
    """Write that a person took part; False, and nothing written, if the person already did."""
    written = _MARK.send(
        municipality_id=municipality_id,
        round_id=round_id,
        roll_entry_id=roll_entry_id,
        channel=channel,
        hour=hour,
        sealed_ref=sealed_ref,
    )
    return bool(written)


def participation_of(round_id: int, roll_entry_id: int) -> tuple[Channel, datetime] | None:
    """The channel and the hour in which a person took part, or None."""
    row = db.session.execute(
        select(Participation.channel, Participation.hour).where(
            Participation.round_id == round_id, Participation.roll_entry_id == roll_entry_id
        )
    ).first()
    return (row[0], row[1]) if row else None


def put_in_inbox(
    municipality_id: int,
    round_id: int,
    ballot_id: str,
    channel: Channel,
    number: int,
    marks: str,
    salt: bytes,
    lineage: bytes | None = None,
    change_tag: bytes | None = None,
) -> None:
    """Lay a ballot into the inbox."""
    _PUT.send(
        ballot_id=ballot_id,
        municipality_id=municipality_id,
        round_id=round_id,
        channel=channel,
        number=number,
        marks=marks,
        salt=salt,
        lineage=lineage,
        change_tag=change_tag,
    )


def ballot_as_kept(round_id: int, ballot_id: str) -> tuple[int | None, str] | None:
    """The control number and the marks of a ballot as the database holds it, wherever it lies."""
    for table in (InboxBallot, Ballot):
        row = db.session.execute(
            select(table.number, table.marks).where(
                table.round_id == round_id, table.ballot_id == ballot_id
            )
        ).first()
        if row:
            return row[0], row[1]
    return None


Waiting = Row[*tuple[Any, ...]]
"""A ballot of the inbox as the plain values of its row: there are many, and voters wait."""


def inbox_of(round_id: int) -> Sequence[Waiting]:
    """What waits to go into the box."""
    table = cast(Table, InboxBallot.__table__)
    return db.session.execute(select(table).where(table.c.round_id == round_id)).all()


def put_in_box(lot: Lot, ballots: Sequence[tuple[Waiting, bytes]]) -> None:
    """Put ballots into the box in this order, each with its salt."""
    table = cast(Table, Ballot.__table__)
    # What gives something back is sent as one statement for many rows, not as one for each.
    db.session.execute(
        insert(table).returning(table.c.ballot_id),
        [
            {
                "ballot_id": ballot.ballot_id,
                "municipality_id": lot.municipality_id,
                "round_id": lot.round_id,
                "lot_id": lot.id,
                "channel": ballot.channel,
                "number": ballot.number,
                "marks": ballot.marks,
                "salt": salt,
                "lineage": ballot.lineage,
                "change_tag": ballot.change_tag,
            }
            for ballot, salt in ballots
        ],
    )


def take_from_inbox(lot: Lot) -> None:
    """Take out of the inbox what lies in a lot now, and nothing that came in meanwhile."""
    moved = exists().where(Ballot.ballot_id == InboxBallot.ballot_id, Ballot.lot_id == lot.id)
    db.session.execute(
        delete(InboxBallot)
        .where(InboxBallot.round_id == lot.round_id, moved)
        .execution_options(synchronize_session=False)
    )


def next_lot_sequence(round_id: int) -> int:
    """The sequence the next lot of a round gets, from 1."""
    last = db.session.scalar(select(func.max(Lot.sequence)).where(Lot.round_id == round_id))
    return (last or 0) + 1


def grouped_ballots(round_id: int) -> list[tuple[str, Channel, int]]:
    """The ballots in the box that count, equal ones together: marks, channel, how many."""
    # Past the session: it is there for things that change, and these are many.
    rows = connection_of_deed().execute(
        select(Ballot.marks, Ballot.channel, func.count())
        .outerjoin(BallotAnnulment, BallotAnnulment.ballot_id == Ballot.ballot_id)
        .where(Ballot.round_id == round_id, BallotAnnulment.ballot_id.is_(None))
        .group_by(Ballot.marks, Ballot.channel)
        .order_by(Ballot.marks, Ballot.channel)
    )
    return list(rows.all())


def counting(round_id: int) -> int:
    """How many ballots in the box of a round count."""
    query = (
        select(func.count())
        .select_from(Ballot)
        .outerjoin(BallotAnnulment, BallotAnnulment.ballot_id == Ballot.ballot_id)
        .where(Ballot.round_id == round_id, BallotAnnulment.ballot_id.is_(None))
    )
    return db.session.scalar(query) or 0


def participants(round_id: int) -> int:
    """How many people took part in a round so far, over all channels."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Participation)
            .where(Participation.round_id == round_id)
        )
        or 0
    )
