"""How many took part, by channel, station, clerk and hour: counts, nobody's name on the roll."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from pb.records.accounts import Account
from pb.records.assembly_marks import AssemblyMark
from pb.records.ballots import Participation
from pb.records.base import db
from pb.records.kiosk_tickets import KioskMark, KioskTicket
from pb.records.paper_marks import PaperMark
from pb.records.residents import Resident
from pb.records.rolls import RollDecision
from pb.records.stations import Station
from pb.rules import calendar
from pb.rules.rolls.states import DecisionKind, DecisionState
from pb.rules.tally.election import Channel
from pb.rules.texts import Bilingual


@dataclass(frozen=True)
class Hour:
    """How many took part by a channel in an hour."""

    hour: datetime
    channel: Channel
    people: int


@dataclass(frozen=True)
class MarkedHour:
    """The same at a station, by whoever marked them.

    Both are None for votes by phone; an assembly has no station. A vote by the internet that has
    one came by a ticket at a kiosk, and the clerk is who gave the ticket.
    """

    hour: datetime
    channel: Channel
    station_number: int | None
    station: Bilingual | None
    clerk: str | None
    people: int

    @property
    def is_kiosk(self) -> bool:
        """Whether they voted at a kiosk."""
        return self.channel is Channel.INTERNET and self.station is not None


def by_hour(municipality_id: int, round_id: int, before: datetime) -> Sequence[Hour]:
    """Everybody who took part before an instant, counted by channel and hour."""
    rows = db.session.execute(
        select(Participation.hour, Participation.channel, func.count())
        .where(
            Participation.municipality_id == municipality_id,
            Participation.round_id == round_id,
            Participation.hour < before,
        )
        .group_by(Participation.hour, Participation.channel)
        .order_by(Participation.hour, Participation.channel)
    )
    return [Hour(*row) for row in rows]


def marked_by_hour(
    municipality_id: int, round_id: int, since: datetime, before: datetime
) -> Sequence[MarkedHour]:
    """Everybody who took part between two instants, by hour, channel, station and clerk."""
    rows = db.session.execute(
        select(
            Participation.hour,
            Participation.channel,
            Station.number,
            Station.name_ky,
            Station.name_ru,
            Account.name,
            func.count(),
        )
        .outerjoin(
            PaperMark,
            (PaperMark.round_id == Participation.round_id)
            & (PaperMark.roll_entry_id == Participation.roll_entry_id),
        )
        .outerjoin(
            AssemblyMark,
            (AssemblyMark.round_id == Participation.round_id)
            & (AssemblyMark.roll_entry_id == Participation.roll_entry_id),
        )
        .outerjoin(
            KioskMark,
            (KioskMark.round_id == Participation.round_id)
            & (KioskMark.roll_entry_id == Participation.roll_entry_id),
        )
        .outerjoin(KioskTicket, KioskTicket.id == KioskMark.ticket_id)
        .outerjoin(
            Station, Station.id == func.coalesce(PaperMark.station_id, KioskTicket.station_id)
        )
        .outerjoin(
            Account,
            Account.id
            == func.coalesce(PaperMark.marked_by, AssemblyMark.marked_by, KioskTicket.issued_by),
        )
        .where(
            Participation.municipality_id == municipality_id,
            Participation.round_id == round_id,
            Participation.hour >= since,
            Participation.hour < before,
        )
        # The key of the account: two clerks may have one name.
        .group_by(
            Participation.hour,
            Participation.channel,
            Station.number,
            Station.name_ky,
            Station.name_ru,
            Account.id,
            Account.name,
        )
        .order_by(Participation.hour, Participation.channel, Station.number, Account.id)
    )
    return [
        MarkedHour(
            row[0],
            row[1],
            row[2],
            None if row[2] is None else Bilingual(row[3], row[4]),
            row[5],
            row[6],
        )
        for row in rows
    ]


def enrolled_by(
    municipality_id: int, since: datetime, before: datetime
) -> Sequence[tuple[date, str, int]]:
    """How many people each clerk enrolled between two instants: day, name of the clerk, number."""
    rows = db.session.execute(
        select(Resident.enrolled_at, Account.id, Account.name)
        .join(Account, Account.id == Resident.enrolled_by)
        .where(
            Resident.municipality_id == municipality_id,
            Resident.enrolled_at >= since,
            Resident.enrolled_at < before,
        )
    )
    counts: dict[tuple[date, int, str], int] = {}
    for enrolled_at, clerk, name in rows:
        if enrolled_at is not None:
            key = (calendar.day_of(enrolled_at), clerk, name)
            counts[key] = counts.get(key, 0) + 1
    return [(day, name, number) for (day, _, name), number in sorted(counts.items())]


def roll_changes(
    municipality_id: int, round_id: int, before: datetime
) -> Sequence[tuple[date, DecisionKind, int]]:
    """The lines that came and went after the freeze, by the day they were agreed to."""
    rows = db.session.execute(
        select(RollDecision.decided_at, RollDecision.kind).where(
            RollDecision.municipality_id == municipality_id,
            RollDecision.round_id == round_id,
            RollDecision.state == DecisionState.AGREED,
            RollDecision.decided_at < before,
        )
    )
    counts: dict[tuple[date, DecisionKind], int] = {}
    for decided_at, kind in rows:
        if decided_at is not None:
            key = (calendar.day_of(decided_at), kind)
            counts[key] = counts.get(key, 0) + 1
    return [(day, kind, number) for (day, kind), number in sorted(counts.items())]
