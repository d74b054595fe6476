"""Where a form comes from: from a page of ours, carrying its token, or it is not taken."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import CSRFError, CSRFProtect
from itsdangerous import URLSafeTimedSerializer

View = TypeVar("View", bound=Callable[..., Any])

OURS = frozenset({"same-origin", "none"})
"""What a browser says of the page a form stood on; `none`: the person's own doing, as a reload."""

FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
"""What a page of ours sends; what only a program would send is nobody's deed here."""

MOST_FIELDS = 2_000
"""Answers one form may carry; the longest page of ours asks for a few hundred."""

csrf = CSRFProtect()


class _FormCookies(SecureCookieSessionInterface):
    """Flask's signed cookie, by one signer for all requests instead of two for each."""

    _signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What signs and reads the cookie."""
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer


def set_up(app: Flask) -> None:
    """Refuse what is too much to read and what comes from elsewhere, before the token is asked."""
    app.before_request(_refuse_other_types)
    app.before_request(_measure)
    app.before_request(_refuse_foreign)
    csrf.init_app(app)
    app.session_interface = _FormCookies()


def from_elsewhere(view: View) -> View:
    """Mark an address that a page of another site may send a form to.

    Only the answer of the state's sign-in is such a form, where it comes as `form_post`; what it
    carries has to prove by itself where it is from.
    """
    view.takes_from_elsewhere = True  # type: ignore[attr-defined]
    csrf.exempt(view)
    return view


def _refuse_other_types() -> None:
    # JSON is refused here too: a page elsewhere may send it as text without asking the browser.
    if request.method not in current_app.config["WTF_CSRF_METHODS"] or not request.endpoint:
        return
    if request.mimetype not in FORMS and (request.mimetype or request.content_length):
        abort(415)


def _measure() -> None:
    # Multipart forms are counted while they are read; these are read whole, so count before.
    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]
        if request.get_data().count(b"&") >= MOST_FIELDS:
            abort(413)


def _refuse_foreign() -> None:
    if request.method not in current_app.config["WTF_CSRF_METHODS"] or not request.endpoint:
        return
    view = current_app.view_functions[request.endpoint]
    if getattr(view, "takes_from_elsewhere", False):
        return
    site = request.headers.get("Sec-Fetch-Site", "none")
    origin = request.headers.get("Origin")
    if site not in OURS or (origin is not None and _host(origin) != _host(f"//{request.host}")):
        raise CSRFError("it comes from elsewhere")


def _host(address: str) -> str | None:
    """The name in an address. Ports are left out: a proxy may not tell us the outer one."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
