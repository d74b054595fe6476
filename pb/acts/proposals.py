"""Deeds of the author of a proposal: writing and sending; the office's are in `acts/reviews`."""

from dataclasses import dataclass
from datetime import datetime

from pb.records import places, proposals, rounds
from pb.records.base import db
from pb.records.proposals import Proposal
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.money import ZERO, Tyiyn, figures
from pb.rules.proposals import Deed, ProposalState, check_cost, moved, require_in_term
from pb.rules.refusals import Code, NotAllowed, NotFound, NotValid
from pb.rules.texts import (
    TEXT_LENGTH,
    TITLE_LENGTH,
    Bilingual,
    clean,
    clean_optional,
    in_language,
)
from pb.services import audit, reviews
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work

MOST_BENEFICIARIES = 1_000_000


@dataclass(frozen=True)
class ProposalFacts:
    """What an author writes; texts are in `language`, the title may stand in the other one too."""

    language: str
    title: str
    problem: str
    solution: str
    cost: Tyiyn
    own_cash: Tyiyn = ZERO
    own_kind: Tyiyn = ZERO
    own_labour: Tyiyn = ZERO
    settlement: str | None = None
    """Slug of the village; None means all of them."""
    beneficiaries: int | None = None
    title_in_other: str | None = None


def save(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    facts: ProposalFacts,
    now: datetime,
    ref: str | None = None,
) -> str:
    """Keep a proposal as a draft that only its author sees; returns its public id.

    With `ref` the author's own draft, or a returned proposal, is written anew.

    Raises:
        NotAllowed, NotNow, NotFound: as the tables say; another's proposal is not allowed.
        NotValid: a text, a number or a sum that cannot be, with its field.
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug)
        act = Act.SUBMIT_PROPOSAL if ref is None else Act.MEND_PROPOSAL
        require(actor, act, municipality_id, round_, now)
        if ref is None:
            proposal = Proposal(
                municipality_id=municipality_id,
                round_id=round_.id,
                author_id=account_of(actor),
                state=ProposalState.DRAFT,
                created_at=now,
            )
        else:
            proposal = _own(actor, municipality_id, ref)
            if proposal.round_id != round_.id:
                raise NotFound(Code.NOT_FOUND)
            moved(proposal.state, Deed.SUBMIT)
        _write(proposal, facts, round_)
        db.session.add(proposal)
        db.session.flush()
        audit.append(
            audit.Tag.PROPOSAL_SAVED,
            actor,
            municipality_id,
            now,
            proposal.ref,
            cost=proposal.cost,
        )
        return proposal.ref


def submit(actor: Actor, municipality_id: int, ref: str, now: datetime) -> int:
    """Send a draft, or a mended proposal, to the office; returns its register number.

    Raises:
        NotNow: NOT_OPEN; a new proposal is sent while submission lasts, a returned one while the
            review does. MENDING_TERM_OVER after the day the office gave for mending.
        Conflict: PROPOSAL_MOVED_ON.
    """
    with unit_of_work():
        proposal = _own(actor, municipality_id, ref)
        round_ = rounds.round_by_id(municipality_id, proposal.round_id, hold=True)
        new = proposal.state is ProposalState.DRAFT
        act = Act.SUBMIT_PROPOSAL if new else Act.MEND_PROPOSAL
        require(actor, act, municipality_id, round_, now)
        to = moved(proposal.state, Deed.SUBMIT)
        require_in_term(proposal.mend_by, calendar.day_of(now))
        reviews.opened(proposal, round_, now)
        proposal.state = to
        proposal.submitted_at = now
        if proposal.register_number is None:
            proposal.register_number = proposals.next_register_number(round_.id)
        audit.append(
            audit.Tag.PROPOSAL_SUBMITTED,
            actor,
            municipality_id,
            now,
            ref,
            register_number=proposal.register_number,
            cost=proposal.cost,
        )
        return proposal.register_number


def _own(actor: Actor, municipality_id: int, ref: str) -> Proposal:
    require(actor, Act.MEND_PROPOSAL, municipality_id)
    proposal = proposals.proposal_of(municipality_id, ref, hold=True)
    if proposal.author_id != account_of(actor):
        raise NotAllowed(Code.NOT_ALLOWED, act=Act.MEND_PROPOSAL)
    return proposal


def _write(proposal: Proposal, facts: ProposalFacts, round_: rounds.Round) -> None:
    title = in_language(clean(facts.title, "title", TITLE_LENGTH), facts.language)
    other = clean_optional(facts.title_in_other, "title_in_other", TITLE_LENGTH)
    title = Bilingual(title.ky or other, title.ru or other)
    problem = in_language(clean(facts.problem, "problem", TEXT_LENGTH, lines=True), facts.language)
    solution = in_language(
        clean(facts.solution, "solution", TEXT_LENGTH, lines=True), facts.language
    )
    check_cost(facts.cost, round_.ceiling, round_.budget)
    for field in ("own_cash", "own_kind", "own_labour"):
        if (amount := getattr(facts, field)) < 0:
            raise NotValid(Code.MONEY_NEGATIVE, field, given=figures(amount))
    if facts.beneficiaries is not None and not 1 <= facts.beneficiaries <= MOST_BENEFICIARIES:
        raise NotValid(
            Code.NUMBER_OUT_OF_RANGE, "beneficiaries", smallest=1, largest=MOST_BENEFICIARIES
        )
    settlement = None
    if facts.settlement:
        settlement = places.settlement_of(round_.municipality_id, facts.settlement)
        if settlement is None:
            raise NotValid(Code.SETTLEMENT_UNKNOWN, "settlement", given=facts.settlement[:40])
    proposal.title_ky, proposal.title_ru = title.ky, title.ru
    proposal.problem_ky, proposal.problem_ru = problem.ky, problem.ru
    proposal.solution_ky, proposal.solution_ru = solution.ky, solution.ru
    proposal.cost = facts.cost
    proposal.own_cash, proposal.own_kind = facts.own_cash, facts.own_kind
    proposal.own_labour = facts.own_labour
    proposal.settlement_id = settlement.id if settlement else None
    proposal.beneficiaries = facts.beneficiaries
