"""The latest hour the clock is known to have reached: one row."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.base import Base, db

ONLY = 1


class ClockStroke(Base):
    """How far the clock has gone; it moves on with every stroke, and back by a person alone."""

    __tablename__ = "clock_stroke"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]

    __table_args__ = (CheckConstraint(f"id = {ONLY}", "only_one"),)


def first_stroke(at: datetime) -> None:
    """Begin to note how far the clock has gone, where nobody has; several may begin at once."""
    # PostgreSQL's INSERT says the conflict in words that SQLite takes too.
    begun = postgresql.insert(ClockStroke).values(id=ONLY, at=at)
    db.session.execute(begun.on_conflict_do_nothing())


def last_stroke(*, hold: bool = False) -> ClockStroke | None:
    """How far the clock has gone; None where it never struck."""
    return db.session.get(ClockStroke, ONLY, with_for_update=hold, populate_existing=True)
