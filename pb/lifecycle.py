"""What happens when the hour strikes: the only place that strings acts together."""

from datetime import datetime

from pb.acts import box, results
from pb.records import rounds
from pb.services.actors import PLATFORM, Actor


def tick(now: datetime) -> int:
    """Do what time has made due; safe to run twice. Returns how many ballots were sealed."""
    due = [(round_.municipality_id, round_.id) for round_ in rounds.rounds_to_seal(now)]
    return sum(box.seal_lot(PLATFORM, *keys, now) for keys in due)


def count(actor: Actor, municipality_id: int, round_slug: str, now: datetime) -> int:
    """Seal what still waits in the inbox of a closed voting, then count; returns the version.

    Raises:
        Whatever `acts.results.count` refuses.
    """
    round_ = rounds.round_of(municipality_id, round_slug)
    results.check_may_count(actor, round_, now)
    box.seal_lot(PLATFORM, municipality_id, round_.id, now)
    return results.count(actor, municipality_id, round_slug, now)
