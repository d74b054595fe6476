"""The desk of initiative groups: what waits, papers entered by one and confirmed by another."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts.groups import interests, paper, register
from pb.acts.groups import leaving as acts_of_leaving
from pb.records import groups, places
from pb.records.groups import InitiativeGroup
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.groups import GroupState, InterestKind, Way
from pb.rules.refusals import Code, Conflict, NotFound
from pb.services.groups import of_office, rules_for
from pb.services.groups.people import Person, people_masked
from pb.services.resolutions import PDF
from pb.web.access import actor, here, needs
from pb.web.downloads import attached
from pb.web.forms.group_register import PaperForm, WhyOpenForm, paper_form
from pb.web.forms.groups import FIRST_NUMBER, InterestForm, WhyForm
from pb.web.forms.plain import ButtonForm
from pb.web.language import language
from pb.web.limits import Limit, limited
from pb.web.paging import Pages
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint("group_register", __name__, url_prefix="/<place>/desk/groups")

A_PAGE = 25
MORE, PAPER, DROP = "more", "paper", "drop"
"""What other buttons ask: more lines; the signed protocol instead of the names; to take back."""


@bp.get("")
@needs(Act.REGISTER_GROUP)
def index() -> str:
    """What waits for the office, then the register."""
    listed = groups.register(here().id)
    pages = Pages(request.args.get("page", ""), len(listed), A_PAGE)
    return render_template(
        "groups/desk.html",
        waiting=groups.waiting(here().id),
        shown=listed[pages.offset : pages.offset + A_PAGE],
        pages=pages,
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(Act.REGISTER_GROUP)
@limited(Limit.UPLOAD)
def enter() -> str | Response:
    """Enter a group from its signed protocol."""
    form = _paper_form()
    if request.form.get("then") != MORE and form.validate_on_submit():
        with refusals_on(form):
            around = surroundings()
            ref = paper.enter(
                actor(),
                here().id,
                form.facts(),
                form.meeting(),
                form.paper(),
                around.storage,
                around.keys,
                now(),
            )
            return _to(ref, gettext("The paper is entered. Another person has to confirm it."))
    fewest = rules_for(here().id, now()).fewest
    return render_template("groups/enter.html", form=form, fewest=fewest)


@bp.get("/<ref>")
@needs(Act.REGISTER_GROUP)
def show(ref: str) -> str:
    """One group with its people, masked."""
    return _page(of_office(here().id, ref))


@bp.post("/<ref>/confirm")
@needs(Act.REGISTER_GROUP)
def confirm(ref: str) -> Response:
    """Stand, as the second person, for what was entered."""
    g.form_path = _at(ref)
    paper.confirm(actor(), here().id, ref, now())
    return _to(ref, gettext("The paper is confirmed. The group can be registered now."))


@bp.post("/<ref>/register")
@needs(Act.REGISTER_GROUP)
def enrol(ref: str) -> Response:
    """Write the group into the register."""
    g.form_path = _at(ref)
    number = register.register(actor(), here().id, ref, now())
    return _to(ref, gettext("Registered under No. %(number)s.", number=number))


@bp.route("/<ref>/refuse", methods=["GET", "POST"])
@needs(Act.REGISTER_GROUP)
def refuse(ref: str) -> str | Response:
    """Not register it, with the reason."""
    group, form = of_office(here().id, ref), WhyForm()
    if form.validate_on_submit():
        with refusals_on(form):
            register.refuse(actor(), here().id, ref, form.reason.data or "", language(), now())
            return _to_list(gettext("The group is not registered. Its people read the reason."))
    elif request.method == "GET":
        _require(_waits(group), group)
    return render_template("groups/refuse.html", form=form, group=group)


@bp.route("/<ref>/dissolve", methods=["GET", "POST"])
@needs(Act.REGISTER_GROUP)
def dissolve(ref: str) -> str | Response:
    """Take a registered group out of work, with the reason."""
    group, form = of_office(here().id, ref), WhyForm()
    if form.validate_on_submit():
        with refusals_on(form):
            register.dissolve(actor(), here().id, ref, form.reason.data or "", language(), now())
            return _to(ref, gettext("The group is dissolved."))
    elif request.method == "GET":
        _require(group.is_public and group.state is not GroupState.DISSOLVED, group)
    return render_template("groups/refuse.html", form=form, group=group)


@bp.route("/<ref>/people", methods=["GET", "POST"])
@needs(Act.OPEN_GROUP)
@limited(Limit.LOOK_UP)
def people(ref: str) -> str | Response:
    """Open the names or the signed protocol, saying why."""
    group, form = of_office(here().id, ref), WhyOpenForm()
    if form.validate_on_submit():
        why = form.reason.data or ""
        with refusals_on(form):
            if request.form.get("then") == PAPER:
                return _paper(ref, why)
            opened = register.open_people(actor(), here().id, ref, why, now())
            return _page(group, opened=opened)
    return render_template("groups/open.html", form=form, group=group)


@bp.route("/<ref>/members/<member>/leaving", methods=["GET", "POST"])
@needs(Act.REGISTER_GROUP)
def leaving(ref: str, member: str) -> str | Response:
    """Write down that somebody without a telephone leaves; as the second person, confirm it."""
    group, form = of_office(here().id, ref), ButtonForm()
    found = _member(group, member)
    if form.validate_on_submit():
        deed, said = (
            acts_of_leaving.write_down,
            gettext("Written down. Another person confirms it."),
        )
        if found.is_leaving and request.form.get("then") == DROP:
            deed, said = acts_of_leaving.drop, gettext("The person stays in the group.")
        elif found.is_leaving:
            deed, said = acts_of_leaving.let_go, gettext("The person is no longer a member.")
        with refusals_on(form):
            deed(actor(), here().id, ref, member, now())
            return _to(ref, said)
    return render_template("groups/leaving.html", form=form, group=group, member=found)


@bp.route("/<ref>/members/<member>/interest", methods=["GET", "POST"])
@needs(Act.REGISTER_GROUP)
def interest(ref: str, member: str) -> str | Response:
    """Mark an interest of a member, for ever."""
    group = of_office(here().id, ref)
    found = _member(group, member)
    form = InterestForm()
    form.offer()
    if form.validate_on_submit():
        with refusals_on(form):
            kind, note = InterestKind(form.kind.data), form.note.data or ""
            interests.note(actor(), here().id, ref, member, kind, note, now())
            return _to(ref, gettext("The conflict of interest is noted, for ever."))
    return render_template("groups/interest.html", form=form, group=group, member=found)


def _member(group: InitiativeGroup, ref: str) -> Person:
    """A person of a group, masked."""
    found = next((one for one in people_masked(here().id, group.id) if one.ref == ref), None)
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def _page(group: InitiativeGroup, opened: Any = None) -> str:
    return render_template(
        "groups/desk_group.html",
        group=group,
        people=people_masked(here().id, group.id) if opened is None else opened.people,
        opened=opened,
        rules=rules_for(here().id, now()),
        waits=_waits(group),
        form=ButtonForm(),
    )


def _paper(ref: str, why: str) -> Response:
    kept = register.open_paper(actor(), here().id, ref, why, surroundings().storage, now())
    ending = "pdf" if kept.media_type == PDF else "jpg"
    return attached(kept.content, kept.media_type, f"protocol.{ending}", kept.sha256)


def _paper_form() -> PaperForm:
    form = paper_form(more=request.form.get("then") == MORE)
    form.offer(rules_for(here().id, now()).meetings)
    villages = places.settlements_of(here().id)
    form.offer_villages((one.slug, one.name.read(language())[0]) for one in villages)
    if request.method == "GET":
        form.met_on.data, form.number.data = calendar.day_of(now()), FIRST_NUMBER
        for line in form.people:
            line.present.data = True
    return form


def _waits(group: InitiativeGroup) -> bool:
    is_paper = group.way is Way.PAPER and group.state is GroupState.DRAFT
    return is_paper or group.state is GroupState.FOUNDED


def _require(holds: bool, group: InitiativeGroup) -> None:
    """A step skipped by address is answered as the deed would be."""
    if not holds:
        raise Conflict(Code.GROUP_MOVED_ON, state=group.state)


def _at(ref: str) -> str:
    return url_for(".show", place=here().slug, ref=ref)


def _to(ref: str, said: str) -> Response:
    flash(said)
    return redirect(_at(ref), 303)


def _to_list(said: str) -> Response:
    flash(said)
    return redirect(url_for(".index", place=here().slug), 303)
