"""Appeals against refusals: the text is the author's own, the terms and the answer everybody's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    UniqueConstraint,
    case,
    func,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.base import Base, InMunicipality, db, kind, new_ref
from pb.records.places import Municipality
from pb.records.proposals import Proposal
from pb.rules import appeals as rules
from pb.rules.appeals import AppealAnswer, AppealState
from pb.rules.refusals import Code, NotFound


class Appeal(InMunicipality, Base):
    """An appeal against one refusal; what was written of it never changes, it only goes on."""

    __tablename__ = "appeal"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    proposal_id: Mapped[int]
    review_id: Mapped[int]
    """The refusal; appealed once."""
    refused_by: Mapped[int]
    """Who decided it, and so does not answer."""
    text: Mapped[str]
    language: Mapped[str]
    is_text_public: Mapped[bool]
    """The author's choice; all but the text is public anyway."""
    filed_on: Mapped[date] = mapped_column(Date())
    register_by: Mapped[date] = mapped_column(Date())
    answer_by: Mapped[date] = mapped_column(Date())
    """The last days, inclusive, by the rules of the round; late registration wins no time."""
    number: Mapped[int | None]
    """In the register of appeals of the municipality; null until it is registered."""
    registered_on: Mapped[date | None] = mapped_column(Date())
    registered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_on: Mapped[date | None] = mapped_column(Date())
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answer: Mapped[AppealAnswer | None] = mapped_column(kind(AppealAnswer, "known_answer"))
    reasons: Mapped[str | None]
    reasons_language: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("review_id"),
        UniqueConstraint("municipality_id", "number"),
        ForeignKeyConstraint(
            ["municipality_id", "proposal_id"], ["proposal.municipality_id", "proposal.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "review_id", "refused_by"],
            ["review.municipality_id", "review.id", "review.decided_by"],
        ),
        CheckConstraint("answered_by <> refused_by", "two_people"),
        CheckConstraint(
            "(registered_on IS NULL) = (number IS NULL)"
            " AND (registered_on IS NULL) = (registered_by IS NULL)",
            "registered_whole",
        ),
        CheckConstraint(
            "(answered_on IS NULL) = (answer IS NULL)"
            " AND (answered_on IS NULL) = (answered_by IS NULL)"
            " AND (answered_on IS NULL OR registered_on IS NOT NULL)"
            " AND (answered_on IS NULL OR coalesce(length(reasons), 0) >= 10)",
            "answered_whole",
        ),
    )

    @property
    def facts(self) -> rules.Appeal:
        """The same as plain values."""
        return rules.Appeal(
            self.filed_on, self.registered_on, self.answered_on, self.answer, self.reasons
        )

    @property
    def state(self) -> AppealState:
        """Where it stands."""
        return self.facts.state

    @property
    def due_on(self) -> date:
        """By when the next step is owed, or was."""
        return self.register_by if self.registered_on is None else self.answer_by

    def days_overdue(self, today: date) -> int:
        """How many days it is late today, or the answer was late."""
        return rules.days_overdue(self.facts, today, self.register_by, self.answer_by)


@dataclass(frozen=True, slots=True)
class Counts:
    """Appeals of a municipality: all, those that wait, and those of them that are overdue."""

    total: int
    waiting: int
    overdue: int


def _due() -> ColumnElement[Any]:
    return case((Appeal.registered_on.is_(None), Appeal.register_by), else_=Appeal.answer_by)


def appeal_of(municipality_id: int, ref: str, *, hold: bool = False) -> tuple[Appeal, Proposal]:
    """An appeal with its proposal, by its public id.

    Raises:
        NotFound: NOT_FOUND.
    """
    query = (
        select(Appeal, Proposal)
        .join(Proposal, Proposal.id == Appeal.proposal_id)
        .where(Appeal.municipality_id == municipality_id, Appeal.ref == ref)
    )
    found = db.session.execute(query.with_for_update(of=Appeal) if hold else query).first()
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found[0], found[1]


def appeals_of(municipality_id: int, proposal_id: int) -> Sequence[Appeal]:
    """The appeals about a proposal, the latest first."""
    return db.session.scalars(
        select(Appeal)
        .where(Appeal.municipality_id == municipality_id, Appeal.proposal_id == proposal_id)
        .order_by(Appeal.id.desc())
    ).all()


def appeals_in(municipality_id: int, limit: int, offset: int) -> list[tuple[Appeal, Proposal]]:
    """The appeals of a municipality: those that wait first, what is due first on top."""
    rows = db.session.execute(
        select(Appeal, Proposal)
        .join(Proposal, Proposal.id == Appeal.proposal_id)
        .where(Appeal.municipality_id == municipality_id)
        .order_by(Appeal.answered_on.is_not(None), _due(), Appeal.id)
        .limit(limit)
        .offset(offset)
    )
    return [(row[0], row[1]) for row in rows]


def count(municipality_id: int, today: date) -> Counts:
    """How many appeals there are, wait, and are overdue on a day."""
    open_ = Appeal.answered_on.is_(None)
    row = db.session.execute(
        select(
            func.count(),
            func.count().filter(open_),
            func.count().filter(open_, _due() < today),
        ).where(Appeal.municipality_id == municipality_id)
    ).one()
    return Counts(*row)


def next_number(municipality_id: int) -> int:
    """The number the next registered appeal gets; nobody else registers one meanwhile."""
    db.session.execute(
        select(Municipality.id)
        .where(Municipality.id == municipality_id)
        .with_for_update(key_share=True)
    )
    last = db.session.scalar(
        select(func.max(Appeal.number)).where(Appeal.municipality_id == municipality_id)
    )
    return (last or 0) + 1
