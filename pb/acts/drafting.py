"""Deeds of writing a proposal: begun once, kept step by step, marked on the map."""

from datetime import datetime

from pb.records import rounds
from pb.records.base import db
from pb.rules.access import Act
from pb.rules.proposal_steps import Place, StepFacts, Translation, fingerprint
from pb.rules.proposals import Deed, ProposalState, moved
from pb.rules.refusals import Code, Conflict
from pb.rules.rounds import require_open
from pb.rules.support import check_kept
from pb.services import audit, drafts, versions, writing
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
        proposal = drafts.begin(round_, account_of(actor), token, language, place, now)
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
    """Keep one step of a draft, or of a returned proposal, as one of its writers sent it.

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
        if proposal.state is ProposalState.DRAFT or not translates:
            act = writing.act_of_writing(proposal, round_.phase(now))
        require_open(act, round_.phase(now), round_.schedule)
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
        drafts.keep(proposal, cleaned, writing.demands_of(round_, proposal.author_id))
        db.session.flush()
        if proposal.state not in (ProposalState.DRAFT, ProposalState.RETURNED):
            versions.keep_version(proposal, now)
        audit.append(audit.Tag.PROPOSAL_SAVED, actor, municipality_id, now, ref, step=facts.step)
