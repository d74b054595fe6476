"""Deeds of writing together: asked by a link, consented to or declined, ended."""

import hashlib
import secrets
from datetime import datetime

from pb.records import proposal_parts, proposals
from pb.records.base import db
from pb.records.proposal_parts import CoAuthor
from pb.records.proposals import Proposal
from pb.rules.access import Act
from pb.rules.co_authors import INVITATION_LASTS, MOST_CO_AUTHORS, Consent
from pb.rules.proposals import ProposalState
from pb.rules.refusals import Code, Conflict, NotFound, NotValid
from pb.services import audit, writing
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work

WRITTEN = (ProposalState.DRAFT, ProposalState.RETURNED)


def invite(actor: Actor, municipality_id: int, ref: str, now: datetime) -> str:
    """Ask somebody to write along; returns what stands in the link, which is kept nowhere.

    Raises:
        NotAllowed: LEADER_ONLY.
        NotValid: CO_AUTHORS_TOO_MANY.
        Conflict: PROPOSAL_MOVED_ON where it is not being written.
    """
    with unit_of_work():
        proposal = writing.held_by_leader(actor, municipality_id, ref, Act.MEND_PROPOSAL)
        _require_written(proposal)
        asked = proposal_parts.co_authors_of(municipality_id, proposal.id)
        if sum(one.state in (Consent.ASKED, Consent.GIVEN) for one in asked) >= MOST_CO_AUTHORS:
            raise NotValid(Code.CO_AUTHORS_TOO_MANY, most=MOST_CO_AUTHORS)
        token = secrets.token_urlsafe(24)
        db.session.add(
            CoAuthor(
                municipality_id=municipality_id,
                proposal_id=proposal.id,
                tag=_tag(token),
                state=Consent.ASKED,
                created_at=now,
            )
        )
        audit.append(audit.Tag.CO_AUTHOR_ASKED, actor, municipality_id, now, ref)
        return token


def invited_to(municipality_id: int, token: str, now: datetime) -> Proposal:
    """The proposal a link asks to write on.

    Raises:
        NotFound: NOT_FOUND; also for a link that was used, taken back, or is two weeks old.
    """
    invitation = proposal_parts.invitation_by(municipality_id, _tag(token))
    return _asked(municipality_id, invitation, now)


def answer(actor: Actor, municipality_id: int, token: str, now: datetime, *, consents: bool) -> str:
    """Consent to write along, or decline; returns the public id of the proposal.

    Raises:
        NotFound: as `invited_to`.
        Conflict: CO_AUTHOR_ALREADY for whoever writes on it anyway.
    """
    with unit_of_work():
        require(actor, Act.SUBMIT_PROPOSAL, municipality_id)
        invitation = proposal_parts.invitation_by(municipality_id, _tag(token), hold=True)
        proposal = _asked(municipality_id, invitation, now)
        if writing.writes(proposal, account_of(actor)):
            raise Conflict(Code.CO_AUTHOR_ALREADY)
        invitation.account_id = account_of(actor)
        invitation.answered_at = now
        invitation.state = Consent.GIVEN if consents else Consent.DECLINED
        tag = audit.Tag.CO_AUTHOR_CONSENTED if consents else audit.Tag.CO_AUTHOR_DECLINED
        audit.append(tag, actor, municipality_id, now, proposal.ref)
        return proposal.ref


def end(actor: Actor, municipality_id: int, ref: str, co_author: int, now: datetime) -> None:
    """Take an invitation or a consent back: the leader any, a co-author their own.

    Raises:
        NotAllowed: LEADER_ONLY.
        NotFound: NOT_FOUND for one that is over already.
    """
    with unit_of_work():
        proposal = writing.held_by_writer(actor, municipality_id, ref, Act.MEND_PROPOSAL)
        asked = proposal_parts.co_authors_of(municipality_id, proposal.id)
        found = next((one for one in asked if one.id == co_author), None)
        if found is None or found.state not in (Consent.ASKED, Consent.GIVEN):
            raise NotFound(Code.NOT_FOUND)
        if found.account_id != actor.account_id:
            writing.held_by_leader(actor, municipality_id, ref, Act.MEND_PROPOSAL)
        found.state = Consent.ENDED
        audit.append(audit.Tag.CO_AUTHOR_ENDED, actor, municipality_id, now, ref)


def _asked(municipality_id: int, invitation: CoAuthor, now: datetime) -> Proposal:
    proposal = proposals.proposal_by_id(municipality_id, invitation.proposal_id)
    over = now - invitation.created_at >= INVITATION_LASTS
    if invitation.state is not Consent.ASKED or over or proposal.state not in WRITTEN:
        raise NotFound(Code.NOT_FOUND)
    return proposal


def _require_written(proposal: Proposal) -> None:
    if proposal.state not in WRITTEN:
        raise Conflict(Code.PROPOSAL_MOVED_ON, state=proposal.state)


def _tag(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
