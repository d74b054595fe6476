"""Using an invitation: choose a name, a password and an app, and see the recovery codes once."""

from flask import Blueprint, g, render_template

from pb.acts.accounts import invitations as acts
from pb.records.invitations import Invitation, Purpose
from pb.web import offers
from pb.web.access import public
from pb.web.forms.accounts import MeansForm
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint("invitations", __name__)


@bp.route("/<place>/invitation/<token>", methods=["GET", "POST"])
@bp.route("/admin/invitation/<token>", methods=["GET", "POST"])
@public
def accept(token: str) -> str:
    """The one page of an invitation."""
    place_id = g.place.id if g.place else None
    invitation = acts.invitation_behind(token, place_id, now())
    form = MeansForm()
    secret = offers.secret_in(form.offer, invitation.ref)
    if form.validate_on_submit():
        with refusals_on(form):
            keys, passwords = surroundings().keys, surroundings().passwords
            let_in = acts.accept(token, place_id, form.means(secret), keys, passwords, now())
            return render_template(
                "accounts/recovery_codes.html",
                codes=let_in.recovery_codes,
                name=let_in.sign_in_name,
            )
    return _page(form, invitation, secret)


def _page(form: MeansForm, invitation: Invitation, secret: str) -> str:
    name = form.sign_in_name.data or invitation.name
    return render_template(
        "accounts/accept.html",
        form=form,
        invitation=invitation,
        recovers=invitation.purpose is Purpose.RECOVERY,
        secret=secret,
        picture=offers.picture(secret, name),
    )
