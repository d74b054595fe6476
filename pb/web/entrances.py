"""What every way of signing in does at the door: knocks, enters, goes where one wanted to."""

from flask import flash, g, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.rules.access import Act, may
from pb.rules.roles import Role
from pb.services.sessions import Begun, Door
from pb.web import sessions
from pb.web.access import at
from pb.web.devices import device

LONGEST = 500
"""Characters of an address that is gone back to; it has to fit into a cookie."""


def door(*, is_known: bool = False) -> Door:
    """Where this request knocks, and with what browser."""
    return Door(g.place.id if g.place else None, device(), is_known)


def enter(begun: Begun, wanted: str | None) -> Response:
    """Put the session into the cookie, and go to the page that was wanted or to one's own."""
    sessions.let_in(begun)
    if begun.replaced:
        flash(gettext("You were signed in somewhere else. That session has been ended."))
    return redirect(wanted or _first_page(begun.roles), 303)


def start() -> str:
    """Where whoever signs out goes: the municipality, or where one signs in to the platform."""
    return at("sign_in.office") if g.place is None else at("places.home")


def _first_page(roles: frozenset[Role]) -> str:
    if g.place is None:
        return at("platform.overview" if may(roles, Act.ADMINISTER) else "oversight.index")
    return at("desk.today" if may(roles, Act.USE_DESK) else "places.home")


def wanted() -> str | None:
    """The page somebody wanted before signing in: a path of this municipality, or None."""
    return checked(request.args.get("next", ""))


def checked(asked: str) -> str | None:
    """An address as somebody sent it, where it may be gone to."""
    # Only a path of this municipality: never another site, never a scheme.
    begins = f"/{g.place.slug}/" if g.place else "/admin/"
    is_path = asked.startswith(begins) and not any(sign in asked for sign in "\\\r\n")
    return asked if is_path and len(asked) <= LONGEST else None
