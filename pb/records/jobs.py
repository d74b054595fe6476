"""Jobs: work in the background. The row is the truth; a queue only says that it is there."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.base import Base, Stamped, db, new_ref
from pb.records.base import kind as closed
from pb.rules.jobs import JobError, JobKind, JobState
from pb.rules.refusals import Code, NotFound


class Job(Stamped, Base):
    """One piece of work in the background, asked for in the transaction of a deed."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    """Null for work on the whole installation."""
    kind: Mapped[JobKind] = mapped_column(closed(JobKind, "known_kind"))
    facts: Mapped[str]
    """What it is to be done with, JSON, keys sorted; never a person."""
    state: Mapped[JobState] = mapped_column(
        closed(JobState, "known_state"), default=JobState.QUEUED
    )
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    """Null until it is known how much there is to do."""
    report: Mapped[str | None]
    """What came of it, JSON, keys sorted."""
    error: Mapped[JobError | None] = mapped_column(closed(JobError, "known_error"))
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Null for what the platform asked for."""
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("(state = 'queued') = (started_at IS NULL)", "dated_if_started"),
        CheckConstraint(
            "(state IN ('done', 'failed')) = (finished_at IS NOT NULL)", "dated_if_finished"
        ),
        CheckConstraint("(state = 'failed') = (error IS NOT NULL)", "reason_if_failed"),
        CheckConstraint("state <> 'done' OR report IS NOT NULL", "report_if_done"),
        CheckConstraint("done >= 0 AND (total IS NULL OR done <= total)", "done_of_total"),
        Index("ix_job_state", "state"),
    )


def next_queued_everywhere() -> Job | None:
    """The job to be done next, in any municipality, the oldest first; held."""
    return db.session.scalar(
        select(Job)
        .where(Job.state == JobState.QUEUED)
        .order_by(Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def running_everywhere() -> Sequence[Job]:
    """The jobs somebody has begun and not ended, in any municipality; held."""
    return db.session.scalars(
        select(Job).where(Job.state == JobState.RUNNING).order_by(Job.id).with_for_update()
    ).all()


def job_by_id(job_id: int, *, hold: bool = False) -> Job:
    """A job by its key, for whoever does it.

    Raises:
        NotFound: NOT_FOUND.
    """
    query = select(Job).where(Job.id == job_id)
    return _found(db.session.scalar(query.with_for_update() if hold else query))


def job_of(municipality_id: int | None, ref: str) -> Job:
    """A job of a municipality (None: of the installation) by its public id.

    Raises:
        NotFound: NOT_FOUND.
    """
    return _found(
        db.session.scalar(select(Job).where(Job.municipality_id == municipality_id, Job.ref == ref))
    )


def latest_jobs_everywhere(limit: int = 20) -> Sequence[Job]:
    """All jobs, the latest first, for the platform alone."""
    return db.session.scalars(select(Job).order_by(Job.id.desc()).limit(limit)).all()


def _found(job: Job | None) -> Job:
    if job is None:
        raise NotFound(Code.NOT_FOUND)
    return job


def are_any_over_before_everywhere(instant: datetime) -> bool:
    """Whether a job was over before an instant, in any municipality."""
    return db.session.scalar(select(Job.id).where(_over_before(instant)).limit(1)) is not None


def forget_everywhere(before: datetime) -> None:
    """Delete those that were over before an instant, in every municipality."""
    db.session.execute(delete(Job).where(_over_before(before)))


def _over_before(instant: datetime) -> ColumnElement[bool]:
    return Job.finished_at < instant
