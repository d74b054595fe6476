"""Questions under proposals, their answers, and reports about either; who asked is on no page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Select,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.base import Base, InMunicipality, db, kind, new_ref
from pb.records.proposals import Proposal
from pb.rules.questions import Side
from pb.rules.refusals import Code, NotFound


class Remark(InMunicipality, Base):
    """A question under a proposal, or the one answer a side has given to it."""

    __tablename__ = "remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    proposal_id: Mapped[int]
    question_id: Mapped[int | None]
    """What it answers; null for a question."""
    side: Mapped[Side] = mapped_column(kind(Side, "known_side"))
    said_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    """For limits and abuse alone: no page names the person."""
    at: Mapped[datetime]
    text: Mapped[str]
    language: Mapped[str]
    hidden_at: Mapped[datetime | None]
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    hidden_reason: Mapped[str | None]
    """Public, in place of the text."""
    hidden_language: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("question_id", "side"),
        UniqueConstraint("municipality_id", "id"),
        ForeignKeyConstraint(
            ["municipality_id", "proposal_id"], ["proposal.municipality_id", "proposal.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "question_id"], ["remark.municipality_id", "remark.id"]
        ),
        CheckConstraint("(question_id IS NULL) = (side = 'side_asker')", "question_or_answer"),
        CheckConstraint(
            "(hidden_at IS NULL) = (hidden_by IS NULL)"
            " AND (hidden_at IS NULL OR coalesce(length(hidden_reason), 0) >= 10)",
            "hidden_with_reason",
        ),
    )

    @property
    def is_hidden(self) -> bool:
        """Whether the reason stands in place of the text."""
        return self.hidden_at is not None


class RemarkReport(InMunicipality, Base):
    """Somebody says that a question or an answer should not stand there."""

    __tablename__ = "remark_report"

    remark_id: Mapped[int] = mapped_column(primary_key=True)
    reported_by: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    at: Mapped[datetime]
    reason: Mapped[str]
    settled_at: Mapped[datetime | None]
    """When the office hid the words, or let them stand."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "remark_id"], ["remark.municipality_id", "remark.id"]
        ),
    )


def _questions(municipality_id: int, proposal_id: int) -> Select[Any]:
    return select(Remark).where(
        Remark.municipality_id == municipality_id,
        Remark.proposal_id == proposal_id,
        Remark.question_id.is_(None),
    )


def count_of(municipality_id: int, proposal_id: int) -> int:
    """How many questions stand under a proposal."""
    query = _questions(municipality_id, proposal_id).with_only_columns(func.count())
    return db.session.scalar(query) or 0


def questions_of(
    municipality_id: int, proposal_id: int, limit: int, offset: int
) -> list[tuple[Remark, list[Remark]]]:
    """Questions, the latest first, each with its answers: the office's on top."""
    found = db.session.scalars(
        _questions(municipality_id, proposal_id)
        .order_by(Remark.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()
    answers = db.session.scalars(
        select(Remark).where(
            Remark.municipality_id == municipality_id,
            Remark.question_id.in_([question.id for question in found]),
        )
    ).all()
    official_first = sorted(answers, key=lambda answer: answer.side is not Side.OFFICE)
    return [
        (question, [answer for answer in official_first if answer.question_id == question.id])
        for question in found
    ]


def answers_to(municipality_id: int, question_id: int) -> Sequence[Remark]:
    """The answers to a question."""
    return db.session.scalars(
        select(Remark).where(
            Remark.municipality_id == municipality_id, Remark.question_id == question_id
        )
    ).all()


def remark_of(municipality_id: int, ref: str, *, hold: bool = False) -> tuple[Remark, Proposal]:
    """A question or an answer with its proposal, by its public id.

    Raises:
        NotFound: NOT_FOUND.
    """
    query = (
        select(Remark, Proposal)
        .join(Proposal, Proposal.id == Remark.proposal_id)
        .where(Remark.municipality_id == municipality_id, Remark.ref == ref)
    )
    found = db.session.execute(query.with_for_update(of=Remark) if hold else query).first()
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found[0], found[1]


def asked_since(municipality_id: int, account_id: int, since: datetime) -> Sequence[datetime]:
    """When a person asked questions since an instant."""
    return db.session.scalars(
        select(Remark.at).where(
            Remark.municipality_id == municipality_id,
            Remark.said_by == account_id,
            Remark.side == Side.ASKER,
            Remark.at > since,
        )
    ).all()


def report_of(municipality_id: int, remark_id: int, account_id: int) -> RemarkReport | None:
    """What a person has reported about some words."""
    return db.session.scalar(
        select(RemarkReport).where(
            RemarkReport.municipality_id == municipality_id,
            RemarkReport.remark_id == remark_id,
            RemarkReport.reported_by == account_id,
        )
    )


def open_reports(municipality_id: int, remark_id: int) -> Sequence[RemarkReport]:
    """The reports about some words that the office has not settled."""
    return db.session.scalars(
        select(RemarkReport).where(
            RemarkReport.municipality_id == municipality_id,
            RemarkReport.remark_id == remark_id,
            RemarkReport.settled_at.is_(None),
        )
    ).all()


def count_reports(municipality_id: int) -> int:
    """How many reports the office has still to settle."""
    return (
        db.session.scalar(
            select(func.count()).where(
                RemarkReport.municipality_id == municipality_id, RemarkReport.settled_at.is_(None)
            )
        )
        or 0
    )


def reports_in(
    municipality_id: int, limit: int, offset: int
) -> list[tuple[RemarkReport, Remark, Proposal]]:
    """The reports the office has still to settle, the oldest first."""
    rows = db.session.execute(
        select(RemarkReport, Remark, Proposal)
        .join(Remark, Remark.id == RemarkReport.remark_id)
        .join(Proposal, Proposal.id == Remark.proposal_id)
        .where(RemarkReport.municipality_id == municipality_id, RemarkReport.settled_at.is_(None))
        .order_by(RemarkReport.at, RemarkReport.remark_id)
        .limit(limit)
        .offset(offset)
    )
    return [(row[0], row[1], row[2]) for row in rows]
