"""The ways a deed can be refused; words and HTTP status are given only at the doors.

Refusal
├── NotAllowed   the person may not do this (WHO)
├── NotNow       the act is not open in this phase (WHEN)
├── NotValid     what was given does not hold; `field` names the place in a form
├── Conflict     the state has moved on, or the thing was done before
├── NotFound     no such thing here, or it belongs to another municipality
└── Unavailable  a system outside this one does not answer; nothing given was wrong
"""

from typing import Any

from pb.rules.codes import Code

__all__ = [
    "Code",
    "Conflict",
    "NotAllowed",
    "NotFound",
    "NotNow",
    "NotValid",
    "Refusal",
    "Unavailable",
]


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A deed refused: a stable code, and the facts its sentence needs.

    `field` names the place in a form that has to be mended, where there is one.
    """

    def __init__(self, code: Code, field: str | None = None, **facts: Any) -> None:
        super().__init__(code, field, facts)
        self.code = code
        self.field = field
        self.facts = facts

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({facts})" + (f" at {self.field}" if self.field else "")


class NotAllowed(Refusal):
    """The person may not do this here."""


class NotNow(Refusal):
    """The act is not open in the phase the round is in."""


class NotValid(Refusal):
    """What was given does not hold."""


class Conflict(Refusal):
    """The state has moved on, or the thing was done before."""


class NotFound(Refusal):
    """There is no such thing here; a record of another municipality is not found either."""


class Unavailable(Refusal):
    """A system outside this one does not answer; what was given may be right."""
