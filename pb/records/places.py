"""Municipalities and their settlements: a gazetteer that keeps what was renamed or merged."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, composite, mapped_column

from pb.records.base import Base, InMunicipality, db
from pb.rules.refusals import Code, NotFound
from pb.rules.texts import Bilingual


class Municipality(Base):
    """An aiyl aimak (or a city): everything else in the system belongs to one."""

    __tablename__ = "municipality"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name_ky: Mapped[str]
    name_ru: Mapped[str]
    kind_ky: Mapped[str]
    """What it is, after the name: "айыл аймагы"; empty where the name says it."""
    kind_ru: Mapped[str]
    raion_ky: Mapped[str]
    raion_ru: Mapped[str]
    oblast_ky: Mapped[str]
    oblast_ru: Mapped[str]
    soate: Mapped[str | None]
    """The code of the state classifier (СОАТЕ), as text: its structure is not ours to check."""
    address_ky: Mapped[str | None]
    address_ru: Mapped[str | None]
    phone: Mapped[str | None]
    """Of the commission: the number people call when something is wrong."""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    """The day it ceased to be (exclusive); null while it stands."""
    is_fictional: Mapped[bool] = mapped_column(default=False)
    """Shown on every page and paper of a demonstration."""

    name: Mapped[Bilingual] = composite("name_ky", "name_ru")
    kind: Mapped[Bilingual] = composite("kind_ky", "kind_ru")
    raion: Mapped[Bilingual] = composite("raion_ky", "raion_ru")
    oblast: Mapped[Bilingual] = composite("oblast_ky", "oblast_ru")
    address: Mapped[Bilingual] = composite("address_ky", "address_ru")

    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", "ends_after_it_begins"),
    )


class Predecessor(Base):
    """Which municipality came from which when the map was redrawn."""

    __tablename__ = "predecessor"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)

    __table_args__ = (CheckConstraint("municipality_id <> predecessor_id", "not_itself"),)


class Settlement(InMunicipality, Base):
    """A village of a municipality."""

    __tablename__ = "settlement"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    name_ky: Mapped[str]
    name_ru: Mapped[str]
    soate: Mapped[str | None]

    name: Mapped[Bilingual] = composite("name_ky", "name_ru")

    __table_args__ = (
        UniqueConstraint("municipality_id", "slug"),
        UniqueConstraint("municipality_id", "id"),
    )


def municipality_of(slug: str) -> Municipality:
    """The municipality an address begins with.

    Raises:
        NotFound: NOT_FOUND.
    """
    place = db.session.scalar(select(Municipality).where(Municipality.slug == slug))
    if place is None:
        raise NotFound(Code.NOT_FOUND)
    return place


def municipality_by_id(municipality_id: int) -> Municipality:
    """The municipality of a row that is already known to belong to it."""
    return db.session.get_one(Municipality, municipality_id)


def slug_is_taken(slug: str) -> bool:
    """Whether an address already begins with this name."""
    return db.session.scalar(select(Municipality.id).where(Municipality.slug == slug)) is not None


def municipalities() -> Sequence[Municipality]:
    """Every municipality that stands today, the way a reader of Kyrgyz sorts them."""
    found = db.session.scalars(select(Municipality).where(Municipality.valid_to.is_(None)))
    return sorted(found, key=lambda place: place.name_ky)


def settlements_of(municipality_id: int) -> Sequence[Settlement]:
    """The villages of a municipality, in the order they were entered."""
    return db.session.scalars(
        select(Settlement)
        .where(Settlement.municipality_id == municipality_id)
        .order_by(Settlement.id)
    ).all()


def settlement_of(municipality_id: int, slug: str) -> Settlement | None:
    """A village by its name in addresses and forms."""
    return db.session.scalar(
        select(Settlement).where(
            Settlement.municipality_id == municipality_id, Settlement.slug == slug
        )
    )
