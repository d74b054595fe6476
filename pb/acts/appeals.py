"""Deeds about appeals: the author files one, the office registers it, another person answers."""

from datetime import datetime

from pb.documents import notices
from pb.gateways.keys import Keys
from pb.records import appeals, involvement, proposals, reviews, rounds, rule_sets
from pb.records.appeals import Appeal
from pb.records.base import db
from pb.records.places import municipality_by_id
from pb.rules import appeals as rules
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.appeals import AppealAnswer
from pb.rules.messages import MessageKind
from pb.rules.proposals import Deed, ProposalState, moved
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound
from pb.rules.reviews import Outcome, check_apart, reason
from pb.services import audit, authors
from pb.services.actors import Actor, account_of, require
from pb.services.reviews import opened
from pb.services.rules import appeal_terms
from pb.services.work import unit_of_work


def file(
    actor: Actor,
    municipality_id: int,
    ref: str,
    text: str,
    language: str,
    now: datetime,
    *,
    is_text_public: bool,
) -> str:
    """Appeal against the refusal of one's own proposal; returns the public id of the appeal.

    That there is an appeal, its days and its answer are public; the text only if the author wants.

    Raises:
        NotAllowed: a proposal of somebody else. NotNow: APPEAL_TERM_OVER.
        Conflict: APPEAL_WITHOUT_REFUSAL, APPEAL_EXISTS. NotValid: REASON_MISSING at `text`.
    """
    with unit_of_work():
        require(actor, Act.FILE_APPEAL, municipality_id)
        proposal = proposals.proposal_of(municipality_id, ref, hold=True)
        if proposal.author_id != account_of(actor):
            raise NotAllowed(Code.NOT_ALLOWED, act=Act.FILE_APPEAL)
        if proposal.state is ProposalState.DRAFT:
            raise NotFound(Code.NOT_FOUND)
        review = reviews.review_of(municipality_id, proposal.id, proposal.review_number)
        if review.outcome is not Outcome.NOT_ADMITTED or review.final_at is None:
            raise Conflict(Code.APPEAL_WITHOUT_REFUSAL)
        if any(
            one.review_id == review.id for one in appeals.appeals_of(municipality_id, proposal.id)
        ):
            raise Conflict(Code.APPEAL_EXISTS)
        terms = appeal_terms(rounds.round_by_id(municipality_id, proposal.round_id))
        worked = rule_sets.workdays_of(municipality_id)
        today, refused_on = calendar.day_of(now), calendar.day_of(review.final_at)
        facts = rules.filed(refused_on, today, terms, worked)
        appeal = Appeal(
            municipality_id=municipality_id,
            proposal_id=proposal.id,
            review_id=review.id,
            refused_by=review.decided_by or 0,
            text=reason(text, "text"),
            language=language,
            is_text_public=is_text_public,
            filed_on=facts.filed_on,
            register_by=rules.registration_due(facts, terms, worked),
            answer_by=rules.answer_due(facts, terms, worked),
        )
        db.session.add(appeal)
        db.session.flush()
        audit.append(
            audit.Tag.APPEAL_FILED,
            actor,
            municipality_id,
            now,
            appeal.ref,
            register_by=appeal.register_by.isoformat(),
            answer_by=appeal.answer_by.isoformat(),
        )
        return appeal.ref


def register(actor: Actor, municipality_id: int, ref: str, now: datetime) -> int:
    """Enter an appeal in the register; returns its number there. Late is allowed, and seen.

    Raises:
        NotAllowed, NotFound: as usual. Conflict: APPEAL_MOVED_ON.
    """
    with unit_of_work():
        require(actor, Act.REGISTER_APPEAL, municipality_id)
        appeal, proposal = appeals.appeal_of(municipality_id, ref, hold=True)
        facts = rules.register(appeal.facts, calendar.day_of(now))
        terms = appeal_terms(rounds.round_by_id(municipality_id, proposal.round_id))
        answer_by = rules.answer_due(facts, terms, rule_sets.workdays_of(municipality_id))
        number = appeals.next_number(municipality_id)
        appeal.registered_on, appeal.registered_by = facts.registered_on, account_of(actor)
        appeal.number, appeal.answer_by = number, answer_by
        late = max(0, (calendar.day_of(now) - appeal.register_by).days)
        tag = audit.Tag.APPEAL_REGISTERED
        audit.append(tag, actor, municipality_id, now, ref, number=number, late=late)
        return number


def answer(
    actor: Actor,
    municipality_id: int,
    ref: str,
    given: AppealAnswer,
    reasons: str,
    language: str,
    keys: Keys,
    now: datetime,
) -> None:
    """Answer a registered appeal; where it is right, the proposal is reviewed once more.

    Raises:
        NotAllowed: APPEAL_NEEDS_ANOTHER for whoever decided the refusal; REVIEW_OF_OWN for whoever
            has a part in the proposal.
        NotNow: to uphold it once the voting has opened.
        Conflict: APPEAL_MOVED_ON. NotValid: REASON_MISSING at `reasons`.
    """
    with unit_of_work():
        require(actor, Act.ANSWER_APPEAL, municipality_id)
        found = appeals.appeal_of(municipality_id, ref)[1]
        proposal = proposals.proposal_of(municipality_id, found.ref, hold=True)
        appeal, _ = appeals.appeal_of(municipality_id, ref, hold=True)
        rules.check_other_person(account_of(actor), appeal.refused_by)
        check_apart(account_of(actor), involvement.people_in(municipality_id, proposal.id))
        facts = rules.answer(appeal.facts, calendar.day_of(now), given, reasons)
        if given is AppealAnswer.UPHELD:
            round_ = rounds.round_by_id(municipality_id, proposal.round_id)
            require(actor, Act.UPHOLD_APPEAL, municipality_id, round_, now)
            proposal.state = moved(proposal.state, Deed.UPHOLD_APPEAL)
            opened(proposal, round_, now, is_after_appeal=True)
        appeal.answered_on, appeal.answered_by = facts.answered_on, account_of(actor)
        appeal.answer, appeal.reasons = facts.answer, facts.reasons
        appeal.reasons_language = language
        phone = municipality_by_id(municipality_id).phone
        text = notices.of_appeal(appeal.number or 0, given, phone)
        authors.tell(proposal, MessageKind.APPEAL_ANSWERED, text, ref, keys, now)
        late = appeal.days_overdue(calendar.day_of(now))
        tag = audit.Tag.APPEAL_ANSWERED
        audit.append(tag, actor, municipality_id, now, ref, answer=given.value, late=late)
