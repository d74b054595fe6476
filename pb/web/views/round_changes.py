"""Moving the days of an announced round at the desk: one proposes, another decides."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import round_changes as acts
from pb.records import round_changes, rounds
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.changes import ChangeKind
from pb.rules.rounds import require_open
from pb.web import names
from pb.web.access import actor, here, needs
from pb.web.forms.fields import offered
from pb.web.forms.plain import ButtonForm
from pb.web.forms.round_changes import ChangeForm
from pb.web.refusals import refusals_on
from pb.web.surroundings import now

bp = Blueprint("round_changes", __name__, url_prefix="/<place>/desk/rounds/<round_slug>/changes")


@bp.route("/new", methods=["GET", "POST"])
@needs(Act.PROPOSE_CHANGE)
def propose(round_slug: str) -> str | Response:
    """Propose to move days."""
    round_ = rounds.round_of(here().id, round_slug)
    require_open(Act.PROPOSE_CHANGE, round_.phase(now()), round_.schedule)
    form = ChangeForm()
    form.kind.choices = offered((kind.value, names.of(kind)) for kind in ChangeKind)
    if form.validate_on_submit():
        with refusals_on(form):
            facts = form.facts(round_.schedule.days, calendar.day_of(now()))
            acts.propose(actor(), here().id, round_slug, facts, now())
            said = gettext("The change is proposed. Another person has to confirm it.")
            return _to(round_slug, said)
    elif request.method == "GET":
        form.show(round_.schedule.days)
    return render_template("rounds/change_form.html", form=form, round=round_)


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
    return _to(round_slug, gettext("The days are moved. Everyone can see it."))


@bp.post("/<ref>/decline")
@needs(Act.CONFIRM_CHANGE)
def decline(round_slug: str, ref: str) -> Response:
    """Leave the round as it is."""
    g.form_path = url_for(".show", place=here().slug, round_slug=round_slug, ref=ref)
    acts.decline(actor(), here().id, round_slug, ref, now())
    return _to(round_slug, gettext("The days stay as they were."))


def _to(round_slug: str, said: str) -> Response:
    flash(said)
    return redirect(url_for("desk.overview", place=here().slug, round_slug=round_slug), 303)
