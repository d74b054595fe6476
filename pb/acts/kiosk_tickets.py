"""Tickets for the kiosk: given to somebody who showed a paper of identity, and withdrawn."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from pb.gateways.keys import Keys
from pb.records import ballots, kiosk_tickets, roll_lines, rounds, stations
from pb.records.base import db
from pb.records.kiosk_tickets import KioskTicket
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.kiosks import CODE_BYTES, TICKET, TICKET_LASTS, IdentityPaper, ticket_code
from pb.rules.refusals import Code, Conflict, NotFound, NotValid
from pb.rules.rolls.states import EntryStatus
from pb.services import audit
from pb.services import casting as guards
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work


@dataclass(frozen=True, repr=False)
class Slip:
    """A ticket as it is handed over, once; it is printed without its code."""

    code: str
    ref: str
    expires_at: datetime


def issue(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    station_ref: str,
    line_ref: str,
    shown: IdentityPaper,
    keys: Keys,
    now: datetime,
    *,
    is_compared: bool,
    latest: str,
) -> Slip:
    """Give the person of a line a ticket, after the face was compared with what was shown.

    `latest` is the ticket the person had been given last (public id, or empty) when the card was
    looked at: one look makes one ticket. One that lives is withdrawn by it. The trail has no
    person and the hour only.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; HANDS_ALONE.
        NotValid: IDENTITY_UNSEEN at "is_compared".
        Conflict: LINE_STRUCK; TICKET_MADE where one was given since; TICKET_VOTED with the channel
            and the hour of the vote that stands.
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug)
        require(actor, Act.ISSUE_TICKET, municipality_id, round_, now)
        guards.require_ballots(round_.hands)
        station = stations.station_of(municipality_id, round_.id, station_ref)
        if not is_compared:
            raise NotValid(Code.IDENTITY_UNSEEN, "is_compared")
        entry = roll_lines.line_of(round_.id, line_ref, hold=True)
        if entry.status is EntryStatus.STRUCK:
            raise Conflict(Code.LINE_STRUCK)
        stands = ballots.participation_of(round_.id, entry.id)
        if stands is not None:
            raise Conflict(Code.TICKET_VOTED, channel=stands[0], hour=stands[1])
        if kiosk_tickets.latest_of(round_.id, entry.id) != latest:
            raise Conflict(Code.TICKET_MADE)
        clerk = account_of(actor)
        earlier = kiosk_tickets.withdraw_live(round_.id, entry.id, clerk, now)
        code = ticket_code(secrets.token_bytes(CODE_BYTES))
        ticket = KioskTicket(
            municipality_id=municipality_id,
            round_id=round_.id,
            station_id=station.id,
            roll_entry_id=entry.id,
            code_tag=keys.tag(TICKET, code),
            shown=shown,
            issued_by=clerk,
            issued_at=now,
            expires_at=min(now + TICKET_LASTS, round_.voting_closes),
        )
        db.session.add(ticket)
        db.session.flush()
        audit.append(
            audit.Tag.TICKET_ISSUED,
            actor,
            municipality_id,
            calendar.hour_of(now),
            ticket.ref,
            round=round_slug,
            station=station.number,
            shown=shown.value,
            again=earlier,
        )
        return Slip(code, ticket.ref, ticket.expires_at)


def withdraw(
    actor: Actor, municipality_id: int, round_slug: str, station_ref: str, ref: str, now: datetime
) -> None:
    """Withdraw a ticket that was not used: the person may be given another one.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say.
        Conflict: TICKET_OVER.
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug)
        require(actor, Act.ISSUE_TICKET, municipality_id, round_, now)
        station = stations.station_of(municipality_id, round_.id, station_ref)
        ticket = kiosk_tickets.ticket_called(municipality_id, ref, hold=True)
        if ticket is None or ticket.station_id != station.id:
            raise NotFound(Code.NOT_FOUND)
        if ticket.used_at is not None or ticket.withdrawn_at is not None:
            raise Conflict(Code.TICKET_OVER)
        ticket.withdrawn_by, ticket.withdrawn_at = account_of(actor), now
        audit.append(
            audit.Tag.TICKET_WITHDRAWN,
            actor,
            municipality_id,
            calendar.hour_of(now),
            ticket.ref,
            round=round_slug,
            station=station.number,
        )
