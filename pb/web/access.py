"""WHO at the door: each address says that it is public, or which act it needs."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, g, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from pb.records import accounts, places
from pb.records.accounts import SignedIn
from pb.records.places import Municipality
from pb.rules.access import Act, Role, may
from pb.rules.refusals import Code, NotAllowed
from pb.services.actors import STRANGER, Actor

View = TypeVar("View", bound=Callable[..., Any])


class User(UserMixin):  # type: ignore[misc]
    """The account of this session, by its public id; its roles are read per municipality."""

    def __init__(self, ref: str) -> None:
        self.id = ref


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


def set_up(app: Flask) -> None:
    """Read the session and the municipality of each request."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(lambda ref: User(ref))
    app.url_value_preprocessor(_take_place)
    app.context_processor(lambda: {"place": g.get("place"), "me": me() if g.get("place") else None})
    app.jinja_env.globals.update(may_do=may_do)


def public(view: View) -> View:
    """Mark an address that anyone may open."""
    view.declared_act = Act.READ  # type: ignore[attr-defined]
    return view


def needs(act: Act) -> Callable[[View], View]:
    """Mark an address with the act it needs; whoever may not do it is told so at the door."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not may(actor().roles, act):
                if me() is None and request.method == "GET":
                    back = request.full_path.rstrip("?")
                    return redirect(url_for("sign_in.sign_in", place=g.place.slug, next=back))
                raise NotAllowed(Code.SIGN_IN_FIRST if me() is None else Code.NOT_ALLOWED, act=act)
            return view(*args, **kwargs)

        guarded.declared_act = act  # type: ignore[attr-defined]
        return cast(View, guarded)

    return mark


def here() -> Municipality:
    """The municipality this address begins with."""
    return cast(Municipality, g.place)


def me() -> SignedIn | None:
    """Who is signed in, with the roles held in this municipality; None for a stranger."""
    if "me" not in g:
        known = current_user.is_authenticated
        g.me = accounts.signed_in(current_user.id, here().id) if known else None
    return cast(SignedIn | None, g.me)


def actor() -> Actor:
    """The doer of this request's deed."""
    who = me()
    if who is None:
        return STRANGER
    return Actor(who.id, who.ref, who.name, who.roles | {Role.PUBLIC}, here().id)


def may_do(act: str) -> bool:
    """For templates: whether the reader may do the act here at all."""
    return g.get("place") is not None and may(actor().roles, Act(act))


def let_in(ref: str) -> None:
    """Begin a session of an account; nothing of the former one survives."""
    session.clear()
    login_user(User(ref))
    g.pop("me", None)


def let_out() -> None:
    """End the session; nothing of it stays on a shared phone."""
    logout_user()
    session.clear()
    g.pop("me", None)


def _take_place(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "place" in values:
        slug = values.pop("place")
        if current_user.is_authenticated:
            key, g.me = accounts.signed_in_at(current_user.id, slug)
            g.place = Place(key, slug)
        else:
            record = places.municipality_of(slug)
            g.me, g.place = None, Place(record.id, slug, record)
