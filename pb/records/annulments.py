"""Ballots that do not count any more; they stay in their lots."""

from typing import cast

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Table,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.base import Base, InMunicipality, db, kind
from pb.rules.disputes import AnnulmentKind


class BallotAnnulment(InMunicipality, Base):
    """A ballot that does not count any more; it stays in its lot, and on the board as its leaf."""

    __tablename__ = "ballot_annulment"

    ballot_id: Mapped[str] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[AnnulmentKind] = mapped_column(kind(AnnulmentKind, "known_kind"))
    decision_id: Mapped[int | None]
    """Null only where the voter replaced it with a change code."""
    leaf: Mapped[bytes]
    """Of the ballot (32 bytes): what the board shows of it."""

    __table_args__ = (
        UniqueConstraint("decision_id"),
        UniqueConstraint("round_id", "leaf"),
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "decision_id"], ["decision.municipality_id", "decision.id"]
        ),
        CheckConstraint("(kind = 'replaced') = (decision_id IS NULL)", "decided_unless_replaced"),
        CheckConstraint("length(leaf) = 32", "leaf_whole"),
        {"sqlite_with_rowid": False},
    )


def annulments(round_id: int) -> int:
    """How many ballots of a round do not count."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(BallotAnnulment)
            .where(BallotAnnulment.round_id == round_id)
        )
        or 0
    )


def annulled_of(round_id: int) -> frozenset[str]:
    """The ids of the ballots of a round that do not count."""
    query = select(BallotAnnulment.ballot_id).where(BallotAnnulment.round_id == round_id)
    return frozenset(db.session.scalars(query))


def is_annulled(ballot_id: str) -> bool:
    """Whether a ballot does not count any more."""
    query = select(BallotAnnulment.kind).where(BallotAnnulment.ballot_id == ballot_id)
    return db.session.scalar(query) is not None


_ANNULMENT = cast(Table, BallotAnnulment.__table__)
_REPLACE = {
    name: insert_(_ANNULMENT).on_conflict_do_nothing().returning(_ANNULMENT.c.ballot_id)
    for name, insert_ in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
}


def replace(municipality_id: int, round_id: int, ballot_id: str, leaf: bytes) -> bool:
    """Write that a ballot was replaced by its voter; False if it does not count any more."""
    connection = db.session.connection()
    written = connection.execute(
        _REPLACE[connection.dialect.name],
        {
            "ballot_id": ballot_id,
            "municipality_id": municipality_id,
            "round_id": round_id,
            "kind": AnnulmentKind.REPLACED,
            "decision_id": None,
            "leaf": leaf,
        },
    )
    return written.first() is not None
