"""Deeds of the author of a proposal: sending, withdrawing; the office's are in `acts/reviews`."""

from datetime import datetime

from pb.records import rounds
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.proposals import Deed, ProposalState, moved, require_in_term
from pb.rules.refusals import Code, Conflict
from pb.services import audit, sending, writing
from pb.services.actors import Actor, require
from pb.services.paper_entries import overtake
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
        NotValid: PROPOSAL_UNFINISHED, with how many steps lack something; SUPPORT_LACKING, with how
            many residents are missing.
        Conflict: PROPOSAL_MOVED_ON; PROPOSAL_CHANGED_ELSEWHERE since it was looked over; for a
            group what `applying.in_the_name_of` finds.
    """
    with unit_of_work():
        proposal = writing.held_by_leader(actor, municipality_id, ref, Act.MEND_PROPOSAL)
        round_ = rounds.round_by_id(municipality_id, proposal.round_id, hold=True)
        new = proposal.state is ProposalState.DRAFT
        act = Act.SUBMIT_PROPOSAL if new else Act.MEND_PROPOSAL
        require(actor, act, municipality_id, round_, now)
        moved(proposal.state, Deed.SUBMIT)
        require_in_term(proposal.mend_by, calendar.day_of(now))
        if seen not in (None, proposal.version):
            raise Conflict(Code.PROPOSAL_CHANGED_ELSEWHERE)
        overtake(proposal, now)
        version = sending.send(proposal, round_, now)
        number = proposal.register_number or 0
        audit.append(
            audit.Tag.PROPOSAL_SUBMITTED,
            actor,
            municipality_id,
            now,
            ref,
            register_number=number,
            cost=version.cost,
            sha256=version.sha256,
        )
        return number


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
        moved(proposal.state, Deed.WITHDRAW)
        overtake(proposal, now)
        number = sending.take_back(proposal, now)
        audit.append(
            audit.Tag.PROPOSAL_WITHDRAWN,
            actor,
            municipality_id,
            now,
            ref,
            number=number or 0,
        )
