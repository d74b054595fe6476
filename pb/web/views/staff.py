"""The people of the office: who they are, who is invited, roles given and taken."""

from itertools import groupby

from flask import Blueprint, flash, redirect, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts.accounts import grants, invitations, recovery
from pb.records import accounts
from pb.records import invitations as invitation_records
from pb.rules.access import Act
from pb.rules.refusals import Code, NotFound
from pb.rules.roles import Role
from pb.rules.staff import may_give, offered
from pb.rules.texts import Bilingual
from pb.web.access import actor, at, here, needs
from pb.web.forms.accounts import GrantForm, InvitationForm
from pb.web.forms.plain import ButtonForm
from pb.web.refusals import refusals_on
from pb.web.surroundings import now

bp = Blueprint("staff", __name__, url_prefix="/<place>/desk/staff")


@bp.get("")
@needs(Act.MANAGE_STAFF)
def index() -> str:
    """Everyone who works here, and the invitations that are open."""
    return render_template(
        "staff/index.html",
        people=_people(),
        invitations=invitation_records.open_invitations(here().id, now()),
        form=ButtonForm(),
    )


@bp.route("/invite", methods=["GET", "POST"])
@needs(Act.MANAGE_STAFF)
def invite() -> str | Response:
    """Invite someone; the link is shown once."""
    form = InvitationForm().offer(offered(actor().roles))
    if form.validate_on_submit():
        with refusals_on(form):
            token = invitations.invite(
                actor(),
                here().id,
                form.name.data,
                Role(form.role.data),
                now(),
                Bilingual(form.position_ky.data, form.position_ru.data),
            )
            link = at("invitations.accept", token=token, _external=True)
            return render_template("staff/invited.html", link=link, name=form.name.data)
    return render_template("staff/invite.html", form=form)


@bp.post("/invitations/<ref>/withdraw")
@needs(Act.MANAGE_STAFF)
def withdraw(ref: str) -> Response:
    """Take an invitation back."""
    invitations.withdraw(actor(), here().id, ref, now())
    flash(gettext("The invitation is withdrawn: its link opens nothing any more."))
    return redirect(at(".index"), 303)


@bp.get("/<ref>")
@needs(Act.MANAGE_STAFF)
def person(ref: str) -> str:
    """One person: roles, and what can be done about the account."""
    return _person(ref, GrantForm())


@bp.post("/<ref>/roles")
@needs(Act.MANAGE_STAFF)
def grant(ref: str) -> str | Response:
    """Give one more role."""
    form = GrantForm().offer(offered(actor().roles))
    if form.validate_on_submit():
        with refusals_on(form):
            grants.grant_role(actor(), here().id, ref, Role(form.role.data), now())
            flash(gettext("The role is given. The person signs in anew to use it."))
            return redirect(at(".person", ref=ref), 303)
    return _person(ref, form)


@bp.post("/<ref>/roles/<role>/take")
@needs(Act.MANAGE_STAFF)
def take(ref: str, role: str) -> Response:
    """Take a role away."""
    if role not in set(Role):
        raise NotFound(Code.NOT_FOUND)
    grants.take_role(actor(), here().id, ref, Role(role), now())
    flash(gettext("The role is taken away, and every session of the person has been ended."))
    return redirect(at(".index"), 303)


@bp.post("/<ref>/disable")
@needs(Act.MANAGE_STAFF)
def disable(ref: str) -> Response:
    """Close the account."""
    grants.disable(actor(), here().id, ref, now())
    flash(gettext("The account is closed, and every session of it has been ended."))
    return redirect(at(".person", ref=ref), 303)


@bp.post("/<ref>/enable")
@needs(Act.MANAGE_STAFF)
def enable(ref: str) -> Response:
    """Open it again."""
    grants.enable(actor(), here().id, ref, now())
    flash(gettext("The account is open again."))
    return redirect(at(".person", ref=ref), 303)


@bp.post("/<ref>/recover")
@needs(Act.MANAGE_STAFF)
def recover(ref: str) -> Response:
    """Ask that the person may begin anew; the administrator has to agree."""
    recovery.start_recovery(actor(), here().id, ref, now())
    flash(gettext("The recovery waits for the administrator of the platform to agree."))
    return redirect(at(".person", ref=ref), 303)


def _person(ref: str, form: GrantForm) -> str:
    found = [(account, held) for account, held in _people() if account.ref == ref]
    if not found:
        raise NotFound(Code.NOT_FOUND)
    account, held = found[0]
    roles = frozenset(grant.role for grant, _ in held)
    givable = offered(actor().roles, roles)
    return render_template(
        "staff/person.html",
        account=account,
        held=held,
        offered=givable,
        form=form.offer(givable),
        is_me=account.id == actor().account_id,
        may_give=lambda role: may_give(actor().roles, role),
    )


def _people() -> list[tuple[accounts.Account, list[tuple[accounts.RoleGrant, str | None]]]]:
    rows = accounts.staff_of(here().id)
    return [
        (account, [(grant, name) for _, grant, name in of_one])
        for account, of_one in groupby(rows, key=lambda row: row[0])
    ]
