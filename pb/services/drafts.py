"""A draft as every way into it keeps it: begun once under a token, written step by step."""

import hashlib
from datetime import datetime

from pb.records import groups, places, proposals
from pb.records.base import db, hold_key
from pb.records.proposals import Proposal
from pb.records.rounds import Round
from pb.rules.proposal_demands import Demands, check_offered, check_sources_of
from pb.rules.proposal_steps import Place, Problem, Sources, StepFacts
from pb.rules.proposals import ProposalState
from pb.rules.refusals import Code, Conflict, NotValid
from pb.services import writing


def begin(
    round_: Round,
    author_id: int,
    token: str,
    language: str,
    place: Place,
    now: datetime,
) -> Proposal:
    """The draft of an author that was begun with the form of this token, with its first step.

    Raises:
        NotValid: a text that cannot be, a village or a kind that is not offered.
        Conflict: PROPOSAL_MOVED_ON where what was begun so is a draft no more.
    """
    # A double click comes twice at once: the second one waits and finds the draft.
    hold_key(int.from_bytes(hashlib.sha256(token.encode()).digest()[:8], "big", signed=True))
    proposal = proposals.started_by(round_.municipality_id, author_id, token)
    if proposal is None:
        proposal = Proposal(
            municipality_id=round_.municipality_id,
            round_id=round_.id,
            author_id=author_id,
            started_as=token,
            language=language,
            state=ProposalState.DRAFT,
            version=0,
            created_at=now,
        )
    elif proposal.state is not ProposalState.DRAFT or proposal.round_id != round_.id:
        raise Conflict(Code.PROPOSAL_MOVED_ON, state=proposal.state)
    keep(proposal, place.cleaned(), writing.demands_of(round_, author_id))
    db.session.add(proposal)
    db.session.flush()
    return proposal


def keep(proposal: Proposal, facts: StepFacts, demands: Demands) -> None:
    """Write a step that is cleaned already, if the round lets it in.

    Raises:
        NotValid: what the rules do not offer; SETTLEMENT_UNKNOWN.
    """
    if isinstance(facts, Place):
        check_offered(facts, demands)
        proposal.settlement_id = _village(proposal.municipality_id, facts.settlement)
        proposal.group = (
            groups.group_of(proposal.municipality_id, facts.group) if facts.group else None
        )
    if isinstance(facts, Problem) and facts.sector and facts.sector not in demands.sectors:
        raise NotValid(Code.RULE_NOT_OFFERED, "sector")
    if isinstance(facts, Sources):
        check_sources_of(facts, writing.writing_of(proposal).costs, demands)
    writing.write(proposal, facts)
    proposal.version += 1


def _village(municipality_id: int, slug: str | None) -> int | None:
    if slug is None:
        return None
    found = places.settlement_of(municipality_id, slug)
    if found is None:
        raise NotValid(Code.SETTLEMENT_UNKNOWN, "settlement", given=slug[:40])
    return found.id
