"""Initiative groups as applicants: what they have sent, and where it is still in the running."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from pb.records.base import db
from pb.records.groups import InitiativeGroup
from pb.records.proposals import Proposal
from pb.records.rounds import Round
from pb.rules.proposals import ProposalState

OVER = (ProposalState.DRAFT, ProposalState.WITHDRAWN, ProposalState.MERGED)
"""Not sent, or taken out of the running by the applicants themselves; a refusal may be appealed."""


def groups_at_work(municipality_id: int, round_id: int) -> frozenset[int]:
    """The keys of the groups that have a proposal in a round."""
    return frozenset(
        db.session.scalars(
            select(Proposal.group_id).where(
                Proposal.municipality_id == municipality_id,
                Proposal.round_id == round_id,
                Proposal.group_id.is_not(None),
                Proposal.state.not_in(OVER),
            )
        )
    )


def is_running(municipality_id: int, group_id: int) -> bool:
    """Whether a proposal of a group waits for the result of its round."""
    found = (
        select(Proposal.id)
        .join(Round, Round.id == Proposal.round_id)
        .where(
            Proposal.municipality_id == municipality_id,
            Proposal.group_id == group_id,
            Proposal.state.not_in((*OVER, ProposalState.NOT_ADMITTED)),
            Round.decided_at.is_(None),
            Round.cancelled_at.is_(None),
        )
    )
    return db.session.scalar(found.limit(1)) is not None


def sent_by_group(municipality_id: int, group_id: int) -> Sequence[tuple[Proposal, Round]]:
    """What a group has sent, with its round, the latest first; drafts are nobody's to see."""
    rows = db.session.execute(
        select(Proposal, Round)
        .join(Round, Round.id == Proposal.round_id)
        .where(
            Proposal.municipality_id == municipality_id,
            Proposal.group_id == group_id,
            Proposal.state != ProposalState.DRAFT,
        )
        .order_by(Proposal.submitted_at.desc(), Proposal.id.desc())
        .limit(MOST_SHOWN)
        .options(joinedload(Proposal.project))
    )
    return [(row[0], row[1]) for row in rows]


def proposals_of_group(
    municipality_id: int, group_ref: str, *, hold: bool = False
) -> Sequence[Proposal]:
    """Every proposal of a group by its public id, drafts too."""
    query: Select[Proposal] = (
        select(Proposal)
        .join(InitiativeGroup, InitiativeGroup.id == Proposal.group_id)
        .where(Proposal.municipality_id == municipality_id, InitiativeGroup.ref == group_ref)
        .order_by(Proposal.id)
    )
    return db.session.scalars(query.with_for_update(of=Proposal) if hold else query).all()


MOST_SHOWN = 50
"""Of the proposals of a group, on its page."""
