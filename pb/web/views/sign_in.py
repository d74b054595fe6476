"""Signing in by each means, showing the second factor anew, and signing out."""

from flask import Blueprint, flash, g, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import signing_in
from pb.rules.access import Act, Role, may
from pb.rules.refusals import Code, NotAllowed
from pb.services import demonstration
from pb.services.sessions import Begun, Door
from pb.web import sessions, tokens
from pb.web.access import actor, at, me, needs, public
from pb.web.devices import device
from pb.web.forms.accounts import PasswordForm, SecondFactorForm
from pb.web.forms.plain import ButtonForm, CodeForm
from pb.web.limits import Limit, limited
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint("sign_in", __name__)


@bp.route("/<place>/sign-in", methods=["GET", "POST"])
@bp.route("/admin/sign-in", methods=["GET", "POST"])
@public
@limited(Limit.SIGN_IN)
def sign_in() -> str | Response:
    """Choose by what means; where passes are taken, take one."""
    if g.place is None:
        return redirect(at(".office", next=request.args.get("next")))
    takes_passes = surroundings().takes_passes and g.place.is_fictional
    form = CodeForm() if takes_passes else None
    if form is not None and form.validate_on_submit():
        with refusals_on(form):
            keys = surroundings().keys
            return _enter(signing_in.sign_in_by_pass(form.code.data, keys, _door(), now()))
    codes = demonstration.CODES if surroundings().is_demonstration and takes_passes else ()
    return render_template("sign_in/means.html", form=form, codes=codes)


@bp.route("/<place>/sign-in/office", methods=["GET", "POST"])
@bp.route("/admin/sign-in/office", methods=["GET", "POST"])
@public
@limited(Limit.SIGN_IN)
def office() -> str | Response:
    """Name and password; the second factor is asked on the next page."""
    form = PasswordForm()
    if form.validate_on_submit():
        name_tag = surroundings().keys.tag("sign-in-name", form.sign_in_name.data.strip().lower())
        with refusals_on(form):
            ref = signing_in.check_password(
                form.sign_in_name.data,
                form.password.data,
                surroundings().keys,
                surroundings().passwords,
                _door(is_known=sessions.knows(name_tag)),
                now(),
            )
            half = tokens.half_for(ref, name_tag, now())
            return _second(SecondFactorForm(formdata=None, half=half))
    return render_template("sign_in/office.html", form=form)


@bp.post("/<place>/sign-in/office/code")
@bp.post("/admin/sign-in/office/code")
@public
@limited(Limit.CODE_TRIED)
def second_factor() -> str | Response:
    """The second factor; with it the session begins."""
    g.form_path = at(".office")
    form = SecondFactorForm()
    half = tokens.half_of(form.half.data or "", now())
    if half is None:
        raise NotAllowed(Code.SIGN_IN_STALE)
    if form.validate_on_submit():
        with refusals_on(form):
            door = _door(is_known=sessions.knows(half.name_tag))
            begun = signing_in.sign_in(
                half.account_ref, form.code.data, surroundings().keys, door, now()
            )
            sessions.remember(half.name_tag)
            return _enter(begun)
    return _second(form)


@bp.route("/<place>/step-up", methods=["GET", "POST"])
@bp.route("/admin/step-up", methods=["GET", "POST"])
@needs(Act.USE_ACCOUNT)
@limited(Limit.CODE_TRIED)
def step_up() -> str | Response:
    """The second factor anew, then back to what asked for it."""
    form = SecondFactorForm()
    if form.validate_on_submit():
        with refusals_on(form):
            signing_in.step_up(actor(), form.code.data, surroundings().keys, now())
            return redirect(_asked_for() or at("account.show"), 303)
    shown = None
    if surroundings().is_demonstration:
        shown = signing_in.code_in_demonstration(actor(), surroundings().keys, now())
    return render_template("sign_in/step_up.html", form=form, shown=shown)


@bp.post("/<place>/sign-out")
@bp.post("/admin/sign-out")
@public
def sign_out() -> Response:
    """End the session; on a shared phone nothing of it stays."""
    if ButtonForm().validate_on_submit():
        if me() is not None:
            signing_in.sign_out(actor(), now())
        sessions.let_out()
    return redirect(at("places.home") if g.place else at(".office"), 303)


def _second(form: SecondFactorForm) -> str:
    return render_template("sign_in/second.html", form=form)


def _door(*, is_known: bool = False) -> Door:
    return Door(g.place.id if g.place else None, device(), is_known)


def _enter(begun: Begun) -> Response:
    sessions.let_in(begun)
    if begun.replaced:
        flash(gettext("You were signed in somewhere else. That session has been ended."))
    return redirect(_asked_for() or _first_page(begun.roles), 303)


def _first_page(roles: frozenset[Role]) -> str:
    if g.place is None:
        return at("platform.overview" if may(roles, Act.ADMINISTER) else "oversight.index")
    return at("desk.today" if may(roles, Act.USE_DESK) else "places.home")


def _asked_for() -> str | None:
    asked = request.args.get("next", "")
    # Only a path of this municipality: never another site, never a scheme.
    begins = f"/{g.place.slug}/" if g.place else "/admin/"
    is_path = asked.startswith(begins) and not any(sign in asked for sign in "\\\r\n")
    return asked if is_path else None
