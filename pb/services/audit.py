"""The trail of deeds: each with its tag, and with exactly the facts its tag has."""

import json
from datetime import datetime

from pb.records import audit
from pb.services.actors import Actor
from pb.services.audit_facts import FACTS
from pb.services.audit_tags import Tag

__all__ = ["FACTS", "Tag", "append"]


def append(
    tag: Tag,
    actor: Actor | None,
    municipality_id: int | None,
    at: datetime,
    object_ref: str | None = None,
    **facts: str | int,
) -> None:
    """Write the trace of a deed into its own transaction.

    `actor` is None only where naming the person would tell who voted when. A set of facts other
    than the one declared for the tag is a bug.
    """
    if set(facts) != FACTS[tag]:
        raise ValueError(f"{tag} takes exactly the facts {sorted(FACTS[tag])}")
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    ref = actor.ref if actor else None
    audit.add_event(municipality_id, at, tag.value, ref, object_ref, text)
