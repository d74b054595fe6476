"""The rule sets of municipalities, version by version, and the days a municipality has entered."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, composite, mapped_column

from pb.records.base import Base, InMunicipality, Stamped, db, kind
from pb.records.places import Municipality
from pb.rules.holidays import Workdays
from pb.rules.refusals import Code, NotFound
from pb.rules.rule_sets import Preset, RuleSet, read
from pb.rules.texts import Bilingual


class RuleSetVersion(Stamped, InMunicipality, Base):
    """One version of the rules of a municipality; from its adoption on nothing of it changes."""

    __tablename__ = "rule_set"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    """Counted per municipality from 1; a deleted draft gives its number back."""
    preset: Mapped[Preset] = mapped_column(kind(Preset, "known_preset"))
    """What it was begun from, directly or through the version it is a copy of."""
    parameters: Mapped[str]
    """The text of the rule set, as `rules/rule_sets/sets.py` writes it."""
    saved: Mapped[int] = mapped_column(default=1)
    """How often the draft was saved: whoever saves an older state is told so."""
    drafted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))

    sha256: Mapped[str | None]
    """Of `parameters`, in hex; null while it is a draft."""
    resolution_number: Mapped[str | None]
    resolution_date: Mapped[date | None]
    resolution_sha256: Mapped[str | None]
    """Of the file of the resolution: its name in the storage."""
    resolution_media_type: Mapped[str | None]
    resolution_size: Mapped[int | None]
    valid_from: Mapped[date | None]
    adopted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    adopted_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("municipality_id", "version"),
        UniqueConstraint("municipality_id", "id"),
        UniqueConstraint("municipality_id", "id", "sha256"),
        CheckConstraint(
            "(adopted_at IS NULL) = (sha256 IS NULL)"
            " AND (adopted_at IS NULL) = (resolution_number IS NULL)"
            " AND (adopted_at IS NULL) = (resolution_date IS NULL)"
            " AND (adopted_at IS NULL) = (resolution_sha256 IS NULL)"
            " AND (adopted_at IS NULL) = (resolution_media_type IS NULL)"
            " AND (adopted_at IS NULL) = (resolution_size IS NULL)"
            " AND (adopted_at IS NULL) = (valid_from IS NULL)"
            " AND (adopted_at IS NULL) = (adopted_by IS NULL)",
            "adopted_whole",
        ),
        CheckConstraint(
            "valid_from IS NULL OR valid_from >= resolution_date", "valid_after_resolution"
        ),
    )

    @property
    def rule_set(self) -> RuleSet:
        """The values."""
        return read(self.parameters)

    @property
    def is_adopted(self) -> bool:
        """Whether the kenesh has adopted it."""
        return self.adopted_at is not None


class WorkdayChange(Stamped, Base):
    """A day the calendar of the country does not know: a holiday by decree, a Saturday worked."""

    __tablename__ = "workday_change"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    is_worked: Mapped[bool]
    reason_ky: Mapped[str | None]
    reason_ru: Mapped[str | None]
    entered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))

    reason: Mapped[Bilingual] = composite("reason_ky", "reason_ru")


def versions_of(municipality_id: int) -> Sequence[RuleSetVersion]:
    """Every version with the draft, the latest first."""
    return db.session.scalars(
        select(RuleSetVersion)
        .where(RuleSetVersion.municipality_id == municipality_id)
        .order_by(RuleSetVersion.version.desc())
    ).all()


def version_of(municipality_id: int, version: int, *, hold: bool = False) -> RuleSetVersion:
    """A version by its number; `hold` keeps others from changing it meanwhile.

    Raises:
        NotFound: NOT_FOUND.
    """
    query = select(RuleSetVersion).where(
        RuleSetVersion.municipality_id == municipality_id, RuleSetVersion.version == version
    )
    found = db.session.scalar(query.with_for_update() if hold else query)
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def version_by_id(municipality_id: int, key: int) -> RuleSetVersion:
    """A version by its key.

    Raises:
        NotFound: NOT_FOUND.
    """
    found = db.session.scalar(
        select(RuleSetVersion).where(
            RuleSetVersion.municipality_id == municipality_id, RuleSetVersion.id == key
        )
    )
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def in_force(municipality_id: int, day: date) -> RuleSetVersion | None:
    """The version a round is held under that is drafted on a day; None where none was adopted."""
    return db.session.scalar(
        select(RuleSetVersion)
        .where(RuleSetVersion.municipality_id == municipality_id, RuleSetVersion.valid_from <= day)
        .order_by(RuleSetVersion.version.desc())
        .limit(1)
    )


def draft_of(municipality_id: int) -> RuleSetVersion | None:
    """The version that is being drafted; None where none is."""
    return db.session.scalar(
        select(RuleSetVersion).where(
            RuleSetVersion.municipality_id == municipality_id,
            RuleSetVersion.adopted_at.is_(None),
        )
    )


def next_version(municipality_id: int) -> int:
    """The number the next version gets; nobody else begins one meanwhile."""
    db.session.execute(
        select(Municipality.id)
        .where(Municipality.id == municipality_id)
        .with_for_update(key_share=True)
    )
    found = versions_of(municipality_id)
    return found[0].version + 1 if found else 1


def workday_changes(municipality_id: int, year: int | None = None) -> Sequence[WorkdayChange]:
    """The days a municipality has entered, in order; of one year where it is asked for."""
    query = select(WorkdayChange).where(WorkdayChange.municipality_id == municipality_id)
    if year is not None:
        query = query.where(WorkdayChange.day.between(date(year, 1, 1), date(year, 12, 31)))
    return db.session.scalars(query.order_by(WorkdayChange.day)).all()


def workday_change_of(municipality_id: int, day: date) -> WorkdayChange | None:
    """What a municipality has entered for a day."""
    return db.session.get(WorkdayChange, (municipality_id, day))


def workdays_of(municipality_id: int) -> Workdays:
    """Which days are worked in a municipality."""
    changes = workday_changes(municipality_id)
    return Workdays(
        frozenset(change.day for change in changes if not change.is_worked),
        frozenset(change.day for change in changes if change.is_worked),
    )
