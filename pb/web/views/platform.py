"""The pages of the platform's administrator: municipalities, who keeps them, recoveries."""

from flask import Blueprint, flash, g, redirect, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import places as place_acts
from pb.acts.accounts import invitations, recovery
from pb.records import accounts, places
from pb.records import invitations as invitation_records
from pb.rules.access import Act
from pb.rules.roles import Role
from pb.rules.texts import Bilingual
from pb.web.access import actor, at, needs
from pb.web.forms.accounts import InvitationForm
from pb.web.forms.places import PlaceForm
from pb.web.forms.plain import ButtonForm
from pb.web.refusals import refusals_on
from pb.web.surroundings import now

bp = Blueprint("platform", __name__, url_prefix="/admin")


@bp.get("/")
@needs(Act.ADMINISTER)
def overview() -> str:
    """What waits, and every municipality."""
    return render_template(
        "platform/overview.html",
        recoveries=invitation_records.recoveries_to_confirm(now()),
        municipalities=places.municipalities(),
        people=accounts.people_of_platform(),
        invitations=invitation_records.open_invitations(None, now()),
        form=ButtonForm(),
    )


@bp.route("/municipalities/new", methods=["GET", "POST"])
@needs(Act.FOUND_MUNICIPALITY)
def found() -> str | Response:
    """Enter a municipality with its villages."""
    form = PlaceForm()
    if form.validate_on_submit():
        with refusals_on(form):
            facts, villages, since = form.facts()
            place_acts.found_municipality(actor(), facts, villages, since, now())
            flash(gettext("The municipality is entered. Invite its head now."))
            return redirect(at(".municipality", slug=facts.slug), 303)
    return render_template("platform/place_form.html", form=form)


@bp.get("/municipalities/<slug>")
@needs(Act.ADMINISTER)
def municipality(slug: str) -> str:
    """A municipality: its people of the office, and the invitations that are open."""
    found = places.municipality_of(slug)
    return render_template(
        "platform/municipality.html",
        municipality=found,
        settlements=places.settlements_of(found.id),
        people=accounts.staff_of(found.id),
        invitations=invitation_records.open_invitations(found.id, now()),
    )


@bp.route("/municipalities/<slug>/invite", methods=["GET", "POST"])
@needs(Act.MANAGE_STAFF)
def invite(slug: str) -> str | Response:
    """Invite the head of a municipality."""
    municipality = places.municipality_of(slug)
    return _invite([Role.HEAD], municipality)


@bp.route("/people/invite", methods=["GET", "POST"])
@needs(Act.MANAGE_STAFF)
def invite_to_platform() -> str | Response:
    """Invite an observer, or one more administrator."""
    return _invite([Role.OBSERVER, Role.ADMINISTRATOR], None)


@bp.post("/invitations/<ref>/withdraw")
@needs(Act.MANAGE_STAFF)
def withdraw(ref: str) -> Response:
    """Take back an invitation to the platform."""
    invitations.withdraw(actor(), None, ref, now())
    flash(gettext("The invitation is withdrawn: its link opens nothing any more."))
    return redirect(at(".overview"), 303)


@bp.post("/municipalities/<slug>/recoveries/<ref>/confirm")
@needs(Act.CONFIRM_RECOVERY)
def confirm_recovery(slug: str, ref: str) -> str:
    """Agree to a recovery; the link is shown once."""
    municipality = places.municipality_of(slug)
    token = recovery.confirm_recovery(actor(), municipality.id, ref, now())
    return _link(token, municipality, "")


def _invite(roles: list[Role], municipality: places.Municipality | None) -> str | Response:
    form = InvitationForm().offer(roles)
    if form.validate_on_submit():
        with refusals_on(form):
            token = invitations.invite(
                actor(),
                municipality.id if municipality else None,
                form.name.data,
                Role(form.role.data),
                now(),
                Bilingual(form.position_ky.data, form.position_ru.data),
                form.area.data or "",
            )
            return _link(token, municipality, form.name.data)
    return render_template("platform/invite.html", form=form, municipality=municipality)


def _link(token: str, municipality: places.Municipality | None, name: str) -> str:
    # The link leads to the municipality's own pages, so it is made as if asked for there.
    g.place = municipality
    link = at("invitations.accept", token=token, _external=True)
    g.place = None
    return render_template("platform/invited.html", link=link, name=name)
