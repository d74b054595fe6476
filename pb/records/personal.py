"""Columns of personal data: what is read from them stays closed until it is opened with a reason.

A template that prints a closed value fails, in tests and in life: so no page can forget to ask.
"""

from datetime import date
from typing import Any, Generic, TypeVar

from sqlalchemy import Date, Dialect, Text, TypeDecorator

from pb.rules import people

T = TypeVar("T", str, date)


class NotOpened(Exception):  # noqa: N818 - what was forgotten
    """Personal data was about to be shown without a trace of who looked and why: a bug."""


class Sealed(Generic[T]):
    """A value of a person; only `services.privacy` opens it, and leaves the trace."""

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value: T = value

    def __repr__(self) -> str:
        return "Sealed(…)"

    def __str__(self) -> str:
        raise NotOpened

    __html__ = __str__

    def __format__(self, _spec: str) -> str:
        raise NotOpened

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and bool(other._value == self._value)

    def __hash__(self) -> int:
        return hash(self._value)

    def masked(self) -> str:
        """A name as lists show it: "Асанов Б."; needs no reason."""
        return people.masked(str(self._value))


def unsealed(sealed: Sealed[T]) -> T:
    """The value. Called by `services.privacy`, which has written who looked, and by deeds that
    show it to nobody but its owner.
    """
    return sealed._value


class PersonalText(TypeDecorator[Sealed[str]]):
    """A text of a person."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sealed[str] | None, _dialect: Dialect) -> str | None:
        """What goes to the database."""
        return None if value is None else unsealed(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> Sealed[str] | None:
        """What comes from the database, closed."""
        return None if value is None else Sealed(value)


class PersonalDate(TypeDecorator[Sealed[date]]):
    """A day of a person."""

    impl = Date
    cache_ok = True

    def process_bind_param(self, value: Sealed[date] | None, _dialect: Dialect) -> date | None:
        """What goes to the database."""
        return None if value is None else unsealed(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> Sealed[date] | None:
        """What comes from the database, closed."""
        return None if value is None else Sealed(value)
