"""Dividing the money of a draft among villages or categories."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import headings as acts
from pb.records import headings, places, rounds
from pb.rules.access import Act
from pb.rules.rounds import require_open
from pb.web.access import actor, here, needs
from pb.web.forms.headings import ROWS, HeadingsForm
from pb.web.refusals import refusals_on
from pb.web.surroundings import now

bp = Blueprint("headings", __name__, url_prefix="/<place>/desk/rounds/<round_slug>/headings")


@bp.route("", methods=["GET", "POST"])
@needs(Act.DRAFT_ROUND)
def divide(round_slug: str) -> str | Response:
    """Say who has money of their own, and how much."""
    round_ = rounds.round_of(here().id, round_slug)
    require_open(Act.DRAFT_ROUND, round_.phase(now()), round_.schedule)
    form = HeadingsForm.of(places.settlements_of(here().id))
    if form.validate_on_submit():
        with refusals_on(form):
            acts.divide(actor(), here().id, round_slug, form.facts(), now())
            flash(gettext("Your changes are saved."))
            back = url_for("desk.overview", place=here().slug, round_slug=round_slug)
            return redirect(back, 303)
    elif request.method == "GET":
        form.show(headings.headings_of(here().id, round_.id))
    return render_template("desk/headings.html", form=form, round=round_, rows=ROWS)
