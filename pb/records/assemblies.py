"""Village assemblies that vote by hands: announced, held, their acts with the hands counted.

The chair, the secretary and the counting commission are officers of a public meeting: their names
stand in minutes that hang on the wall, and so they are kept here as plain text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    UniqueConstraint,
    delete,
    select,
)
from sqlalchemy.orm import Mapped, composite, mapped_column

from pb.records.base import Base, InMunicipality, db, new_ref
from pb.records.places import Settlement
from pb.records.proposals import Project
from pb.rules.assemblies import Attended, Raised
from pb.rules.refusals import Code, NotFound
from pb.rules.texts import Bilingual


class Assembly(InMunicipality, Base):
    """An assembly of a village, or of the whole aimak, that was called to vote on the projects."""

    __tablename__ = "assembly"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    round_id: Mapped[int]
    number: Mapped[int]
    """Counted from 1 in its round."""
    settlement_id: Mapped[int | None]
    """The village that is called; null for the whole aimak."""
    place_ky: Mapped[str]
    place_ru: Mapped[str]
    starts_at: Mapped[datetime]
    taken_back: Mapped[int] = mapped_column(default=0)
    """Marks that were taken back: whoever confirms the act sees how many, and it never shrinks."""
    announced_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    announced_at: Mapped[datetime]
    cancelled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    cancelled_at: Mapped[datetime | None]
    cancelled_why: Mapped[str | None]

    meets_at: Mapped[Bilingual] = composite("place_ky", "place_ru")

    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        UniqueConstraint("municipality_id", "round_id", "id"),
        UniqueConstraint("municipality_id", "id"),
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "settlement_id"], ["settlement.municipality_id", "settlement.id"]
        ),
        CheckConstraint(
            "(cancelled_at IS NULL) = (cancelled_by IS NULL)"
            " AND (cancelled_at IS NULL) = (cancelled_why IS NULL)",
            "cancelled_whole",
        ),
        CheckConstraint(
            "cancelled_at IS NULL OR cancelled_at < starts_at OR cancelled_by <> announced_by",
            "cancelled_by_another",
        ),
        CheckConstraint("taken_back >= 0", "taken_back_counted"),
    )


class AssemblyAct(InMunicipality, Base):
    """What the minutes of an assembly say; final once another person confirmed it."""

    __tablename__ = "assembly_act"

    assembly_id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int]
    attended: Mapped[int]
    """People who came, of all villages; the guards hold it to the rows of the villages."""
    on_roll: Mapped[int]
    """People who were called, when the act was entered."""
    is_quorate: Mapped[bool]
    """Whether enough people came; without that nothing was voted on."""
    voters: Mapped[int]
    """People marked as voting there when the act was entered."""
    chair: Mapped[str]
    secretary: Mapped[str]
    commission: Mapped[str]
    """Who counted the hands."""
    entered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    entered_at: Mapped[datetime]
    returned_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    returned_at: Mapped[datetime | None]
    returned_why: Mapped[str | None]
    """Sent back by the second person: people may be marked again, and it is entered anew."""
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    scan_sha256: Mapped[str | None]
    scan_type: Mapped[str | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "round_id", "assembly_id"],
            ["assembly.municipality_id", "assembly.round_id", "assembly.id"],
        ),
        CheckConstraint("voters >= 0 AND attended >= voters AND on_roll >= attended", "people_fit"),
        CheckConstraint("is_quorate OR voters = 0", "nobody_votes_without_quorum"),
        CheckConstraint("confirmed_by <> entered_by", "two_people"),
        CheckConstraint("(confirmed_by IS NULL) = (confirmed_at IS NULL)", "confirmed_whole"),
        CheckConstraint(
            "(returned_at IS NULL) = (returned_by IS NULL)"
            " AND (returned_at IS NULL) = (returned_why IS NULL)",
            "returned_whole",
        ),
        CheckConstraint("confirmed_at IS NULL OR returned_at IS NULL", "confirmed_or_returned"),
        CheckConstraint("(scan_sha256 IS NULL) = (scan_type IS NULL)", "scan_whole"),
    )

    @property
    def stands(self) -> bool:
        """Whether it is entered and was not sent back."""
        return self.returned_at is None


class AssemblyAttendance(InMunicipality, Base):
    """How many women and men of a village came."""

    __tablename__ = "assembly_attendance"

    assembly_id: Mapped[int] = mapped_column(primary_key=True)
    settlement_id: Mapped[int] = mapped_column(primary_key=True)
    women: Mapped[int]
    men: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "assembly_id"], ["assembly.municipality_id", "assembly.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "settlement_id"], ["settlement.municipality_id", "settlement.id"]
        ),
        CheckConstraint("women >= 0 AND men >= 0", "not_negative"),
    )


class AssemblyVote(InMunicipality, Base):
    """The hands raised on one project; nobody's own hand is known."""

    __tablename__ = "assembly_vote"

    assembly_id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(primary_key=True)
    in_favour: Mapped[int]
    against: Mapped[int]
    abstained: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "assembly_id"], ["assembly.municipality_id", "assembly.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "project_id"], ["project.municipality_id", "project.id"]
        ),
        CheckConstraint("in_favour >= 0 AND against >= 0 AND abstained >= 0", "not_negative"),
    )


def assemblies_of(municipality_id: int, round_id: int) -> Sequence[Assembly]:
    """The assemblies of a round by number, also those that were cancelled."""
    return db.session.scalars(
        select(Assembly)
        .where(Assembly.municipality_id == municipality_id, Assembly.round_id == round_id)
        .order_by(Assembly.number)
    ).all()


def assembly_of(municipality_id: int, round_id: int, ref: str, *, hold: bool = False) -> Assembly:
    """An assembly by its public id; `hold` keeps others from marking and entering meanwhile.

    Raises:
        NotFound: NOT_FOUND.
    """
    query = select(Assembly).where(
        Assembly.municipality_id == municipality_id,
        Assembly.round_id == round_id,
        Assembly.ref == ref,
    )
    found = db.session.scalar(query.with_for_update() if hold else query)
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def acts_of(municipality_id: int, round_id: int) -> dict[int, AssemblyAct]:
    """The acts of a round by assembly, confirmed or not."""
    found = db.session.scalars(
        select(AssemblyAct).where(
            AssemblyAct.municipality_id == municipality_id, AssemblyAct.round_id == round_id
        )
    )
    return {act.assembly_id: act for act in found}


def act_of(municipality_id: int, assembly_id: int) -> AssemblyAct | None:
    """The act of an assembly; None before it was entered."""
    return db.session.scalar(
        select(AssemblyAct).where(
            AssemblyAct.municipality_id == municipality_id, AssemblyAct.assembly_id == assembly_id
        )
    )


def attendance_of(municipality_id: int, assembly_id: int) -> dict[str, Attended]:
    """Who came, by village (slug), as far as it was entered."""
    rows = db.session.execute(
        select(Settlement.slug, AssemblyAttendance.women, AssemblyAttendance.men)
        .join(Settlement, Settlement.id == AssemblyAttendance.settlement_id)
        .where(
            AssemblyAttendance.municipality_id == municipality_id,
            AssemblyAttendance.assembly_id == assembly_id,
        )
    )
    return {row[0]: Attended(row[1], row[2]) for row in rows}


def hands_of(municipality_id: int, round_id: int) -> dict[int, dict[int, Raised]]:
    """The hands of every act of a round: by assembly, then by the number of the project."""
    rows = db.session.execute(
        select(
            AssemblyVote.assembly_id,
            Project.number,
            AssemblyVote.in_favour,
            AssemblyVote.against,
            AssemblyVote.abstained,
        )
        .join(Project, Project.id == AssemblyVote.project_id)
        .where(AssemblyVote.municipality_id == municipality_id, Project.round_id == round_id)
        .order_by(AssemblyVote.assembly_id, Project.number)
    )
    found: dict[int, dict[int, Raised]] = {}
    for assembly, number, *raised in rows:
        found.setdefault(assembly, {})[number] = Raised(*raised)
    return found


def forget_figures(municipality_id: int, assembly_id: int) -> None:
    """Delete what an act says of villages and projects, to be written anew."""
    for table in (AssemblyAttendance, AssemblyVote):
        db.session.execute(
            delete(table).where(
                table.municipality_id == municipality_id, table.assembly_id == assembly_id
            )
        )


@dataclass(frozen=True)
class HandsOnBoard:
    """A confirmed act as everybody may read it once the result is public."""

    act: int
    """The number of the assembly in its round."""
    attended: int
    marked: int
    votes: dict[int, tuple[int, int, int]]
    """By the number of the project: for, against, abstained; nothing without a quorum."""


def hands_on_board(municipality_id: int, round_id: int) -> list[HandsOnBoard]:
    """The confirmed acts of a round, in the order of their numbers."""
    acts = acts_of(municipality_id, round_id)
    hands = hands_of(municipality_id, round_id)
    return [
        HandsOnBoard(
            one.number,
            acts[one.id].attended,
            acts[one.id].voters,
            {
                number: (raised.in_favour, raised.against, raised.abstained)
                for number, raised in hands.get(one.id, {}).items()
            },
        )
        for one in assemblies_of(municipality_id, round_id)
        if one.id in acts and acts[one.id].confirmed_at is not None
    ]
