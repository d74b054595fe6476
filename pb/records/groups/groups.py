"""Initiative groups as everyone may know them, and the invitations into them; no person here."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from pb.records.base import Base, InMunicipality, Stamped, kind, new_ref
from pb.records.places import Settlement
from pb.rules.groups import GroupState, Way
from pb.rules.rule_sets.choices import Founding
from pb.rules.texts import Bilingual, in_language


class InitiativeGroup(Stamped, InMunicipality, Base):
    """People around one problem; its members stand in `members.py`."""

    __tablename__ = "initiative_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    way: Mapped[Way] = mapped_column(kind(Way, "known_way"))
    state: Mapped[GroupState] = mapped_column(
        kind(GroupState, "known_state"), default=GroupState.DRAFT
    )
    name_ky: Mapped[str | None]
    name_ru: Mapped[str | None]
    aim_ky: Mapped[str | None]
    aim_ru: Mapped[str | None]
    settlement_id: Mapped[int | None]
    """Null for a group of all the villages."""
    started_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    """The resident who began it, or the clerk who entered its paper."""
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """The second person of the office; only of a group on paper."""
    confirmed_at: Mapped[datetime | None]

    met_on: Mapped[date | None]
    """The day of the founding meeting."""
    met_as: Mapped[Founding | None] = mapped_column(kind(Founding, "known_meeting"))
    protocol_number: Mapped[str | None]
    """Of the founding protocol, as it stands on it."""
    paper_sha256: Mapped[str | None]
    """Of the signed protocol: its name in the storage; null where it is printed from the facts."""
    paper_media_type: Mapped[str | None]
    paper_size: Mapped[int | None]
    founded_at: Mapped[datetime | None]

    register_number: Mapped[int | None]
    """Counted per municipality from 1; never given twice."""
    registered_at: Mapped[datetime | None]
    registered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    reason: Mapped[str | None]
    """Why it was returned or dissolved, the last time; public once it was registered."""
    reason_language: Mapped[str | None]
    reason_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason_at: Mapped[datetime | None]

    name: Mapped[Bilingual] = composite("name_ky", "name_ru")
    aim: Mapped[Bilingual] = composite("aim_ky", "aim_ru")
    settlement: Mapped[Settlement | None] = relationship(lazy="raise_on_sql", viewonly=True)

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "settlement_id"], ["settlement.municipality_id", "settlement.id"]
        ),
        UniqueConstraint("municipality_id", "id"),
        UniqueConstraint("municipality_id", "register_number"),
        CheckConstraint("name_ky IS NOT NULL OR name_ru IS NOT NULL", "has_a_name"),
        CheckConstraint("confirmed_by <> started_by", "two_people"),
        CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_at IS NULL)"
            " AND (confirmed_by IS NULL OR way = 'founded_on_paper')",
            "confirmed_whole",
        ),
        CheckConstraint(
            "way = 'founded_online' OR (paper_sha256 IS NOT NULL AND met_on IS NOT NULL)",
            "paper_is_there",
        ),
        CheckConstraint(
            "way = 'founded_online' OR state IN ('draft', 'dissolved') OR confirmed_by IS NOT NULL",
            "paper_is_confirmed",
        ),
        CheckConstraint(
            "state IN ('draft', 'dissolved') OR (met_on IS NOT NULL AND met_as IS NOT NULL"
            " AND protocol_number IS NOT NULL AND founded_at IS NOT NULL)",
            "founded_whole",
        ),
        CheckConstraint(
            "(paper_sha256 IS NULL) = (paper_media_type IS NULL)"
            " AND (paper_sha256 IS NULL) = (paper_size IS NULL)",
            "paper_whole",
        ),
        CheckConstraint(
            "(register_number IS NULL) = (registered_at IS NULL)"
            " AND (register_number IS NULL) = (registered_by IS NULL)"
            " AND (state NOT IN ('registered', 'active_group') OR register_number IS NOT NULL)",
            "registered_whole",
        ),
        CheckConstraint(
            "(reason IS NULL) = (reason_by IS NULL) AND (reason IS NULL) = (reason_at IS NULL)"
            " AND (reason IS NULL) = (reason_language IS NULL)"
            " AND (state <> 'dissolved' OR reason IS NOT NULL)",
            "reason_whole",
        ),
    )

    @property
    def is_public(self) -> bool:
        """Whether it stands in the register: from its registration on, dissolved ones too."""
        return self.register_number is not None

    @property
    def said(self) -> Bilingual:
        """The reason, in the language it was written in."""
        return in_language(self.reason, self.reason_language or "ky")


class GroupInvitation(Stamped, InMunicipality, Base):
    """A code that lets one person into a group once; whose it is nobody writes down."""

    __tablename__ = "initiative_group_invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    group_id: Mapped[int] = mapped_column(index=True)
    tag: Mapped[bytes] = mapped_column(unique=True)
    """Keyed hash of the code."""
    number: Mapped[int]
    """Counted per group from 1, so that the leader can speak of one."""
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    is_declined: Mapped[bool] = mapped_column(default=False)
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "group_id"],
            ["initiative_group.municipality_id", "initiative_group.id"],
            name="fk_initiative_group_invitation_group",
        ),
        UniqueConstraint("group_id", "number"),
        CheckConstraint("used_at IS NULL OR withdrawn_at IS NULL", "used_or_withdrawn"),
        CheckConstraint("NOT is_declined OR used_at IS NOT NULL", "declined_by_use"),
    )

    def is_open(self, now: datetime) -> bool:
        """Whether it may still be used."""
        ended = self.used_at is not None or self.withdrawn_at is not None
        return not ended and now < self.expires_at
