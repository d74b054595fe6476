"""Casting a ballot, by whatever road the person came: one mark, one ballot, in one transaction.

Written in Core statements: this is the hot path, and unit-of-work ORM costs twice the CPU.
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from pb.gateways import references
from pb.records import annulments, ballots
from pb.records.polls import Polls
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.ballots import Marks, check_ballot, control_number, marks_of, marks_text
from pb.rules.board import SALT
from pb.rules.disputes import CODE_BYTES, LINEAGE, change_code
from pb.rules.hours import require_steady
from pb.rules.refusals import Code, Conflict, NotNow
from pb.rules.rounds import Phase, require_open
from pb.rules.rule_sets.choices import AssemblyHands
from pb.rules.tally.election import Channel
from pb.services import audit


@dataclass(frozen=True)
class BallotPaper:
    """A blank ballot as it was issued: drawn before any choice is known.

    `ballot_id` makes casting safe to repeat: the same paper gives the same receipt.
    """

    ballot_id: str
    number: int
    code: str = ""
    """What the vote can be changed with, for whoever asks for it; kept as a hash alone."""


@dataclass(frozen=True)
class Receipt:
    """A ballot as it was committed; the page shows the one that `receipt` reads afresh."""

    ballot_id: str
    number: int
    marks: Marks


@dataclass(frozen=True)
class Came:
    """Who casts: the line on the roll, and whether the count was made meanwhile."""

    entry: int
    is_counted: bool


def issue(number_space: int) -> BallotPaper:
    """Draw a blank ballot; nothing is written, and nobody's name is in it."""
    return BallotPaper(
        str(uuid.uuid4()),
        control_number(secrets.randbelow(number_space), number_space),
        change_code(secrets.token_bytes(CODE_BYTES)),
    )


def require_ballots(hands: AssemblyHands) -> None:
    """Refuse a ballot where people vote by hands alone.

    Raises:
        NotNow: HANDS_ALONE.
    """
    if hands is AssemblyHands.ALONE:
        raise NotNow(Code.HANDS_ALONE)


def cast_once(
    municipality_id: int,
    round_slug: str,
    polls: Polls,
    came: Came,
    marked: Marks,
    paper: BallotPaper,
    now: datetime,
    change_tag: bytes | None = None,
) -> tuple[Receipt, bool]:
    """Mark the person and lay the ballot into the inbox, or find that this very paper did.

    Belongs inside the deed that holds the round; True where the ballot is new.

    Raises:
        NotNow: VOTING_CLOSED where it waited for its turn until the count was made.
        NotValid: marks that do not make a ballot.
        Conflict: VOTED_ALREADY, with the channel and the hour of the vote that stands;
            BALLOT_FORM_STALE for the paper of a vote that was taken out.
        Unavailable: CLOCK_WENT_BACK.
    """
    if came.is_counted:
        # Sent in time, but it waited for its turn until the count was made: said, never lost.
        require_open(Act.CAST_BALLOT, Phase.COUNTING, polls.schedule)
    chosen = check_ballot(marked, polls.ballot_rules, polls.on_ballot)
    marks = marks_text(chosen, polls.ballot_rules.vote_type)
    hour = calendar.hour_of(now)
    lineage = sealed = None
    if polls.public_key:
        lineage = secrets.token_bytes(LINEAGE)
        sealed = references.seal(polls.public_key, polls.id, lineage)
    if not ballots.mark_participation(
        municipality_id, polls.id, came.entry, Channel.INTERNET, hour, sealed
    ):
        kept = ballots.ballot_as_kept(polls.id, paper.ballot_id)
        if kept is None or kept != (paper.number, marks):
            stands = ballots.participation_of(polls.id, came.entry)
            raise Conflict(
                Code.VOTED_ALREADY,
                channel=stands[0] if stands else Channel.INTERNET,
                hour=stands[1] if stands else hour,
            )
        return Receipt(paper.ballot_id, paper.number, chosen), False
    # Only now: who voted before gets the receipt, whatever the clock says.
    require_steady(now, polls.struck)
    if polls.public_key and annulments.is_annulled(paper.ballot_id):
        # An old form of a vote that was taken out: it would never be sealed again.
        raise Conflict(Code.BALLOT_FORM_STALE)
    ballots.put_in_inbox(
        municipality_id,
        polls.id,
        paper.ballot_id,
        Channel.INTERNET,
        paper.number,
        marks,
        secrets.token_bytes(SALT),
        lineage,
        change_tag,
    )
    # Without the person, and with the hour only: the trail must not tell who voted when.
    audit.append(
        audit.Tag.BALLOT_CAST,
        None,
        municipality_id,
        hour,
        round_slug,
        channel=Channel.INTERNET.value,
    )
    return Receipt(paper.ballot_id, paper.number, chosen), True


def repeated(polls: Polls, marked: Marks, paper: BallotPaper) -> Receipt | None:
    """The receipt of a paper that was cast with these very marks: a button pressed twice.

    Raises:
        NotValid: marks that do not make a ballot.
    """
    chosen = check_ballot(marked, polls.ballot_rules, polls.on_ballot)
    marks = marks_text(chosen, polls.ballot_rules.vote_type)
    is_it = ballots.ballot_as_kept(polls.id, paper.ballot_id) == (paper.number, marks)
    return Receipt(paper.ballot_id, paper.number, chosen) if is_it else None


def receipt(round_id: int, ballot_id: str) -> Receipt:
    """The ballot as the database holds it, for whoever has its paper.

    Raises:
        Conflict: BALLOT_FORM_STALE where no such ballot was cast, or it does not count any more.
    """
    kept = ballots.ballot_as_kept(round_id, ballot_id)
    if kept is None or kept[0] is None or annulments.is_annulled(ballot_id):
        raise Conflict(Code.BALLOT_FORM_STALE)
    return Receipt(ballot_id, kept[0], marks_of(kept[1]))
