"""Deeds about proposals: sending, withdrawing, and the office's answer with its reason."""

from datetime import date, datetime

from pb.records import proposals, rounds
from pb.records.base import db
from pb.records.proposal_parts import Withdrawal
from pb.records.proposals import Project, Proposal
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.proposal_demands import lacking
from pb.rules.proposals import (
    REASON_LENGTH,
    Deed,
    Ground,
    ProposalState,
    moved,
    require_in_term,
)
from pb.rules.refusals import Code, Conflict, NotValid
from pb.rules.texts import clean
from pb.services import audit, writing
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work


def submit(
    actor: Actor, municipality_id: int, ref: str, now: datetime, seen: int | None = None
) -> int:
    """Send a draft, or a mended proposal, to the office; returns its register number.

    What is public of it is kept for ever as its next version. `seen` is the version that was
    looked over.

    Raises:
        NotAllowed: LEADER_ONLY for a co-author.
        NotNow: NOT_OPEN; a new proposal is sent while submission lasts, a returned one while the
            review does. MENDING_TERM_OVER after the day the office gave for mending.
        NotValid: PROPOSAL_UNFINISHED, with how many steps lack something.
        Conflict: PROPOSAL_MOVED_ON; PROPOSAL_CHANGED_ELSEWHERE since it was looked over.
    """
    with unit_of_work():
        proposal = writing.held_by_leader(actor, municipality_id, ref, Act.MEND_PROPOSAL)
        round_ = rounds.round_by_id(municipality_id, proposal.round_id, hold=True)
        new = proposal.state is ProposalState.DRAFT
        act = Act.SUBMIT_PROPOSAL if new else Act.MEND_PROPOSAL
        require(actor, act, municipality_id, round_, now)
        to = moved(proposal.state, Deed.SUBMIT)
        require_in_term(proposal.mend_by, calendar.day_of(now))
        if seen not in (None, proposal.version):
            raise Conflict(Code.PROPOSAL_CHANGED_ELSEWHERE)
        demands = writing.demands_of(round_, proposal.author_id)
        lacks = lacking(writing.writing_of(proposal), demands)
        if lacks:
            raise NotValid(Code.PROPOSAL_UNFINISHED, steps=len(lacks))
        proposal.state = to
        proposal.submitted_at = now
        proposal.reason = proposal.reason_language = proposal.mend_by = None
        if proposal.register_number is None:
            proposal.register_number = proposals.next_register_number(round_.id)
        version = writing.keep_version(proposal, now)
        audit.append(
            audit.Tag.PROPOSAL_SUBMITTED,
            actor,
            municipality_id,
            now,
            ref,
            register_number=proposal.register_number,
            cost=version.cost,
            sha256=version.sha256,
        )
        return proposal.register_number


def withdraw(actor: Actor, municipality_id: int, ref: str, now: datetime) -> None:
    """Take a proposal back before the vote; one that stood on the ballot leaves it.

    Its page stays and says so; the numbers of the others on the ballot stay as they are.

    Raises:
        NotAllowed: LEADER_ONLY for a co-author.
        NotNow: NOT_OPEN once the voting began.
        Conflict: PROPOSAL_MOVED_ON for a draft, or for one that has its end already.
    """
    with unit_of_work():
        proposal = writing.held_by_leader(actor, municipality_id, ref, Act.WITHDRAW_PROPOSAL)
        round_ = rounds.round_by_id(municipality_id, proposal.round_id, hold=True)
        require(actor, Act.WITHDRAW_PROPOSAL, municipality_id, round_, now)
        to = moved(proposal.state, Deed.WITHDRAW)
        project = proposal.project
        proposal.state = to
        proposal.mend_by = None
        withdrawal = Withdrawal(
            municipality_id=municipality_id,
            proposal_id=proposal.id,
            round_id=round_.id,
            number=project.number if project else None,
            at=now,
        )
        db.session.add(withdrawal)
        db.session.flush()
        if project is not None:
            db.session.delete(project)
        audit.append(
            audit.Tag.PROPOSAL_WITHDRAWN,
            actor,
            municipality_id,
            now,
            ref,
            number=withdrawal.number or 0,
        )


def admit(actor: Actor, municipality_id: int, ref: str, now: datetime) -> int:
    """Put a proposal on the ballot; its name and cost are frozen there. Returns its number.

    Raises:
        NotAllowed, NotNow, Conflict: as the tables and the states say.
    """
    with unit_of_work():
        proposal, round_ = _for_review(actor, municipality_id, ref, now)
        to = moved(proposal.state, Deed.ADMIT)
        _review(proposal, to, actor, now)
        place = proposal.settlement
        project = Project(
            municipality_id=municipality_id,
            round_id=round_.id,
            number=proposals.next_project_number(round_.id),
            proposal_id=proposal.id,
            title_ky=proposal.title_ky,
            title_ru=proposal.title_ru,
            settlement_ky=place.name_ky if place else None,
            settlement_ru=place.name_ru if place else None,
            cost=proposal.cost,
            own_contribution=proposal.own_contribution,
        )
        db.session.add(project)
        db.session.flush()
        audit.append(
            audit.Tag.PROPOSAL_ADMITTED,
            actor,
            municipality_id,
            now,
            ref,
            number=project.number,
            cost=project.cost,
        )
        return project.number


def return_(
    actor: Actor,
    municipality_id: int,
    ref: str,
    reason: str,
    language: str,
    mend_by: date | None,
    now: datetime,
) -> None:
    """Give a proposal back with what to mend and by when (inclusive).

    Raises:
        NotValid: REASON_MISSING, RETURN_DATE_MISSING (none given, or not within the review).
    """
    with unit_of_work():
        proposal, round_ = _for_review(actor, municipality_id, ref, now)
        to = moved(proposal.state, Deed.RETURN)
        last = calendar.last_day_before(round_.review_closes)
        if mend_by is None or not calendar.day_of(now) <= mend_by <= last:
            raise NotValid(Code.RETURN_DATE_MISSING, "mend_by", last=last)
        proposal.reason = _reason(reason)
        proposal.reason_language = language
        proposal.mend_by = mend_by
        _review(proposal, to, actor, now)
        audit.append(
            audit.Tag.PROPOSAL_RETURNED,
            actor,
            municipality_id,
            now,
            ref,
            mend_by=mend_by.isoformat(),
        )


def refuse(
    actor: Actor,
    municipality_id: int,
    ref: str,
    ground: Ground | None,
    reason: str,
    language: str,
    now: datetime,
) -> None:
    """Not admit a proposal: a ground from the closed list and the reason in words, never without.

    Raises:
        NotValid: REASON_MISSING at `ground` or `reason`.
    """
    with unit_of_work():
        proposal, _ = _for_review(actor, municipality_id, ref, now)
        to = moved(proposal.state, Deed.NOT_ADMIT)
        if ground is None:
            raise NotValid(Code.REASON_MISSING, "ground", shortest=REASON_LENGTH[0])
        proposal.ground = ground
        proposal.reason = _reason(reason)
        proposal.reason_language = language
        _review(proposal, to, actor, now)
        audit.append(
            audit.Tag.PROPOSAL_NOT_ADMITTED, actor, municipality_id, now, ref, ground=ground.value
        )


def _for_review(
    actor: Actor, municipality_id: int, ref: str, now: datetime
) -> tuple[Proposal, rounds.Round]:
    proposal = proposals.proposal_of(municipality_id, ref, hold=True)
    # The round is held too: two clerks at once would give two projects the same number.
    round_ = rounds.round_by_id(municipality_id, proposal.round_id, hold=True)
    require(actor, Act.REVIEW_PROPOSAL, municipality_id, round_, now)
    return proposal, round_


def _review(proposal: Proposal, state: ProposalState, actor: Actor, now: datetime) -> None:
    proposal.state = state
    proposal.reviewed_at = now
    proposal.reviewed_by = account_of(actor)


def _reason(text: str) -> str:
    try:
        return clean(text, "reason", REASON_LENGTH, lines=True)
    except NotValid as refusal:
        if refusal.code in (Code.TEXT_MISSING, Code.TEXT_TOO_SHORT):
            raise NotValid(Code.REASON_MISSING, "reason", shortest=REASON_LENGTH[0]) from refusal
        raise
