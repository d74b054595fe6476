"""The box of a station: opened after the voting, its act entered by one, confirmed by another."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import box_acts as acts
from pb.records import rounds, stations
from pb.rules.access import Act
from pb.rules.rounds import require_open
from pb.web.access import actor, here, needs
from pb.web.downloads import attached
from pb.web.forms.paper_ballots import BoxForm
from pb.web.forms.plain import SeenForm
from pb.web.language import language
from pb.web.limits import Limit, limited
from pb.web.refusals import refusals_on
from pb.web.surroundings import now

bp = Blueprint(
    "box_acts", __name__, url_prefix="/<place>/desk/rounds/<round_slug>/paper/stations/<ref>/box"
)


@bp.route("", methods=["GET", "POST"])
@needs(Act.OPEN_BOX)
def open_box(round_slug: str, ref: str) -> str | Response:
    """Enter what was found in the box."""
    round_ = rounds.round_of(here().id, round_slug)
    require_open(Act.OPEN_BOX, round_.phase(now()), round_.schedule)
    station = stations.station_of(here().id, round_.id, ref)
    form = BoxForm()
    if form.validate_on_submit():
        with refusals_on(form):
            acts.open_box(actor(), here().id, round_slug, ref, form.facts(), now())
            said = gettext("The act is entered. A member of the commission confirms it now.")
            return _to(round_slug, ref, said)
    return render_template(
        "paper/box.html",
        round=round_,
        station=station,
        form=form,
        known=acts.counts_of(round_, station),
    )


@bp.route("/confirm", methods=["GET", "POST"])
@needs(Act.CONFIRM_BOX)
def confirm(round_slug: str, ref: str) -> str | Response:
    """Stand for the act as the second person."""
    round_ = rounds.round_of(here().id, round_slug)
    station = stations.station_of(here().id, round_.id, ref)
    form = SeenForm()
    if form.validate_on_submit():
        with refusals_on(form):
            acts.confirm(actor(), here().id, round_slug, ref, form.entered_at(), now())
            said = gettext("The act is confirmed. The ballots can be entered now.")
            return _to(round_slug, ref, said)
    act = stations.act_of(here().id, station.id)
    return render_template(
        "paper/box_confirm.html", round=round_, station=station, act=act, form=form
    )


@bp.get("/act.pdf")
@needs(Act.USE_DESK)
@limited(Limit.EXPORT)
def paper(round_slug: str, ref: str) -> Response:
    """The act on paper, to be signed."""
    round_ = rounds.round_of(here().id, round_slug)
    station = stations.station_of(here().id, round_.id, ref)
    content = acts.paper(round_, station, language())
    return attached(content, "application/pdf", f"box-act-{station.number}.pdf")


def _to(round_slug: str, ref: str, said: str) -> Response:
    flash(said)
    where = url_for("stations.show", place=here().slug, round_slug=round_slug, ref=ref)
    return redirect(where, 303)
