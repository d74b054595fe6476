"""The people of an initiative group: invited, consenting, leading it on, leaving."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts.groups import interests, invitations, membership
from pb.gateways.queue import Errand
from pb.records.groups import Own
from pb.rules.access import Act
from pb.rules.groups import GroupState, InterestKind, Part
from pb.rules.refusals import Code, Conflict
from pb.services.groups.people import led_group, own_group, seen_by
from pb.web.access import actor, here, needs
from pb.web.forms.groups import (
    JOIN,
    ConsentForm,
    GroupCodeForm,
    InterestForm,
    InviteForm,
    LeadForm,
)
from pb.web.forms.plain import ButtonForm
from pb.web.limits import Limit, limited
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint("group_people", __name__, url_prefix="/<place>/my-groups")


@bp.route("/<ref>/invite", methods=["GET", "POST"])
@needs(Act.FOUND_GROUP)
@limited(Limit.CODE_ASKED, only_if=lambda: bool(request.form.get("phone")))
def invite(ref: str) -> str:
    """Make a code for one person; it is shown once."""
    group = _living(led_group(actor(), here().id, ref)).group
    form = InviteForm()
    if form.validate_on_submit():
        with refusals_on(form):
            keys, phone = surroundings().keys, form.phone.data or ""
            made = invitations.invite(actor(), here().id, ref, phone, keys, now())
            if phone.strip():
                surroundings().queue.nudge(Errand.MESSAGES)
            link = url_for(".answer", place=here().slug, token=made.code, _external=True)
            return render_template(
                "groups/invited.html", group=group, made=made, link=link, by_sms=bool(phone.strip())
            )
    return render_template("groups/invite.html", form=form, group=group)


@bp.post("/<ref>/invitations/<invitation>/withdraw")
@needs(Act.FOUND_GROUP)
def withdraw(ref: str, invitation: str) -> Response:
    """Take an invitation back."""
    g.form_path = _at(ref)
    invitations.withdraw(actor(), here().id, ref, invitation, now())
    return _to(ref, gettext("The invitation is withdrawn; its code opens nothing now."))


@bp.route("/join", methods=["GET", "POST"])
@needs(Act.JOIN_GROUP)
@limited(Limit.CODE_TRIED)
def code() -> str | Response:
    """Type the code one was given."""
    form = GroupCodeForm()
    if form.validate_on_submit():
        with refusals_on(form):
            typed = (form.code.data or "").strip()
            invitations.offer_behind(actor(), here().id, typed, surroundings().keys, now())
            return redirect(url_for(".answer", place=here().slug, token=typed), 303)
    return render_template("groups/code.html", form=form)


@bp.route("/join/<token>", methods=["GET", "POST"])
@needs(Act.JOIN_GROUP)
@limited(Limit.CODE_TRIED)
def answer(token: str) -> str | Response:
    """Read what one consents to; say yes or no."""
    keys, form = surroundings().keys, ConsentForm()
    offer = invitations.offer_behind(actor(), here().id, token, keys, now())
    if form.validate_on_submit():
        with refusals_on(form):
            if form.answer.data == JOIN:
                ref = invitations.join(actor(), here().id, token, keys, now())
                return _to(ref, gettext("You are a member of the group now."))
            invitations.decline(actor(), here().id, token, keys, now())
            flash(gettext("You said no. The leader does not learn who it was."))
            return redirect(url_for("own_groups.mine", place=here().slug), 303)
    return render_template("groups/answer.html", form=form, offer=offer)


@bp.route("/<ref>/leave", methods=["GET", "POST"])
@needs(Act.JOIN_GROUP)
def leave(ref: str) -> str | Response:
    """Take one's consent back."""
    own, form = own_group(actor(), here().id, ref), ButtonForm()
    if own.part is Part.LEADER:
        raise Conflict(Code.LEADER_STAYS)
    if form.validate_on_submit():
        with refusals_on(form):
            membership.leave(actor(), here().id, ref, now())
            flash(gettext("Your consent is withdrawn: you are no longer a member."))
            return redirect(url_for("own_groups.mine", place=here().slug), 303)
    return render_template("groups/leave.html", form=form, own=own, group=own.group)


@bp.route("/<ref>/lead", methods=["GET", "POST"])
@needs(Act.FOUND_GROUP)
def lead(ref: str) -> str | Response:
    """Pass the lead on to a member, who confirms it."""
    group = _living(led_group(actor(), here().id, ref)).group
    form = LeadForm()
    form.offer(seen_by(actor(), here().id, ref).people)
    if form.validate_on_submit():
        with refusals_on(form):
            membership.offer_lead(actor(), here().id, ref, form.member.data, now())
            return _to(ref, gettext("The lead is offered; it is yours until it is confirmed."))
    return render_template("groups/lead.html", form=form, group=group)


@bp.post("/<ref>/lead/take")
@needs(Act.FOUND_GROUP)
def take_lead(ref: str) -> Response:
    """Confirm that one leads the group now."""
    g.form_path = _at(ref)
    membership.take_lead(actor(), here().id, ref, now())
    return _to(ref, gettext("You lead the group now."))


@bp.post("/<ref>/lead/keep")
@needs(Act.FOUND_GROUP)
def keep_lead(ref: str) -> Response:
    """Leave the lead where it is."""
    g.form_path = _at(ref)
    membership.keep_lead(actor(), here().id, ref, now())
    return _to(ref, gettext("The lead stays where it was."))


@bp.route("/<ref>/interest", methods=["GET", "POST"])
@needs(Act.JOIN_GROUP)
def interest(ref: str) -> str | Response:
    """Say of oneself what ties one to those who decide or are paid."""
    group = own_group(actor(), here().id, ref).group
    form = InterestForm()
    form.offer()
    if form.validate_on_submit():
        with refusals_on(form):
            kind, note = InterestKind(form.kind.data), form.note.data or ""
            interests.note_own(actor(), here().id, ref, kind, note, now())
            return _to(ref, gettext("The conflict of interest is noted, for ever."))
    return render_template("groups/interest.html", form=form, group=group, member=None)


def _living(own: Own) -> Own:
    if own.group.state is GroupState.DISSOLVED:
        raise Conflict(Code.GROUP_MOVED_ON, state=own.group.state)
    return own


def _at(ref: str) -> str:
    return url_for("own_groups.show", place=here().slug, ref=ref)


def _to(ref: str, said: str) -> Response:
    flash(said)
    return redirect(_at(ref), 303)
