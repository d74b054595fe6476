"""WHO at the door: each address says that it is public, or which act it needs."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, Request, g, redirect, request, url_for
from flask_login import LoginManager, UserMixin, current_user

from pb.records import places
from pb.records import sessions as session_records
from pb.records.base import EVERYWHERE, NOWHERE, narrow
from pb.records.places import Municipality
from pb.records.sessions import SignedIn
from pb.rules.access import Act, may
from pb.rules.refusals import Code, NotAllowed
from pb.rules.roles import OF_PLATFORM, Role
from pb.rules.step_up import STEP_UP, is_fresh
from pb.services.actors import STRANGER, Actor
from pb.web import sessions
from pb.web.surroundings import now

OF_PLATFORM_AND_PLACES = frozenset(
    {"platform", "background", "oversight", "sign_in", "invitations", "account"}
)
"""Pages that stand under /admin too, where there is no municipality."""

View = TypeVar("View", bound=Callable[..., Any])


class User(UserMixin):  # type: ignore[misc]
    """Whoever holds the token of this request; who that is and may do is read per municipality."""

    def __init__(self, tag: bytes, seen: datetime) -> None:
        self.tag, self.seen = tag, seen
        self.id = tag.hex()


class Place:
    """The municipality of an address: key and name are at hand, the rest is read when shown."""

    def __init__(self, key: int, slug: str, record: Municipality | None = None) -> None:
        self.id = key
        self.slug = slug
        self._record = record

    def __getattr__(self, name: str) -> Any:
        if self._record is None:
            self._record = places.municipality_by_id(self.id)
        return getattr(self._record, name)


_keys: dict[str, int] = {}
"""The keys of municipalities found by this process; each request asks anew whether they hold."""


def set_up(app: Flask) -> None:
    """Read the session and the municipality of each request."""
    sessions.set_up(app)
    manager = LoginManager(app)
    manager.session_protection = None
    manager.request_loader(_user)
    app.url_value_preprocessor(_take_place)
    app.context_processor(lambda: {"place": g.get("place"), "me": g.get("me")})
    app.jinja_env.globals.update(may_do=may_do, at=at)


def at(endpoint: str, **values: Any) -> str:
    """The address of a page of this municipality, or of the platform where the request is there."""
    place = g.get("place")
    return (
        url_for(endpoint, **values)
        if place is None
        else url_for(endpoint, place=place.slug, **values)
    )


def public(view: View) -> View:
    """Mark an address that anyone may open."""
    view.declared_act = Act.READ  # type: ignore[attr-defined]
    return view


def needs(act: Act) -> Callable[[View], View]:
    """Mark an address with the act it needs; whoever may not do it is told so at the door.

    A stranger is led to the sign-in, and who has to show the second factor anew is led there.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            reads = request.method in ("GET", "HEAD")
            doer = actor()
            if not may(doer.roles, act):
                if doer.account_id is None and reads:
                    return redirect(at("sign_in.sign_in", next=_this_page()))
                unknown = doer.account_id is None
                raise NotAllowed(Code.SIGN_IN_FIRST if unknown else Code.NOT_ALLOWED, act=act)
            if act in STEP_UP and not doer.is_confirmed and reads:
                return redirect(at("sign_in.step_up", next=_this_page()))
            return view(*args, **kwargs)

        guarded.declared_act = act  # type: ignore[attr-defined]
        return cast(View, guarded)

    return mark


def _this_page() -> str:
    return request.full_path.rstrip("?")


def come_to(slug: str) -> None:
    """Stand in a municipality that the address does not name.

    Raises:
        NotFound: NOT_FOUND.
    """
    _take_place(None, {"place": slug})


def here() -> Municipality:
    """The municipality this address begins with."""
    return cast(Municipality, g.place)


def me() -> SignedIn | None:
    """Who is signed in, with the roles held here; None for a stranger."""
    return cast(SignedIn | None, g.get("me"))


def actor() -> Actor:
    """The doer of this request's deed."""
    who = me()
    if who is None:
        return STRANGER
    return Actor(
        who.id,
        who.ref,
        who.name,
        who.roles | {Role.PUBLIC},
        g.place.id if g.place else None,
        who.session_id,
        who.assurance,
        is_fresh(who.stepped_up_at, now()),
    )


def may_do(act: str) -> bool:
    """For templates: whether the reader may do the act here at all."""
    return "place" in g and may(actor().roles, Act(act))


def _user(_request: Request) -> User | None:
    found = sessions.token_of_request()
    return User(*found) if found else None


def _take_place(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    user = current_user._get_current_object()  # asked for once: each look at it is a search
    known = user.is_authenticated
    narrow(NOWHERE)
    if values and "place" in values:
        slug = values.pop("place")
        if known:
            # A guess that is put right below: who is signed in stands before every wall.
            narrow(_keys.get(slug, NOWHERE))
            key, who = session_records.signed_in_at(user.tag, slug, now())
            _keys[slug] = key
            g.place = Place(key, slug)
        else:
            record = places.municipality_of(slug)
            who, g.place = None, Place(record.id, slug, record)
        narrow(g.place.id)
    elif request.blueprint in OF_PLATFORM_AND_PLACES:
        g.place = None
        who = session_records.signed_in_on_platform(user.tag, now()) if known else None
        if who is not None and who.roles & OF_PLATFORM:
            narrow(EVERYWHERE)
    else:
        return
    g.me = None
    if who is not None and not sessions.is_idle(user.seen, who.is_staff):
        g.me, g.seen = who, user.seen
