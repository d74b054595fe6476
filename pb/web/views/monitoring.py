"""Joint monitoring for everyone: what was evaluated, what was asked, what was answered."""

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answered

from pb.acts import monitoring as acts
from pb.records import documents, monitoring
from pb.records.monitoring import Recommendation
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.monitoring import Answer
from pb.rules.refusals import Code, NotFound
from pb.web.access import actor, here, may_do, me, needs, public
from pb.web.forms.monitoring import AnswerForm
from pb.web.language import language
from pb.web.monitoring import picture, words
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint("monitoring", __name__)

bp.context_processor(words)


@bp.get("/<place>/monitoring")
@public
def index() -> str:
    """Every evaluation; for the group its drafts, for the office what waits for an answer."""
    who, place = me(), here().id
    group = None
    if who is not None and may_do(Act.RECORD_EVALUATION):
        group = monitoring.group_of_member(place, who.id, calendar.day_of(now()))
    own = monitoring.evaluations_of_group(place, group.id) if group else []
    return render_template(
        "monitoring/index.html",
        evaluations=monitoring.published_evaluations(place),
        group=group,
        drafts=[evaluation for evaluation in own if not evaluation.is_published],
        waiting=monitoring.unanswered(place) if may_do(Act.ANSWER_RECOMMENDATION) else [],
    )


@bp.get("/<place>/monitoring/<ref>")
@public
def show(ref: str) -> str:
    """One evaluation: scores, finding, photos, recommendations and what was answered."""
    return render_template(
        "monitoring/show.html",
        evaluation=monitoring.published_evaluation(here().id, ref),
        papers=documents.documents_about(here().id, ref),
    )


@bp.get("/<place>/files/<sha256>")
@public
def photo(sha256: str) -> Response:
    """The bytes of a published photo."""
    media_type = monitoring.published_photo(here().id, sha256)
    if media_type is None:
        raise NotFound(Code.NOT_FOUND)
    return picture(sha256, media_type, "public, max-age=31536000, immutable")


@bp.route("/<place>/monitoring/answers/<ref>", methods=["GET", "POST"])
@needs(Act.ANSWER_RECOMMENDATION)
def answer(ref: str) -> str | Answered:
    """The office answers a recommendation, once."""
    form = AnswerForm()
    if form.validate_on_submit():
        with refusals_on(form):
            _answer(ref, form)
            return redirect(_where(monitoring.recommendation_of(here().id, ref)), 303)
    asked = monitoring.recommendation_of(here().id, ref)
    return render_template("monitoring/answer.html", form=form, asked=asked, back=_where(asked))


def _answer(ref: str, form: AnswerForm) -> None:
    given, reasons = Answer(form.answer.data), form.reasons.data
    storage = surroundings().storage
    acts.answer(actor(), here().id, ref, given, reasons, language(), storage, now())


def _where(asked: Recommendation) -> str:
    address = url_for(".show", place=here().slug, ref=asked.evaluation.ref)
    return f"{address}#r{asked.number}"
