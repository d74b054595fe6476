"""The clock: how far it has gone, and a person's word that it is right after it went back."""

from datetime import datetime

from pb.records import strokes
from pb.rules.hours import require_steady
from pb.services import audit
from pb.services.actors import PLATFORM
from pb.services.work import unit_of_work


def strike(now: datetime) -> None:
    """Note how far the clock has gone.

    Nobody did anything, so it leaves no trace in the trail.

    Raises:
        Unavailable: CLOCK_WENT_BACK.
    """
    with unit_of_work():
        strokes.first_stroke(now)
        if last := strokes.last_stroke(hold=True):
            require_steady(now, last.at)
            last.at = max(last.at, now)


def confirm(now: datetime) -> datetime | None:
    """Take the clock as it stands for right; the later hour it had struck, if there was one.

    What was done at hours that were not yet stays as it was written: this only lets the rounds go
    on from here.
    """
    with unit_of_work():
        last = strokes.last_stroke(hold=True)
        if last is None or last.at <= now:
            return None
        struck, last.at = last.at, now
        audit.append(
            audit.Tag.CLOCK_CONFIRMED,
            PLATFORM,
            None,
            now,
            seconds=int((struck - now).total_seconds()),
        )
        return struck
