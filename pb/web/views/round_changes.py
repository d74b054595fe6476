"""Changing an announced round at the desk: one proposes, another decides."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import round_changes as acts
from pb.records import round_changes, rounds
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.changes import MOVING
from pb.rules.refusals import Code, NotNow
from pb.rules.rounds import BEFORE_VOTING, require_open
from pb.web import names
from pb.web.access import actor, here, needs
from pb.web.forms.fields import offered
from pb.web.forms.plain import ButtonForm
from pb.web.forms.round_changes import ChangeForm, ReasonForm, ValuesForm
from pb.web.refusals import refusals_on
from pb.web.surroundings import now

bp = Blueprint("round_changes", __name__, url_prefix="/<place>/desk/rounds/<round_slug>/changes")


@bp.route("/new", methods=["GET", "POST"])
@needs(Act.PROPOSE_CHANGE)
def propose(round_slug: str) -> str | Response:
    """Propose to move days."""
    round_ = _open(round_slug)
    form = ChangeForm()
    form.kind.choices = offered((kind.value, names.of(kind)) for kind in MOVING)
    if form.validate_on_submit():
        with refusals_on(form):
            facts = form.facts(round_.schedule.days, calendar.day_of(now()))
            acts.propose(actor(), here().id, round_slug, facts, now())
            return _proposed(round_slug)
    elif request.method == "GET":
        form.show(round_.schedule.days)
    return render_template("rounds/change_form.html", form=form, round=round_)


@bp.route("/values", methods=["GET", "POST"])
@needs(Act.PROPOSE_CHANGE)
def propose_values(round_slug: str) -> str | Response:
    """Propose other money, another name, other choices."""
    round_ = _open(round_slug)
    if round_.phase(now()) not in BEFORE_VOTING:
        raise NotNow(Code.VALUES_FIXED, opens=round_.voting_opens)
    form = ValuesForm()
    if form.validate_on_submit():
        with refusals_on(form):
            values, reason = form.values(), form.reason()
            acts.propose_values(actor(), here().id, round_slug, values, reason, now())
            return _proposed(round_slug)
    elif request.method == "GET":
        form.show(round_)
    return render_template("rounds/values_form.html", form=form, round=round_)


@bp.route("/cancel", methods=["GET", "POST"])
@needs(Act.PROPOSE_CHANGE)
def propose_cancellation(round_slug: str) -> str | Response:
    """Propose not to hold the round."""
    round_ = _open(round_slug)
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals_on(form):
            acts.propose_cancellation(actor(), here().id, round_slug, form.reason(), now())
            return _proposed(round_slug)
    return render_template("rounds/cancel_form.html", form=form, round=round_)


@bp.get("/<ref>")
@needs(Act.USE_DESK)
def show(round_slug: str, ref: str) -> str:
    """A change with its days, its reason and who stands for it."""
    round_ = rounds.round_of(here().id, round_slug)
    change = round_changes.change_of(here().id, round_.id, ref)
    return render_template(
        "rounds/change.html",
        round=round_,
        change=change,
        people=round_changes.people_of_changes(here().id, round_.id),
        form=ButtonForm(),
    )


@bp.post("/<ref>/confirm")
@needs(Act.CONFIRM_CHANGE)
def confirm(round_slug: str, ref: str) -> Response:
    """Stand for it as the second person."""
    g.form_path = url_for(".show", place=here().slug, round_slug=round_slug, ref=ref)
    acts.confirm(actor(), here().id, round_slug, ref, now())
    return _to(round_slug, gettext("The round is changed. Everyone can see it."))


@bp.post("/<ref>/decline")
@needs(Act.CONFIRM_CHANGE)
def decline(round_slug: str, ref: str) -> Response:
    """Leave the round as it is."""
    g.form_path = url_for(".show", place=here().slug, round_slug=round_slug, ref=ref)
    acts.decline(actor(), here().id, round_slug, ref, now())
    return _to(round_slug, gettext("The round stays as it was."))


def _open(round_slug: str) -> Round:
    round_ = rounds.round_of(here().id, round_slug)
    require_open(Act.PROPOSE_CHANGE, round_.phase(now()), round_.schedule)
    return round_


def _proposed(round_slug: str) -> Response:
    return _to(round_slug, gettext("The change is proposed. Another person has to confirm it."))


def _to(round_slug: str, said: str) -> Response:
    flash(said)
    return redirect(url_for("desk.overview", place=here().slug, round_slug=round_slug), 303)
