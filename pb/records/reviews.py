"""Reviews of proposals: their queue, the office's cost, the outcome, the author's reply.

Nothing of an open review is for the public: pages for everyone ask for `published` ones only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Select,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column

from pb.records.base import Base, InMunicipality, db, kind
from pb.records.proposals import Proposal
from pb.records.rounds import Round
from pb.rules.money import Tyiyn
from pb.rules.proposals import Ground, ProposalState
from pb.rules.refusals import Code, NotFound
from pb.rules.reviews import CostConsent, Outcome, ReviewState


class Review(InMunicipality, Base):
    """One review of a proposal: open from a submission or an appeal on, final once and for all."""

    __tablename__ = "review"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int]
    number: Mapped[int]
    """Of the review of this proposal, from 1."""
    opened_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(Date())
    """The last day, inclusive; as the rules of the round had it when it was opened."""
    is_after_appeal: Mapped[bool]
    """It may end until the voting opens."""
    state: Mapped[ReviewState] = mapped_column(kind(ReviewState, "known_state"))

    outcome: Mapped[Outcome | None] = mapped_column(kind(Outcome, "known_outcome"))
    """What it shall be while it is open, what it is once it is final."""
    ground: Mapped[Ground | None] = mapped_column(kind(Ground, "known_ground"))
    reason: Mapped[str | None]
    reason_language: Mapped[str | None]
    legal_ground: Mapped[str | None]
    """Act and article, in the language of the reason."""
    mend_by: Mapped[date | None] = mapped_column(Date())
    """Last day to send a returned proposal again, inclusive."""
    drafted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    saved: Mapped[int] = mapped_column(default=0)
    """How often the outcome was put down: final becomes only the one that was looked at."""

    findings: Mapped[str | None]
    """The checklist with its figures as it stood at the end, JSON; null while it is open."""
    cost_before: Mapped[Tyiyn | None]
    """What was asked of the budget."""
    cost_after: Mapped[Tyiyn | None]
    """What it may take of the budget; only when it is admitted."""
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    final_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("proposal_id", "number"),
        UniqueConstraint("municipality_id", "id"),
        UniqueConstraint("municipality_id", "id", "decided_by"),
        ForeignKeyConstraint(
            ["municipality_id", "proposal_id"], ["proposal.municipality_id", "proposal.id"]
        ),
        CheckConstraint("number >= 1", "number_from_one"),
        CheckConstraint(
            "(state = 'final_review') = (final_at IS NOT NULL)"
            " AND (state = 'final_review') = (decided_by IS NOT NULL)",
            "final_whole",
        ),
        CheckConstraint("state = 'open_review' OR outcome IS NOT NULL", "outcome_if_final"),
        CheckConstraint(
            "outcome IS NULL OR outcome = 'admitted' OR coalesce(length(reason), 0) >= 10",
            "reason_unless_admitted",
        ),
        CheckConstraint(
            "outcome IS NULL OR outcome <> 'not_admitted'"
            " OR (ground IS NOT NULL AND coalesce(length(legal_ground), 0) >= 10)",
            "grounds_if_not_admitted",
        ),
        CheckConstraint(
            "outcome IS NULL OR outcome <> 'returned' OR mend_by IS NOT NULL",
            "mend_by_if_returned",
        ),
        CheckConstraint(
            "coalesce(cost_before, 1) > 0 AND coalesce(cost_after, 1) > 0", "cost_positive"
        ),
    )

    @property
    def is_final(self) -> bool:
        """Whether it is decided, and so public."""
        return self.state is ReviewState.FINAL


class Estimate(InMunicipality, Base):
    """A cost the office puts beside the one asked, with its reason and the author's word on it."""

    __tablename__ = "review_estimate"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int]
    cost: Mapped[Tyiyn]
    reason: Mapped[str]
    reason_language: Mapped[str]
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    consent: Mapped[CostConsent | None] = mapped_column(kind(CostConsent, "known_consent"))
    answer: Mapped[str | None]
    """What the author says to it; may be missing where the cost is accepted."""
    answer_language: Mapped[str | None]
    answered_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "review_id"], ["review.municipality_id", "review.id"]
        ),
        CheckConstraint("cost > 0", "cost_positive"),
        CheckConstraint("length(reason) >= 10", "reason_given"),
        CheckConstraint("(consent IS NULL) = (answered_at IS NULL)", "answered_whole"),
    )


class ReviewReply(InMunicipality, Base):
    """The author's word on a return; public beside it."""

    __tablename__ = "review_reply"

    review_id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    language: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "review_id"], ["review.municipality_id", "review.id"]
        ),
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the queue."""

    review: Review
    proposal: Proposal
    round: Round


def _queue(municipality_id: int, round_id: int | None) -> Select[Review, Proposal, Round]:
    query = (
        select(Review, Proposal, Round)
        .join(Proposal, Proposal.id == Review.proposal_id)
        .join(Round, Round.id == Proposal.round_id)
        .where(
            Review.municipality_id == municipality_id,
            Review.state == ReviewState.OPEN,
            # A withdrawn or merged proposal leaves its review behind, and so does one that its
            # author took back to put a merged one into it.
            Proposal.state == ProposalState.SUBMITTED,
            Review.number == Proposal.review_number,
        )
    )
    return query if round_id is None else query.where(Proposal.round_id == round_id)


def waiting(
    municipality_id: int, limit: int, offset: int = 0, round_id: int | None = None
) -> list[Waiting]:
    """What the office has still to decide, what is due first on top; each with its village."""
    rows = db.session.execute(
        _queue(municipality_id, round_id)
        .order_by(Review.due_on, Review.id)
        .limit(limit)
        .offset(offset)
        .options(joinedload(Proposal.settlement))
    ).unique()
    return [Waiting(*row) for row in rows]


def count_waiting(
    municipality_id: int, today: date, round_id: int | None = None
) -> tuple[int, int]:
    """How many reviews wait, and how many of them are overdue on a day."""
    late = func.count().filter(Review.due_on < today)
    query = _queue(municipality_id, round_id).with_only_columns(func.count(), late)
    row = db.session.execute(query).one()
    return row[0], row[1]


def review_of(municipality_id: int, proposal_id: int, number: int) -> Review:
    """A review of a proposal by its number.

    Raises:
        NotFound: NOT_FOUND.
    """
    found = db.session.scalar(
        select(Review).where(
            Review.municipality_id == municipality_id,
            Review.proposal_id == proposal_id,
            Review.number == number,
        )
    )
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def review_by_id(municipality_id: int, key: int) -> Review:
    """A review of a row that is known to belong to the municipality."""
    query = select(Review).where(Review.municipality_id == municipality_id, Review.id == key)
    return db.session.scalars(query).one()


def published(municipality_id: int, proposal_id: int) -> list[tuple[Review, ReviewReply | None]]:
    """The decided reviews of a proposal with the author's replies, the latest first."""
    rows = db.session.execute(
        select(Review, ReviewReply)
        .outerjoin(ReviewReply, ReviewReply.review_id == Review.id)
        .where(
            Review.municipality_id == municipality_id,
            Review.proposal_id == proposal_id,
            Review.state == ReviewState.FINAL,
        )
        .order_by(Review.number.desc())
    )
    return [(row[0], row[1]) for row in rows]


def estimates_of(municipality_id: int, proposal_id: int) -> Sequence[Estimate]:
    """Every cost the office has put down for a proposal, the latest first."""
    return db.session.scalars(
        select(Estimate)
        .join(Review, Review.id == Estimate.review_id)
        .where(Estimate.municipality_id == municipality_id, Review.proposal_id == proposal_id)
        .order_by(Estimate.id.desc())
    ).all()


def last_estimate(municipality_id: int, review_id: int, *, hold: bool = False) -> Estimate | None:
    """The cost the office has put down last in a review: the one that counts."""
    query = (
        select(Estimate)
        .where(Estimate.municipality_id == municipality_id, Estimate.review_id == review_id)
        .order_by(Estimate.id.desc())
        .limit(1)
    )
    return db.session.scalar(query.with_for_update() if hold else query)
