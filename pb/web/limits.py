"""How often is too often: a closed table of limits, each attached to a door by a decorator.

A limit counts twice. Tightly for the person: the account, or the browser by its session. Softly
for the address: a whole village may sit behind one address of its operator, and the office's
router is one address too, so an address only meets its limit where no village would. Who throws
the session away on each try is a new browser each time and meets the limit of the address; what
guards one account and one code against guessing is counted where they are kept, not here.

The counts live in the memory of each process, so with several of them a limit is up to so many
times wider; `PB_LIMITS_URL` puts them in one Redis. While that does not answer they are counted
in memory: a broken counter keeps nobody from voting.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar, cast

from flask import Flask, Response, g, request, session
from flask_limiter import Limiter
from limits.errors import ConfigurationError

from pb.config import SettingsError
from pb.gateways.clock import SystemClock
from pb.web.surroundings import surroundings

View = TypeVar("View", bound=Callable[..., Any])

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
READING = ("GET", "HEAD")


@dataclass(frozen=True)
class Allowance:
    """How often one person, and how often one address, may do a thing."""

    person: str
    address: str
    methods: tuple[str, ...] = UNSAFE


class Limit(StrEnum):
    """Everything that is limited."""

    SIGN_IN = "sign_in"
    CODE_ASKED = "code_asked"
    CODE_TRIED = "code_tried"
    TICKET_TRIED = "ticket_tried"
    CHANGE_CODE = "change_code"
    SEARCH = "search"
    LOOK_UP = "look_up"
    EXPORT = "export"
    UPLOAD = "upload"
    MERGE = "merge"
    SUPPORT = "support"


ALLOWED = {
    # An operator's address may bring 300 voters on the last evening, and half of them mistype
    # once; to one who guesses it leaves a try every six seconds.
    Limit.SIGN_IN: Allowance("10 per 10 minutes", "600 per hour"),
    # Each costs money, and nobody needs a sixth within an hour.
    Limit.CODE_ASKED: Allowance("5 per hour", "200 per hour"),
    # Five tries end a code, so this is two codes.
    Limit.CODE_TRIED: Allowance("10 per 10 minutes", "600 per hour"),
    # Two minutes a voter, each mistyping twice; ten wrong ones shut the kiosk anyhow.
    Limit.TICKET_TRIED: Allowance("30 per 10 minutes", "600 per hour"),
    # Wrong codes alone are counted: nobody mistypes a printed one so often.
    Limit.CHANGE_CODE: Allowance("15 per hour", "600 per hour"),
    # Each reads the whole list; one a second is faster than a person reads.
    Limit.SEARCH: Allowance("60 per minute", "600 per minute", READING),
    # Each looks for a person; a queue at the desk is no faster than two a minute.
    Limit.LOOK_UP: Allowance("120 per hour", "1200 per hour"),
    # Each costs seconds of the processor.
    Limit.EXPORT: Allowance("20 per hour", "200 per hour", READING),
    # Six proposals with ten photos each.
    Limit.UPLOAD: Allowance("60 per hour", "600 per hour"),
    # A person reads a page before supporting it; a whole village may sit behind one address.
    Limit.SUPPORT: Allowance("40 per hour", "1200 per hour"),
    # Each is a message to another author; more than a few a day is pestering.
    Limit.MERGE: Allowance("10 per day", "200 per day"),
}
"""How often, and why so often."""


def _person() -> str:
    """The account, else the browser by the token of its session; a first visit has neither."""
    if (who := g.get("me")) is not None:
        return _key("account", who.ref)
    return _key("browser", session.get("csrf_token", ""))


def _address() -> str:
    return _key("address", request.remote_addr or "")


def _key(kind: str, value: str) -> str:
    # Under the pepper, so that neither Redis nor a log ever holds an address or an account.
    return f"{kind}:{surroundings().keys.tag('limit', value).hex()[:32]}"


def _is_new() -> bool:
    return g.get("me") is None and "csrf_token" not in session


class _Counter(Limiter):
    """Counts at the doors that say so, and nowhere else.

    The library's hook asks before every request which limits there are for all; there are none.
    """

    def _check_request_limit(
        self, callable_name: str | None = None, in_middleware: bool = True
    ) -> None:
        if not in_middleware:
            super()._check_request_limit(callable_name, in_middleware)


limiter = _Counter(_address, in_memory_fallback_enabled=True)


def set_up(app: Flask) -> None:
    """Begin to count.

    Raises:
        SettingsError: the counts cannot be kept where the settings say.
    """
    try:
        limiter.init_app(app)
    except ConfigurationError as error:
        raise SettingsError(
            "PB_LIMITS_URL names a Redis, but its library is not installed."
            " Install it with: pip install 'demilge[redis]'"
        ) from error


def limited(
    limit: Limit,
    only_if: Callable[[], bool] = lambda: True,
    counted_if: Callable[[Response], bool] | None = None,
) -> Callable[[View], View]:
    """Count each request of a door, or each of those `only_if` is about, and refuse the next ones.

    Where only some answers count, `counted_if` says which.
    Stands below `@public` or `@needs`, so that what may not be done at all is not counted.
    """
    allowed = ALLOWED[limit]

    def mark(view: View) -> View:
        of_address = limiter.shared_limit(
            allowed.address,
            f"{limit}:address",
            key_func=_address,
            methods=list(allowed.methods),
            exempt_when=lambda: not only_if(),
            deduct_when=counted_if,
        )
        of_person = limiter.shared_limit(
            allowed.person,
            f"{limit}:person",
            key_func=_person,
            methods=list(allowed.methods),
            exempt_when=lambda: not only_if() or _is_new(),
            deduct_when=counted_if,
        )
        return cast(View, of_person(of_address(view)))

    return mark


def seconds_left() -> int:
    """Until the limit this request has met lets the next one pass; at least one."""
    met = limiter.current_limit
    # The counts run by the clock of the machine, even where the product's clock stands.
    left = met.window.reset_time - SystemClock().now().timestamp() if met else 60
    return max(1, math.ceil(left))


def forget() -> None:
    """Count anew from nothing: between tests."""
    limiter.reset()
