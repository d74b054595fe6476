"""After two readings of a pile: the paper decides what differs, a third person approves."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import paper_approvals as acts
from pb.records import paper_batches, rounds, stations
from pb.records.paper_batches import PaperBatch
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.services import paper_ballots as guards
from pb.web.access import actor, here, needs
from pb.web.downloads import attached
from pb.web.forms.paper_ballots import ApproveForm, FileForm, differences_form
from pb.web.limits import Limit, limited
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint(
    "paper_approvals", __name__, url_prefix="/<place>/desk/rounds/<round_slug>/paper/batches/<ref>"
)

APPROVE, BACK = "approve", "back"


@bp.route("/differences", methods=["GET", "POST"])
@needs(Act.ENTER_PAPER_BALLOTS)
def differences(round_slug: str, ref: str) -> str | Response:
    """Both readings of each ballot that differs, and what stands on the paper."""
    round_, batch = _found(round_slug, ref)
    found = guards.differing(batch)
    form = differences_form(one.line for one in found)
    if form.validate_on_submit():
        with refusals_on(form):
            said = {one.line: form[f"line_{one.line}"].data or "" for one in found}
            acts.resolve(actor(), here().id, round_slug, ref, said, now())
            return _to(round_slug, ref, gettext("The differences are looked up."))
    return render_template(
        "paper/differences.html", round=round_, batch=batch, found=found, form=form
    )


@bp.route("/approve", methods=["GET", "POST"])
@needs(Act.APPROVE_PAPER_BALLOTS)
def approve(round_slug: str, ref: str) -> str | Response:
    """Let the ballots in, or have them read anew."""
    round_, batch = _found(round_slug, ref)
    form = ApproveForm()
    if form.validate_on_submit():
        with refusals_on(form):
            if request.form.get("then") == BACK:
                reason = form.reason.data or ""
                acts.send_back(actor(), here().id, round_slug, ref, reason, now())
                return _to(round_slug, ref, gettext("The pile is read anew."))
            if request.form.get("then") == APPROVE:
                number = acts.approve(actor(), here().id, round_slug, ref, now())
                said = gettext("Approved: %(number)s ballots go into the count.", number=number)
                return _to(round_slug, ref, said)
    return render_template(
        "paper/approve.html",
        round=round_,
        batch=batch,
        station=stations.station_by_id(here().id, batch.station_id),
        form=form,
        lines=guards.agreed_readings(batch),
    )


@bp.post("/scan")
@needs(Act.ENTER_PAPER_BALLOTS)
@limited(Limit.UPLOAD)
def attach(round_slug: str, ref: str) -> str | Response:
    """Keep the scan of the signed cover."""
    g.form_path = _at(round_slug, ref)
    round_, batch = _found(round_slug, ref)
    form = FileForm()
    if form.validate_on_submit():
        with refusals_on(form):
            content, storage = form.content(), surroundings().storage
            acts.attach_scan(actor(), here().id, round_slug, ref, content, storage, now())
            return _to(round_slug, ref, gettext("The scan is kept."))
    return render_template(
        "paper/batch.html",
        round=round_,
        batch=batch,
        station=stations.station_by_id(here().id, batch.station_id),
        entry=guards.own_entry(actor(), batch),
        form=form,
    )


@bp.get("/scan")
@needs(Act.USE_DESK)
def scan(round_slug: str, ref: str) -> Response:
    """The scan of the signed cover."""
    round_ = rounds.round_of(here().id, round_slug)
    kept, content = acts.scan(here().id, round_.id, ref, surroundings().storage)
    ending = "pdf" if kept.media_type == "application/pdf" else "jpg"
    return attached(content, kept.media_type, f"cover-{ref}.{ending}", kept.sha256)


def _found(round_slug: str, ref: str) -> tuple[Round, PaperBatch]:
    round_ = rounds.round_of(here().id, round_slug)
    return round_, paper_batches.batch_of(here().id, round_.id, ref)


def _at(round_slug: str, ref: str) -> str:
    return url_for("paper_batches.show", place=here().slug, round_slug=round_slug, ref=ref)


def _to(round_slug: str, ref: str, said: str) -> Response:
    flash(said)
    return redirect(_at(round_slug, ref), 303)
