"""What waits at the desk beside rounds, reviews and appeals, counted in one statement."""

from dataclasses import dataclass

from sqlalchemy import func, select

from pb.records.base import db
from pb.records.paper_entries import PaperEntry
from pb.records.questions import RemarkReport
from pb.rules.paper_entries import EntryState


@dataclass(frozen=True)
class Waits:
    """How many of each somebody could do something about."""

    reports: int
    """About questions, not settled."""
    papers: int
    """Handed over by another person, to be compared."""


def waits(municipality_id: int, account_id: int | None) -> Waits:
    """What waits for an account of the office."""
    reports = select(func.count()).where(
        RemarkReport.municipality_id == municipality_id, RemarkReport.settled_at.is_(None)
    )
    papers = select(func.count()).where(
        PaperEntry.municipality_id == municipality_id,
        PaperEntry.state == EntryState.WAITING,
        PaperEntry.entered_by != account_id,
    )
    found = db.session.execute(select(reports.scalar_subquery(), papers.scalar_subquery())).one()
    return Waits(*found)
