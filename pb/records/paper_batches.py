"""Piles of ballots on paper while two people enter them blind, and what became of them.

A line holds no person, no time; who entered a pass stands beside it. The lines are gone once the
batch is approved and its ballots lie in the inbox.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    UniqueConstraint,
    delete,
    func,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.base import Base, InMunicipality, db, kind, new_ref
from pb.rules.paper_ballots import BatchState, Reading
from pb.rules.refusals import Code, NotFound


class PaperBatch(InMunicipality, Base):
    """A pile of ballots of one box; the guards let nobody approve what they entered."""

    __tablename__ = "paper_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    round_id: Mapped[int]
    station_id: Mapped[int]
    number: Mapped[int]
    """Counted from 1 at its station."""
    size: Mapped[int]
    state: Mapped[BatchState] = mapped_column(
        kind(BatchState, "known_state"), default=BatchState.FIRST
    )
    started_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    started_at: Mapped[datetime]
    differences: Mapped[int | None]
    """How many ballots two people read differently; null until both are done."""
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who looked at the paper; null where nothing differed."""
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None]
    counted: Mapped[int | None]
    """Ballots that went into the inbox; null until it is approved."""
    invalid: Mapped[int | None]
    """Ballots that count for nothing; null until it is approved."""
    scan_sha256: Mapped[str | None]
    scan_type: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("station_id", "number"),
        UniqueConstraint("municipality_id", "id"),
        ForeignKeyConstraint(
            ["municipality_id", "round_id", "station_id"],
            ["station.municipality_id", "station.round_id", "station.id"],
        ),
        CheckConstraint("size >= 1", "not_empty"),
        CheckConstraint(
            "(state = 'approved') = (approved_by IS NOT NULL)"
            " AND (state = 'approved') = (approved_at IS NOT NULL)"
            " AND (state = 'approved') = (counted IS NOT NULL)"
            " AND (state = 'approved') = (invalid IS NOT NULL)",
            "approved_whole",
        ),
        CheckConstraint("counted + invalid = size", "every_ballot_told"),
        CheckConstraint("(scan_sha256 IS NULL) = (scan_type IS NULL)", "scan_whole"),
    )


class PaperPass(InMunicipality, Base):
    """One reading of a batch by one person; the keys let nobody do both."""

    __tablename__ = "paper_pass"

    batch_id: Mapped[int] = mapped_column(primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True)
    operator_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("batch_id", "operator_id"),
        ForeignKeyConstraint(
            ["municipality_id", "batch_id"], ["paper_batch.municipality_id", "paper_batch.id"]
        ),
        CheckConstraint("turn IN (1, 2)", "two_passes"),
    )


class PaperLine(InMunicipality, Base):
    """One ballot of a pile as it was read; turn 3 is what was agreed with the paper in hand."""

    __tablename__ = "paper_line"

    batch_id: Mapped[int] = mapped_column(primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int | None]
    marks: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "batch_id"], ["paper_batch.municipality_id", "paper_batch.id"]
        ),
        CheckConstraint("turn IN (1, 2, 3)", "known_turn"),
        CheckConstraint("line >= 1", "counted_from_one"),
        CheckConstraint("number IS NOT NULL OR marks = 'x'", "numbered_if_valid"),
    )


def batch_of(municipality_id: int, round_id: int, ref: str, *, hold: bool = False) -> PaperBatch:
    """A batch by its public id.

    Raises:
        NotFound: NOT_FOUND.
    """
    query = select(PaperBatch).where(
        PaperBatch.municipality_id == municipality_id,
        PaperBatch.round_id == round_id,
        PaperBatch.ref == ref,
    )
    found = db.session.scalar(query.with_for_update() if hold else query)
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def batches_of(municipality_id: int, round_id: int) -> Sequence[PaperBatch]:
    """The batches of a round, by station and number."""
    return db.session.scalars(
        select(PaperBatch)
        .where(PaperBatch.municipality_id == municipality_id, PaperBatch.round_id == round_id)
        .order_by(PaperBatch.station_id, PaperBatch.number)
    ).all()


def passes_of(municipality_id: int, batch_id: int) -> dict[int, PaperPass]:
    """The passes of a batch that were begun, by turn."""
    found = db.session.scalars(
        select(PaperPass).where(
            PaperPass.municipality_id == municipality_id, PaperPass.batch_id == batch_id
        )
    )
    return {one.turn: one for one in found}


def readings_of(municipality_id: int, batch_id: int, turn: int) -> dict[int, Reading]:
    """What was read in one turn, by line."""
    rows = db.session.execute(
        select(PaperLine.line, PaperLine.number, PaperLine.marks)
        .where(
            PaperLine.municipality_id == municipality_id,
            PaperLine.batch_id == batch_id,
            PaperLine.turn == turn,
        )
        .order_by(PaperLine.line)
    )
    return {line: Reading(number, marks) for line, number, marks in rows}


def latest_of(municipality_id: int, batch_id: int, turn: int, most: int) -> list[PaperLine]:
    """The last lines of one turn, the latest first."""
    return list(
        db.session.scalars(
            select(PaperLine)
            .where(
                PaperLine.municipality_id == municipality_id,
                PaperLine.batch_id == batch_id,
                PaperLine.turn == turn,
            )
            .order_by(PaperLine.line.desc())
            .limit(most)
        )
    )


def lines_entered(municipality_id: int, batch_id: int, turn: int) -> int:
    """How many lines one turn has."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(PaperLine)
            .where(
                PaperLine.municipality_id == municipality_id,
                PaperLine.batch_id == batch_id,
                PaperLine.turn == turn,
            )
        )
        or 0
    )


def forget_lines(municipality_id: int, batch_id: int) -> None:
    """Delete what was read of a batch."""
    db.session.execute(
        delete(PaperLine).where(
            PaperLine.municipality_id == municipality_id, PaperLine.batch_id == batch_id
        )
    )


def forget_passes(municipality_id: int, batch_id: int) -> None:
    """Delete who read it: the batch is entered anew."""
    db.session.execute(
        delete(PaperPass).where(
            PaperPass.municipality_id == municipality_id, PaperPass.batch_id == batch_id
        )
    )
