"""Participations that two people undid. Personal: no door may import this file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.accounts import Account
from pb.records.annulments import BallotAnnulment
from pb.records.ballots import Ballot, Participation
from pb.records.base import Base, InMunicipality, db, kind
from pb.records.decisions import Decision
from pb.records.kiosk_tickets import KioskMark
from pb.records.marks import MarkNotice
from pb.records.paper_marks import PaperMark
from pb.records.residents import Resident, RollEntry
from pb.records.rounds import Round
from pb.rules.tally.election import Channel


class ParticipationVoid(InMunicipality, Base):
    """That a person was marked as having voted, until a decision; one a decision.

    It stands before the decision is made, so that the decision says whom it is about; the guards
    let a participation go only under one that two people stand for.
    """

    __tablename__ = "participation_void"

    decision_id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int]
    roll_entry_id: Mapped[int] = mapped_column(index=True)
    channel: Mapped[Channel] = mapped_column(kind(Channel, "known_channel"))
    hour: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "decision_id"], ["decision.municipality_id", "decision.id"]
        ),
        ForeignKeyConstraint(
            ["round_id", "roll_entry_id"], ["roll_entry.round_id", "roll_entry.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
    )


@dataclass(frozen=True)
class Stands:
    """The mark of a person as it stands: where, when, with or without a reference to its ballot."""

    channel: Channel
    hour: datetime
    sealed_ref: bytes | None
    station_id: int | None


def mark_of(round_id: int, roll_entry_id: int, *, hold: bool = False) -> Stands | None:
    """The mark of a person; None where there is none."""
    query = select(
        Participation.channel,
        Participation.hour,
        Participation.sealed_ref,
        select(PaperMark.station_id)
        .where(PaperMark.round_id == round_id, PaperMark.roll_entry_id == roll_entry_id)
        .scalar_subquery(),
    ).where(Participation.round_id == round_id, Participation.roll_entry_id == roll_entry_id)
    row = db.session.execute(query.with_for_update() if hold else query).first()
    return Stands(*row) if row else None


def phone_of(round_id: int, roll_entry_id: int) -> bytes | None:
    """The locked phone of the person of a line; None where there is none to write to."""
    return db.session.scalar(
        select(Account.phone_locked)
        .join(Resident, Resident.account_id == Account.id)
        .join(RollEntry, RollEntry.resident_id == Resident.id)
        .where(RollEntry.round_id == round_id, RollEntry.id == roll_entry_id)
    )


def take_mark(round_id: int, roll_entry_id: int) -> None:
    """Take the mark of a person out of a round, and what hangs on it; its void stands already."""
    for table in (MarkNotice, PaperMark, KioskMark, Participation):
        db.session.execute(
            delete(table).where(table.round_id == round_id, table.roll_entry_id == roll_entry_id)
        )


def voids_of(
    municipality_id: int, round_id: int, roll_entry_id: int
) -> Sequence[tuple[Decision, ParticipationVoid]]:
    """The decisions about one person's vote, the latest first."""
    rows = db.session.execute(
        select(Decision, ParticipationVoid)
        .join(ParticipationVoid, ParticipationVoid.decision_id == Decision.id)
        .where(
            Decision.municipality_id == municipality_id,
            Decision.round_id == round_id,
            ParticipationVoid.roll_entry_id == roll_entry_id,
        )
        .order_by(Decision.number.desc())
    )
    return [(row[0], row[1]) for row in rows]


def decisions_about(municipality_id: int, resident_id: int) -> Sequence[tuple[Decision, str]]:
    """The decisions two people stand for about a resident's votes, with the slugs of the rounds."""
    rows = db.session.execute(
        select(Decision, Round.slug)
        .join(ParticipationVoid, ParticipationVoid.decision_id == Decision.id)
        .join(RollEntry, RollEntry.id == ParticipationVoid.roll_entry_id)
        .join(Round, Round.id == Decision.round_id)
        .where(
            Decision.municipality_id == municipality_id,
            RollEntry.resident_id == resident_id,
            Decision.decided_at.is_not(None),
            Decision.is_dropped.is_(False),
        )
        .order_by(Decision.opened_at.desc())
    )
    return [(row[0], row[1]) for row in rows]


def void_of(municipality_id: int, decision_id: int) -> ParticipationVoid:
    """Whom a decision is about."""
    return db.session.scalars(
        select(ParticipationVoid).where(
            ParticipationVoid.municipality_id == municipality_id,
            ParticipationVoid.decision_id == decision_id,
        )
    ).one()


def references(municipality_id: int, round_id: int) -> int:
    """How many people's references stand in a round."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Participation)
            .where(
                Participation.municipality_id == municipality_id,
                Participation.round_id == round_id,
                Participation.sealed_ref.is_not(None),
            )
        )
        or 0
    )


def erase_references(municipality_id: int, round_id: int) -> None:
    """Set everything to null that leads from a person to a ballot, or from a ballot to another."""
    db.session.execute(
        update(Participation)
        .where(
            Participation.municipality_id == municipality_id,
            Participation.round_id == round_id,
            Participation.sealed_ref.is_not(None),
        )
        .values(sealed_ref=None)
    )
    db.session.execute(
        update(Ballot)
        .where(
            Ballot.municipality_id == municipality_id,
            Ballot.round_id == round_id,
            (Ballot.lineage.is_not(None)) | (Ballot.change_tag.is_not(None)),
        )
        .values(lineage=None, change_tag=None)
    )
    # What does not count is blanked: a decision still says whose ballot it was.
    db.session.execute(
        update(Ballot)
        .where(
            Ballot.municipality_id == municipality_id,
            Ballot.round_id == round_id,
            Ballot.ballot_id.in_(
                select(BallotAnnulment.ballot_id).where(BallotAnnulment.round_id == round_id)
            ),
        )
        .values(number=None, marks="", salt=None)
    )
