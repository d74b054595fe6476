"""What happens when the hour strikes: the only place that strings acts together."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from pb.acts import (
    boards,
    box,
    erasures,
    hours,
    imports,
    jobs,
    marks,
    papers,
    privacy,
    results,
    retention,
    trail,
)
from pb.acts.imports import Imported
from pb.acts.rolls import imports as roll_imports
from pb.acts.rolls import uploads
from pb.gateways.keys import Keys
from pb.gateways.storage import Storage
from pb.records import places, rounds
from pb.records import results as result_records
from pb.records.base import let_go
from pb.rules.access import Act
from pb.rules.jobs import JobError, JobKind
from pb.rules.pabulib import PabulibFile
from pb.rules.refusals import Refusal
from pb.services.actors import PLATFORM, Actor
from pb.services.jobs import Begun, Tools, Work
from pb.services.work import unit_of_work

logger = logging.getLogger(__name__)

WORK: Mapping[JobKind, Work] = {
    JobKind.CHECK_PAPERS: papers.check,
    JobKind.IMPORT_ROLL: roll_imports.bring_in,
}
"""What each kind of job does."""


@dataclass(frozen=True)
class Counted:
    """An imported election after our own count; `winners` are ids of its file, in order."""

    imported: Imported
    winners: tuple[str, ...]

    @property
    def equals_published(self) -> bool | None:
        """Whether the same projects won as the file says; None where it does not say."""
        published = self.imported.published
        return None if published is None else set(published) == set(self.winners)


def tick(keys: Keys, now: datetime) -> int:
    """Do what time has made due; safe to run twice. Returns how many ballots were sealed.

    Raises:
        Unavailable: CLOCK_WENT_BACK; nothing is done by an hour that may be wrong.
    """
    hours.strike(now)
    uploads.forget_old(now)
    retention.forget_old(now)
    due = [(round_.municipality_id, round_.id) for round_ in rounds.rounds_to_seal(now)]
    sealed = sum(box.seal_lots(PLATFORM, *one, keys, now) for one in due)
    marks.tell_of_marks(keys, now)
    # Last, so that what was just done is in the seal too.
    trail.seal_all(keys, now)
    return sealed


def tell(keys: Keys, now: datetime) -> int:
    """Queue the messages about looks at personal data; returns how many looks were told of."""
    return privacy.tell_at_once(keys, now) + privacy.tell_of_the_day(keys, now)


def run_jobs(tools: Tools, work: Mapping[JobKind, Work] = WORK) -> int:
    """Do the jobs that were asked for until none is left; how many were begun.

    A job that is refused or breaks is shown as not done, and the next one begins.
    """
    begun = 0
    while job := jobs.begin_next(tools.clock.now()):
        begun += 1
        _run(job, work[job.kind], tools)
    return begun


def _run(job: Begun, work: Work, tools: Tools) -> None:
    try:
        report = work(job, tools, partial(jobs.tell, job.id))
    except Refusal as refusal:
        told = {"code": refusal.code.value}
        jobs.fail(job.id, JobError.REFUSED, tools.clock.now(), told)
    except Exception as error:
        logger.error("a job broke", exc_info=error, extra={"job": job.ref, "kind": job.kind.value})
        jobs.fail(job.id, JobError.BROKEN, tools.clock.now())
    else:
        jobs.finish(job.id, report, tools.clock.now())


def count(actor: Actor, municipality_id: int, round_slug: str, keys: Keys, now: datetime) -> int:
    """Seal what still waits in the inbox of a closed voting, then count; returns the version.

    Raises:
        Whatever `acts.results.count` refuses.
    """
    round_ = rounds.round_of(municipality_id, round_slug)
    results.check_may_count(actor, round_, now)
    box.seal_lots(PLATFORM, municipality_id, round_.id, keys, now)
    return results.count(actor, municipality_id, round_slug, now)


def confirm(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    keys: Keys,
    storage: Storage,
    now: datetime,
) -> None:
    """Publish the board and confirm the result of it: both or neither.

    Raises:
        Whatever `acts.results.confirm` refuses.
    """
    with unit_of_work():
        results.check_may_confirm(actor, municipality_id, round_slug, now)
        boards.publish(actor, municipality_id, round_slug, keys, storage, now)
        results.confirm(actor, municipality_id, round_slug, storage, now)


def confirm_correction(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    keys: Keys,
    storage: Storage,
    now: datetime,
) -> None:
    """Publish the board of a corrected count and confirm it: both or neither.

    Raises:
        Whatever `acts.results.confirm_correction` refuses.
    """
    with unit_of_work():
        results.check_may_correct(actor, municipality_id, round_slug, now)
        act = Act.CONFIRM_CORRECTION
        boards.publish(actor, municipality_id, round_slug, keys, storage, now, act)
        results.confirm_correction(actor, municipality_id, round_slug, storage, now)


def sweep(vacuum: Callable[[], None], now: datetime) -> int:
    """Write the files of the database anew where references were erased; how many rounds.

    Until then what was erased can still be read out of the pages under the tables.
    """
    waiting = erasures.unswept()
    if waiting:
        let_go()  # what is read here would keep the file's log as it is
        vacuum()
    for municipality_id, round_id in waiting:
        erasures.swept(municipality_id, round_id, now)
    return len(waiting)


def import_round(
    file: PabulibFile, file_name: str, sha256: str, storage: Storage, now: datetime
) -> Counted:
    """Import an election held elsewhere, count it and confirm the count: all of it or nothing.

    Raises:
        Whatever `acts.imports.import_round` refuses.
    """
    with unit_of_work():
        imported = imports.import_round(PLATFORM, file, file_name, sha256, now)
        place, slug = imported.municipality_id, imported.round_slug
        results.count(PLATFORM, place, slug, now)
        results.confirm(PLATFORM, place, slug, storage, now)
        return _counted(imported)


def imported_before(file: PabulibFile, sha256: str) -> Counted | None:
    """What an earlier import of the same file stands at; None where there was none."""
    round_ = rounds.round_imported_from(sha256)
    if round_ is None:
        return None
    place = places.municipality_by_id(round_.municipality_id)
    return _counted(Imported(place.id, place.slug, round_.slug, file.published))


def _counted(imported: Imported) -> Counted:
    round_ = rounds.round_of(imported.municipality_id, imported.round_slug)
    won = result_records.winners_of(imported.municipality_id, round_.id)
    return Counted(imported, tuple(project.source_ref or "" for project in won))
