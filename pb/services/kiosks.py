"""What every deed at a kiosk must use: which kiosk it is, whether the ticket still holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pb.records import ballots, kiosk_tickets, kiosks, roll_lines, stations
from pb.records.kiosk_tickets import KioskTicket, Waiting
from pb.records.kiosks import Hold, Kiosk
from pb.records.rounds import Round
from pb.records.stations import Station
from pb.rules import calendar
from pb.rules import kiosks as rules
from pb.rules.refusals import Code, Conflict, NotAllowed, NotNow, NotValid
from pb.services.sessions import tag_of

SHOWN = 50
"""Waiting tickets on the page of a station: more people do not wait within half an hour."""


def running(
    municipality_id: int,
    round_id: int,
    token: str | None,
    now: datetime,
    *,
    hold: Hold | None = None,
) -> Kiosk:
    """The kiosk of a browser, while it takes tickets of this round.

    Raises:
        NotAllowed: KIOSK_ENDED, also for a browser that never was one.
    """
    found = kiosks.kiosk_by_tag(municipality_id, tag_of(token), hold=hold) if token else None
    if (
        found is None
        or found.round_id != round_id
        or found.ended_at is not None
        or now >= found.ends_at
    ):
        raise NotAllowed(Code.KIOSK_ENDED)
    return found


def require_unspent(kiosk: Kiosk, ticket: KioskTicket) -> None:
    """Refuse a ticket that is for another station, or that was used or withdrawn.

    Raises:
        NotValid: TICKET_ELSEWHERE, TICKET_USED, TICKET_WITHDRAWN at "code".
    """
    if ticket.station_id != kiosk.station_id:
        station = stations.station_by_id(ticket.municipality_id, ticket.station_id)
        raise NotValid(Code.TICKET_ELSEWHERE, "code", station=station.number)
    if ticket.used_at is not None:
        raise NotValid(Code.TICKET_USED, "code")
    if ticket.withdrawn_at is not None:
        raise NotValid(Code.TICKET_WITHDRAWN, "code")


def require_unexpired(ticket: KioskTicket, now: datetime, *, is_sitting: bool) -> None:
    """Refuse a ticket whose time is over; whoever typed it in time may finish.

    Raises:
        NotValid: TICKET_EXPIRED at "code".
    """
    in_time = rules.is_cast_in_time if is_sitting else rules.is_typed_in_time
    if not in_time(ticket.expires_at, now):
        raise NotValid(Code.TICKET_EXPIRED, "code", clock=calendar.clock(ticket.expires_at))


def require_not_voted(ticket: KioskTicket) -> None:
    """Refuse a ticket whose person voted meanwhile in another way.

    Raises:
        Conflict: VOTED_ALREADY, with the channel and the hour.
    """
    stands = ballots.participation_of(ticket.round_id, ticket.roll_entry_id)
    if stands is not None:
        raise Conflict(Code.VOTED_ALREADY, channel=stands[0], hour=stands[1])


def require_taking(kiosk: Kiosk, now: datetime) -> None:
    """Refuse any code while too many were wrong.

    Raises:
        NotNow: KIOSK_WAITS with the clock it takes codes again at.
    """
    until = rules.waits_until(kiosk.wrong_codes, kiosk.wrong_since, now)
    if until is not None:
        raise NotNow(Code.KIOSK_WAITS, clock=calendar.clock(calendar.full_minute(until)))


def latest_ticket(round_id: int, line_ref: str) -> str:
    """The ticket the person of a line was given last (public id), or empty.

    Raises:
        NotFound: NOT_FOUND.
    """
    return kiosk_tickets.latest_of(round_id, roll_lines.line_of(round_id, line_ref).id)


@dataclass(frozen=True)
class AtStation:
    """The kiosks of a station and the tickets that wait, as the desk sees them: no names."""

    station: Station
    kiosks: Sequence[Kiosk]
    waiting: Sequence[Waiting]
    voted: int
    """People who voted there by a ticket."""


def at_station(round_: Round, ref: str, now: datetime) -> AtStation:
    """What the desk sees of the kiosks of a station.

    Raises:
        NotFound: NOT_FOUND.
    """
    place = round_.municipality_id
    station = stations.station_of(place, round_.id, ref)
    return AtStation(
        station,
        kiosks.running_at(place, station.id, now),
        kiosk_tickets.waiting_at(place, station.id, now, SHOWN),
        kiosk_tickets.used_at_station(place, station.id),
    )
