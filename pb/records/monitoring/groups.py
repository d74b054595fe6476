"""Groups of joint monitoring and who belongs to them."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column

from pb.records.base import Base, InMunicipality, Stamped, new_ref
from pb.rules.texts import Bilingual


class MonitoringGroup(Stamped, InMunicipality, Base):
    """A group a community has constituted to look at what was done with its money."""

    __tablename__ = "monitoring_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    name_ky: Mapped[str]
    name_ru: Mapped[str]
    constituted_by_ky: Mapped[str]
    """The act that made the group, with its number and day: a resolution or minutes."""
    constituted_by_ru: Mapped[str]
    valid_from: Mapped[date] = mapped_column(Date())
    valid_to: Mapped[date | None] = mapped_column(Date())
    """The day its mandate is over (exclusive); null where the act names none."""

    name: Mapped[Bilingual] = composite("name_ky", "name_ru")
    constituted_by: Mapped[Bilingual] = composite("constituted_by_ky", "constituted_by_ru")

    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", "ends_after_it_begins"),
    )

    def is_in_office(self, day: date) -> bool:
        """Whether its mandate runs on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class GroupMember(InMunicipality, Base):
    """A person in a group, and whom they stand for there: a deputy, a resident."""

    __tablename__ = "group_member"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    position_ky: Mapped[str | None]
    position_ru: Mapped[str | None]

    position: Mapped[Bilingual] = composite("position_ky", "position_ru")

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "group_id"],
            ["monitoring_group.municipality_id", "monitoring_group.id"],
        ),
    )
