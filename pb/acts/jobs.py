"""Where a job stands: begun, so much of it done, done or failed. The clock and the worker do it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pb.records import jobs
from pb.records.jobs import Job
from pb.rules.jobs import JobError, JobState
from pb.services import audit
from pb.services.actors import PLATFORM
from pb.services.jobs import Begun
from pb.services.work import unit_of_work


def begin_next(now: datetime) -> Begun | None:
    """Begin the oldest job nobody has begun; None where there is none.

    Two workers never begin the same one.
    """
    with unit_of_work():
        job = jobs.next_queued_everywhere()
        if job is None:
            return None
        job.state = JobState.RUNNING
        job.started_at = now
        return Begun(job.id, job.ref, job.municipality_id, job.kind, json.loads(job.facts))


def tell(job_id: int, done: int, total: int | None) -> None:
    """Write down how much of a running job is done, for whoever watches."""
    with unit_of_work():
        job = jobs.job_by_id(job_id, hold=True)
        if job.state is JobState.RUNNING:
            job.done, job.total = done, total


def finish(job_id: int, report: Mapping[str, Any], now: datetime) -> None:
    """Write down what came of a job that was done."""
    with unit_of_work():
        job = jobs.job_by_id(job_id, hold=True)
        if job.state is not JobState.RUNNING:
            return
        job.state = JobState.DONE
        _end(job, report, now)
        audit.append(
            audit.Tag.JOB_DONE, PLATFORM, job.municipality_id, now, job.ref, kind=job.kind.value
        )


def fail(
    job_id: int, error: JobError, now: datetime, report: Mapping[str, Any] | None = None
) -> None:
    """Write down that a job was not done."""
    with unit_of_work():
        job = jobs.job_by_id(job_id, hold=True)
        if job.state is JobState.RUNNING:
            _fail(job, error, now, report)


def fail_abandoned(now: datetime) -> int:
    """Show what is still running as not done; how many jobs that were.

    For whoever has just become the only worker: who began them is dead.
    """
    with unit_of_work():
        abandoned = jobs.running_everywhere()
        for job in abandoned:
            _fail(job, JobError.WORKER_ENDED, now)
        return len(abandoned)


def _fail(
    job: Job, error: JobError, now: datetime, report: Mapping[str, Any] | None = None
) -> None:
    job.state = JobState.FAILED
    job.error = error
    _end(job, report, now)
    audit.append(
        audit.Tag.JOB_FAILED,
        PLATFORM,
        job.municipality_id,
        now,
        job.ref,
        kind=job.kind.value,
        error=error.value,
    )


def _end(job: Job, report: Mapping[str, Any] | None, now: datetime) -> None:
    job.finished_at = now
    if report is not None:
        job.report = json.dumps(report, ensure_ascii=False, sort_keys=True)
