"""Who supports which draft. Personal: no door may import this file, it sees numbers alone.

Neither when somebody supported is kept, nor in which order.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Select,
    delete,
    func,
    select,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column

from pb.records.base import Base, InMunicipality, db
from pb.records.proposals import Proposal
from pb.records.rounds import Round
from pb.rules.proposals import ProposalState


class Support(InMunicipality, Base):
    """One person supports one draft; the key is the law."""

    __tablename__ = "support"

    proposal_id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "proposal_id"], ["proposal.municipality_id", "proposal.id"]
        ),
    )


def number_of(municipality_id: int, proposal_id: int) -> int:
    """How many support a draft."""
    found = select(func.count()).where(
        Support.municipality_id == municipality_id, Support.proposal_id == proposal_id
    )
    return db.session.scalar(found) or 0


def support_of(municipality_id: int, proposal_id: int, account_id: int) -> Support | None:
    """Somebody's own support of a draft."""
    return db.session.scalar(
        select(Support).where(
            Support.municipality_id == municipality_id,
            Support.proposal_id == proposal_id,
            Support.account_id == account_id,
        )
    )


def forget_of(municipality_id: int, proposal_id: int) -> None:
    """Let go of everybody who supports a draft."""
    db.session.execute(
        delete(Support).where(
            Support.municipality_id == municipality_id, Support.proposal_id == proposal_id
        )
    )


def collecting(
    municipality_id: int, round_id: int, limit: int, offset: int
) -> Sequence[tuple[Proposal, int]]:
    """The drafts of a round that collect support, those opened last on top, with their numbers."""
    number = (
        select(func.count())
        .where(Support.municipality_id == municipality_id, Support.proposal_id == Proposal.id)
        .correlate(Proposal)
        .scalar_subquery()
    )
    rows = db.session.execute(
        _collecting(municipality_id, round_id)
        .add_columns(number)
        .order_by(Proposal.support_opened_at.desc(), Proposal.id.desc())
        .limit(limit)
        .offset(offset)
        .options(joinedload(Proposal.settlement), joinedload(Proposal.group))
    )
    return [(row[0], row[1]) for row in rows]


def count_collecting(municipality_id: int, round_id: int) -> int:
    """How many drafts of a round collect support."""
    query = _collecting(municipality_id, round_id).with_only_columns(func.count())
    return db.session.scalar(query) or 0


def _collecting(municipality_id: int, round_id: int) -> Select[Proposal]:
    return select(Proposal).where(
        Proposal.municipality_id == municipality_id,
        Proposal.round_id == round_id,
        Proposal.state == ProposalState.DRAFT,
        Proposal.support_opened_at.is_not(None),
    )


def are_any_over_before_everywhere(instant: datetime) -> bool:
    """Whether there is support in a round whose voting was over before an instant, anywhere."""
    query = select(Support.proposal_id).where(_over_before(instant)).limit(1)
    return db.session.scalar(query) is not None


def forget_everywhere(before: datetime) -> None:
    """Delete the support given in rounds that were over before an instant, everywhere."""
    db.session.execute(
        delete(Support).where(_over_before(before)).execution_options(synchronize_session=False)
    )


def _over_before(instant: datetime) -> ColumnElement[bool]:
    over = (
        select(Proposal.id)
        .join(Round, Round.id == Proposal.round_id)
        .where(Round.voting_closes < instant)
    )
    return Support.proposal_id.in_(over)
