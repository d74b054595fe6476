"""Deeds about the cost: the office puts down its own, the author accepts it or does not.

Without the author's consent the cost that was asked stands, or the proposal is returned.
"""

from datetime import datetime

from pb.documents import notices
from pb.gateways.keys import Keys
from pb.records import proposals, reviews, rounds
from pb.records.base import db
from pb.records.places import municipality_by_id
from pb.records.reviews import Estimate
from pb.rules.access import Act
from pb.rules.messages import MessageKind
from pb.rules.money import ZERO, Tyiyn
from pb.rules.proposals import Deed, ProposalState, moved
from pb.rules.refusals import Code, NotAllowed, NotFound
from pb.rules.reviews import CostConsent, check_estimate, check_unanswered, reason
from pb.services import audit, authors
from pb.services.actors import Actor, account_of, require
from pb.services.reviews import taken_up
from pb.services.work import unit_of_work


def estimate(
    actor: Actor,
    municipality_id: int,
    ref: str,
    cost: Tyiyn,
    why: str,
    language: str,
    keys: Keys,
    now: datetime,
) -> None:
    """Put a cost (tyiyn, asked of the budget) beside the author's; the author is told of it.

    A later one takes the place of an earlier one, whatever the author said to that.

    Raises:
        NotValid: ESTIMATE_SAME or what `proposals.check_cost` finds at `cost`; REASON_MISSING.
        NotFound, NotAllowed, NotNow, Conflict: as `services.reviews.taken_up`.
    """
    with unit_of_work():
        case = taken_up(actor, municipality_id, ref, now)
        check_estimate(cost, case.proposal.cost or ZERO, case.round.ceiling, case.round.budget)
        made = Estimate(
            municipality_id=municipality_id,
            review_id=case.review.id,
            cost=cost,
            reason=reason(why, "reason"),
            reason_language=language,
            made_by=account_of(actor),
            made_at=now,
        )
        db.session.add(made)
        db.session.flush()
        text = notices.of_estimate(
            case.proposal.register_number or 0, municipality_by_id(municipality_id).phone
        )
        kind = MessageKind.PROPOSAL_ANSWERED
        authors.tell(case.proposal, kind, text, f"estimate-{made.id}", keys, now)
        audit.append(audit.Tag.ESTIMATE_MADE, actor, municipality_id, now, ref)


def answer(
    actor: Actor,
    municipality_id: int,
    ref: str,
    consent: CostConsent,
    text: str | None,
    language: str,
    now: datetime,
) -> None:
    """The author's word on the office's cost; one who declines says why.

    Raises:
        NotAllowed, NotNow: as the tables say; a proposal of somebody else.
        NotFound: no cost was put down. NotValid: REASON_MISSING at `text`.
        Conflict: PROPOSAL_MOVED_ON, ESTIMATE_ANSWERED.
    """
    with unit_of_work():
        require(actor, Act.ANSWER_REVIEW, municipality_id)
        proposal = proposals.proposal_of(municipality_id, ref, hold=True)
        if proposal.author_id != account_of(actor):
            raise NotAllowed(Code.NOT_ALLOWED, act=Act.ANSWER_REVIEW)
        round_ = rounds.round_by_id(municipality_id, proposal.round_id)
        require(actor, Act.ANSWER_REVIEW, municipality_id, round_, now)
        if proposal.state is not ProposalState.SUBMITTED:
            moved(proposal.state, Deed.ADMIT)
        review = reviews.review_of(municipality_id, proposal.id, proposal.review_number)
        made = reviews.last_estimate(municipality_id, review.id, hold=True)
        if made is None:
            raise NotFound(Code.NOT_FOUND)
        check_unanswered(made.consent)
        says_more = consent is CostConsent.DECLINED or bool(text and text.strip())
        made.answer = reason(text or "", "text") if says_more else None
        made.answer_language = language if made.answer else None
        made.consent, made.answered_at = consent, now
        audit.append(audit.Tag.ESTIMATE_ANSWERED, actor, municipality_id, now, ref)
