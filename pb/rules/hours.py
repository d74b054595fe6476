"""A clock that stands before an hour it has struck already is wrong, then or now."""

from datetime import datetime, timedelta

from pb.rules.refusals import Code, Unavailable

TOLERANCE = timedelta(seconds=2)
"""What servers of one place may differ by (security design, F7)."""


def require_steady(now: datetime, struck: datetime | None) -> None:
    """Refuse what hangs on the hour while the clock stands before the latest hour it has struck.

    `struck` is None where it never has. Both in UTC.

    Raises:
        Unavailable: CLOCK_WENT_BACK (now, struck; both UTC).
    """
    if struck is not None and now < struck - TOLERANCE:
        raise Unavailable(Code.CLOCK_WENT_BACK, now=now, struck=struck)
