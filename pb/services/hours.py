"""Whether the hour can be trusted: what opens, closes or seals asks before it goes by the clock."""

from datetime import datetime

from pb.records import strokes
from pb.rules import hours


def require_steady(now: datetime) -> None:
    """Refuse what hangs on the hour while the clock stands before the latest hour it has struck.

    Raises:
        Unavailable: CLOCK_WENT_BACK.
    """
    last = strokes.last_stroke()
    hours.require_steady(now, last.at if last else None)
