"""Hashing passwords: argon2id, a few at a time, so that tries cannot take the whole machine."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from pb.rules.refusals import Code, Unavailable

AT_ONCE = 4
PATIENCE = 5
"""Seconds one waits for a turn."""

MEMORY, TIME, LANES = 19_456, 2, 1
"""KiB, passes, lanes: what OWASP asks for."""


class Passwords:
    """Argon2id with its parameters; tests make it cheap."""

    def __init__(self, memory: int = MEMORY, time: int = TIME) -> None:
        self._hasher = PasswordHasher(time_cost=time, memory_cost=memory, parallelism=LANES)
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._nobody = self._hasher.hash("nobody's")

    def hash(self, password: str) -> str:
        """What is kept of a password, with its salt and parameters.

        Raises:
            Unavailable: SERVER_BUSY.
        """
        with _Turn(self._turns):
            return self._hasher.hash(password)

    def fits(self, password: str, kept: str | None) -> bool:
        """Whether it is the one that is kept; None costs as much time and is never right.

        Raises:
            Unavailable: SERVER_BUSY.
        """
        with _Turn(self._turns):
            try:
                known = self._nobody if kept is None else kept
                return self._hasher.verify(known, password) and kept is not None
            except (VerificationError, InvalidHashError):
                return False

    def is_outdated(self, kept: str) -> bool:
        """Whether it was hashed under weaker parameters than today's."""
        return self._hasher.check_needs_rehash(kept)


class _Turn:
    def __init__(self, turns: threading.BoundedSemaphore) -> None:
        self._turns = turns

    def __enter__(self) -> None:
        if not self._turns.acquire(timeout=PATIENCE):
            raise Unavailable(Code.SERVER_BUSY)

    def __exit__(self, *_error: object) -> None:
        self._turns.release()
