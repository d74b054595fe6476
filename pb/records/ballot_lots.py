"""Public lots that number the projects of a ballot: the seed, how it came about, the tickets."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, composite, mapped_column

from pb.records.base import Base, InMunicipality, db, new_ref
from pb.records.proposals import Project
from pb.rules.texts import Bilingual

ASIDE = 1_000_000
"""Numbers stand aside by so much while they change places: no two may ever be the same."""

_DRAWN = text("confirmed_at IS NOT NULL")


class BallotLot(InMunicipality, Base):
    """A seed entered by one person; once another confirms it the projects are numbered by it.

    The guards of the database let numbers change to those of a confirmed lot only, and once.
    """

    __tablename__ = "ballot_lot"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    round_id: Mapped[int]
    seed: Mapped[str]
    manner_ky: Mapped[str]
    manner_ru: Mapped[str]
    """How the seed came about, and who saw it."""
    entered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    entered_at: Mapped[datetime]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    is_drawn: Mapped[bool] = mapped_column(default=False)
    """Whether every project has the number of its ticket; nothing changes after it."""

    manner: Mapped[Bilingual] = composite("manner_ky", "manner_ru")

    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        Index(
            "uq_ballot_lot_once",
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
        CheckConstraint("confirmed_at IS NOT NULL OR NOT is_drawn", "drawn_if_confirmed"),
    )


class BallotTicket(InMunicipality, Base):
    """The ticket of a project in a lot, and the number it gave."""

    __tablename__ = "ballot_ticket"

    lot_id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    was_number: Mapped[int]
    """Its number in the order of admission."""
    reference: Mapped[str]
    """The public id of the proposal: what the ticket is drawn for."""

    __table_args__ = (
        UniqueConstraint("lot_id", "number"),
        ForeignKeyConstraint(
            ["municipality_id", "lot_id"], ["ballot_lot.municipality_id", "ballot_lot.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "project_id"], ["project.municipality_id", "project.id"]
        ),
        CheckConstraint("number >= 1 AND was_number >= 1", "numbers_from_one"),
    )


def lots_of(municipality_id: int, round_id: int, *, hold: bool = False) -> Sequence[BallotLot]:
    """Every lot that was entered for a round, the latest first: also those that did not hold."""
    query = (
        select(BallotLot)
        .where(BallotLot.municipality_id == municipality_id, BallotLot.round_id == round_id)
        .order_by(BallotLot.id.desc())
    )
    return db.session.scalars(query.with_for_update() if hold else query).all()


def tickets_of(municipality_id: int, lot_id: int) -> Sequence[BallotTicket]:
    """The tickets of a lot, by the number they gave."""
    return db.session.scalars(
        select(BallotTicket)
        .where(BallotTicket.municipality_id == municipality_id, BallotTicket.lot_id == lot_id)
        .order_by(BallotTicket.number)
    ).all()


def number_by(lot: BallotLot) -> None:
    """Give each project the number of its ticket; the guards look at the lot and its tickets."""
    tickets = tickets_of(lot.municipality_id, lot.id)
    for aside in (ASIDE, 0):
        for ticket in tickets:
            db.session.execute(
                update(Project)
                .where(
                    Project.municipality_id == lot.municipality_id,
                    Project.id == ticket.project_id,
                )
                .values(number=ticket.number + aside)
            )
