"""Work in the background: its kinds, where each job stands, why one was not done."""

from enum import StrEnum


class JobKind(StrEnum):
    """Everything that is done in the background."""

    CHECK_PAPERS = "check_papers"
    IMPORT_ROLL = "import_roll"


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobError(StrEnum):
    """Why a job was not done."""

    WORKER_ENDED = "worker_ended"
    """Whoever did it ended in the middle; what it had not committed was not done."""
    REFUSED = "job_refused"
    """A rule refused it; the report names the code."""
    BROKEN = "broken"
    """Something broke on our side; the log says where."""
