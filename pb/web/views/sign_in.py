"""Signing in by each means, showing the second factor anew, and signing out."""

from flask import Blueprint, g, redirect, render_template, request
from werkzeug.wrappers import Response

from pb.acts import signing_in
from pb.rules.access import Act
from pb.rules.refusals import Code, NotAllowed
from pb.services import demonstration
from pb.web import sessions, tokens
from pb.web.access import actor, at, me, needs, public
from pb.web.entrances import door, enter, start, wanted
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
            begun = signing_in.sign_in_by_pass(form.code.data, keys, door(), now())
            return enter(begun, wanted())
    return render_template(
        "sign_in/means.html",
        form=form,
        by_phone=surroundings().sms is not None,
        by_state=surroundings().identity is not None,
        button=ButtonForm(formdata=None),
        passes=demonstration.PASSES if surroundings().is_demonstration and takes_passes else (),
    )


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
                door(is_known=sessions.knows(name_tag)),
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
            knocking = door(is_known=sessions.knows(half.name_tag))
            begun = signing_in.sign_in(
                half.account_ref, form.code.data, surroundings().keys, knocking, now()
            )
            sessions.remember(half.name_tag)
            return enter(begun, wanted())
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
            return redirect(wanted() or at("account.show"), 303)
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
    return redirect(start(), 303)


def _second(form: SecondFactorForm) -> str:
    return render_template("sign_in/second.html", form=form)
