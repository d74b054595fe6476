"""Signing in by the state's word: away to its site, back from it, and what somebody new says."""

from flask import (
    Blueprint,
    after_this_request,
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from pb.acts import signing_in_by_state as acts
from pb.gateways.identity import OpenIdProvider
from pb.records import places
from pb.rules.refusals import Code, NotFound, NotValid
from pb.rules.roles import Role
from pb.rules.sessions import STATE_WAITS
from pb.web import tokens
from pb.web.access import actor, at, come_to, here, public
from pb.web.entrances import checked, door, enter, wanted
from pb.web.forms.residents import NewcomerForm, VillageForm
from pb.web.language import language
from pb.web.limits import Limit, limited
from pb.web.origins import from_elsewhere
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings
from pb.web.tokens import Road

bp = Blueprint("sign_in_by_state", __name__)


@bp.post("/<place>/sign-in/state")
@public
@limited(Limit.SIGN_IN)
def begin() -> Response:
    """Away to the state's site; what comes back has to fit what this browser keeps."""
    begun = _provider().begin(_back_here())
    # Only who asks for it on the page of their own account is tied to that account.
    is_own = "own" in request.form and Role.RESIDENT in actor().roles
    whose = actor().ref or "" if is_own else ""
    g.road = Road(here().slug, wanted() or "", language(), whose, begun.kept)
    after_this_request(_keep)
    return redirect(begun.url, 303)


@bp.route("/sign-in/state/back", methods=["GET", "POST"])
@from_elsewhere
@public
@limited(Limit.SIGN_IN)
def back() -> Response:
    """Back from the state's site: one address for all municipalities."""
    provider, road = _provider(), _road() or Road("", "", language(), "", {})
    if road.place:
        g.language = road.language
        come_to(road.place)
        # The other language is that of the sign-in: this address is good once.
        arguments = MultiDict({"next": road.wanted} if road.wanted else {})
        g.form_path, g.form_arguments = at("sign_in.sign_in"), arguments
    after_this_request(_keep)  # anew or not at all: what was kept is good for one answer
    identity = provider.finish(road.kept, request.values.to_dict(), _back_here(), now())
    person = acts.named(identity, surroundings().keys, now())
    begun = acts.sign_in(person, road.whose or None, door(), now())
    if begun is None:
        g.road = Road(road.place, road.wanted, road.language, "", {}, person)
        return redirect(at(".join"), 303)
    return enter(begun, checked(road.wanted))


@bp.route("/<place>/sign-in/state/join", methods=["GET", "POST"])
@public
@limited(Limit.SIGN_IN)
def join() -> str | Response:
    """Somebody the state named and nobody here knows: the village opens the account."""
    road = _road()
    if road is None or road.person is None or road.place != here().slug:
        raise NotValid(Code.OPENID_STALE)
    form = VillageForm() if road.person.name else NewcomerForm()
    form.offer(places.settlements_of(here().id))
    if form.validate_on_submit():
        name = "" if road.person.name else form.name.data
        with refusals_on(form):
            begun = acts.join(road.person, name, form.village.data, door(), now())
            after_this_request(_keep)
            return enter(begun, checked(road.wanted))
    is_sure = road.person.pin_tag is not None
    return render_template("sign_in/join.html", form=form, name=road.person.name, is_sure=is_sure)


def _provider() -> OpenIdProvider:
    provider = surroundings().identity
    if provider is None:
        raise NotFound(Code.NOT_FOUND)
    return provider


def _back_here() -> str:
    return url_for(".back", _external=True)


def _cookie() -> str:
    return "__Host-state" if current_app.config["SESSION_COOKIE_SECURE"] else "state"


def _road() -> Road | None:
    return tokens.road_of(request.cookies.get(_cookie(), ""), now())


def _keep(response: Response) -> Response:
    """Write down in the browser where its road leads on, or that it has ended."""
    is_secure, road = current_app.config["SESSION_COOKIE_SECURE"], g.get("road")
    if road is None:
        response.delete_cookie(_cookie(), secure=is_secure, httponly=True, samesite="Lax")
        return response
    # A form of another site brings no cookie but one that may travel; nothing else is in it.
    travels = _provider().posts_back
    response.set_cookie(
        _cookie(),
        tokens.road_for(road, now()),
        max_age=int(STATE_WAITS.total_seconds()),
        secure=travels or is_secure,
        httponly=True,
        samesite="None" if travels else "Lax",
    )
    return response
