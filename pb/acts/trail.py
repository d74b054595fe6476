"""Sealing the trail of deeds, and checking every seal of it."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pb.gateways.keys import Keys
from pb.records import trail
from pb.records.base import db
from pb.records.trail import Event, TrailSeal
from pb.rules import board, merkle
from pb.rules.trail import TrailHead
from pb.services.work import unit_of_work

logger = logging.getLogger(__name__)

BATCH = 2_000
"""Events in one seal; a longer trail is sealed in several, so that no vote waits long for one."""


@dataclass(frozen=True)
class Checked:
    """What a check of the whole trail found."""

    seals: int
    events: int
    unsealed: int
    broken: int | None = None
    """The first batch that is not as it was sealed."""


def seal(keys: Keys, now: datetime) -> int:
    """Sign the events no batch holds yet, in every municipality; how many.

    The batch before is read again first: on a trail that was changed nothing is built.
    """
    with unit_of_work():
        # Read when it is this sealer's turn: another one may have been faster.
        trail.hold_trail()
        events = trail.unsealed_everywhere(BATCH)
        if not events:
            return 0
        before = trail.last_trail_seal()
        if before is not None and _root(trail.events_in(before.sequence)) != before.root:
            logger.error("the trail of deeds was changed", extra={"batch": before.sequence})
            return 0
        head = TrailHead(
            before.sequence + 1 if before else 1,
            len(events),
            _root(events),
            _chained(before),
        )
        db.session.add(
            TrailSeal(
                sequence=head.sequence,
                size=head.size,
                root=head.root,
                previous=head.previous,
                signature=keys.sign(head.text()),
                sealed_at=now,
            )
        )
        db.session.flush()
        trail.put_into(head.sequence, events)
        return len(events)


def seal_all(keys: Keys, now: datetime) -> int:
    """Sign everything that waits, a batch at a time; how many events."""
    number = some = seal(keys, now)
    # Each look for what waits costs as much as the whole trail is long: one that was not full is
    # the last.
    while some == BATCH:
        some = seal(keys, now)
        number += some
    return number


def check(keys: Keys) -> Checked:
    """Read the whole trail and compare it with its seals; nothing is written."""
    seals = events = 0
    before: TrailSeal | None = None
    for one in _every_seal():
        held = trail.events_in(one.sequence)
        holds = (
            one.sequence == seals + 1
            and one.previous == _chained(before)
            and len(held) == one.size
            and _root(held) == one.root
            and keys.sign(one.head.text()) == one.signature
        )
        if not holds:
            return Checked(seals, events, trail.number_unsealed_everywhere(), one.sequence)
        before, seals, events = one, seals + 1, events + one.size
    return Checked(seals, events, trail.number_unsealed_everywhere())


def _every_seal() -> Iterator[TrailSeal]:
    """Every batch, the first one first, some at a time."""
    last = 0
    while some := trail.trail_seals_after(last):
        yield from some
        last = some[-1].sequence


def _root(events: Sequence[Event]) -> bytes:
    return merkle.root([merkle.leaf(_line(one)) for one in events])


def _line(event: Event) -> bytes:
    return board.line(
        {
            "id": event.id,
            "municipality": event.municipality_id,
            "at": event.at.astimezone(UTC).isoformat(),
            "tag": event.tag,
            "actor": event.actor_ref,
            "object": event.object_ref,
            "facts": event.facts,
        }
    )


def _chained(before: TrailSeal | None) -> bytes:
    return board.FIRST if before is None else board.chained(before.head.text(), before.signature)
