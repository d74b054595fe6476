"""Voting at a kiosk: a ticket is typed, a ballot is cast by it, and both happen once."""

from dataclasses import dataclass
from datetime import datetime

from pb.gateways.keys import Keys
from pb.records import (
    annulments,
    kiosk_tickets,
    polls,
    proposals,
    results,
    rounds,
)
from pb.records.base import db
from pb.records.kiosk_tickets import KioskMark, KioskTicket
from pb.records.kiosks import Hold, Kiosk
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules import kiosks as rules
from pb.rules.access import Act
from pb.rules.ballots import Marks, check_ballot
from pb.rules.kiosks import TICKET, typed_ticket
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid
from pb.rules.rolls.states import EntryStatus
from pb.rules.rounds import require_open
from pb.services import casting
from pb.services import kiosks as guards
from pb.services.actors import STRANGER, require
from pb.services.casting import BallotPaper, Came, Receipt
from pb.services.work import unit_of_work


@dataclass(frozen=True)
class Booth:
    """Where somebody votes: the browser's token, and the ticket by its public id."""

    token: str | None
    ticket: str


def enter(
    municipality_id: int, round_slug: str, token: str | None, code: str, keys: Keys, now: datetime
) -> str:
    """The public id of the ticket of a code, while a ballot may be cast by it here.

    Nothing is used up. A code that nobody was given is counted, and that commits by itself.

    Raises:
        NotAllowed: KIOSK_ENDED.
        NotNow: KIOSK_WAITS; VOTING_CLOSED and its like; HANDS_ALONE.
        NotValid: TICKET_UNREADABLE, TICKET_UNKNOWN, TICKET_ELSEWHERE, TICKET_EXPIRED, TICKET_USED,
            TICKET_WITHDRAWN at "code".
        Conflict: VOTED_ALREADY, with the channel and the hour.
    """
    round_, kiosk = _at(municipality_id, round_slug, token, now)
    guards.require_taking(kiosk, now)
    tag = keys.tag(TICKET, typed_ticket(code))
    ticket = kiosk_tickets.ticket_coded(municipality_id, tag)
    if ticket is None or ticket.round_id != round_.id:
        _note_wrong(municipality_id, round_.id, token, now)
        raise NotValid(Code.TICKET_UNKNOWN, "code")
    guards.require_unspent(kiosk, ticket)
    guards.require_unexpired(ticket, now, is_sitting=False)
    guards.require_not_voted(ticket)
    return ticket.ref


def check_sitting(municipality_id: int, round_slug: str, booth: Booth, now: datetime) -> None:
    """Refuse a blank ballot to whoever could not cast it any more; nothing is written.

    Raises:
        As `enter`; SITTING_OVER for a ticket that is none.
    """
    _, kiosk = _at(municipality_id, round_slug, booth.token, now)
    ticket = _ticket(municipality_id, booth)
    guards.require_unspent(kiosk, ticket)
    guards.require_unexpired(ticket, now, is_sitting=True)
    guards.require_not_voted(ticket)


def check(
    municipality_id: int, round_slug: str, booth: Booth, marked: Marks, now: datetime
) -> Marks:
    """The marks as they would be kept if they were cast now; nothing is written.

    Raises:
        As `check_sitting`; NotValid for marks that do not make a ballot.
    """
    check_sitting(municipality_id, round_slug, booth, now)
    round_ = rounds.round_of(municipality_id, round_slug)
    return check_ballot(marked, round_.terms.ballot_rules, proposals.on_ballot(round_.id))


def cast(
    municipality_id: int,
    round_slug: str,
    booth: Booth,
    marked: Marks,
    paper: BallotPaper,
    now: datetime,
) -> Receipt:
    """Cast a ballot and use its ticket up, at once; the same paper again gives the same receipt.

    The vote is one by the internet, with the station beside it. No telephone is asked for.

    Raises:
        NotAllowed: KIOSK_ENDED, SITTING_OVER.
        NotNow: VOTING_CLOSED and its like; HANDS_ALONE.
        NotValid: the ticket was used, withdrawn or is too old; marks that do not make a ballot.
        Conflict: VOTED_ALREADY, with the channel and the hour; TICKET_STRUCK.
    """
    with unit_of_work():
        round_ = polls.round_for_casting(municipality_id, round_slug)
        require(STRANGER, Act.VOTE_BY_TICKET, municipality_id)
        found = _ticket(municipality_id, booth)
        # The line before the ticket, as whoever gives one holds them.
        line = kiosk_tickets.line_held(round_.id, found.roll_entry_id)
        ticket = _ticket(municipality_id, booth, hold=True)
        again = casting.repeated(round_, marked, paper) if ticket.used_at is not None else None
        if again is not None:
            # Before anything is refused: whoever voted must not read that the kiosk was ended.
            return again
        require_open(Act.VOTE_BY_TICKET, round_.phase(now), round_.schedule)
        casting.require_ballots(round_.hands)
        kiosk = guards.running(municipality_id, round_.id, booth.token, now, hold=Hold.TOGETHER)
        guards.require_unspent(kiosk, ticket)
        guards.require_unexpired(ticket, now, is_sitting=True)
        if line.status is EntryStatus.STRUCK:
            raise Conflict(Code.TICKET_STRUCK)
        came = Came(line.id, results.is_counted(round_.id))
        given, is_new = casting.cast_once(
            municipality_id, round_slug, round_, came, marked, paper, now
        )
        if is_new:
            _use_up(ticket, now)
    return given


def was_cast(
    municipality_id: int, round_slug: str, booth: Booth, marked: Marks, paper: BallotPaper
) -> bool:
    """Whether these very marks on this very paper used the ticket up, and count still.

    Nothing is written.

    Raises:
        NotFound: NOT_FOUND.
        NotValid: marks that do not make a ballot, of a ticket that was used.
    """
    require(STRANGER, Act.VOTE_BY_TICKET, municipality_id)
    ticket = kiosk_tickets.ticket_called(municipality_id, booth.ticket)
    if ticket is None or ticket.used_at is None:
        return False
    with unit_of_work():
        round_ = polls.round_for_casting(municipality_id, round_slug)
        is_it = casting.repeated(round_, marked, paper) is not None
    # A vote that was taken out by a decision is none that was taken.
    return is_it and not annulments.is_annulled(paper.ballot_id)


def _at(
    municipality_id: int, round_slug: str, token: str | None, now: datetime
) -> tuple[Round, Kiosk]:
    round_ = rounds.round_of(municipality_id, round_slug)
    require(STRANGER, Act.VOTE_BY_TICKET, municipality_id, round_, now)
    casting.require_ballots(round_.hands)
    return round_, guards.running(municipality_id, round_.id, token, now)


def _ticket(municipality_id: int, booth: Booth, *, hold: bool = False) -> KioskTicket:
    found = kiosk_tickets.ticket_called(municipality_id, booth.ticket, hold=hold)
    if found is None:
        raise NotAllowed(Code.SITTING_OVER)
    return found


def _use_up(ticket: KioskTicket, now: datetime) -> None:
    ticket.used_at = calendar.hour_of(now)
    db.session.flush()
    db.session.add(
        KioskMark(
            municipality_id=ticket.municipality_id,
            round_id=ticket.round_id,
            roll_entry_id=ticket.roll_entry_id,
            ticket_id=ticket.id,
        )
    )
    db.session.flush()


def _note_wrong(municipality_id: int, round_id: int, token: str | None, now: datetime) -> None:
    with unit_of_work():
        held = guards.running(municipality_id, round_id, token, now, hold=Hold.ALONE)
        # Asked again: others were typed at the same moment.
        guards.require_taking(held, now)
        held.wrong_codes, held.wrong_since = rules.counted_wrong(
            held.wrong_codes, held.wrong_since, now
        )
