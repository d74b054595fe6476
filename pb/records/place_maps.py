"""The small map of a municipality that proposals mark their place on."""

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.base import Base, InMunicipality, Stamped, db


class PlaceMapRow(Stamped, InMunicipality, Base):
    """The outline and the villages, as `rules/maps.py` writes them."""

    __tablename__ = "place_map"

    id: Mapped[int] = mapped_column(primary_key=True)
    shapes: Mapped[str]
    sha256: Mapped[str]
    """Of the text of the shapes; part of the address of the drawing, so that it may be kept."""

    __table_args__ = (UniqueConstraint("municipality_id"),)


def map_of(municipality_id: int) -> PlaceMapRow | None:
    """The map of a municipality; None where nobody has drawn one."""
    return db.session.scalar(
        select(PlaceMapRow).where(PlaceMapRow.municipality_id == municipality_id)
    )
