"""Entering ballots from paper: a field, Enter, the next one; what is typed is kept at once."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import paper_batches as acts
from pb.acts import stations as station_acts
from pb.records import paper_batches, proposals, rounds, stations
from pb.records.paper_batches import PaperBatch
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.rules.refusals import Code, NotValid
from pb.services import paper_ballots as guards
from pb.web.access import actor, here, needs
from pb.web.downloads import attached
from pb.web.forms.paper_ballots import FileForm, LineForm, SizeForm
from pb.web.forms.plain import ButtonForm
from pb.web.language import language
from pb.web.limits import Limit, limited
from pb.web.refusals import explain, refusals_on
from pb.web.surroundings import now

bp = Blueprint("paper_batches", __name__, url_prefix="/<place>/desk/rounds/<round_slug>/paper")

UNDO = "-"
"""Typed alone it takes the last line back: it is a key of the number pad."""


@bp.route("/stations/<ref>/batches", methods=["GET", "POST"])
@needs(Act.ENTER_PAPER_BALLOTS)
def start(round_slug: str, ref: str) -> str | Response:
    """Take a pile out of the box."""
    round_ = rounds.round_of(here().id, round_slug)
    station = stations.station_of(here().id, round_.id, ref)
    form = SizeForm()
    if form.validate_on_submit():
        with refusals_on(form):
            size = form.size.data or 0
            batch = acts.start(actor(), here().id, round_slug, ref, size, now())
            return _to(".show", round_slug, batch)
    left = guards.left_in_box(here().id, guards.opened_act(here().id, station))
    return render_template(
        "paper/batch_form.html", round=round_, station=station, form=form, left=left
    )


@bp.get("/batches/<ref>")
@needs(Act.USE_DESK)
def show(round_slug: str, ref: str) -> str:
    """Where a pile is, and what is to be done next."""
    round_, batch = _found(round_slug, ref)
    return render_template(
        "paper/batch.html",
        round=round_,
        batch=batch,
        station=stations.station_by_id(here().id, batch.station_id),
        entry=guards.own_entry(actor(), batch),
        form=FileForm(formdata=None),
    )


@bp.route("/batches/<ref>/read", methods=["GET", "POST"])
@needs(Act.ENTER_PAPER_BALLOTS)
def read(round_slug: str, ref: str) -> str | Response:
    """Type the next ballot, or take the last one back."""
    round_, batch = _found(round_slug, ref)
    form = LineForm()
    if form.validate_on_submit():
        with refusals_on(form):
            at, text = form.number, form.line.data or ""
            if text.strip() == UNDO:
                acts.undo_line(actor(), here().id, round_slug, ref, at - 1, now())
            else:
                acts.enter_line(actor(), here().id, round_slug, ref, at, text, now())
            return _to(".read", round_slug, ref)
    entry = guards.own_entry(actor(), batch)
    if entry is None:
        return _turned_back(form, round_slug, ref)
    return render_template(
        "paper/read.html",
        round=round_,
        batch=batch,
        station=stations.station_by_id(here().id, batch.station_id),
        entry=entry,
        form=form,
        projects=proposals.projects_of(round_.id),
        button=ButtonForm(formdata=None),
    )


@bp.post("/batches/<ref>/finish")
@needs(Act.ENTER_PAPER_BALLOTS)
def finish(round_slug: str, ref: str) -> Response:
    """Say that the pile is read to the end."""
    g.form_path = _at(".read", round_slug, ref)
    acts.finish(actor(), here().id, round_slug, ref, now())
    flash(gettext("The pile is read to the end."))
    return _to(".show", round_slug, ref)


@bp.route("/batches/<ref>/file", methods=["GET", "POST"])
@needs(Act.ENTER_PAPER_BALLOTS)
@limited(Limit.UPLOAD)
def file(round_slug: str, ref: str) -> str | Response:
    """Send a whole reading as a file; each line that cannot be kept is named."""
    round_, batch = _found(round_slug, ref)
    form, problems = FileForm(), []
    if form.validate_on_submit():
        with refusals_on(form):
            try:
                acts.enter_file(actor(), here().id, round_slug, ref, form.content(), now())
                flash(gettext("The pile is read to the end."))
                return _to(".show", round_slug, ref)
            except NotValid as refusal:
                if refusal.code is Code.PASS_FILE_BROKEN:
                    found = refusal.facts["problems"]
                    problems = [(one.line, explain(one.refusal)) for one in found]
                raise
    return render_template(
        "paper/file.html", round=round_, batch=batch, form=form, problems=problems
    )


@bp.get("/batches/<ref>/cover.pdf")
@needs(Act.USE_DESK)
@limited(Limit.EXPORT)
def cover(round_slug: str, ref: str) -> Response:
    """What lies on top of the pile, to be signed."""
    round_, batch = _found(round_slug, ref)
    content = station_acts.cover(round_, batch, language())
    return attached(content, "application/pdf", f"cover-{batch.ref}.pdf")


def _found(round_slug: str, ref: str) -> tuple[Round, PaperBatch]:
    round_ = rounds.round_of(here().id, round_slug)
    return round_, paper_batches.batch_of(here().id, round_.id, ref)


def _at(endpoint: str, round_slug: str, ref: str) -> str:
    return url_for(endpoint, place=here().slug, round_slug=round_slug, ref=ref)


def _to(endpoint: str, round_slug: str, ref: str) -> Response:
    return redirect(_at(endpoint, round_slug, ref), 303)


def _turned_back(form: LineForm, round_slug: str, ref: str) -> Response:
    """To the page of the pile, with the reason why there is nothing to read on."""
    for said in form.form_errors:
        flash(said)
    return _to(".show", round_slug, ref)
