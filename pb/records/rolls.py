"""Rolls as a whole: where each stands, the file it is made of, decisions about a frozen one.

No person is in here; the lines are in `residents`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column

from pb.records.base import Base, InMunicipality, db, new_ref
from pb.records.base import kind as closed
from pb.records.places import Settlement
from pb.records.residents import RollEntry
from pb.rules.people import Sex
from pb.rules.refusals import Code, NotFound
from pb.rules.rolls.states import (
    DECISION_REASON_LENGTH,
    DecisionKind,
    DecisionState,
    EntryStatus,
    RollState,
)
from pb.rules.texts import Bilingual


class VoterRoll(InMunicipality, Base):
    """The roll of a round: what it was made of, and who froze it. A frozen one never changes."""

    __tablename__ = "voter_roll"

    round_id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[RollState] = mapped_column(
        closed(RollState, "known_state"), default=RollState.OPEN
    )
    file_name: Mapped[str]
    sha256: Mapped[str]
    """Of the file, in hex."""
    imported_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Null for what the platform imported."""
    imported_at: Mapped[datetime]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime | None]
    frozen_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    frozen_at: Mapped[datetime | None]
    number: Mapped[int | None]
    """Of active lines at the freeze; null before it, like the three below."""
    women: Mapped[int | None]
    men: Mapped[int | None]
    root: Mapped[bytes | None]
    """By `rules.rolls.leaves`."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        CheckConstraint(
            "(state = 'open') = (proposed_by IS NULL)"
            " AND (proposed_by IS NULL) = (proposed_at IS NULL)",
            "proposed_by_someone",
        ),
        CheckConstraint(
            "(state = 'frozen') = (frozen_by IS NOT NULL)"
            " AND (frozen_by IS NULL) = (frozen_at IS NULL)",
            "frozen_by_someone",
        ),
        CheckConstraint("frozen_by IS NULL OR frozen_by <> proposed_by", "frozen_by_two"),
        CheckConstraint(
            "(frozen_by IS NULL) = (number IS NULL) AND (frozen_by IS NULL) = (women IS NULL)"
            " AND (frozen_by IS NULL) = (men IS NULL) AND (frozen_by IS NULL) = (root IS NULL)",
            "counted_if_frozen",
        ),
        CheckConstraint("number IS NULL OR women + men = number", "counts_agree"),
    )


class RollUpload(InMunicipality, Base):
    """The file somebody sent for the roll of a round: locked, and kept for a day at most."""

    __tablename__ = "roll_upload"

    round_id: Mapped[int] = mapped_column(primary_key=True)
    """A new file takes the place of the one before."""
    file_name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    """Bytes."""
    content_locked: Mapped[bytes | None] = deferred(mapped_column())
    """The file under the pepper; null as soon as it was imported."""
    report_locked: Mapped[bytes | None] = deferred(mapped_column())
    """What the check found, JSON under the pepper; null before it."""
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    uploaded_at: Mapped[datetime]
    job_ref: Mapped[str | None]
    """The job that imports it; null until somebody confirmed the preview."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
    )


class RollDecision(InMunicipality, Base):
    """One line more or less on a frozen roll: proposed by the office, agreed to by another."""

    __tablename__ = "roll_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    round_id: Mapped[int]
    kind: Mapped[DecisionKind] = mapped_column(closed(DecisionKind, "known_kind"))
    state: Mapped[DecisionState] = mapped_column(
        closed(DecisionState, "known_state"), default=DecisionState.WAITING
    )
    reason: Mapped[str]
    """Everyone may read it, so it names nobody."""
    entry_ref: Mapped[str | None]
    """The line it is about; null for an addition nobody has agreed to yet."""
    person_locked: Mapped[bytes | None]
    """Who is to be added, JSON under the pepper; wiped when it is decided."""
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        UniqueConstraint("municipality_id", "round_id", "id"),
        CheckConstraint(
            f"length(trim(reason)) >= {DECISION_REASON_LENGTH[0]}"
            f" AND length(reason) <= {DECISION_REASON_LENGTH[1]}",
            "says_why",
        ),
        CheckConstraint(
            "(state = 'waiting') = (decided_by IS NULL)"
            " AND (decided_by IS NULL) = (decided_at IS NULL)",
            "decided_by_someone",
        ),
        CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", "decided_by_two"),
        CheckConstraint("state <> 'agreed' OR entry_ref IS NOT NULL", "agreed_about_a_line"),
        CheckConstraint("state = 'waiting' OR person_locked IS NULL", "wiped_when_decided"),
    )


@dataclass(frozen=True)
class VillageCount:
    """How many active lines a village has; nobody's name."""

    slug: str
    name: Bilingual
    women: int
    men: int
    unknown: int
    """Lines without a personal number."""

    @property
    def number(self) -> int:
        """All of them."""
        return self.women + self.men + self.unknown


@dataclass(frozen=True)
class ChangeCount:
    """How many lines came and went after the freeze, and how many changes still wait."""

    added: int
    struck: int
    waiting: int


def roll_of(round_id: int, *, hold: bool = False) -> VoterRoll | None:
    """The roll of a round; None until a file was imported."""
    query = select(VoterRoll).where(VoterRoll.round_id == round_id)
    return db.session.scalar(query.with_for_update() if hold else query)


def upload_of(round_id: int) -> RollUpload | None:
    """The file that waits, is being imported, or was imported last."""
    return db.session.scalar(select(RollUpload).where(RollUpload.round_id == round_id))


def waiting_upload(round_id: int) -> RollUpload | None:
    """The file that waits, which is not fetched with it; None once it was imported."""
    return db.session.scalar(
        select(RollUpload).where(
            RollUpload.round_id == round_id, RollUpload.content_locked.is_not(None)
        )
    )


def uploads_before_everywhere(instant: datetime) -> Sequence[RollUpload]:
    """The files sent before an instant, in any municipality: for the clock."""
    return db.session.scalars(
        select(RollUpload).where(RollUpload.uploaded_at < instant).with_for_update()
    ).all()


def counts_by_village(municipality_id: int, round_id: int) -> Sequence[VillageCount]:
    """The active lines by village and sex, in the order of the villages."""
    of_sex = [
        func.count(RollEntry.id).filter(condition)
        for condition in (
            RollEntry.sex == Sex.FEMALE,
            RollEntry.sex == Sex.MALE,
            RollEntry.id.is_not(None) & RollEntry.sex.is_(None),
        )
    ]
    rows = db.session.execute(
        select(Settlement.slug, Settlement.name_ky, Settlement.name_ru, *of_sex)
        .outerjoin(
            RollEntry,
            (RollEntry.settlement_id == Settlement.id)
            & (RollEntry.round_id == round_id)
            & (RollEntry.status == EntryStatus.ACTIVE),
        )
        .where(Settlement.municipality_id == municipality_id)
        .group_by(Settlement.id, Settlement.slug, Settlement.name_ky, Settlement.name_ru)
        .order_by(Settlement.id)
    )
    return [VillageCount(row[0], Bilingual(row[1], row[2]), row[3], row[4], row[5]) for row in rows]


def changes_after_freeze(round_id: int) -> ChangeCount:
    """The public counter of what became of a frozen roll."""
    rows = db.session.execute(
        select(RollDecision.kind, RollDecision.state, func.count())
        .where(RollDecision.round_id == round_id)
        .group_by(RollDecision.kind, RollDecision.state)
    )
    counted = {(what, state): number for what, state, number in rows}
    return ChangeCount(
        counted.get((DecisionKind.ADD, DecisionState.AGREED), 0),
        counted.get((DecisionKind.STRIKE, DecisionState.AGREED), 0),
        sum(number for (_, state), number in counted.items() if state is DecisionState.WAITING),
    )


def decisions_of(round_id: int) -> Sequence[RollDecision]:
    """Every decision about a frozen roll, the latest first."""
    return db.session.scalars(
        select(RollDecision)
        .where(RollDecision.round_id == round_id)
        .order_by(RollDecision.id.desc())
    ).all()


def decision_of(round_id: int, ref: str, *, hold: bool = False) -> RollDecision:
    """A decision about the roll of a round by its public id.

    Raises:
        NotFound: NOT_FOUND.
    """
    query = select(RollDecision).where(RollDecision.round_id == round_id, RollDecision.ref == ref)
    found = db.session.scalar(query.with_for_update() if hold else query)
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def waiting_additions(round_id: int) -> Sequence[RollDecision]:
    """The additions nobody has decided about yet."""
    return db.session.scalars(
        select(RollDecision).where(
            RollDecision.round_id == round_id,
            RollDecision.state == DecisionState.WAITING,
            RollDecision.kind == DecisionKind.ADD,
        )
    ).all()


def waiting_strike(round_id: int, entry_ref: str) -> RollDecision | None:
    """The strike of a line that nobody has decided about yet."""
    return db.session.scalar(
        select(RollDecision).where(
            RollDecision.round_id == round_id,
            RollDecision.state == DecisionState.WAITING,
            RollDecision.kind == DecisionKind.STRIKE,
            RollDecision.entry_ref == entry_ref,
        )
    )
