"""The outbox and the work in the background, for the administrator of the platform."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import messages as acts
from pb.acts import papers
from pb.documents.background import background_name
from pb.gateways.queue import Errand
from pb.records import jobs, messages
from pb.rules import calendar
from pb.rules.access import Act
from pb.web.access import actor, at, needs
from pb.web.forms.plain import ButtonForm
from pb.web.language import language
from pb.web.surroundings import now, surroundings

bp = Blueprint("background", __name__, url_prefix="/admin/background")

LATE = timedelta(minutes=10)
"""A message that waits longer says that no worker runs."""


@bp.get("")
@needs(Act.ADMINISTER)
def index() -> str:
    """What waits, what was sent, what it cost, what is being done."""
    box = messages.overview_everywhere(calendar.start_of(calendar.day_of(now())))
    oldest = box.oldest_queued_at
    return render_template(
        "platform/background.html",
        box=box,
        late=oldest is not None and now() - oldest > LATE,
        cap=surroundings().tariff.cap,
        sends=surroundings().sms is not None,
        jobs=jobs.latest_jobs_everywhere(),
        said=lambda value: background_name(value, language()),
        form=ButtonForm(),
    )


@bp.post("/messages/<ref>/retry")
@needs(Act.TEND_MESSAGES)
def retry(ref: str) -> Response:
    """Try a message again at once."""
    acts.retry(actor(), ref, now())
    surroundings().queue.nudge(Errand.MESSAGES)
    flash(gettext("The message is tried again."))
    return redirect(at(".index"), 303)


@bp.post("/messages/<ref>/drop")
@needs(Act.TEND_MESSAGES)
def drop(ref: str) -> Response:
    """Take a message out."""
    acts.drop(actor(), ref, now())
    flash(gettext("The message is taken out; its telephone and text are wiped."))
    return redirect(at(".index"), 303)


@bp.post("/papers")
@needs(Act.CHECK_PAPERS)
def check_papers() -> Response:
    """Have every paper compared with its hash."""
    papers.ask_check(actor(), now())
    surroundings().queue.nudge(Errand.JOBS)
    flash(gettext("The papers are being compared; the result will stand below."))
    return redirect(at(".index"), 303)
