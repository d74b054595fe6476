"""What sending a proposal and taking it back does, whoever stands for it."""

from datetime import datetime

from pb.records import proposals, supports
from pb.records.base import db
from pb.records.proposal_parts import ProposalVersion, Withdrawal
from pb.records.proposals import Proposal
from pb.records.rounds import Round
from pb.rules.money import ZERO
from pb.rules.proposal_demands import lacking
from pb.rules.proposals import Deed, ProposalState, moved
from pb.rules.refusals import Code, NotValid
from pb.rules.support import check_enough
from pb.services import applying, reviews, versions, writing
from pb.services.headings import heading_of
from pb.services.support import needed_in


def require_whole(proposal: Proposal, round_: Round) -> None:
    """Refuse a proposal that lacks something its round demands.

    Raises:
        NotValid: PROPOSAL_UNFINISHED, with how many steps lack something.
    """
    lacks = lacking(writing.writing_of(proposal), writing.demands_of(round_, proposal.author_id))
    if lacks:
        raise NotValid(Code.PROPOSAL_UNFINISHED, steps=len(lacks))


def send(proposal: Proposal, round_: Round, now: datetime) -> ProposalVersion:
    """Put a draft, or a mended proposal, before the office; what is public of it is kept for ever.

    Belongs into the deed that stands for it.

    Raises:
        NotValid: PROPOSAL_UNFINISHED; SUPPORT_LACKING, with how many residents are missing.
        Conflict: PROPOSAL_MOVED_ON; for a group what `applying.in_the_name_of` finds.
    """
    is_new = proposal.state is ProposalState.DRAFT
    to = moved(proposal.state, Deed.SUBMIT)
    require_whole(proposal, round_)
    heading_of(round_, proposal, proposal.cost or ZERO)
    supporters = _supporters(proposal, round_) if is_new else proposal.supporters
    if proposal.group is not None:
        applying.in_the_name_of(proposal.group, proposal.author_id, round_, now)
    reviews.opened(proposal, round_, now)
    proposal.state, proposal.supporters = to, supporters
    proposal.submitted_at = now
    if proposal.register_number is None:
        proposal.register_number = proposals.next_register_number(round_.id)
    return versions.keep_version(proposal, now)


def take_back(proposal: Proposal, now: datetime) -> int | None:
    """Withdraw a proposal; returns the number it had on the ballot, which it leaves.

    Belongs into the deed that stands for it.

    Raises:
        Conflict: PROPOSAL_MOVED_ON for a draft, or for one that has its end already.
    """
    to = moved(proposal.state, Deed.WITHDRAW)
    project = proposal.project
    number = project.number if project else None
    proposal.state = to
    db.session.add(
        Withdrawal(
            municipality_id=proposal.municipality_id,
            proposal_id=proposal.id,
            round_id=proposal.round_id,
            number=number,
            at=now,
        )
    )
    db.session.flush()
    if project is not None:
        db.session.delete(project)
    return number


def _supporters(proposal: Proposal, round_: Round) -> int | None:
    """How many residents support a draft, once there are enough; None where none are asked for."""
    if not (needed := needed_in(round_)):
        return None
    number = supports.number_of(proposal.municipality_id, proposal.id)
    check_enough(number, needed)
    return number
