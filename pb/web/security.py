"""What goes with every answer: its id, the headers that guard it, and gzip for slow lines."""

import gzip
import logging
import re
import secrets
import time
from typing import Any

from flask import Flask, Response, abort, current_app, g, request

logger = logging.getLogger(__name__)

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action {forms};"
    " frame-ancestors 'none'; base-uri 'none'"
)
PIN = re.compile(r"(?<![0-9])[12][0-9]{13}(?![0-9])", re.ASCII)
"""A personal number; addresses are written into logs and histories, so it may not be in one."""
SMALLEST_ZIPPED = 500


def set_up(app: Flask) -> None:
    """Put the hooks on the application, before all others: even their failures have an id."""
    app.url_value_preprocessor(_begin)
    app.after_request(_finish)
    provider = app.extensions["pb"].identity
    forms = f"'self' {provider.origin}" if provider else "'self'"
    app.config["CONTENT_SECURITY_POLICY"] = POLICY.format(forms=forms)


def names_a_person(value: str) -> bool:
    """Whether a value of an address holds a personal number, or is one with blanks in it."""
    return bool(PIN.search(value) or PIN.fullmatch(re.sub(r"[\s-]", "", value)))


def _begin(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.request_id = secrets.token_hex(6)
    g.began = time.perf_counter()
    # PostgreSQL takes no NUL in a text, not even to say that there is no such thing.
    if any("\0" in str(value) for value in (values or {}).values()):
        abort(404)
    if any(map(names_a_person, request.args.values())):
        abort(404)


def _finish(response: Response) -> Response:
    headers = response.headers
    headers["X-Request-Id"] = g.get("request_id", "-")
    headers.setdefault("Content-Security-Policy", current_app.config["CONTENT_SECURITY_POLICY"])
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    # A proxy that is not trusted to say so may have https in front of us all the same.
    if request.is_secure or current_app.config["SESSION_COOKIE_SECURE"]:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"
    headers.add("Vary", "Cookie, Accept-Language, Accept-Encoding")
    # The address is left out: on some pages it would say who did what.
    logger.info(
        "answered",
        extra={
            "endpoint": request.endpoint,
            "method": request.method,
            "status": response.status_code,
            "ms": round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000),
        },
    )
    return _zip(response)


def _zip(response: Response) -> Response:
    text = (response.mimetype or "").startswith("text/")
    if (
        not text
        or response.direct_passthrough
        or "Content-Encoding" in response.headers
        or not request.accept_encodings["gzip"]
        or (response.content_length or 0) < SMALLEST_ZIPPED
    ):
        return response
    response.set_data(gzip.compress(response.get_data(), 6, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response
