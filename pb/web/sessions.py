"""The cookie of someone who signed in: a random token, and the minute it was last seen, signed.

The minute makes idleness end a session without a write for every page that is only read.
"""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from functools import cache

from flask import Flask, Response, current_app, g, request, session
from itsdangerous import BadSignature, Signer

from pb.rules import sessions as rules
from pb.services.sessions import Begun, tag_of
from pb.web.surroundings import now

REFRESHED = timedelta(minutes=1)
KNOWN_FOR = timedelta(days=180)
MOST_KNOWN = 5
"""So many people of one office computer are remembered as its users."""

_TOKEN = re.compile(r"([A-Za-z0-9_-]{43})\.(\d{1,12})", re.ASCII)


def set_up(app: Flask) -> None:
    """Write the cookie after each request that has one, and name it safely in production."""
    secure = app.config["SESSION_COOKIE_SECURE"]
    app.config["SIGN_IN_COOKIE"] = "__Host-sid" if secure else "sid"
    app.config["KNOWN_COOKIE"] = "__Host-known" if secure else "known"
    app.after_request(_write)


def token_of_request() -> tuple[bytes, datetime] | None:
    """What this browser's token is found by, and when it was last seen; None for a stranger."""
    found = _read("sid", request.cookies.get(current_app.config["SIGN_IN_COOKIE"], ""))
    match = _TOKEN.fullmatch(found)
    if match is None:
        return None
    g.token = match[1]
    return tag_of(match[1]), datetime.fromtimestamp(int(match[2]), UTC)


def cookie_of(token: str, seen: datetime) -> str:
    """What the cookie of a token holds, last seen at an instant."""
    return _sign("sid", f"{token}.{int(seen.timestamp())}")


def is_idle(seen: datetime, is_staff: bool) -> bool:
    """Whether the owner was away for too long."""
    return now() - seen >= rules.idle(is_staff)


def let_in(begun: Begun) -> None:
    """Put the token of a session into the cookie; nothing this browser held before survives."""
    session.clear()
    g.token, g.token_is_new = begun.token, True
    g.pop("me", None)


def let_out() -> None:
    """Take the token out of the cookie; nothing of it stays on a shared phone."""
    session.clear()
    g.token, g.token_is_new = None, True
    g.pop("me", None)


def knows(name_tag: bytes) -> bool:
    """Whether somebody signed in by this name from this browser before."""
    return _short(name_tag) in _known()


def remember(name_tag: bytes) -> None:
    """Remember a name this browser signed in by, by its keyed hash."""
    g.known = [_short(name_tag), *[one for one in _known() if one != _short(name_tag)]]


def _known() -> list[str]:
    kept = _read("known", request.cookies.get(current_app.config["KNOWN_COOKIE"], ""))
    return kept.split("-") if kept else []


def _short(name_tag: bytes) -> str:
    return name_tag.hex()[:16]


def _write(response: Response) -> Response:
    if "token" in g:
        _write_token(response)
    if "known" in g:
        value = _sign("known", "-".join(g.known[:MOST_KNOWN]))
        _set(response, "KNOWN_COOKIE", value, int(KNOWN_FOR.total_seconds()))
    return response


def _write_token(response: Response) -> None:
    if g.token is None:
        name = current_app.config["SIGN_IN_COOKIE"]
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.delete_cookie(name, secure=secure, httponly=True, samesite="Lax")
        return
    seen = g.get("seen")
    if g.get("token_is_new") or (g.get("me") and seen and now() - seen >= REFRESHED):
        _set(response, "SIGN_IN_COOKIE", cookie_of(g.token, now()))


def _set(response: Response, setting: str, value: str, max_age: int | None = None) -> None:
    response.set_cookie(
        current_app.config[setting],
        value,
        max_age=max_age,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


@cache
def _signer(secret: str, use: str) -> Signer:
    return Signer(secret, salt=use, digest_method=hashlib.sha256)


def _sign(use: str, value: str) -> str:
    return _signer(str(current_app.secret_key), use).sign(value).decode()


def _read(use: str, value: str) -> str:
    try:
        return _signer(str(current_app.secret_key), use).unsign(value).decode()
    except (BadSignature, UnicodeError):
        return ""
