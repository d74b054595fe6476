"""Deeds about support for a draft: opened and closed by its author, given and taken back."""

from datetime import datetime

from pb.records import involvement, proposals, rounds, supports
from pb.records.base import db
from pb.records.proposals import Proposal
from pb.records.rounds import Round
from pb.records.supports import Support
from pb.rules import calendar
from pb.rules import support as rules
from pb.rules.access import Act
from pb.rules.proposals import ProposalState
from pb.rules.refusals import Code, Conflict, NotFound
from pb.services import audit, sending, writing
from pb.services.actors import Actor, account_of, require
from pb.services.support import needed_in
from pb.services.work import unit_of_work


def open_(actor: Actor, municipality_id: int, ref: str, now: datetime) -> None:
    """Open a whole draft to everyone, so that residents support it before it is sent.

    Raises:
        NotAllowed: NOT_ALLOWED, LEADER_ONLY. NotFound, NotNow: as usual.
        NotValid: PROPOSAL_UNFINISHED: people support what they can read whole.
        Conflict: SUPPORT_NOT_ASKED, SUPPORT_OPEN_ALREADY; PROPOSAL_MOVED_ON once it was sent.
    """
    with unit_of_work():
        proposal, round_ = _own_draft(actor, municipality_id, ref, now)
        rules.check_asked(needed_in(round_))
        if proposal.support_opened_at is not None:
            raise Conflict(Code.SUPPORT_OPEN_ALREADY)
        sending.require_whole(proposal, round_)
        proposal.support_opened_at = now
        proposal.version += 1
        audit.append(audit.Tag.SUPPORT_OPENED, actor, municipality_id, now, ref)


def close(actor: Actor, municipality_id: int, ref: str, now: datetime) -> None:
    """Close a draft again, to change what was supported; whoever supported it is let go of.

    Raises:
        NotAllowed: NOT_ALLOWED, LEADER_ONLY. NotFound, NotNow: as usual.
        Conflict: SUPPORT_CLOSED where it is not open; PROPOSAL_MOVED_ON once it was sent.
    """
    with unit_of_work():
        proposal, _round = _own_draft(actor, municipality_id, ref, now)
        if proposal.support_opened_at is None:
            raise Conflict(Code.SUPPORT_CLOSED)
        number = supports.number_of(municipality_id, proposal.id)
        supports.forget_of(municipality_id, proposal.id)
        proposal.support_opened_at = None
        proposal.version += 1
        audit.append(audit.Tag.SUPPORT_CLOSED, actor, municipality_id, now, ref, number=number)


def give(actor: Actor, municipality_id: int, ref: str, now: datetime) -> None:
    """Support a draft, once.

    Raises:
        NotAllowed: NOT_ALLOWED; SUPPORT_OF_OWN for whoever has a part in it.
        NotFound: a draft that collects no support. NotNow: NOT_OPEN.
        Conflict: SUPPORTED_ALREADY; PROPOSAL_MOVED_ON once it was sent.
    """
    with unit_of_work():
        proposal, round_ = _collecting(actor, municipality_id, ref, now)
        account = account_of(actor)
        rules.check_apart(account, involvement.people_in(municipality_id, proposal.id))
        if supports.support_of(municipality_id, proposal.id, account) is not None:
            raise Conflict(Code.SUPPORTED_ALREADY)
        db.session.add(
            Support(municipality_id=municipality_id, proposal_id=proposal.id, account_id=account)
        )
        db.session.flush()
        _trace(audit.Tag.SUPPORT_GIVEN, round_, now)


def take_back(actor: Actor, municipality_id: int, ref: str, now: datetime) -> None:
    """Support a draft no more; until it is sent.

    Raises:
        NotAllowed: NOT_ALLOWED. NotFound, NotNow: as for giving it.
        Conflict: SUPPORT_MISSING where there is none; PROPOSAL_MOVED_ON once it was sent.
    """
    with unit_of_work():
        proposal, round_ = _collecting(actor, municipality_id, ref, now)
        own = supports.support_of(municipality_id, proposal.id, account_of(actor))
        if own is None:
            raise Conflict(Code.SUPPORT_MISSING)
        db.session.delete(own)
        db.session.flush()
        _trace(audit.Tag.SUPPORT_TAKEN_BACK, round_, now)


def _own_draft(
    actor: Actor, municipality_id: int, ref: str, now: datetime
) -> tuple[Proposal, Round]:
    proposal = writing.held_by_leader(actor, municipality_id, ref, Act.SUBMIT_PROPOSAL)
    if proposal.state is not ProposalState.DRAFT:
        raise Conflict(Code.PROPOSAL_MOVED_ON, state=proposal.state)
    round_ = rounds.round_by_id(municipality_id, proposal.round_id)
    require(actor, Act.SUBMIT_PROPOSAL, municipality_id, round_, now)
    return proposal, round_


def _collecting(
    actor: Actor, municipality_id: int, ref: str, now: datetime
) -> tuple[Proposal, Round]:
    """A draft that collects support, held: nobody supports what is just sent or closed."""
    require(actor, Act.SUPPORT_PROPOSAL, municipality_id)
    proposal = proposals.proposal_of(municipality_id, ref, hold=True)
    if proposal.support_opened_at is None:
        raise NotFound(Code.NOT_FOUND)
    if proposal.state is not ProposalState.DRAFT:
        raise Conflict(Code.PROPOSAL_MOVED_ON, state=proposal.state)
    round_ = rounds.round_by_id(municipality_id, proposal.round_id)
    require(actor, Act.SUPPORT_PROPOSAL, municipality_id, round_, now)
    return proposal, round_


def _trace(tag: audit.Tag, round_: Round, now: datetime) -> None:
    # Without the person and the proposal, and with the hour only: the trail stays for ever, and
    # nobody shall ever read from it who supported what.
    audit.append(tag, None, round_.municipality_id, calendar.hour_of(now), round_.slug)
