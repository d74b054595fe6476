"""Stations of a round at the desk: what each has, its ballots, its roll sheets."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import roll_sheets
from pb.acts import stations as acts
from pb.records import places, rounds, stations
from pb.rules.access import Act
from pb.rules.rounds import is_open
from pb.services import paper_ballots as guards
from pb.services.paper_ballots import StationLine
from pb.web.access import actor, here, needs
from pb.web.downloads import attached
from pb.web.forms.paper_ballots import SheetsForm, SizeForm, StationForm
from pb.web.forms.plain import ButtonForm
from pb.web.language import language
from pb.web.limits import Limit, limited
from pb.web.paging import Pages
from pb.web.refusals import refusals_on
from pb.web.surroundings import now

bp = Blueprint("stations", __name__, url_prefix="/<place>/desk/rounds/<round_slug>/paper")

A_PAGE = 25
PDF = "application/pdf"


@bp.get("")
@needs(Act.USE_DESK)
def index(round_slug: str) -> str:
    """Every station with its ballots, marks and box."""
    round_ = rounds.round_of(here().id, round_slug)
    found = guards.station_lines(round_)
    pages = Pages(request.args.get("page", ""), len(found), A_PAGE)
    return render_template(
        "paper/index.html",
        round=round_,
        lines=found[pages.offset : pages.offset + A_PAGE],
        pages=pages,
        is_allowed=guards.is_allowed(round_),
        is_now=is_open(Act.SET_UP_STATIONS, round_.phase(now())),
    )


@bp.route("/stations/new", methods=["GET", "POST"])
@needs(Act.SET_UP_STATIONS)
def add(round_slug: str) -> str | Response:
    """Add a station."""
    round_ = rounds.round_of(here().id, round_slug)
    form = StationForm().offer(list(places.settlements_of(here().id)))
    if form.validate_on_submit():
        with refusals_on(form):
            ref = acts.add(actor(), here().id, round_slug, form.facts(), now())
            return _to(round_slug, ref, gettext("The station is added."))
    return render_template("paper/station_form.html", round=round_, form=form)


@bp.get("/stations/<ref>")
@needs(Act.USE_DESK)
def show(round_slug: str, ref: str) -> str:
    """One station with what can be done there now."""
    return _page(round_slug, ref, SizeForm(formdata=None))


@bp.post("/stations/<ref>/stock")
@needs(Act.PRINT_BALLOTS)
def draw(round_slug: str, ref: str) -> str | Response:
    """Give the station more ballots."""
    g.form_path = url_for(".show", place=here().slug, round_slug=round_slug, ref=ref)
    form = SizeForm()
    if form.validate_on_submit():
        with refusals_on(form):
            acts.draw_stock(actor(), here().id, round_slug, ref, form.size.data or 0, now())
            return _to(round_slug, ref, gettext("The ballots are made. Print them now."))
    return _page(round_slug, ref, form)


@bp.post("/stations/<ref>/stock/<stock>")
@needs(Act.PRINT_BALLOTS)
@limited(Limit.UPLOAD)
def print_stock(round_slug: str, ref: str, stock: str) -> Response:
    """The ballots of a stock, to be printed."""
    g.form_path = url_for(".show", place=here().slug, round_slug=round_slug, ref=ref)
    wanted = "ru" if request.form.get("language") == "ru" else "ky"
    content = acts.print_stock(actor(), here().id, round_slug, ref, stock, wanted, now())
    return attached(content, PDF, f"ballots-{stock}-{wanted}.pdf")


@bp.route("/stations/<ref>/sheets", methods=["GET", "POST"])
@needs(Act.PRINT_ROLL_SHEETS)
@limited(Limit.UPLOAD)
def sheets(round_slug: str, ref: str) -> str | Response:
    """People of the roll with lines to sign on, to be printed."""
    round_ = rounds.round_of(here().id, round_slug)
    station = stations.station_of(here().id, round_.id, ref)
    form = SheetsForm()
    if form.validate_on_submit():
        with refusals_on(form):
            part, why = form.part.data or 0, form.reason.data or ""
            content = roll_sheets.print_sheets(
                actor(), here().id, round_slug, ref, part, why, language(), now()
            )
            return attached(content, PDF, f"roll-{station.number}-{part}.pdf")
    elif not form.is_submitted():
        form.part.data = 1
        form.reason.data = gettext("The roll is printed for voting on paper.")
    return render_template(
        "paper/sheets.html", round=round_, station=station, form=form, a_file=roll_sheets.A_FILE
    )


def _page(round_slug: str, ref: str, form: SizeForm) -> str:
    round_ = rounds.round_of(here().id, round_slug)
    station = stations.station_of(here().id, round_.id, ref)
    line: StationLine = next(
        one for one in guards.station_lines(round_) if one.station.id == station.id
    )
    phase = round_.phase(now())
    return render_template(
        "paper/station.html",
        round=round_,
        line=line,
        stocks=[
            one for one in stations.stocks_of(here().id, round_.id) if one.station_id == station.id
        ],
        form=form,
        button=ButtonForm(formdata=None),
        may_print=is_open(Act.PRINT_BALLOTS, phase),
        may_mark=is_open(Act.MARK_ON_PAPER, phase),
        may_open=is_open(Act.OPEN_BOX, phase),
    )


def _to(round_slug: str, ref: str, said: str) -> Response:
    flash(said)
    return redirect(url_for(".show", place=here().slug, round_slug=round_slug, ref=ref), 303)
