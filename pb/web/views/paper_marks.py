"""The table of a station: the person is found by the passport, marked, and given a ballot."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import paper_marks as acts
from pb.acts.rolls import corrections
from pb.records import rounds, stations
from pb.rules.access import Act
from pb.rules.rounds import require_open
from pb.web.access import actor, here, needs
from pb.web.forms.paper_ballots import MarkForm
from pb.web.forms.plain import ButtonForm
from pb.web.limits import Limit, limited
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint(
    "paper_marks",
    __name__,
    url_prefix="/<place>/desk/rounds/<round_slug>/paper/stations/<ref>/mark",
)


@bp.route("", methods=["GET", "POST"])
@needs(Act.MARK_ON_PAPER)
@limited(Limit.LOOK_UP)
def look_up(round_slug: str, ref: str) -> str:
    """Find the person by the personal number, which is in no address."""
    round_ = rounds.round_of(here().id, round_slug)
    require_open(Act.MARK_ON_PAPER, round_.phase(now()), round_.schedule)
    station = stations.station_of(here().id, round_.id, ref)
    form = MarkForm()
    if form.validate_on_submit():
        with refusals_on(form):
            card = corrections.find(
                actor(),
                here().id,
                round_slug,
                form.pin.data or "",
                form.looking(),
                surroundings().keys,
                now(),
                Act.MARK_ON_PAPER,
            )
            button = ButtonForm(formdata=None)
            return render_template(
                "paper/person.html", round=round_, station=station, card=card, form=button
            )
    return render_template("paper/mark.html", round=round_, station=station, form=form)


@bp.post("/<line>")
@needs(Act.MARK_ON_PAPER)
def mark(round_slug: str, ref: str, line: str) -> Response:
    """Mark the person; the ballot is handed out after it."""
    again = url_for(".look_up", place=here().slug, round_slug=round_slug, ref=ref)
    g.form_path = again
    number = acts.mark(actor(), here().id, round_slug, ref, line, now())
    flash(gettext("Marked: hand the ballot out. People marked here: %(number)s.", number=number))
    return redirect(again, 303)
