"""Looking after the papers that are kept: a flipped bit is found before somebody asks for one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pb.records import documents
from pb.rules.access import Act, may
from pb.rules.jobs import JobKind
from pb.rules.refusals import Code, NotAllowed
from pb.services import jobs
from pb.services.actors import Actor
from pb.services.jobs import Begun, Tell, Tools

TELL_EVERY = 50


def ask_check(actor: Actor, now: datetime) -> str:
    """Have the bytes of every paper compared with its hash, in the background; the job's ref.

    Raises:
        NotAllowed: as the table says.
    """
    if not may(actor.roles, Act.CHECK_PAPERS):
        raise NotAllowed(Code.NOT_ALLOWED, act=Act.CHECK_PAPERS)
    return jobs.ask(actor, None, JobKind.CHECK_PAPERS, now)


def check(_job: Begun, tools: Tools, tell: Tell) -> Mapping[str, Any]:
    """Read every paper there is: how many, and the refs of those that are damaged or gone."""
    papers = documents.kept_everywhere()
    tell(0, len(papers))
    damaged = []
    for number, (ref, sha256) in enumerate(papers, start=1):
        try:
            tools.storage.get(sha256)
        except LookupError:
            damaged.append(ref)
        if number % TELL_EVERY == 0:
            tell(number, len(papers))
    tell(len(papers), len(papers))
    return {"papers": len(papers), "damaged": damaged}
