"""The roll of a round at the desk: where it stands, its import, its freezing, its changes."""

import json
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Redirect

from pb.acts.rolls import decisions, freezing, uploads
from pb.documents import roll_problems
from pb.documents.spreadsheets import spreadsheet
from pb.gateways.queue import Errand
from pb.records import jobs, rolls, rounds
from pb.rules.access import Act
from pb.rules.jobs import JobState
from pb.rules.refusals import Code, NotFound, Refusal
from pb.rules.rolls import Found
from pb.rules.rolls.states import DecisionState, RollState
from pb.rules.rounds import is_open
from pb.services.rolls import changes, reports
from pb.services.rolls.changes import Change
from pb.web.access import actor, here, needs
from pb.web.downloads import attached
from pb.web.forms.plain import ButtonForm
from pb.web.forms.rolls import ColumnsForm, RollFileForm
from pb.web.language import language
from pb.web.limits import Limit, limited
from pb.web.refusals import explain, refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint("rolls", __name__, url_prefix="/<place>/desk/rounds/<round_slug>/roll")

A_PAGE = 25


@bp.get("")
@needs(Act.USE_DESK)
def index(round_slug: str) -> str:
    """Where the roll stands: how many people, of which village, what waits."""
    round_ = rounds.round_of(here().id, round_slug)
    upload = rolls.upload_of(round_.id)
    phase = round_.phase(now())
    return render_template(
        "rolls/index.html",
        round=round_,
        roll=rolls.roll_of(round_.id),
        counts=rolls.counts_by_village(here().id, round_.id),
        changes=changes.changes_of(here().id, round_.id, surroundings().keys),
        upload=upload,
        may_import=is_open(Act.IMPORT_ROLL, phase),
        may_change=is_open(Act.CORRECT_ROLL, phase),
        may_look=is_open(Act.LOOK_UP_ON_ROLL, phase),
    )


@bp.route("/import", methods=["GET", "POST"])
@needs(Act.IMPORT_ROLL)
@limited(Limit.UPLOAD)
def send(round_slug: str) -> str | Redirect:
    """Send the file."""
    round_ = rounds.round_of(here().id, round_slug)
    form = RollFileForm()
    if form.validate_on_submit():
        sent = form.file.data
        content, name = (sent.read(), sent.filename or "") if sent else (b"", "")
        with refusals_on(form):
            uploads.upload(
                actor(), here().id, round_slug, content, name, surroundings().keys, now()
            )
            return redirect(_at(".preview", round_slug), 303)
    return render_template("rolls/send.html", form=form, round=round_)


@bp.route("/import/preview", methods=["GET", "POST"])
@needs(Act.IMPORT_ROLL)
def preview(round_slug: str) -> str | Redirect:
    """What was recognised of the file; which column is which; then the import."""
    round_ = rounds.round_of(here().id, round_slug)
    seen = uploads.preview(actor(), here().id, round_slug, surroundings().keys)
    form = ColumnsForm().offer(seen, preset=request.method == "GET")
    if form.validate_on_submit():
        with refusals_on(form):
            uploads.begin(actor(), here().id, round_slug, form.chosen(), now())
            surroundings().queue.nudge(Errand.JOBS)
            return redirect(_at(".report", round_slug), 303)
    return render_template(
        "rolls/preview.html",
        form=form,
        round=round_,
        seen=seen,
        encoding=roll_problems.ENCODINGS.get(seen.encoding or "", seen.encoding),
        delimiter=gettext(roll_problems.DELIMITERS.get(seen.delimiter or "", "")),
    )


@bp.get("/import/report")
@needs(Act.CORRECT_ROLL)
def report(round_slug: str) -> str | Redirect:
    """How far the import has come, and what came of it: each row to be mended, with the reason."""
    round_ = rounds.round_of(here().id, round_slug)
    upload = rolls.upload_of(round_.id)
    if upload is None or upload.job_ref is None:
        return redirect(_at(".index", round_slug))
    job = jobs.job_of(here().id, upload.job_ref)
    kept = _kept(upload)
    found = () if kept is None else (*kept.problems, *kept.warnings)
    pages = -(-len(found) // A_PAGE) or 1
    page = min(max(request.args.get("page", 1, int), 1), pages)
    return render_template(
        "rolls/report.html",
        round=round_,
        upload=upload,
        job=job,
        told=json.loads(job.report or "{}"),
        runs=job.state in (JobState.QUEUED, JobState.RUNNING),
        kept=kept,
        refused=_refused(job, kept),
        shown=[_row(one) for one in found[(page - 1) * A_PAGE : page * A_PAGE]],
        number=len(found),
        page=page,
        pages=pages,
    )


@bp.get("/import/report.csv")
@needs(Act.CORRECT_ROLL)
@limited(Limit.EXPORT)
def report_file(round_slug: str) -> Response:
    """The same as a file, to mend the table by."""
    upload = rolls.upload_of(rounds.round_of(here().id, round_slug).id)
    kept = None if upload is None else _kept(upload)
    if kept is None:
        raise NotFound(Code.NOT_FOUND)
    head = [gettext("Row"), gettext("Column"), gettext("What is wrong")]
    text = spreadsheet([head, *map(_row, (*kept.problems, *kept.warnings))])
    return attached(text, "text/csv", f"roll-{round_slug}.csv")


@bp.route("/freeze", methods=["GET", "POST"])
@needs(Act.FREEZE_ROLL)
def freeze(round_slug: str) -> str | Redirect:
    """Propose to freeze the roll, or confirm what another member proposed."""
    round_ = rounds.round_of(here().id, round_slug)
    roll = rolls.roll_of(round_.id)
    is_proposed = roll is not None and roll.state is RollState.PROPOSED
    form = ButtonForm()
    if form.validate_on_submit():
        deed = freezing.confirm if request.form.get("deed") == "confirm" else freezing.propose
        with refusals_on(form):
            deed(actor(), here().id, round_slug, now())
            flash(_done(deed is freezing.confirm))
            return redirect(_at(".index", round_slug), 303)
    return render_template(
        "rolls/freeze.html",
        form=form,
        round=round_,
        roll=roll,
        is_proposed=is_proposed,
        counts=rolls.counts_by_village(here().id, round_.id),
    )


@bp.get("/changes/<ref>")
@needs(Act.DECIDE_ON_ROLL)
def change(round_slug: str, ref: str) -> str:
    """A change of the frozen roll that waits for the commission."""
    round_ = rounds.round_of(here().id, round_slug)
    return render_template(
        "rolls/change.html", round=round_, change=_change(round_.id, ref), form=ButtonForm()
    )


@bp.post("/changes/<ref>/agree")
@needs(Act.DECIDE_ON_ROLL)
def agree(round_slug: str, ref: str) -> Redirect:
    """Agree to it."""
    g.form_path = _at(".change", round_slug, ref=ref)
    decisions.agree(actor(), here().id, round_slug, ref, surroundings().keys, now())
    flash(gettext("The roll is changed, and everyone can read the reason."))
    return redirect(_at(".index", round_slug), 303)


@bp.post("/changes/<ref>/decline")
@needs(Act.DECIDE_ON_ROLL)
def decline(round_slug: str, ref: str) -> Redirect:
    """Decline it."""
    g.form_path = _at(".change", round_slug, ref=ref)
    decisions.decline(actor(), here().id, round_slug, ref, now())
    flash(gettext("The roll stays as it is."))
    return redirect(_at(".index", round_slug), 303)


def _change(round_id: int, ref: str) -> Change:
    for one in changes.changes_of(here().id, round_id, surroundings().keys):
        if one.ref == ref and one.state is DecisionState.WAITING:
            return one
    raise NotFound(Code.NOT_FOUND)


def _kept(upload: rolls.RollUpload) -> reports.Kept | None:
    locked = upload.report_locked
    return None if locked is None else reports.unlocked(locked, surroundings().keys)


def _refused(job: jobs.Job, kept: reports.Kept | None) -> str | None:
    """Why a rule refused the whole import, where it is not about single rows."""
    if kept is not None and kept.refusal is not None:
        return explain(kept.refusal)
    code = json.loads(job.report or "{}").get("code")
    return explain(Refusal(Code(code))) if code else None


def _row(found: Found) -> tuple[str, str, str]:
    column = gettext(roll_problems.COLUMNS[found.column]) if found.column else ""
    return str(found.row), column, roll_problems.sentence(found, language())


def _done(is_frozen: bool) -> str:
    if is_frozen:
        return str(gettext("The roll is frozen: its number and its root are public now."))
    return str(gettext("You propose to freeze the roll. Another member of it has to confirm."))


def _at(endpoint: str, round_slug: str, **more: Any) -> str:
    return url_for(endpoint, place=here().slug, round_slug=round_slug, **more)
