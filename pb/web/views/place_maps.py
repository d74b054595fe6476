"""The map of the municipality: its picture, its file, and a point of a proposal on it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import place_maps as acts
from pb.records import place_maps, rounds
from pb.rules.access import Act
from pb.rules.maps import Drawing, PlaceMap, Point, in_degrees, point_of
from pb.rules.proposal_steps import Step
from pb.rules.refusals import Code, NotFound, NotValid
from pb.web import maps
from pb.web.access import actor, here, needs, public
from pb.web.forms.place_maps import MapForm, PointForm
from pb.web.limits import Limit, limited
from pb.web.refusals import refusals_on
from pb.web.surroundings import now
from pb.web.views.proposal_steps import own, require_writable

bp = Blueprint("place_maps", __name__, url_prefix="/<place>")


@bp.get("/map.svg")
@public
def picture() -> Response:
    """The map, with a mark where the address names a point."""
    found = _map()
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    latitude, _, longitude = request.args.get("at", "").partition(",")
    try:
        point = point_of(latitude, longitude) if latitude else None
    except NotValid:
        raise NotFound(Code.NOT_FOUND) from None
    return maps.picture(found, point)


@bp.route("/desk/map", methods=["GET", "POST"])
@needs(Act.DRAW_MAP)
@limited(Limit.UPLOAD)
def draw() -> str | Response:
    """Enter the outline from a file, and see it."""
    form = MapForm()
    if form.validate_on_submit():
        with refusals_on(form):
            acts.draw(actor(), here().id, form.taken(), now())
            flash(gettext("The map is kept. Authors can mark their place on it."))
            return redirect(url_for(".draw", place=here().slug), 303)
    return render_template("desk/map.html", form=form, row=place_maps.map_of(here().id))


@bp.route("/proposals/<ref>/point", methods=["GET", "POST"])
@needs(Act.MEND_PROPOSAL)
def point(ref: str) -> str | Response:
    """Mark where a proposal is meant: press on the map, or type the degrees."""
    proposal = own(ref)
    form = PointForm()
    if form.validate_on_submit():
        with refusals_on(form):
            wanted = None if request.form.get("then") == "none" else _wanted(form)
            outside = bool(form.outside.data)
            acts.mark(actor(), here().id, ref, wanted, now(), outside=outside)
            flash(gettext("The point is saved.") if wanted else gettext("The point is gone."))
            return redirect(url_for(".point", place=here().slug, ref=ref), 303)
    elif request.method == "GET":
        round_ = rounds.round_by_id(here().id, proposal.round_id)
        require_writable(proposal, round_, Step.PLACE)
        if proposal.latitude is not None and proposal.longitude is not None:
            _fill(form, (proposal.latitude, proposal.longitude))
    if request.method == "POST":
        # Read afresh: a deed that was refused has let go of what was read before it.
        proposal = own(ref)
    found = _map()
    height = Drawing.of(found).height if found else 0
    return render_template("proposals/point.html", form=form, proposal=proposal, height=height)


def _map() -> PlaceMap | None:
    row = place_maps.map_of(here().id)
    return PlaceMap.read(row.shapes) if row else None


def _wanted(form: PointForm) -> Point:
    """What was pressed, or typed; the fields say it too, so that it can be confirmed."""
    x, y = (request.form.get(f"map.{axis}", "") for axis in "xy")
    found = _map()
    if found is not None and _is_pixel(x) and _is_pixel(y):
        _fill(form, Drawing.of(found).from_screen(int(x), int(y)))
    return point_of(form.latitude.data or "", form.longitude.data or "")


def _is_pixel(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 5


def _fill(form: PointForm, point: Point) -> None:
    form.latitude.data, form.longitude.data = map(in_degrees, point)
