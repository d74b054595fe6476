"""What is asked about proposals and projects; each query within one municipality or round."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from pb.records.base import db
from pb.records.proposal_parts import CoAuthor, Withdrawal
from pb.records.proposals.projects import Project
from pb.records.proposals.tables import Proposal
from pb.rules.ballots import OnBallot
from pb.rules.co_authors import Consent
from pb.rules.proposals import ProposalState
from pb.rules.refusals import Code, NotFound


def _with_place() -> tuple[Any, ...]:
    # Made when asked for: at import the tables these lead to are not all known yet.
    return (
        joinedload(Proposal.settlement),
        joinedload(Proposal.group),
        joinedload(Proposal.project),
        joinedload(Proposal.review),
    )


def _with_parts() -> tuple[Any, ...]:
    return (
        *_with_place(),
        joinedload(Proposal.withdrawal),
        selectinload(Proposal.lines),
        selectinload(Proposal.contributions),
        selectinload(Proposal.files),
    )


def _proposals(municipality_id: int) -> Select[Any]:
    return select(Proposal).where(Proposal.municipality_id == municipality_id)


def proposal_of(municipality_id: int, ref: str, *, hold: bool = False) -> Proposal:
    """A proposal with its village and its project.

    Raises:
        NotFound: NOT_FOUND, also for a proposal of another municipality.
    """
    query = _proposals(municipality_id).where(Proposal.ref == ref)
    if hold:
        query = query.with_for_update(of=Proposal)
    found: Proposal | None = db.session.scalar(query.options(*_with_place()))
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def whole_proposal(municipality_id: int, ref: str, *, hold: bool = False) -> Proposal:
    """A proposal with everything that belongs to it.

    Raises:
        NotFound: NOT_FOUND, also for a proposal of another municipality.
    """
    query = _proposals(municipality_id).where(Proposal.ref == ref)
    if hold:
        query = query.with_for_update(of=Proposal)
    found: Proposal | None = db.session.scalar(query.options(*_with_parts()))
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def held_together(municipality_id: int, refs: Collection[str]) -> Sequence[Proposal]:
    """Several proposals with everything that belongs to them, held in an order that never knots."""
    return (
        db.session.scalars(
            _proposals(municipality_id)
            .where(Proposal.ref.in_(refs))
            .order_by(Proposal.id)
            .with_for_update(of=Proposal)
            .options(*_with_parts())
            .execution_options(populate_existing=True)
        )
        .unique()
        .all()
    )


def mergeable(municipality_id: int, round_id: int) -> Sequence[Proposal]:
    """What may still be merged in a round, by register number."""
    states = (ProposalState.SUBMITTED, ProposalState.RETURNED)
    return db.session.scalars(
        _proposals(municipality_id)
        .where(Proposal.round_id == round_id, Proposal.state.in_(states))
        .order_by(Proposal.register_number)
    ).all()


def proposal_by_id(municipality_id: int, proposal_id: int) -> Proposal:
    """The proposal of a row that is already known to belong to it."""
    found: Proposal = db.session.scalars(
        _proposals(municipality_id).where(Proposal.id == proposal_id).options(*_with_place())
    ).one()
    return found


def started_by(municipality_id: int, account_id: int, token: str) -> Proposal | None:
    """The proposal that an account began with the form of this token."""
    found: Proposal | None = db.session.scalar(
        _proposals(municipality_id)
        .where(Proposal.author_id == account_id, Proposal.started_as == token)
        .options(*_with_parts())
    )
    return found


def public_proposals(municipality_id: int, round_id: int) -> Sequence[Proposal]:
    """What the public may see of a round: everything once submitted, in order of the register."""
    return db.session.scalars(
        _proposals(municipality_id)
        .where(Proposal.round_id == round_id, Proposal.state != ProposalState.DRAFT)
        .order_by(Proposal.register_number)
        .options(*_with_place())
    ).all()


def proposals_by(municipality_id: int, account_id: int) -> Sequence[Proposal]:
    """The proposals an account leads or helps to write, with the drafts, the latest first."""
    helps = select(CoAuthor.proposal_id).where(
        CoAuthor.municipality_id == municipality_id,
        CoAuthor.account_id == account_id,
        CoAuthor.state == Consent.GIVEN,
    )
    return db.session.scalars(
        _proposals(municipality_id)
        .where(or_(Proposal.author_id == account_id, Proposal.id.in_(helps)))
        .order_by(Proposal.id.desc())
        .options(*_with_place())
    ).all()


def counts_by_state(municipality_id: int, round_id: int) -> dict[ProposalState, int]:
    """How many proposals of a round stand in each state."""
    rows = db.session.execute(
        select(Proposal.state, func.count())
        .where(Proposal.municipality_id == municipality_id, Proposal.round_id == round_id)
        .group_by(Proposal.state)
    )
    return {row[0]: row[1] for row in rows}


def next_register_number(round_id: int) -> int:
    """The number the next submitted proposal of a round gets."""
    last = db.session.scalar(
        select(func.max(Proposal.register_number)).where(Proposal.round_id == round_id)
    )
    return (last or 0) + 1


def next_project_number(round_id: int) -> int:
    """The number the next project on the ballot gets; one that was withdrawn keeps its own."""
    last = db.session.scalar(select(func.max(Project.number)).where(Project.round_id == round_id))
    gone = db.session.scalar(
        select(func.max(Withdrawal.number)).where(Withdrawal.round_id == round_id)
    )
    return max(last or 0, gone or 0) + 1


def projects_of(round_id: int) -> Sequence[Project]:
    """What stands on the ballot of a round, by number, each with its proposal."""
    return db.session.scalars(
        select(Project)
        .where(Project.round_id == round_id)
        .order_by(Project.number)
        .options(joinedload(Project.proposal))
    ).all()


def on_ballot(round_id: int) -> dict[int, OnBallot]:
    """What the rules of a ballot ask of each project of a round, by its number."""
    rows = db.session.execute(
        select(Project.number, Project.cost, Project.heading_number).where(
            Project.round_id == round_id
        )
    )
    return {number: OnBallot(cost, heading) for number, cost, heading in rows}


def numbers_on_ballot(round_id: int) -> frozenset[int]:
    """The numbers that stand on the ballot of a round."""
    return frozenset(db.session.scalars(select(Project.number).where(Project.round_id == round_id)))


def project_of(municipality_id: int, round_id: int, number: int) -> Project:
    """A project by its number on the ballot.

    Raises:
        NotFound: NOT_FOUND.
    """
    found = db.session.scalar(
        select(Project).where(
            Project.municipality_id == municipality_id,
            Project.round_id == round_id,
            Project.number == number,
        )
    )
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found
