"""Voting by telephone: the person's mark and the ballot itself go into two worlds, at once.

What every vote does stands in `services/casting.py`; here is who may cast by telephone, and what a
change code does.
"""

import secrets
from datetime import datetime

from pb.records import (
    annulments,
    ballots,
    decisions,
    places,
    polls,
    proposals,
    residents,
    results,
    rounds,
)
from pb.records.rounds import Round
from pb.rules import calendar, enrolment
from pb.rules.access import Act
from pb.rules.ballots import Marks, check_ballot, marks_text
from pb.rules.board import SALT, ballot_leaf
from pb.rules.disputes import change_tag, typed_code
from pb.rules.hours import require_steady
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid
from pb.rules.rounds import Phase, require_open
from pb.rules.tally.election import Channel
from pb.services import audit
from pb.services.actors import Actor, account_of, require
from pb.services.casting import (
    BallotPaper,
    Came,
    Receipt,
    cast_once,
    issue,
    receipt,
    require_ballots,
)
from pb.services.work import unit_of_work

__all__ = [
    "BallotPaper",
    "Receipt",
    "cast",
    "change",
    "check",
    "check_not_voted",
    "issue",
    "receipt",
]


def check_not_voted(actor: Actor, municipality_id: int, round_: Round, now: datetime) -> None:
    """Refuse a blank ballot to whoever cannot use it; nothing is written.

    Raises:
        NotAllowed: SIGN_IN_FIRST or NOT_ON_ROLL.
        NotNow: PHONE_RESTS, HANDS_ALONE.
        Conflict: VOTED_ALREADY.
    """
    require(actor, Act.CAST_BALLOT, municipality_id)
    require_ballots(round_.hands)
    voter = residents.voter_of(round_.id, account_of(actor))
    if voter is None:
        raise NotAllowed(Code.NOT_ON_ROLL)
    stands = ballots.participation_of(round_.id, voter.entry)
    if stands is not None:
        raise Conflict(Code.VOTED_ALREADY, channel=stands[0], hour=stands[1])
    enrolment.require_rested(voter.phone_changed_at, now)


def check(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    marked: Marks,
    now: datetime,
) -> Marks:
    """The marks as they would be kept if this person could cast them now; nothing is written.

    Raises:
        As `cast`, except for what only casting can find out.
    """
    round_ = rounds.round_of(municipality_id, round_slug)
    require(actor, Act.CAST_BALLOT, municipality_id, round_, now)
    require_ballots(round_.hands)
    voter = residents.voter_of(round_.id, account_of(actor))
    if voter is None:
        raise NotAllowed(Code.NOT_ON_ROLL)
    enrolment.require_rested(voter.phone_changed_at, now)
    return check_ballot(marked, round_.terms.ballot_rules, proposals.on_ballot(round_.id))


def cast(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    marked: Marks,
    paper: BallotPaper,
    now: datetime,
    *,
    is_changeable: bool = False,
) -> Receipt:
    """Cast a ballot once; repeating it with the same paper and marks gives the same receipt.

    `is_changeable` lets the vote be changed with the code of its paper until the close.

    Raises:
        NotAllowed: SIGN_IN_FIRST, NOT_ALLOWED or NOT_ON_ROLL.
        NotNow: VOTING_NOT_STARTED, VOTING_CLOSED, PHONE_RESTS, HANDS_ALONE.
        NotValid: marks that do not make a ballot.
        Conflict: VOTED_ALREADY, with the channel and the hour of the vote that stands.
        Unavailable: CLOCK_WENT_BACK.
    """
    with unit_of_work():
        # Shared: many may cast at once, but the count waits for all of them.
        round_ = polls.round_for_casting(municipality_id, round_slug)
        require(actor, Act.CAST_BALLOT, municipality_id)
        require_open(Act.CAST_BALLOT, round_.phase(now), round_.schedule)
        require_ballots(round_.hands)
        voter = residents.voter_of(round_.id, account_of(actor))
        if voter is None:
            raise NotAllowed(Code.NOT_ON_ROLL)
        enrolment.require_rested(voter.phone_changed_at, now)
        came = Came(voter.entry, voter.is_counted)
        tag = change_tag(paper.code) if is_changeable and paper.code else None
        given, _ = cast_once(municipality_id, round_slug, round_, came, marked, paper, now, tag)
    return given


def change(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    code: str,
    marked: Marks,
    paper: BallotPaper,
    now: datetime,
) -> Receipt:
    """Replace the ballot of a change code; repeating it with the same paper changes nothing.

    The code knows no person: whoever holds it may use it, as often as they like until the close.
    What stood on the ballot before is shown to nobody. The code stays the same.

    Raises:
        NotNow: VOTING_NOT_STARTED, VOTING_CLOSED.
        NotValid: CHANGE_CODE_UNREADABLE, CHANGE_CODE_UNKNOWN at "code"; marks that do not make a
            ballot.
        Conflict: BALLOT_FORM_STALE where another change with the code came first.
        Unavailable: CLOCK_WENT_BACK.
    """
    tag = change_tag(typed_code(code))
    with unit_of_work():
        round_ = polls.round_for_casting(municipality_id, round_slug)
        require(actor, Act.CHANGE_BALLOT, municipality_id)
        require_open(Act.CHANGE_BALLOT, round_.phase(now), round_.schedule)
        require_ballots(round_.hands)
        if results.is_counted(round_.id):
            require_open(Act.CHANGE_BALLOT, Phase.COUNTING, round_.schedule)
        chosen = check_ballot(marked, round_.ballot_rules, round_.on_ballot)
        marks = marks_text(chosen, round_.ballot_rules.vote_type)
        before = decisions.live_ballot(round_.id, change_tag=tag)
        if before is None:
            raise NotValid(Code.CHANGE_CODE_UNKNOWN, "code")
        again = (paper.ballot_id, paper.number, marks)
        if (before.ballot_id, before.number, before.marks) == again:
            return Receipt(paper.ballot_id, paper.number, chosen)
        require_steady(now, round_.struck)
        _require_unused(round_.id, paper)
        name = f"{places.municipality_by_id(municipality_id).slug}/{round_slug}"
        leaf = ballot_leaf(name, before.number, before.marks, before.salt)
        if not annulments.replace(municipality_id, round_.id, before.ballot_id, leaf):
            # Somebody was faster: the same form pressed twice, or another holder of the code.
            if ballots.ballot_as_kept(round_.id, paper.ballot_id) == again[1:]:
                return Receipt(paper.ballot_id, paper.number, chosen)
            raise Conflict(Code.BALLOT_FORM_STALE)
        ballots.put_in_inbox(
            municipality_id,
            round_.id,
            paper.ballot_id,
            Channel.INTERNET,
            paper.number,
            marks,
            secrets.token_bytes(SALT),
            before.lineage,
            tag,
        )
        audit.append(
            audit.Tag.BALLOT_REPLACED,
            None,
            municipality_id,
            calendar.hour_of(now),
            round_slug,
            channel=Channel.INTERNET.value,
        )
    return Receipt(paper.ballot_id, paper.number, chosen)


def _require_unused(round_id: int, paper: BallotPaper) -> None:
    """A paper makes one ballot: sent again after it was taken out, it would never be sealed."""
    if ballots.ballot_as_kept(round_id, paper.ballot_id) is not None:
        raise Conflict(Code.BALLOT_FORM_STALE)
