"""Who has a part in a proposal: wrote it, belongs to its group, or is behind what merged into it.

Whoever left a group or ceased to write along keeps the part: a tie does not end on the eve of a
decision.
"""

from collections.abc import Iterable

from sqlalchemy import or_, select

from pb.records.base import db
from pb.records.groups.members import Membership, is_of
from pb.records.merging import MergeOffer
from pb.records.proposal_parts import CoAuthor
from pb.records.proposals import Project, Proposal
from pb.records.residents import Resident
from pb.rules.co_authors import Consent
from pb.rules.merging import MergeState

WROTE = (Consent.GIVEN, Consent.ENDED)


def part_in(municipality_id: int, account_id: int) -> frozenset[int]:
    """The keys of the proposals an account has a part in, in every round."""
    wrote = select(CoAuthor.proposal_id).where(
        CoAuthor.municipality_id == municipality_id,
        CoAuthor.account_id == account_id,
        CoAuthor.state.in_(WROTE),
    )
    belongs = select(Membership.group_id).where(
        Membership.municipality_id == municipality_id, is_of(account_id)
    )
    own = db.session.scalars(
        select(Proposal.id).where(
            Proposal.municipality_id == municipality_id,
            or_(
                Proposal.author_id == account_id,
                Proposal.id.in_(wrote),
                Proposal.group_id.in_(belongs),
            ),
        )
    )
    found = new = frozenset(own)
    while new:
        new = frozenset(_lives_on_in(municipality_id, new)) - found
        found |= new
    return found


def people_in(municipality_id: int, proposal_id: int) -> frozenset[int]:
    """The accounts that have a part in a proposal."""
    found = new = frozenset({proposal_id})
    while new:
        new = frozenset(_took_in(municipality_id, new)) - found
        found |= new
    authors = select(Proposal.author_id).where(
        Proposal.municipality_id == municipality_id, Proposal.id.in_(found)
    )
    wrote = select(CoAuthor.account_id).where(
        CoAuthor.municipality_id == municipality_id,
        CoAuthor.proposal_id.in_(found),
        CoAuthor.state.in_(WROTE),
    )
    members = (
        select(Membership.account_id, Resident.account_id)
        .join(Resident, Resident.id == Membership.resident_id)
        .join(Proposal, Proposal.group_id == Membership.group_id)
        .where(Membership.municipality_id == municipality_id, Proposal.id.in_(found))
    )
    accounts = {*db.session.scalars(authors), *db.session.scalars(wrote)}
    accounts.update(one for row in db.session.execute(members) for one in row)
    return frozenset(one for one in accounts if one is not None)


def people_behind(municipality_id: int, project_id: int) -> frozenset[int]:
    """The accounts that have a part in a project; none for one of an imported election."""
    proposal_id = db.session.scalar(
        select(Project.proposal_id).where(
            Project.municipality_id == municipality_id, Project.id == project_id
        )
    )
    return frozenset() if proposal_id is None else people_in(municipality_id, proposal_id)


def _lives_on_in(municipality_id: int, ids: Iterable[int]) -> Iterable[int]:
    return db.session.scalars(
        select(MergeOffer.into_id).where(
            MergeOffer.municipality_id == municipality_id,
            MergeOffer.proposal_id.in_(ids),
            MergeOffer.state == MergeState.ACCEPTED,
        )
    )


def _took_in(municipality_id: int, ids: Iterable[int]) -> Iterable[int]:
    return db.session.scalars(
        select(MergeOffer.proposal_id).where(
            MergeOffer.municipality_id == municipality_id,
            MergeOffer.into_id.in_(ids),
            MergeOffer.state == MergeState.ACCEPTED,
        )
    )
