"""Headings of a round: a village or a category with an amount of its own."""

from collections.abc import Sequence

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    UniqueConstraint,
    delete,
    select,
)
from sqlalchemy.orm import Mapped, composite, mapped_column

from pb.records.base import Base, InMunicipality, db
from pb.rules.money import Tyiyn
from pb.rules.texts import Bilingual


class Heading(InMunicipality, Base):
    """A part of the money of a round; the guards freeze it when the round is announced."""

    __tablename__ = "heading"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int]
    number: Mapped[int]
    """From 1, in the order they are shown; proposals and projects name it."""
    settlement_id: Mapped[int | None]
    """Null for a category."""
    name_ky: Mapped[str]
    name_ru: Mapped[str]
    budget: Mapped[Tyiyn]

    name: Mapped[Bilingual] = composite("name_ky", "name_ru")

    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        UniqueConstraint("round_id", "settlement_id"),
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "settlement_id"], ["settlement.municipality_id", "settlement.id"]
        ),
        CheckConstraint("number >= 1", "number_from_one"),
        CheckConstraint("budget > 0", "budget_positive"),
    )


def headings_of(municipality_id: int, round_id: int) -> Sequence[Heading]:
    """The headings of a round in their order; none where its money is one."""
    return db.session.scalars(
        select(Heading)
        .where(Heading.municipality_id == municipality_id, Heading.round_id == round_id)
        .order_by(Heading.number)
    ).all()


def clear(municipality_id: int, round_id: int) -> None:
    """Take away the headings of a draft."""
    db.session.execute(
        delete(Heading).where(
            Heading.municipality_id == municipality_id, Heading.round_id == round_id
        )
    )
