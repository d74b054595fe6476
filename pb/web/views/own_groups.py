"""A resident's own initiative groups: founded, written, closed, printed, given up."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from pb.acts.groups import founding, register
from pb.records import applicants, groups, places
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.groups import GroupState
from pb.rules.refusals import Code, Conflict, NotFound
from pb.services.actors import account_of
from pb.services.groups import rules_for
from pb.services.groups.people import led_group, seen_by
from pb.services.resolutions import PDF
from pb.web.access import actor, here, needs
from pb.web.downloads import attached
from pb.web.forms.groups import FIRST_NUMBER, ClosingForm, GroupForm, WhyForm, villages_for
from pb.web.forms.plain import ButtonForm
from pb.web.language import language
from pb.web.limits import Limit, limited
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint("own_groups", __name__, url_prefix="/<place>/my-groups")


@bp.get("")
@needs(Act.JOIN_GROUP)
def mine() -> str:
    """The groups the reader is in."""
    found = groups.own_groups(here().id, account_of(actor()))
    return render_template("groups/mine.html", found=found)


@bp.route("/new", methods=["GET", "POST"])
@needs(Act.FOUND_GROUP)
def new() -> str | Answer:
    """Begin a group; only its people see it."""
    form = _form()
    if form.validate_on_submit():
        with refusals_on(form):
            ref = founding.start(actor(), here().id, form.facts(), now())
            return _to(ref, gettext("The group is begun. Invite its members now."))
    fewest = rules_for(here().id, now()).fewest
    return render_template("groups/form.html", form=form, group=None, fewest=fewest)


@bp.get("/<ref>")
@needs(Act.JOIN_GROUP)
def show(ref: str) -> str:
    """One group, and what its people have to do next."""
    seen = seen_by(actor(), here().id, ref)
    rules = rules_for(here().id, now())
    return render_template(
        "groups/own.html",
        seen=seen,
        group=seen.own.group,
        rules=rules,
        lacking=rules.lacking(seen.own.members),
        interests=groups.carried(here().id, seen.own.group.id),
        sent=applicants.sent_by_group(here().id, seen.own.group.id),
        form=ButtonForm(),
    )


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@needs(Act.FOUND_GROUP)
def edit(ref: str) -> str | Answer:
    """Write a draft otherwise."""
    group = led_group(actor(), here().id, ref).group
    form = _form()
    if form.validate_on_submit():
        with refusals_on(form):
            founding.change(actor(), here().id, ref, form.facts(), now())
            return _to(ref, gettext("Your changes are saved."))
    elif request.method == "GET":
        _require(group.state is GroupState.DRAFT, group.state)
        form.show(group)
    fewest = rules_for(here().id, now()).fewest
    return render_template("groups/form.html", form=form, group=group, fewest=fewest)


@bp.route("/<ref>/close", methods=["GET", "POST"])
@needs(Act.FOUND_GROUP)
@limited(Limit.UPLOAD)
def close(ref: str) -> str | Answer:
    """Close the founding: the meeting was held."""
    led_group(actor(), here().id, ref)
    seen = seen_by(actor(), here().id, ref)
    group, rules = seen.own.group, rules_for(here().id, now())
    form = ClosingForm()
    form.offer(rules.meetings)
    form.offer_people(seen.people)
    if form.validate_on_submit():
        present = form.present.data or ()
        with refusals_on(form):
            storage = surroundings().storage
            founding.close(actor(), here().id, ref, form.meeting(), present, storage, now())
            return _to(ref, gettext("The founding is closed. The office registers the group now."))
    elif request.method == "GET":
        _require(group.state is GroupState.DRAFT, group.state)
        form.met_on.data = group.met_on or calendar.day_of(now())
        form.number.data = group.protocol_number or FIRST_NUMBER
    return render_template("groups/close.html", form=form, seen=seen, group=group, rules=rules)


@bp.get("/<ref>/protocol")
@needs(Act.FOUND_GROUP)
def protocol(ref: str) -> str:
    """The founding protocol, printed from what each of the members confirmed."""
    led_group(actor(), here().id, ref)
    seen = seen_by(actor(), here().id, ref)
    if seen.own.group.met_on is None:
        raise NotFound(Code.NOT_FOUND)
    people = [one for one in seen.people if not one.has_left]
    return render_template("groups/protocol.html", group=seen.own.group, people=people)


@bp.get("/<ref>/paper")
@needs(Act.FOUND_GROUP)
def paper(ref: str) -> Response:
    """The signed protocol as it was sent; only ever a download."""
    kept = register.own_paper(actor(), here().id, ref, surroundings().storage)
    ending = "pdf" if kept.media_type == PDF else "jpg"
    return attached(kept.content, kept.media_type, f"protocol.{ending}", kept.sha256)


@bp.route("/<ref>/dissolve", methods=["GET", "POST"])
@needs(Act.FOUND_GROUP)
def dissolve(ref: str) -> str | Answer:
    """Give the group up, with a reason."""
    group = led_group(actor(), here().id, ref).group
    form = WhyForm()
    if form.validate_on_submit():
        with refusals_on(form):
            why = form.reason.data or ""
            founding.give_up(actor(), here().id, ref, why, language(), now())
            return _to(ref, gettext("The group is dissolved."))
    elif request.method == "GET":
        _require(group.state is not GroupState.DISSOLVED, group.state)
    return render_template("groups/dissolve.html", form=form, group=group)


def _require(holds: bool, state: GroupState) -> None:
    """A step skipped by address is answered as the deed would be."""
    if not holds:
        raise Conflict(Code.GROUP_MOVED_ON, state=state)


def _form() -> GroupForm:
    form = GroupForm()
    villages = places.settlements_of(here().id)
    villages_for(form, ((one.slug, one.name.read(language())[0]) for one in villages))
    return form


def _to(ref: str, said: str) -> Answer:
    flash(said)
    return redirect(url_for(".show", place=here().slug, ref=ref), 303)
