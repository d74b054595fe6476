"""Stations where people vote on paper, the ballots printed for them, the acts of their boxes."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.orm import Mapped, composite, mapped_column

from pb.records.base import Base, InMunicipality, db, kind, new_ref
from pb.rules.paper_ballots import StationKind
from pb.rules.refusals import Code, NotFound
from pb.rules.texts import Bilingual


class Station(InMunicipality, Base):
    """A place of a round with a box of its own."""

    __tablename__ = "station"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    round_id: Mapped[int]
    number: Mapped[int]
    """Counted from 1 in its round."""
    kind: Mapped[StationKind] = mapped_column(kind(StationKind, "known_kind"))
    name_ky: Mapped[str]
    name_ru: Mapped[str]
    settlement_id: Mapped[int | None]
    """The village whose people vote here; null where all may."""
    added_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime]

    name: Mapped[Bilingual] = composite("name_ky", "name_ru")

    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        UniqueConstraint("municipality_id", "round_id", "id"),
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "settlement_id"], ["settlement.municipality_id", "settlement.id"]
        ),
    )


class BallotStock(InMunicipality, Base):
    """Ballots printed for a station, by the numbers on their stubs, both inclusive.

    Which control number stands on the ballot of a stub is kept nowhere: it is shuffled anew at
    every printing. The guards let no two stocks of a round overlap.
    """

    __tablename__ = "ballot_stock"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    round_id: Mapped[int]
    station_id: Mapped[int]
    first: Mapped[int]
    last: Mapped[int]
    drawn_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    drawn_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("round_id", "first"),
        UniqueConstraint("municipality_id", "id"),
        ForeignKeyConstraint(
            ["municipality_id", "round_id", "station_id"],
            ["station.municipality_id", "station.round_id", "station.id"],
        ),
        CheckConstraint("first >= 1 AND last >= first", "numbers_in_order"),
    )

    @property
    def size(self) -> int:
        """How many ballots."""
        return self.last - self.first + 1


class PrintedNumber(InMunicipality, Base):
    """How many ballots of a stock have a control number: a forged one is noticed by it."""

    __tablename__ = "printed_number"

    stock_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    copies: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "stock_id"], ["ballot_stock.municipality_id", "ballot_stock.id"]
        ),
        CheckConstraint("copies >= 1", "some_copies"),
    )


class BoxAct(InMunicipality, Base):
    """What was found when the box of a station was opened; final once another person confirmed."""

    __tablename__ = "box_act"

    station_id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int]
    printed: Mapped[int]
    marks: Mapped[int]
    """People marked at the station until then; nobody is marked afterwards."""
    found: Mapped[int]
    spoiled: Mapped[int]
    unused: Mapped[int]
    explanation: Mapped[str | None]
    is_void: Mapped[bool]
    """Whether it held more ballots than people were marked: none of it is counted."""
    entered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    entered_at: Mapped[datetime]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "round_id", "station_id"],
            ["station.municipality_id", "station.round_id", "station.id"],
        ),
        CheckConstraint("found >= 0 AND spoiled >= 0 AND unused >= 0", "not_negative"),
        CheckConstraint("found + spoiled + unused <= printed", "no_more_than_printed"),
        CheckConstraint("is_void OR found <= marks", "no_more_than_marked"),
        CheckConstraint("explanation IS NOT NULL OR NOT is_void", "void_explained"),
        CheckConstraint("confirmed_by <> entered_by", "two_people"),
        CheckConstraint("(confirmed_by IS NULL) = (confirmed_at IS NULL)", "confirmed_whole"),
    )


def stations_of(municipality_id: int, round_id: int) -> Sequence[Station]:
    """The stations of a round by number."""
    return db.session.scalars(
        select(Station)
        .where(Station.municipality_id == municipality_id, Station.round_id == round_id)
        .order_by(Station.number)
    ).all()


def station_of(municipality_id: int, round_id: int, ref: str, *, hold: bool = False) -> Station:
    """A station by its public id; `hold` keeps others from marking and opening meanwhile.

    Raises:
        NotFound: NOT_FOUND.
    """
    query = select(Station).where(
        Station.municipality_id == municipality_id, Station.round_id == round_id, Station.ref == ref
    )
    found = db.session.scalar(query.with_for_update() if hold else query)
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def station_by_id(municipality_id: int, station_id: int, *, hold: bool = False) -> Station:
    """A station by its key."""
    query = select(Station).where(
        Station.municipality_id == municipality_id, Station.id == station_id
    )
    return db.session.scalars(query.with_for_update() if hold else query).one()


def stocks_of(municipality_id: int, round_id: int) -> Sequence[BallotStock]:
    """Every stock of a round, in the order of its numbers."""
    return db.session.scalars(
        select(BallotStock)
        .where(BallotStock.municipality_id == municipality_id, BallotStock.round_id == round_id)
        .order_by(BallotStock.first)
    ).all()


def stock_of(municipality_id: int, station_id: int, ref: str) -> BallotStock:
    """A stock of a station by its public id.

    Raises:
        NotFound: NOT_FOUND.
    """
    found = db.session.scalar(
        select(BallotStock).where(
            BallotStock.municipality_id == municipality_id,
            BallotStock.station_id == station_id,
            BallotStock.ref == ref,
        )
    )
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def numbers_of_stock(municipality_id: int, stock_id: int) -> Counter[int]:
    """How often each control number is in one stock."""
    rows = db.session.execute(
        select(PrintedNumber.number, PrintedNumber.copies).where(
            PrintedNumber.municipality_id == municipality_id, PrintedNumber.stock_id == stock_id
        )
    )
    return Counter({row[0]: row[1] for row in rows})


def numbers_of_station(municipality_id: int, station_id: int) -> Counter[int]:
    """How often each control number was printed for a station."""
    rows = db.session.execute(
        select(PrintedNumber.number, func.sum(PrintedNumber.copies))
        .join(BallotStock, BallotStock.id == PrintedNumber.stock_id)
        .where(BallotStock.municipality_id == municipality_id, BallotStock.station_id == station_id)
        .group_by(PrintedNumber.number)
    )
    return Counter({row[0]: int(row[1]) for row in rows})


def acts_of(municipality_id: int, round_id: int) -> dict[int, BoxAct]:
    """The acts of the opened boxes of a round, by station."""
    found = db.session.scalars(
        select(BoxAct).where(BoxAct.municipality_id == municipality_id, BoxAct.round_id == round_id)
    )
    return {act.station_id: act for act in found}


def act_of(municipality_id: int, station_id: int) -> BoxAct | None:
    """The act of the box of a station; None while it is closed."""
    return db.session.scalar(
        select(BoxAct).where(
            BoxAct.municipality_id == municipality_id, BoxAct.station_id == station_id
        )
    )
