"""Deeds that end a review: the outcome is put down, looked at, made final; the author replies."""

from dataclasses import dataclass
from datetime import date, datetime

from pb.documents import notices
from pb.gateways.keys import Keys
from pb.records import proposals, reviews, rounds
from pb.records.base import db
from pb.records.places import municipality_by_id
from pb.records.proposals import Project
from pb.records.reviews import ReviewReply
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.checklists import check_met
from pb.rules.messages import MessageKind
from pb.rules.proposals import Ground, ProposalState, moved
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound
from pb.rules.reviews import (
    Outcome,
    Review,
    ReviewState,
    admitted,
    check_reply,
    not_admitted,
    reason,
    returned,
)
from pb.services import audit, authors
from pb.services.actors import Actor, account_of, require
from pb.services.headings import heading_of
from pb.services.reviews import Case, kept, taken_up
from pb.services.work import unit_of_work


@dataclass(frozen=True)
class OutcomeFacts:
    """What a reviewer puts down; reason and legal ground are in `language`."""

    outcome: Outcome
    reason: str = ""
    language: str = "ky"
    mend_by: date | None = None
    """Last day to send it again, inclusive."""
    ground: Ground | None = None
    legal_ground: str = ""


def put_down(
    actor: Actor, municipality_id: int, ref: str, facts: OutcomeFacts, now: datetime
) -> int:
    """Put down how the review shall end; nobody but the staff sees it. Returns its count.

    Raises:
        NotValid: REASON_MISSING, RETURN_DATE_MISSING, LEGAL_GROUND_MISSING at their fields;
            ITEMS_NOT_MET at `outcome` where it shall be admitted.
        NotFound, NotAllowed, NotNow, Conflict: as `services.reviews.taken_up`.
    """
    with unit_of_work():
        case = taken_up(actor, municipality_id, ref, now)
        said, review = _said(case, facts, now), case.review
        review.outcome, review.ground, review.mend_by = facts.outcome, said.ground, said.mend_by
        review.reason, review.legal_ground = said.text, said.legal_ground
        review.reason_language = facts.language if said.text else None
        review.drafted_by = account_of(actor)
        review.saved += 1
        audit.append(audit.Tag.OUTCOME_PUT_DOWN, actor, municipality_id, now, ref)
        return review.saved


def make_final(
    actor: Actor, municipality_id: int, ref: str, saved: int, keys: Keys, now: datetime
) -> int | None:
    """Publish the outcome that was looked at: what `put_down` counted as `saved`.

    An admitted proposal is put on the ballot, its name and the agreed cost are frozen there, and
    its number is returned.

    Raises:
        Conflict: OUTCOME_MISSING; OUTCOME_CHANGED where it was put down anew meanwhile.
        NotValid: a day to mend that has passed, an item that is met no more.
        NotFound, NotAllowed, NotNow, Conflict: as `services.reviews.taken_up`.
    """
    with unit_of_work():
        case = taken_up(actor, municipality_id, ref, now)
        review, proposal = case.review, case.proposal
        facts = _put_down(case)
        if review.saved != saved:
            raise Conflict(Code.OUTCOME_CHANGED)
        proposal.state = moved(proposal.state, _said(case, facts, now).deed)
        is_admitted = facts.outcome is Outcome.ADMITTED
        review.findings = kept(case.findings)
        review.cost_before, review.cost_after = proposal.cost, case.cost if is_admitted else None
        review.decided_by, review.final_at = account_of(actor), now
        review.state = ReviewState.FINAL
        number = _on_ballot(case) if is_admitted else None
        _tell(case, facts, keys, now)
        _trace(actor, case, number or 0, now)
        return number


def reply(
    actor: Actor, municipality_id: int, ref: str, text: str, language: str, now: datetime
) -> None:
    """The author's word on a return; it stands beside the return for everyone.

    Raises:
        NotAllowed, NotNow: as the tables say; a proposal of somebody else.
        Conflict: REPLY_WITHOUT_RETURN, REPLY_EXISTS. NotValid: REASON_MISSING at `text`.
    """
    with unit_of_work():
        require(actor, Act.ANSWER_REVIEW, municipality_id)
        proposal = proposals.proposal_of(municipality_id, ref, hold=True)
        if proposal.author_id != account_of(actor):
            raise NotAllowed(Code.NOT_ALLOWED, act=Act.ANSWER_REVIEW)
        round_ = rounds.round_by_id(municipality_id, proposal.round_id)
        require(actor, Act.ANSWER_REVIEW, municipality_id, round_, now)
        if proposal.state is ProposalState.DRAFT:
            raise NotFound(Code.NOT_FOUND)
        decided = reviews.published(municipality_id, proposal.id)
        if not decided:
            raise Conflict(Code.REPLY_WITHOUT_RETURN)
        last, given = decided[0]
        check_reply(last.outcome, is_given=given is not None)
        db.session.add(
            ReviewReply(
                municipality_id=municipality_id,
                review_id=last.id,
                text=reason(text, "text"),
                language=language,
                at=now,
            )
        )
        audit.append(audit.Tag.RETURN_REPLIED, actor, municipality_id, now, ref)


def _said(case: Case, facts: OutcomeFacts, now: datetime) -> Review:
    if facts.outcome is Outcome.RETURNED:
        last = calendar.last_day_before(case.round.review_closes)
        return returned(facts.reason, facts.mend_by, calendar.day_of(now), last)
    if facts.outcome is Outcome.NOT_ADMITTED:
        return not_admitted(facts.ground, facts.reason, facts.legal_ground)
    check_met(case.findings)
    return admitted()


def _put_down(case: Case) -> OutcomeFacts:
    review = case.review
    if review.outcome is None:
        raise Conflict(Code.OUTCOME_MISSING)
    return OutcomeFacts(
        review.outcome,
        review.reason or "",
        review.reason_language or "ky",
        review.mend_by,
        review.ground,
        review.legal_ground or "",
    )


def _on_ballot(case: Case) -> int:
    proposal, round_ = case.proposal, case.round
    place = proposal.settlement
    project = Project(
        municipality_id=proposal.municipality_id,
        round_id=round_.id,
        number=proposals.next_project_number(round_.id),
        proposal_id=proposal.id,
        title_ky=proposal.title_ky,
        title_ru=proposal.title_ru,
        settlement_ky=place.name_ky if place else None,
        settlement_ru=place.name_ru if place else None,
        heading_number=heading_of(round_, proposal, case.cost),
        cost=case.cost,
        own_contribution=proposal.own_contribution,
    )
    db.session.add(project)
    db.session.flush()
    return project.number


def _tell(case: Case, facts: OutcomeFacts, keys: Keys, now: datetime) -> None:
    phone = municipality_by_id(case.proposal.municipality_id).phone
    number = case.proposal.register_number or 0
    text = notices.of_outcome(number, facts.outcome, facts.mend_by, phone)
    occasion = f"review-{case.review.number}"
    authors.tell(case.proposal, MessageKind.PROPOSAL_ANSWERED, text, occasion, keys, now)


def _trace(actor: Actor, case: Case, number: int, now: datetime) -> None:
    review, place, ref = case.review, case.proposal.municipality_id, case.proposal.ref
    if review.mend_by is not None:
        day = review.mend_by.isoformat()
        audit.append(audit.Tag.PROPOSAL_RETURNED, actor, place, now, ref, mend_by=day)
    elif review.ground is not None:
        ground = review.ground.value
        audit.append(audit.Tag.PROPOSAL_NOT_ADMITTED, actor, place, now, ref, ground=ground)
    else:
        tag, cost = audit.Tag.PROPOSAL_ADMITTED, case.cost
        audit.append(tag, actor, place, now, ref, number=number, cost=cost)
