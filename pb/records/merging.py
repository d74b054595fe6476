"""Offers to merge a proposal into another of its round; one that was answered never changes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Select,
    UniqueConstraint,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, aliased, joinedload, mapped_column, relationship

from pb.records.base import Base, InMunicipality, db, kind, new_ref
from pb.records.proposals import Proposal
from pb.rules.merging import MergeState
from pb.rules.refusals import Code, NotFound

STANDS = text("state IN ('merge_offered', 'merge_accepted')")


class MergeOffer(InMunicipality, Base):
    """One side offers to merge its proposal into another; the other side answers."""

    __tablename__ = "merge_offer"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    round_id: Mapped[int]
    proposal_id: Mapped[int]
    """The one that ends."""
    into_id: Mapped[int] = mapped_column(index=True)
    """The one that lives on."""
    state: Mapped[MergeState] = mapped_column(kind(MergeState, "known_state"))
    offered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    offered_at: Mapped[datetime]
    words: Mapped[str]
    """What the one side says to the other; only these two read it."""
    words_language: Mapped[str]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Of the other side; null for an offer that was taken back."""
    ended_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    """Why it was declined; only these two read it."""
    reason_language: Mapped[str | None]

    proposal: Mapped[Proposal] = relationship(
        primaryjoin="MergeOffer.proposal_id == Proposal.id",
        foreign_keys="MergeOffer.proposal_id",
        viewonly=True,
        lazy="raise_on_sql",
    )
    into: Mapped[Proposal] = relationship(
        primaryjoin="MergeOffer.into_id == Proposal.id",
        foreign_keys="MergeOffer.into_id",
        viewonly=True,
        lazy="raise_on_sql",
    )

    __table_args__ = (
        # The round is in both keys: two proposals of different rounds cannot become one.
        ForeignKeyConstraint(
            ["municipality_id", "round_id", "proposal_id"],
            ["proposal.municipality_id", "proposal.round_id", "proposal.id"],
            name="fk_merge_offer_proposal",
        ),
        ForeignKeyConstraint(
            ["municipality_id", "round_id", "into_id"],
            ["proposal.municipality_id", "proposal.round_id", "proposal.id"],
            name="fk_merge_offer_into",
        ),
        UniqueConstraint("municipality_id", "id"),
        CheckConstraint("proposal_id <> into_id", "two_proposals"),
        CheckConstraint("answered_by <> offered_by", "two_people"),
        CheckConstraint("(state = 'merge_offered') = (ended_at IS NULL)", "ended_whole"),
        CheckConstraint(
            "(state IN ('merge_accepted', 'merge_declined')) = (answered_by IS NOT NULL)",
            "answered_by_somebody",
        ),
        CheckConstraint(
            "(state = 'merge_declined') = (coalesce(length(reason), 0) >= 10)"
            " AND (reason IS NULL) = (reason_language IS NULL)",
            "declined_with_reason",
        ),
        Index(
            "uq_merge_offer_stands",
            "proposal_id",
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
    )


def _offers(municipality_id: int) -> Select[MergeOffer]:
    return (
        select(MergeOffer)
        .where(MergeOffer.municipality_id == municipality_id)
        .options(
            joinedload(MergeOffer.proposal).joinedload(Proposal.group),
            joinedload(MergeOffer.into).joinedload(Proposal.group),
        )
    )


def offer_of(municipality_id: int, ref: str) -> MergeOffer:
    """An offer by its public id, with both proposals.

    Raises:
        NotFound: NOT_FOUND.
    """
    return _found(db.session.scalar(_offers(municipality_id).where(MergeOffer.ref == ref)))


def held_offer(municipality_id: int, ref: str) -> MergeOffer:
    """An offer by its public id for a deed that holds its proposals already, held too.

    Raises:
        NotFound: NOT_FOUND.
    """
    return _found(
        db.session.scalar(
            select(MergeOffer)
            .where(MergeOffer.municipality_id == municipality_id, MergeOffer.ref == ref)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def _found(offer: MergeOffer | None) -> MergeOffer:
    if offer is None:
        raise NotFound(Code.NOT_FOUND)
    return offer


def sides_of(municipality_id: int, ref: str) -> tuple[str, str]:
    """The public ids of the two proposals of an offer: the one that ends, the one that lives on.

    Raises:
        NotFound: NOT_FOUND.
    """
    ends, lives = aliased(Proposal), aliased(Proposal)
    row = db.session.execute(
        select(ends.ref, lives.ref)
        .join(MergeOffer, MergeOffer.proposal_id == ends.id)
        .join(lives, MergeOffer.into_id == lives.id)
        .where(MergeOffer.municipality_id == municipality_id, MergeOffer.ref == ref)
    ).first()
    if row is None:
        raise NotFound(Code.NOT_FOUND)
    return row[0], row[1]


def standing_of(municipality_id: int, proposal_id: int) -> MergeOffer | None:
    """The offer of a proposal that waits for its answer, or that was accepted."""
    return db.session.scalar(
        _offers(municipality_id).where(
            MergeOffer.proposal_id == proposal_id,
            MergeOffer.state.in_((MergeState.OFFERED, MergeState.ACCEPTED)),
        )
    )


def is_offered(municipality_id: int, into_id: int) -> bool:
    """Whether an offer to a proposal waits for its answer."""
    found = select(MergeOffer.id).where(
        MergeOffer.municipality_id == municipality_id,
        MergeOffer.into_id == into_id,
        MergeOffer.state == MergeState.OFFERED,
    )
    return db.session.scalar(found.limit(1)) is not None


def offers_about(municipality_id: int, proposal_id: int) -> Sequence[MergeOffer]:
    """Every offer of a proposal, and to it, the latest first."""
    return db.session.scalars(
        _offers(municipality_id)
        .where(or_(MergeOffer.proposal_id == proposal_id, MergeOffer.into_id == proposal_id))
        .order_by(MergeOffer.id.desc())
    ).all()


def merged_with(municipality_id: int, proposal_id: int) -> Sequence[MergeOffer]:
    """What became of a proposal, and what it took in: accepted offers, the oldest first."""
    return db.session.scalars(
        _offers(municipality_id)
        .where(
            or_(MergeOffer.proposal_id == proposal_id, MergeOffer.into_id == proposal_id),
            MergeOffer.state == MergeState.ACCEPTED,
        )
        .order_by(MergeOffer.ended_at, MergeOffer.id)
    ).all()


def may_take_in(proposal: Proposal) -> bool:
    """Whether something merged into a proposal after it was sent the last time."""
    found = select(MergeOffer.id).where(
        MergeOffer.municipality_id == proposal.municipality_id,
        MergeOffer.into_id == proposal.id,
        MergeOffer.state == MergeState.ACCEPTED,
        MergeOffer.ended_at >= proposal.submitted_at,
    )
    return db.session.scalar(found.limit(1)) is not None
