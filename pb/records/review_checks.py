"""What reviewers find and tell each other while they review a proposal; never public."""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.accounts import Account
from pb.records.base import Base, InMunicipality, db, kind
from pb.records.reviews import Review
from pb.rules.checklists import Item, Verdict


class ReviewCheck(InMunicipality, Base):
    """What one reviewer found of one item; internal."""

    __tablename__ = "review_check"

    review_id: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[Item] = mapped_column(kind(Item, "known_item"), primary_key=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    verdict: Mapped[Verdict] = mapped_column(kind(Verdict, "known_verdict"))
    note: Mapped[str | None]
    at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "review_id"], ["review.municipality_id", "review.id"]
        ),
    )


class ReviewNote(InMunicipality, Base):
    """What a reviewer tells the others; never public, never changed."""

    __tablename__ = "review_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int]
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    text: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "review_id"], ["review.municipality_id", "review.id"]
        ),
    )


def checks_of(municipality_id: int, review_id: int) -> list[tuple[ReviewCheck, str]]:
    """What the reviewers found, item by item, with their names; internal."""
    rows = db.session.execute(
        select(ReviewCheck, Account.name)
        .join(Account, Account.id == ReviewCheck.reviewer_id)
        .where(ReviewCheck.municipality_id == municipality_id, ReviewCheck.review_id == review_id)
        .order_by(ReviewCheck.at, ReviewCheck.reviewer_id)
    )
    return [(row[0], row[1]) for row in rows]


def notes_of(municipality_id: int, proposal_id: int) -> list[tuple[ReviewNote, str]]:
    """The internal notes of all reviews of a proposal with their writers, the latest first."""
    rows = db.session.execute(
        select(ReviewNote, Account.name)
        .join(Account, Account.id == ReviewNote.reviewer_id)
        .join(Review, Review.id == ReviewNote.review_id)
        .where(ReviewNote.municipality_id == municipality_id, Review.proposal_id == proposal_id)
        .order_by(ReviewNote.id.desc())
        .limit(100)
    )
    return [(row[0], row[1]) for row in rows]
