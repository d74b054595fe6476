"""Work in the background: asked for in the transaction of a deed, done by whoever comes to it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pb.gateways.clock import Clock
from pb.gateways.keys import Keys
from pb.gateways.storage import Storage
from pb.records.base import db
from pb.records.jobs import Job
from pb.rules.jobs import JobKind
from pb.services import audit
from pb.services.actors import Actor
from pb.services.work import unit_of_work


@dataclass(frozen=True)
class Tools:
    """The outside world a job may use."""

    storage: Storage
    keys: Keys
    clock: Clock


@dataclass(frozen=True)
class Begun:
    """A job as whoever does it knows it: plain values."""

    id: int
    ref: str
    municipality_id: int | None
    kind: JobKind
    facts: Mapping[str, Any]


Tell = Callable[[int, int | None], None]
"""Takes how much of a job is done, and how much there is, None while nobody knows; commits, so
never inside a deed."""

Work = Callable[[Begun, Tools, Tell], Mapping[str, Any]]
"""Does a job and gives its report: plain values for JSON, never a person."""


def ask(
    actor: Actor, municipality_id: int | None, kind: JobKind, now: datetime, **facts: str | int
) -> str:
    """Write a job into the deed's own transaction; its ref. The worker is nudged after the commit.

    `municipality_id` None is for work on the whole installation. `facts` say what it is to be done
    with; they never name a person.
    """
    with unit_of_work():
        job = Job(
            municipality_id=municipality_id,
            kind=kind,
            facts=json.dumps(facts, ensure_ascii=False, sort_keys=True),
            created_at=now,
            created_by=actor.account_id,
        )
        db.session.add(job)
        db.session.flush()
        audit.append(audit.Tag.JOB_ASKED, actor, municipality_id, now, job.ref, kind=kind.value)
        return job.ref
