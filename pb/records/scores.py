"""What commissions found: the figures as one text, and the points of each project."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.base import Base, InMunicipality, db
from pb.records.commissions import Commission


class CommissionResult(InMunicipality, Base):
    """Every figure of a commission, final."""

    __tablename__ = "commission_result"

    id: Mapped[int] = mapped_column(primary_key=True)
    commission_id: Mapped[int] = mapped_column(unique=True)
    figures_text: Mapped[str]
    """As `rules/commissions/figures.py` writes it."""
    sha256: Mapped[str]
    """Of `figures_text`, in hex."""
    ranked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    ranked_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        # Nothing is ranked before the sheets are opened.
        ForeignKeyConstraint(
            ["municipality_id", "commission_id"],
            ["sheet_opening.municipality_id", "sheet_opening.commission_id"],
            name="fk_commission_result_sheet_opening",
        ),
    )


class CommissionPlace(InMunicipality, Base):
    """Where a project stands by the commission, and its points, exactly."""

    __tablename__ = "commission_place"

    result_id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int]
    points_text: Mapped[str]
    """A fraction as text: "78", "1563/20"."""

    __table_args__ = (
        UniqueConstraint("result_id", "place"),
        ForeignKeyConstraint(
            ["municipality_id", "result_id"],
            ["commission_result.municipality_id", "commission_result.id"],
            name="fk_commission_place_commission_result",
        ),
        ForeignKeyConstraint(
            ["municipality_id", "project_id"], ["project.municipality_id", "project.id"]
        ),
        CheckConstraint("place >= 1", "place_from_one"),
    )


@dataclass(frozen=True)
class Points:
    """What a project has of the commission; `points` is an exact fraction as text, "n/d" or "n"."""

    project_id: int
    place: int
    points: str


def result_of(municipality_id: int, commission_id: int) -> CommissionResult | None:
    """What a commission found; None before it is ranked."""
    return db.session.scalar(
        select(CommissionResult).where(
            CommissionResult.municipality_id == municipality_id,
            CommissionResult.commission_id == commission_id,
        )
    )


def points_of(municipality_id: int, round_id: int) -> Sequence[Points]:
    """The points of every project of a round by its commission, the best first; none without one.

    A seating that was replaced has no result: nothing is seated after the sheets are opened.
    """
    rows = db.session.execute(
        select(CommissionPlace.project_id, CommissionPlace.place, CommissionPlace.points_text)
        .join(CommissionResult, CommissionResult.id == CommissionPlace.result_id)
        .join(Commission, Commission.id == CommissionResult.commission_id)
        .where(Commission.municipality_id == municipality_id, Commission.round_id == round_id)
        .order_by(CommissionPlace.place)
    )
    return [Points(*row) for row in rows]
