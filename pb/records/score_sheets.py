"""Score sheets, sealed until all are opened together: no door may look in here.

Only `own_sheets` reads marks before the opening, and only those of one member.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    UniqueConstraint,
    delete,
    exists,
    select,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from pb.records.base import Base, InMunicipality, db
from pb.records.commissions import Commission, CommissionMember

HUNDREDTHS = 100


class ScoreSheet(InMunicipality, Base):
    """The marks of one member for one project.

    The database refuses one of a member who has not declared, or who has an interest; one that
    is handed in never changes.
    """

    __tablename__ = "score_sheet"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int]
    project_id: Mapped[int]
    declaration_id: Mapped[int]
    """The declaration that lets the member score."""
    marks_text: Mapped[str]
    """JSON: by the key of the criterion, whole hundredths."""
    note: Mapped[str | None]
    """For the member alone until the sheets are opened."""
    saved_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("member_id", "project_id"),
        ForeignKeyConstraint(
            ["municipality_id", "member_id", "declaration_id"],
            ["declaration.municipality_id", "declaration.member_id", "declaration.id"],
            name="fk_score_sheet_declaration",
        ),
        ForeignKeyConstraint(
            ["municipality_id", "project_id"], ["project.municipality_id", "project.id"]
        ),
    )

    @property
    def marks(self) -> tuple[tuple[str, Fraction], ...]:
        """The marks, exactly."""
        read: dict[str, int] = json.loads(self.marks_text)
        return tuple((key, Fraction(value, HUNDREDTHS)) for key, value in read.items())

    @marks.setter
    def marks(self, marks: tuple[tuple[str, Fraction], ...]) -> None:
        whole = {key: int(mark * HUNDREDTHS) for key, mark in marks}
        self.marks_text = json.dumps(whole, sort_keys=True, separators=(",", ":"))


class SheetOpening(InMunicipality, Base):
    """That all sheets of a commission were opened, together and once."""

    __tablename__ = "sheet_opening"

    commission_id: Mapped[int] = mapped_column(primary_key=True)
    opened_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime]
    excused: Mapped[int]
    """How many members had not handed in; the chair did not wait for them."""
    reason: Mapped[str | None]
    """Why the chair did not wait; public."""

    __table_args__ = (
        UniqueConstraint("municipality_id", "commission_id"),
        ForeignKeyConstraint(
            ["municipality_id", "commission_id"], ["commission.municipality_id", "commission.id"]
        ),
        CheckConstraint("(excused = 0) = (reason IS NULL)", "reason_if_excused"),
    )


def own_sheets(municipality_id: int, member_id: int) -> dict[int, ScoreSheet]:
    """The sheets of one member, by the key of the project."""
    found = db.session.scalars(
        select(ScoreSheet).where(
            ScoreSheet.municipality_id == municipality_id, ScoreSheet.member_id == member_id
        )
    )
    return {sheet.project_id: sheet for sheet in found}


def handed_in(municipality_id: int, commission_id: int) -> frozenset[tuple[int, int]]:
    """Member and project of every sheet that is handed in: no marks."""
    rows = db.session.execute(
        select(ScoreSheet.member_id, ScoreSheet.project_id)
        .join(CommissionMember, CommissionMember.id == ScoreSheet.member_id)
        .where(
            ScoreSheet.municipality_id == municipality_id,
            CommissionMember.commission_id == commission_id,
            ScoreSheet.handed_in_at.is_not(None),
        )
    )
    return frozenset((row[0], row[1]) for row in rows)


def opened_sheets(municipality_id: int, commission_id: int) -> Sequence[ScoreSheet]:
    """Every sheet that was handed in, once all are opened; before it none."""
    return db.session.scalars(
        select(ScoreSheet)
        .join(CommissionMember, CommissionMember.id == ScoreSheet.member_id)
        .join(SheetOpening, SheetOpening.commission_id == CommissionMember.commission_id)
        .where(
            ScoreSheet.municipality_id == municipality_id,
            CommissionMember.commission_id == commission_id,
            ScoreSheet.handed_in_at.is_not(None),
        )
        .order_by(ScoreSheet.project_id, CommissionMember.number)
    ).all()


def opening_of(municipality_id: int, commission_id: int) -> SheetOpening | None:
    """The opening of the sheets of a commission."""
    return db.session.scalar(
        select(SheetOpening).where(
            SheetOpening.municipality_id == municipality_id,
            SheetOpening.commission_id == commission_id,
        )
    )


def rounds_owed_by(municipality_id: int, account_id: int) -> frozenset[int]:
    """The rounds somebody sits on the commission of and has handed in nothing yet."""
    later = aliased(Commission)
    replaced = exists().where(
        later.round_id == Commission.round_id,
        later.version > Commission.version,
        later.signed_at.is_not(None),
    )
    opened = exists().where(SheetOpening.commission_id == Commission.id)
    done = exists().where(
        ScoreSheet.member_id == CommissionMember.id, ScoreSheet.handed_in_at.is_not(None)
    )
    return frozenset(
        db.session.scalars(
            select(Commission.round_id)
            .join(CommissionMember, CommissionMember.commission_id == Commission.id)
            .where(
                Commission.municipality_id == municipality_id,
                CommissionMember.account_id == account_id,
                Commission.signed_at.is_not(None),
                ~replaced,
                ~opened,
                ~done,
            )
        )
    )


def drop_draft(municipality_id: int, member_id: int, project_id: int) -> None:
    """Throw away a sheet that is not handed in: its member has an interest after all."""
    db.session.execute(
        delete(ScoreSheet).where(
            ScoreSheet.municipality_id == municipality_id,
            ScoreSheet.member_id == member_id,
            ScoreSheet.project_id == project_id,
        )
    )
