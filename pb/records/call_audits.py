"""Samples of people who are called after a vote. Personal: no door may import this file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.accounts import Account
from pb.records.ballots import Participation
from pb.records.base import Base, InMunicipality, db, kind, new_ref
from pb.records.places import Settlement
from pb.records.residents import Resident, RollEntry
from pb.rules.call_audits import Answer
from pb.rules.texts import Bilingual

_DRAWN = text("confirmed_at IS NOT NULL")


class CallAudit(InMunicipality, Base):
    """Dice entered by one person; once another confirms them the sample is drawn, once a round."""

    __tablename__ = "call_audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    round_id: Mapped[int]
    dice: Mapped[str]
    """The digits as they fell."""
    root: Mapped[bytes]
    """The final root of the board they were thrown for."""
    people: Mapped[int]
    """Who took part, over all channels."""
    fingerprint: Mapped[bytes]
    """Of the list of them, by `rules.call_audits`."""
    size: Mapped[int]
    """How many are drawn."""
    entered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    entered_at: Mapped[datetime]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime | None]
    answered: Mapped[int | None]
    """People who said whether they voted; null until it is closed."""
    denied: Mapped[int | None]
    """Those who said that they did not."""

    __table_args__ = (
        UniqueConstraint("municipality_id", "round_id", "id"),
        Index(
            "uq_call_audit_once",
            "round_id",
            unique=True,
            postgresql_where=_DRAWN,
            sqlite_where=_DRAWN,
        ),
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        CheckConstraint("confirmed_by <> entered_by", "two_people"),
        CheckConstraint("(confirmed_by IS NULL) = (confirmed_at IS NULL)", "confirmed_whole"),
        CheckConstraint(
            "(closed_by IS NULL) = (closed_at IS NULL)"
            " AND (closed_by IS NULL) = (answered IS NULL)"
            " AND (closed_by IS NULL) = (denied IS NULL)",
            "closed_whole",
        ),
        CheckConstraint("closed_at IS NULL OR confirmed_at IS NOT NULL", "closed_if_drawn"),
        CheckConstraint("size >= 1 AND size <= people", "some_of_the_people"),
        CheckConstraint("denied >= 0 AND denied <= answered AND answered <= size", "sums_fit"),
    )


class CallLine(InMunicipality, Base):
    """One person of a sample, and what came out of the call; nothing else that was said."""

    __tablename__ = "call_line"

    audit_id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    """On the sheet, from 1, in the order of the draw."""
    number: Mapped[int]
    """In the list of all who took part."""
    round_id: Mapped[int]
    roll_entry_id: Mapped[int]
    answer: Mapped[Answer | None] = mapped_column(kind(Answer, "known_answer"))
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who wrote it down."""

    __table_args__ = (
        UniqueConstraint("audit_id", "roll_entry_id"),
        ForeignKeyConstraint(
            ["municipality_id", "round_id", "audit_id"],
            ["call_audit.municipality_id", "call_audit.round_id", "call_audit.id"],
        ),
        ForeignKeyConstraint(
            ["round_id", "roll_entry_id"], ["roll_entry.round_id", "roll_entry.id"]
        ),
        CheckConstraint("place >= 1 AND number >= 1", "counted_from_one"),
        CheckConstraint("(answer IS NULL) = (answered_by IS NULL)", "answered_by_someone"),
    )


@dataclass(frozen=True)
class Called:
    """A person of a sample, with what the sheet shows; the telephone is locked."""

    line: CallLine
    entry: RollEntry
    account_name: str | None
    phone_locked: bytes | None
    village: Bilingual


def audits_of(municipality_id: int, round_id: int, *, hold: bool = False) -> Sequence[CallAudit]:
    """Every entry of dice of a round, the latest first: also those that were not confirmed."""
    query = (
        select(CallAudit)
        .where(CallAudit.municipality_id == municipality_id, CallAudit.round_id == round_id)
        .order_by(CallAudit.id.desc())
    )
    return db.session.scalars(query.with_for_update() if hold else query).all()


def took_part(municipality_id: int, round_id: int) -> dict[str, int]:
    """The public refs of the lines of everybody who took part, with their keys."""
    rows = db.session.execute(
        select(RollEntry.ref, RollEntry.id)
        .join(
            Participation,
            (Participation.round_id == RollEntry.round_id)
            & (Participation.roll_entry_id == RollEntry.id),
        )
        .where(Participation.municipality_id == municipality_id, Participation.round_id == round_id)
    )
    return {row[0]: row[1] for row in rows}


def lines_of(municipality_id: int, audit_id: int, limit: int, offset: int) -> Sequence[CallLine]:
    """The lines of a sample in the order of the draw."""
    return db.session.scalars(
        select(CallLine)
        .where(CallLine.municipality_id == municipality_id, CallLine.audit_id == audit_id)
        .order_by(CallLine.place)
        .limit(limit)
        .offset(offset)
    ).all()


def numbers_of(municipality_id: int, audit_id: int) -> Sequence[int]:
    """The numbers that were drawn, in their order."""
    return db.session.scalars(
        select(CallLine.number)
        .where(CallLine.municipality_id == municipality_id, CallLine.audit_id == audit_id)
        .order_by(CallLine.place)
    ).all()


def answers_of(municipality_id: int, audit_id: int) -> Mapping[Answer | None, int]:
    """How many lines have each answer; None are those nobody wrote anything down for."""
    rows = db.session.execute(
        select(CallLine.answer, func.count())
        .where(CallLine.municipality_id == municipality_id, CallLine.audit_id == audit_id)
        .group_by(CallLine.answer)
    )
    return {row[0]: row[1] for row in rows}


def answers_at(
    municipality_id: int, audit_id: int, places: Collection[int]
) -> dict[int, Answer | None]:
    """What is written down at some places of a sheet."""
    rows = db.session.execute(
        select(CallLine.place, CallLine.answer).where(
            CallLine.municipality_id == municipality_id,
            CallLine.audit_id == audit_id,
            CallLine.place.in_(places),
        )
    )
    return {row[0]: row[1] for row in rows}


def write_answer(
    municipality_id: int, audit_id: int, place: int, answer: Answer | None, by: int
) -> None:
    """Write down what came out of one call, or take it back."""
    db.session.execute(
        update(CallLine)
        .where(
            CallLine.municipality_id == municipality_id,
            CallLine.audit_id == audit_id,
            CallLine.place == place,
        )
        .values(answer=answer, answered_by=None if answer is None else by)
    )


def people_of(municipality_id: int, audit_id: int, limit: int, offset: int) -> Sequence[Called]:
    """The people of a sample in the order of the draw, for the sheet of the callers."""
    rows = db.session.execute(
        select(
            CallLine,
            RollEntry,
            Account.name,
            Account.phone_locked,
            Settlement.name_ky,
            Settlement.name_ru,
        )
        .join(RollEntry, RollEntry.id == CallLine.roll_entry_id)
        .join(Settlement, Settlement.id == RollEntry.settlement_id)
        .outerjoin(Resident, Resident.id == RollEntry.resident_id)
        .outerjoin(Account, Account.id == Resident.account_id)
        .where(CallLine.municipality_id == municipality_id, CallLine.audit_id == audit_id)
        .order_by(CallLine.place)
        .limit(limit)
        .offset(offset)
    )
    return [Called(row[0], row[1], row[2], row[3], Bilingual(row[4], row[5])) for row in rows]
