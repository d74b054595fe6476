"""Deeds of writing a proposal: begun once, kept step by step, marked on the map."""

import hashlib
from datetime import datetime

from pb.records import groups, places, proposals, rounds
from pb.records.base import db, hold_key
from pb.records.proposals import Proposal
from pb.rules.access import Act
from pb.rules.proposal_demands import Demands, check_offered, check_sources_of
from pb.rules.proposal_steps import Place, Problem, Sources, StepFacts, Translation, fingerprint
from pb.rules.proposals import Deed, ProposalState, moved
from pb.rules.refusals import Code, Conflict, NotValid
from pb.rules.support import check_kept
from pb.services import audit, writing
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work


def start(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    token: str,
    language: str,
    place: Place,
    now: datetime,
) -> str:
    """Begin a draft that only its authors see, with its first step; returns its public id.

    The token is that of the form: sent twice, it is still one draft, and the step is kept as it
    was sent last. `language` is the one the author writes in.

    Raises:
        NotAllowed, NotNow, NotFound: as the tables say.
        NotValid: a text that cannot be, a village or a kind that is not offered.
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug)
        require(actor, Act.SUBMIT_PROPOSAL, municipality_id, round_, now)
        author = account_of(actor)
        # A double click comes twice at once: the second one waits and finds the draft.
        hold_key(int.from_bytes(hashlib.sha256(token.encode()).digest()[:8], "big", signed=True))
        proposal = proposals.started_by(municipality_id, author, token)
        if proposal is None:
            proposal = Proposal(
                municipality_id=municipality_id,
                round_id=round_.id,
                author_id=author,
                started_as=token,
                language=language,
                state=ProposalState.DRAFT,
                version=0,
                created_at=now,
            )
        elif proposal.state is not ProposalState.DRAFT or proposal.round_id != round_.id:
            raise Conflict(Code.PROPOSAL_MOVED_ON, state=proposal.state)
        _write(proposal, place.cleaned(), writing.demands_of(round_, author))
        db.session.add(proposal)
        db.session.flush()
        audit.append(
            audit.Tag.PROPOSAL_SAVED, actor, municipality_id, now, proposal.ref, step=place.step
        )
        return proposal.ref


def save(
    actor: Actor,
    municipality_id: int,
    ref: str,
    facts: StepFacts,
    now: datetime,
    seen: str | None = None,
) -> None:
    """Keep one step of a draft, or of a returned proposal, as one of its authors wrote it.

    `seen` is the fingerprint of the step as it stood when the form was opened. The same step sent
    twice changes nothing. A translation may be added until the vote: where the proposal was sent
    before, a new version of it is kept, and its cost stays as it is.

    Raises:
        NotAllowed, NotNow, NotFound: as the tables say; another's proposal is not allowed.
        NotValid: a text, a number or a sum that cannot be, with its field.
        Conflict: PROPOSAL_CHANGED_ELSEWHERE where somebody changed this step meanwhile;
            PROPOSAL_MOVED_ON where the office has it already; SUPPORT_COLLECTS.
    """
    with unit_of_work():
        translates = isinstance(facts, Translation)
        act = Act.TRANSLATE_PROPOSAL if translates else Act.MEND_PROPOSAL
        proposal = writing.held_by_writer(actor, municipality_id, ref, act)
        round_ = rounds.round_by_id(municipality_id, proposal.round_id)
        require(actor, _act_now(proposal, act), municipality_id, round_, now)
        if not translates or proposal.state in (ProposalState.WITHDRAWN, ProposalState.MERGED):
            moved(proposal.state, Deed.SUBMIT)
        cleaned = facts.cleaned()
        kept = writing.writing_of(proposal).of(facts.step)
        if kept == cleaned:
            return
        if seen is not None and seen != fingerprint(kept):
            raise Conflict(Code.PROPOSAL_CHANGED_ELSEWHERE)
        if proposal.state is ProposalState.DRAFT and proposal.support_opened_at is not None:
            check_kept(kept, cleaned)
        _write(proposal, cleaned, writing.demands_of(round_, proposal.author_id))
        db.session.flush()
        if proposal.state not in (ProposalState.DRAFT, ProposalState.RETURNED):
            writing.keep_version(proposal, now)
        audit.append(audit.Tag.PROPOSAL_SAVED, actor, municipality_id, now, ref, step=facts.step)


def _act_now(proposal: Proposal, act: Act) -> Act:
    """A draft is written while it can be sent, and no longer."""
    return Act.SUBMIT_PROPOSAL if proposal.state is ProposalState.DRAFT else act


def _write(proposal: Proposal, facts: StepFacts, demands: Demands) -> None:
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
