"""What is measured of a pile before its lines go, and what was found out about what stood out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, case, func, select
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.accounts import Account
from pb.records.audit import AuditEvent
from pb.records.ballots import Participation
from pb.records.base import Base, InMunicipality, db, new_ref
from pb.records.kiosk_tickets import KioskMark
from pb.records.paper_batches import PaperBatch
from pb.records.paper_marks import PaperMark
from pb.records.personal import Sealed
from pb.records.residents import Resident, RollEntry
from pb.records.stations import Station
from pb.rules.anomalies import AGES, NOTE_LENGTH, Crowd, Pile
from pb.rules.paper_ballots import StationKind
from pb.rules.rolls.states import EntryStatus
from pb.rules.tally.election import Channel


class PileMeasure(InMunicipality, Base):
    """What is kept of the lines of an approved pile: three numbers, no line. Never changed."""

    __tablename__ = "pile_measure"

    batch_id: Mapped[int] = mapped_column(primary_key=True)
    longest_run: Mapped[int]
    """Ballots in a row with the same marks."""
    first_seconds: Mapped[int | None]
    """The fastest lines of the first reading, by `rules.anomalies.fastest`."""
    second_seconds: Mapped[int | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "batch_id"], ["paper_batch.municipality_id", "paper_batch.id"]
        ),
        CheckConstraint("longest_run >= 0", "run_not_negative"),
    )


class FindingNote(InMunicipality, Base):
    """What the commission found out about something that stood out; never changed."""

    __tablename__ = "finding_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    round_id: Mapped[int]
    flag: Mapped[str]
    """The key of what stood out."""
    text: Mapped[str]
    noted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    noted_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        CheckConstraint(f"length(trim(text)) >= {NOTE_LENGTH[0]}", "says_something"),
    )


@dataclass(frozen=True)
class Note:
    """A note with the name of who wrote it."""

    flag: str
    text: str
    name: str
    at: datetime
    account_id: int
    """Who wrote it."""


def notes_of(municipality_id: int, round_id: int) -> Sequence[Note]:
    """Every note of a round, the first one first."""
    rows = db.session.execute(
        select(FindingNote.flag, FindingNote.text, Account.name, FindingNote.noted_at, Account.id)
        .join(Account, Account.id == FindingNote.noted_by)
        .where(FindingNote.municipality_id == municipality_id, FindingNote.round_id == round_id)
        .order_by(FindingNote.id)
    )
    return [Note(*row) for row in rows]


def piles_of(municipality_id: int, round_id: int) -> Sequence[Pile]:
    """The measured piles of a round, by station and number."""
    rows = db.session.execute(
        select(
            PaperBatch.ref,
            Station.number,
            PaperBatch.number,
            PileMeasure.longest_run,
            PileMeasure.first_seconds,
            PileMeasure.second_seconds,
        )
        .join(PaperBatch, PaperBatch.id == PileMeasure.batch_id)
        .join(Station, Station.id == PaperBatch.station_id)
        .where(PaperBatch.municipality_id == municipality_id, PaperBatch.round_id == round_id)
        .order_by(Station.number, PaperBatch.number)
    )
    return [Pile(row[0], row[1], row[2], row[3], (row[4], row[5])) for row in rows]


def moments_of(
    municipality_id: int, tags: Collection[str], object_ref: str
) -> Sequence[tuple[str, datetime, str]]:
    """When deeds of some kinds were done on an object, in their order, with their facts (JSON)."""
    rows = db.session.execute(
        select(AuditEvent.tag, AuditEvent.at, AuditEvent.facts)
        .where(
            AuditEvent.municipality_id == municipality_id,
            AuditEvent.tag.in_(tags),
            AuditEvent.object_ref == object_ref,
        )
        .order_by(AuditEvent.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def people_per_phone(municipality_id: int, round_id: int, before: datetime) -> Sequence[int]:
    """By how many people each telephone was voted before an instant, where by more than one.

    Whoever voted at a kiosk used no telephone.
    """
    people = func.count()
    return db.session.scalars(
        select(people)
        .select_from(Participation)
        .join(RollEntry, RollEntry.id == Participation.roll_entry_id)
        .join(Resident, Resident.id == RollEntry.resident_id)
        .join(Account, Account.id == Resident.account_id)
        .outerjoin(
            KioskMark,
            (KioskMark.round_id == Participation.round_id)
            & (KioskMark.roll_entry_id == Participation.roll_entry_id),
        )
        .where(
            KioskMark.round_id.is_(None),
            Participation.municipality_id == municipality_id,
            Participation.round_id == round_id,
            Participation.channel == Channel.INTERNET,
            Participation.hour < before,
            Account.phone_tag.is_not(None),
        )
        .group_by(Account.phone_tag)
        .having(people > 1)
    ).all()


def turnout_by_age(
    municipality_id: int, round_id: int, day: date, before: datetime
) -> Sequence[Crowd]:
    """The people on a roll whose day of birth is known, by the bands of AGES on a day."""
    band = case(
        *(
            (RollEntry.born <= Sealed(_years_before(day, age)), age)
            for age in sorted(AGES, reverse=True)
            if age
        ),
        else_=0,
    ).label("band")
    people = (
        select(band, Participation.roll_entry_id)
        .select_from(RollEntry)
        .outerjoin(
            Participation,
            (Participation.round_id == RollEntry.round_id)
            & (Participation.roll_entry_id == RollEntry.id)
            & (Participation.hour < before),
        )
        .where(
            RollEntry.municipality_id == municipality_id,
            RollEntry.round_id == round_id,
            RollEntry.status == EntryStatus.ACTIVE,
            RollEntry.born.is_not(None),
        )
        .subquery()
    )
    rows = db.session.execute(
        select(people.c.band, func.count(), func.count(people.c.roll_entry_id))
        .group_by(people.c.band)
        .order_by(people.c.band)
    )
    return [Crowd(*row) for row in rows]


def turnout_by_station(municipality_id: int, round_id: int, before: datetime) -> Sequence[Crowd]:
    """The people marked at each polling station before an instant, beside those who may come."""
    marked = (
        select(PaperMark.station_id, func.count().label("people"))
        .join(
            Participation,
            (Participation.round_id == PaperMark.round_id)
            & (Participation.roll_entry_id == PaperMark.roll_entry_id),
        )
        .where(
            PaperMark.municipality_id == municipality_id,
            PaperMark.round_id == round_id,
            Participation.hour < before,
        )
        .group_by(PaperMark.station_id)
        .subquery()
    )
    voters = (
        select(func.count())
        .select_from(RollEntry)
        .where(
            RollEntry.round_id == round_id,
            RollEntry.status == EntryStatus.ACTIVE,
            Station.settlement_id.is_(None) | (RollEntry.settlement_id == Station.settlement_id),
        )
        .correlate(Station)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Station.number, voters, func.coalesce(marked.c.people, 0))
        .outerjoin(marked, marked.c.station_id == Station.id)
        .where(
            Station.municipality_id == municipality_id,
            Station.round_id == round_id,
            Station.kind == StationKind.POLLING,
        )
        .order_by(Station.number)
    )
    return [Crowd(*row) for row in rows]


def _years_before(day: date, years: int) -> date:
    """The latest day of birth of whoever is so many years old on a day."""
    if (day.month, day.day) == (2, 29) and (day.year - years) % 4:
        return date(day.year - years, 2, 28)
    return day.replace(year=day.year - years)
