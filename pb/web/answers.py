"""What stands under a proposal for its reader: decisions, appeals, questions, and what one may say.

Of a review that is open nothing is here but the office's cost, and that for the author alone.
"""

from dataclasses import dataclass
from datetime import date

from flask import request

from pb.records import appeals, questions, reviews, rule_sets
from pb.records.appeals import Appeal
from pb.records.proposals import Proposal
from pb.records.questions import Remark
from pb.records.reviews import Estimate, Review, ReviewReply
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.checklists import Finding
from pb.rules.proposals import ProposalState
from pb.rules.questions import Side, side_of
from pb.rules.reviews import Outcome
from pb.rules.rounds import is_open
from pb.services.reviews import read_back
from pb.services.rules import appeal_terms
from pb.web.access import actor, may_do
from pb.web.paging import Pages
from pb.web.surroundings import now

A_PAGE = 10


@dataclass(frozen=True)
class Decision:
    """A decided review with what belongs to it."""

    review: Review
    reply: ReviewReply | None
    findings: tuple[Finding, ...]
    estimates: list[Estimate]
    appeal: Appeal | None


@dataclass(frozen=True)
class Answers:
    """Everything under a proposal, and what its reader may do there."""

    proposal: Proposal
    today: date
    decisions: list[Decision]
    questions: list[tuple[Remark, list[Remark]]]
    pages: Pages
    waiting_cost: Estimate | None
    """The office's cost the reader, as the author, has still to answer."""
    may_reply: bool
    appeal_until: date | None
    """The last day for an appeal of the reader, inclusive; None where there is nothing to file."""
    may_ask: bool
    side: Side | None
    """On whose behalf the reader answers questions."""


def answers_to(proposal: Proposal, round_: Round) -> Answers:
    """What stands under a proposal that was sent."""
    who, place = actor(), proposal.municipality_id
    own = who.account_id is not None and who.account_id == proposal.author_id
    phase = round_.phase(now())
    decided = reviews.published(place, proposal.id) if proposal.review_number else []
    costs = list(reviews.estimates_of(place, proposal.id)) if proposal.review_number else []
    filed = appeals.appeals_of(place, proposal.id) if _refused(decided) else ()
    by_review = {appeal.review_id: appeal for appeal in filed}
    total = questions.count_of(place, proposal.id) if proposal.review_number else 0
    pages = Pages(request.args.get("page", ""), total, A_PAGE)
    may_say = own and is_open(Act.ANSWER_REVIEW, phase)
    last, reply = decided[0] if decided else (None, None)
    is_returned = last is not None and last.outcome is Outcome.RETURNED
    return Answers(
        proposal,
        calendar.day_of(now()),
        [
            Decision(
                review,
                said,
                read_back(review.findings),
                [cost for cost in costs if cost.review_id == review.id],
                by_review.get(review.id),
            )
            for review, said in decided
        ],
        questions.questions_of(place, proposal.id, A_PAGE, pages.offset) if total else [],
        pages,
        _waiting(proposal, costs) if may_say else None,
        may_say and is_returned and reply is None,
        _appeal_until(proposal, round_) if own and not _appealed(proposal, by_review) else None,
        may_do(Act.ASK_QUESTION)
        and not own
        and proposal.state is not ProposalState.DRAFT
        and is_open(Act.ASK_QUESTION, phase),
        side_of(who.roles, is_author=own),
    )


def _refused(decided: list[tuple[Review, ReviewReply | None]]) -> bool:
    return any(review.outcome is Outcome.NOT_ADMITTED for review, _ in decided)


def _waiting(proposal: Proposal, costs: list[Estimate]) -> Estimate | None:
    review = proposal.review
    if review is None or review.is_final or not costs or costs[0].review_id != review.id:
        return None
    return costs[0] if costs[0].consent is None else None


def _appealed(proposal: Proposal, by_review: dict[int, Appeal]) -> bool:
    return proposal.review is not None and proposal.review.id in by_review


def _appeal_until(proposal: Proposal, round_: Round) -> date | None:
    review = proposal.answered
    if review is None or review.outcome is not Outcome.NOT_ADMITTED or review.final_at is None:
        return None
    worked = rule_sets.workdays_of(proposal.municipality_id)
    last = worked.after(calendar.day_of(review.final_at), appeal_terms(round_).window)
    return last if calendar.day_of(now()) <= last else None
