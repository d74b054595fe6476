"""Signing in and out."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from pb.acts import accounts
from pb.rules.access import Act
from pb.services import demonstration
from pb.web.access import here, let_in, let_out, may_do, me, public
from pb.web.forms.plain import ButtonForm, CodeForm
from pb.web.refusals import refusals_on
from pb.web.surroundings import surroundings

bp = Blueprint("sign_in", __name__)


@bp.route("/<place>/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> str | Response:
    """Take the code and begin a session."""
    form = CodeForm()
    if form.validate_on_submit():
        with refusals_on(form):
            let_in(accounts.account_for_code(form.code.data, surroundings().keys))
            return redirect(_where_to(), 303)
    codes = demonstration.CODES if surroundings().is_demonstration and here().is_fictional else ()
    return render_template("sign_in.html", form=form, codes=codes)


@bp.post("/<place>/sign-out")
@public
def sign_out() -> Response:
    """End the session; on a shared phone nothing of it stays."""
    if ButtonForm().validate_on_submit():
        let_out()
    return redirect(url_for("places.home", place=here().slug), 303)


def _where_to() -> str:
    asked = request.args.get("next", "")
    # Only a path of this municipality: never another site, never a scheme.
    if asked.startswith(f"/{here().slug}/") and "\\" not in asked and "\n" not in asked:
        return asked
    if me() is not None and may_do(Act.USE_DESK):
        return url_for("desk.today", place=here().slug)
    return url_for("places.home", place=here().slug)
