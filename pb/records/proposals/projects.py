"""The projects on the ballot, frozen as they were when they were put there."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from pb.records.base import Base, InMunicipality
from pb.records.proposals.tables import Proposal
from pb.rules.money import Tyiyn
from pb.rules.texts import Bilingual


class Project(InMunicipality, Base):
    """What stands on the ballot: number, cost and name as they were when it was put there."""

    __tablename__ = "project"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int]
    number: Mapped[int]
    """The same on screen, on paper and in the protocol; from 1."""
    proposal_id: Mapped[int | None]
    """Null for a project of an imported election."""
    source_ref: Mapped[str | None]
    """Its id in the file an imported election came from."""
    heading_number: Mapped[int | None]
    """The heading whose money it is paid from; null is the common pot."""
    was_selected: Mapped[bool | None]
    """What the imported file itself says of it; null for a round held here."""
    title_ky: Mapped[str | None]
    title_ru: Mapped[str | None]
    settlement_ky: Mapped[str | None]
    settlement_ru: Mapped[str | None]
    cost: Mapped[Tyiyn]
    own_contribution: Mapped[Tyiyn]

    title: Mapped[Bilingual] = composite("title_ky", "title_ru")
    settlement: Mapped[Bilingual] = composite("settlement_ky", "settlement_ru")
    proposal: Mapped[Proposal | None] = relationship(
        back_populates="project", lazy="raise_on_sql", viewonly=True
    )

    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        UniqueConstraint("round_id", "source_ref"),
        UniqueConstraint("proposal_id"),
        UniqueConstraint("municipality_id", "id"),
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "proposal_id"], ["proposal.municipality_id", "proposal.id"]
        ),
        CheckConstraint("number >= 1", "number_from_one"),
        CheckConstraint("cost > 0 AND own_contribution >= 0", "money_fits"),
        CheckConstraint("title_ky IS NOT NULL OR title_ru IS NOT NULL", "titled"),
    )
