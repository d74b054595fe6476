"""The group's form: a visit, six indicators, finding and photos, recommendations, publication."""

from datetime import date

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from pb.acts import monitoring as acts
from pb.records import monitoring, results, rounds
from pb.records.monitoring import Evaluation
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.monitoring import Indicator
from pb.rules.refusals import Code, Conflict, NotFound
from pb.web.access import actor, here, me, needs
from pb.web.forms.fields import offered
from pb.web.forms.monitoring import (
    LATER,
    MORE,
    QUESTIONS,
    AdviceForm,
    FindingForm,
    ScoreForm,
    VisitForm,
    form_of,
)
from pb.web.forms.plain import ButtonForm
from pb.web.language import language
from pb.web.monitoring import picture, words
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint("evaluations", __name__, url_prefix="/<place>/monitoring")

bp.context_processor(words)

INDICATORS = tuple(Indicator)


@bp.route("/new", methods=["GET", "POST"])
@needs(Act.RECORD_EVALUATION)
def new() -> str | Answered:
    """Choose a past winner and say when it was visited."""
    form = VisitForm()
    form.project.choices = offered(_winners())
    if form.validate_on_submit():
        with refusals_on(form):
            slug, number = form.chosen()
            visited_on: date = form["visited_on"].data
            ref = acts.draft(actor(), here().id, slug, number, visited_on, now())
            return _to("indicator", ref, number=1)
    elif request.method == "GET":
        form.project.data = request.args.get("project")
        form["visited_on"].data = calendar.day_of(now())
    return render_template("monitoring/new.html", form=form)


@bp.route("/<ref>/indicators/<int:number>", methods=["GET", "POST"])
@needs(Act.RECORD_EVALUATION)
def indicator(ref: str, number: int) -> str | Answered:
    """Assess one indicator; each is kept at once."""
    if not 1 <= number <= len(INDICATORS):
        raise NotFound(Code.NOT_FOUND)
    asked = INDICATORS[number - 1]
    form = form_of(asked)()
    if form.validate_on_submit():
        with refusals_on(form):
            _keep_score(ref, form)
            return _after(ref, number)
    evaluation = _draft(ref)
    kept = {score.indicator: score for score in evaluation.as_scored}
    if request.method == "GET" and asked in kept:
        form.show(kept[asked])
    return render_template(
        "monitoring/indicator.html",
        form=form,
        evaluation=evaluation,
        number=number,
        indicators=INDICATORS,
        hint=QUESTIONS[asked][1],
    )


@bp.route("/<ref>/finding", methods=["GET", "POST"])
@needs(Act.RECORD_EVALUATION)
def finding(ref: str) -> str | Answered:
    """Write what was found, and add photos one by one."""
    form = FindingForm()
    if form.validate_on_submit():
        with refusals_on(form):
            _keep_finding(ref, form)
            if request.form.get("then") == MORE:
                return _to("finding", ref, _anchor="photos")
            return _leave() if request.form.get("then") == LATER else _to("advice", ref)
    evaluation = _draft(ref)
    if request.method == "GET":
        form.finding.data = evaluation.finding.read(language())[0]
    return render_template("monitoring/finding.html", form=form, evaluation=evaluation)


@bp.route("/<ref>/advice", methods=["GET", "POST"])
@needs(Act.RECORD_EVALUATION)
def advice(ref: str) -> str | Answered:
    """Write what the office is asked to do."""
    form = AdviceForm()
    if form.validate_on_submit():
        with refusals_on(form):
            acts.record(actor(), here().id, ref, None, None, language(), form.texts(), now())
            if request.form.get("then") == MORE:
                return _to("advice", ref)
            return _leave() if request.form.get("then") == LATER else _to("check", ref)
    evaluation = _draft(ref)
    if request.method == "GET":
        form.show(evaluation, language())
    return render_template("monitoring/advice.html", form=form, evaluation=evaluation)


@bp.route("/<ref>/check", methods=["GET", "POST"])
@needs(Act.RECORD_EVALUATION)
def check(ref: str) -> str | Answered:
    """Look once more, then publish: from there on nothing of it changes."""
    form = ButtonForm()
    if form.validate_on_submit():
        with refusals_on(form):
            acts.publish(actor(), here().id, ref, surroundings().storage, now())
            return redirect(url_for("monitoring.show", place=here().slug, ref=ref), 303)
    evaluation = _draft(ref)
    return render_template(
        "monitoring/check.html", form=form, evaluation=evaluation, indicators=INDICATORS
    )


@bp.get("/<ref>/photos/<sha256>")
@needs(Act.RECORD_EVALUATION)
def photo(ref: str, sha256: str) -> Response:
    """A photo of a draft, for the group alone."""
    for kept in _draft(ref).photos:
        if sha256 in (kept.sha256, kept.small_sha256):
            return picture(sha256, kept.media_type, "private, max-age=3600")
    raise NotFound(Code.NOT_FOUND)


@bp.post("/<ref>/photos/<sha256>/remove")
@needs(Act.RECORD_EVALUATION)
def remove_photo(ref: str, sha256: str) -> Answered:
    """Take a photo out of a draft."""
    acts.remove_photo(actor(), here().id, ref, sha256, now())
    return _to("finding", ref, _anchor="photos")


def _draft(ref: str) -> Evaluation:
    who = me()
    evaluation = monitoring.evaluation_of(here().id, ref)
    if who is None or not monitoring.is_member(here().id, evaluation.group_id, who.id):
        raise NotFound(Code.NOT_FOUND)
    if evaluation.is_published:
        raise Conflict(Code.EVALUATION_PUBLISHED)
    return evaluation


def _keep_score(ref: str, form: ScoreForm) -> None:
    if request.form.get("then") == LATER and not form.value.data:
        return
    acts.record(actor(), here().id, ref, [form.score()], None, language(), None, now())


def _keep_finding(ref: str, form: FindingForm) -> None:
    then, sent = request.form.get("then"), form.taken()
    # The photo goes first: if it is refused, nothing was kept, as the page says.
    if sent is not None or then == MORE:
        acts.add_photo(
            actor(),
            here().id,
            ref,
            sent or b"",
            form.caption.data or "",
            language(),
            surroundings().storage,
            now(),
            form.when(),
        )
    if form.finding.data or then not in (LATER, MORE):
        text = form.finding.data or ""
        acts.record(actor(), here().id, ref, None, text, language(), None, now())


def _winners() -> list[tuple[str, str]]:
    decided = [found for found in rounds.announced_rounds(here().id) if found.decided_at]
    return [
        (
            f"{round_.slug}:{project.number}",
            f"№ {project.number}. {project.title.read(language())[0]} ({round_.edition})",
        )
        for round_ in decided
        for project in results.winners_of(here().id, round_.id)
    ]


def _after(ref: str, number: int) -> Answered:
    if request.form.get("then") == LATER:
        return _leave()
    return (
        _to("finding", ref)
        if number == len(INDICATORS)
        else _to("indicator", ref, number=number + 1)
    )


def _to(step: str, ref: str, **where: str | int) -> Answered:
    address = url_for(f".{step}", place=here().slug, ref=ref, **where)  # type: ignore[arg-type]
    return redirect(address, 303)


def _leave() -> Answered:
    return redirect(url_for("monitoring.index", place=here().slug), 303)
