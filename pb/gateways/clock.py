"""The clock: the only place where the time of day comes from."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Something that tells the time."""

    def now(self) -> datetime:
        """This instant, UTC."""


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """This instant, UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands where it is put: for demonstrations and tests."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant

    def now(self) -> datetime:
        """The instant it was put to."""
        return self._instant

    def put(self, instant: datetime) -> None:
        """Put the hands elsewhere."""
        self._instant = instant
