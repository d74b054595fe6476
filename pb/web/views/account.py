"""One's own account: what one is here, where one is signed in, and the means of signing in."""

from flask import Blueprint, flash, redirect, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import signing_in
from pb.acts.accounts import own
from pb.records import accounts, sessions
from pb.rules.access import Act
from pb.rules.refusals import Code, NotFound
from pb.rules.roles import votes_by_phone
from pb.services import phones
from pb.services.actors import account_of
from pb.web import offers
from pb.web.access import actor, at, needs
from pb.web.forms.accounts import NewAppForm, NewPasswordForm
from pb.web.forms.plain import ButtonForm
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint("account", __name__)

SHOWN = 20
"""So many of the latest sessions."""


@bp.get("/<place>/account")
@bp.get("/admin/account")
@needs(Act.USE_ACCOUNT)
def show() -> str:
    """My account, and every browser I am signed in at."""
    account_id = account_of(actor())
    return render_template(
        "accounts/show.html",
        credential=accounts.credential_of(account_id),
        codes_left=len(accounts.recovery_codes(account_id)),
        phone=phones.hint_of(account_id, surroundings().keys),
        votes_by_phone=votes_by_phone(actor().assurance),
        by_state=surroundings().identity is not None,
        sessions=sessions.sessions_of(account_id, SHOWN),
        this=actor().session_id,
        form=ButtonForm(),
    )


@bp.post("/<place>/account/sessions/<ref>/end")
@bp.post("/admin/account/sessions/<ref>/end")
@needs(Act.USE_ACCOUNT)
def end_session(ref: str) -> Response:
    """End one of them."""
    signing_in.end_session(actor(), ref, now())
    flash(gettext("That session has been ended."))
    return redirect(at(".show"), 303)


@bp.route("/<place>/account/password", methods=["GET", "POST"])
@bp.route("/admin/account/password", methods=["GET", "POST"])
@needs(Act.USE_ACCOUNT)
def password() -> str | Response:
    """Change the password."""
    if (back := _step_up_first("account.password")) is not None:
        return back
    form = NewPasswordForm()
    if form.validate_on_submit():
        with refusals_on(form):
            own.change_password(
                actor(),
                form.present.data,
                form.password.data,
                form.repeated.data,
                surroundings().passwords,
                now(),
            )
            flash(gettext("Your new password holds from now on. Other sessions have been ended."))
            return redirect(at(".show"), 303)
    return render_template("accounts/password.html", form=form)


@bp.route("/<place>/account/app", methods=["GET", "POST"])
@bp.route("/admin/account/app", methods=["GET", "POST"])
@needs(Act.USE_ACCOUNT)
def app() -> str | Response:
    """Change the app that shows the codes."""
    if (back := _step_up_first("account.app")) is not None:
        return back
    whose = actor().ref or ""
    form = NewAppForm()
    secret = offers.secret_in(form.offer, whose)
    if form.validate_on_submit():
        with refusals_on(form):
            own.renew_second_factor(actor(), secret, form.code.data, surroundings().keys, now())
            flash(gettext("Your new app holds from now on. Other sessions have been ended."))
            return redirect(at(".show"), 303)
    picture = offers.picture(secret, actor().name)
    return render_template("accounts/app.html", form=form, secret=secret, picture=picture)


@bp.route("/<place>/account/recovery-codes", methods=["GET", "POST"])
@bp.route("/admin/account/recovery-codes", methods=["GET", "POST"])
@needs(Act.USE_ACCOUNT)
def recovery_codes() -> str | Response:
    """New recovery codes in place of those that are left."""
    if (back := _step_up_first("account.recovery_codes")) is not None:
        return back
    form = ButtonForm()
    if form.validate_on_submit():
        codes = own.renew_codes(actor(), surroundings().keys, now())
        return render_template("accounts/recovery_codes.html", codes=codes, name=None)
    return render_template("accounts/renew_codes.html", form=form)


def _step_up_first(endpoint: str) -> Response | None:
    """Where to go first: nobody changes means of signing in without showing them."""
    if accounts.credential_of(account_of(actor())) is None:
        raise NotFound(Code.NOT_FOUND)
    if not actor().is_confirmed:
        return redirect(at("sign_in.step_up", next=at(endpoint)))
    return None
