"""The pages of a member of the commission: declare, mark each proposal, hand in, see the spread."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import rankings
from pb.acts import scoring as acts
from pb.records import rounds, scores
from pb.rules.access import Act
from pb.rules.commissions.members import Member, require_access, require_may_score
from pb.rules.commissions.sheets import ScoreSheet
from pb.rules.rounds import is_open, require_open
from pb.services.scoring import Scoring, own_sheets, scoring_of, spreads
from pb.web.access import actor, here, needs
from pb.web.commissions import coded, words
from pb.web.formats import plain
from pb.web.forms.commissions import OpeningForm, RankingForm, declaration_form, sheet_form
from pb.web.forms.plain import ButtonForm
from pb.web.refusals import refusals_on
from pb.web.surroundings import now

bp = Blueprint("scoring", __name__, url_prefix="/<place>/rounds/<round_slug>/scoring")

bp.context_processor(words)


@bp.get("")
@needs(Act.SCORE_PROPOSALS)
def index(round_slug: str) -> str | Response:
    """What the member sees now: the declaration, the list, the waiting, or the spread."""
    scoring, member = _at_work(round_slug)
    if scoring.opening is not None:
        return _opened(scoring, member, RankingForm())
    if scoring.is_done(member):
        return _waiting(scoring, member, OpeningForm())
    if not member.has_declared:
        return redirect(url_for(".declare", place=here().slug, round_slug=round_slug))
    sheets = own_sheets(scoring, actor())
    due = scoring.due(member)
    return render_template(
        "scoring/index.html",
        scoring=scoring,
        round=scoring.round,
        member=member,
        labels=coded(scoring),
        sheets=sheets,
        due=due,
        whole=[ref for ref in due if _is_whole(scoring, sheets.get(ref))],
    )


@bp.route("/declare", methods=["GET", "POST"])
@needs(Act.SCORE_PROPOSALS)
def declare(round_slug: str) -> str | Response:
    """Say which applications one has an interest in."""
    scoring, member = _at_work(round_slug)
    labels = {ref: _called(scoring, ref) for ref in scoring.applications}
    form = declaration_form(labels, scoring.codes)
    if form.validate_on_submit():
        with refusals_on(form):
            said = form.answer
            acts.declare(actor(), here().id, round_slug, said, form.interests(), now())
            return _to(round_slug, gettext("Your declaration is kept."))
    return render_template(
        "scoring/declare.html", form=form, scoring=scoring, round=scoring.round, member=member
    )


@bp.route("/sheets/<label>", methods=["GET", "POST"])
@needs(Act.SCORE_PROPOSALS)
def sheet(round_slug: str, label: str) -> str | Response:
    """One application with its sheet; kept each time, half done too."""
    scoring, member = _at_work(round_slug)
    ref = scoring.application_coded(label)
    require_may_score(member, ref)
    if request.method == "GET" and scoring.is_done(member):
        return redirect(url_for(".hand_in", place=here().slug, round_slug=round_slug))
    form = sheet_form(scoring.criteria)
    if form.validate_on_submit():
        with refusals_on(form):
            typed, note = form.typed(), form["note"].data
            is_whole = acts.save(actor(), here().id, round_slug, ref, typed, note, now())
            flash(gettext("Kept: %(code)s.", code=coded(scoring)[ref]))
            return redirect(_next(round_slug, ref) if is_whole else _list(round_slug), 303)
    elif request.method == "GET":
        form.show(*own_sheets(scoring, actor()).get(ref, (ScoreSheet(member.ref, ref), "")))
    return _sheet(scoring, member, ref, form)


@bp.route("/hand-in", methods=["GET", "POST"])
@needs(Act.SCORE_PROPOSALS)
def hand_in(round_slug: str) -> str | Response:
    """Look at all one's marks once more, then hand them in."""
    scoring, member = _at_work(round_slug)
    require_access(member)
    form = ButtonForm()
    if form.validate_on_submit():
        with refusals_on(form):
            acts.hand_in(actor(), here().id, round_slug, now())
            return _to(round_slug, gettext("Your sheets are handed in."))
    sheets = own_sheets(scoring, actor())
    due = scoring.due(member)
    return render_template(
        "scoring/hand_in.html",
        form=form,
        scoring=scoring,
        round=scoring.round,
        labels=coded(scoring),
        sheets={ref: found[0] for ref, found in sheets.items()},
        due=due,
        is_done=scoring.is_done(member),
        missing=[ref for ref in due if not _is_whole(scoring, sheets.get(ref))],
    )


@bp.post("/open")
@needs(Act.OPEN_SHEETS)
def open_(round_slug: str) -> str | Response:
    """Open all sheets together."""
    form = OpeningForm()
    if form.validate_on_submit():
        with refusals_on(form):
            rankings.open_(actor(), here().id, round_slug, form.reason.data, now())
            return _to(round_slug, gettext("All sheets are open."))
    scoring, member = _at_work(round_slug)
    return _waiting(scoring, member, form)


@bp.post("/rank")
@needs(Act.OPEN_SHEETS)
def rank(round_slug: str) -> str | Response:
    """Work the result out; it is public then."""
    form = RankingForm()
    if form.validate_on_submit():
        with refusals_on(form):
            rankings.rank(actor(), here().id, round_slug, form.seed.data, now())
            return _to(round_slug, gettext("The result is worked out. Everyone can read it."))
    scoring, member = _at_work(round_slug)
    return _opened(scoring, member, form)


def _at_work(round_slug: str) -> tuple[Scoring, Member]:
    """The commission and the seat of whoever asks."""
    round_ = rounds.round_of(here().id, round_slug)
    require_open(Act.SCORE_PROPOSALS, round_.phase(now()), round_.schedule)
    scoring = scoring_of(here().id, round_)
    return scoring, scoring.seat_of(actor())[1]


def _waiting(scoring: Scoring, member: Member, form: OpeningForm) -> str:
    seat, _ = scoring.seat_of(actor())
    return render_template(
        "scoring/waiting.html",
        scoring=scoring,
        round=scoring.round,
        is_chair=seat.is_chair,
        may_open=is_open(Act.OPEN_SHEETS, scoring.round.phase(now())),
        form=form,
    )


def _opened(scoring: Scoring, member: Member, form: RankingForm) -> str:
    return render_template(
        "scoring/opened.html",
        scoring=scoring,
        round=scoring.round,
        labels=coded(scoring),
        spreads=spreads(scoring, member),
        result=scores.result_of(here().id, scoring.commission.id),
        may_rank=is_open(Act.OPEN_SHEETS, scoring.round.phase(now())),
        form=form,
    )


def _sheet(scoring: Scoring, member: Member, ref: str, form: object) -> str:
    due = scoring.due(member)
    return render_template(
        "scoring/sheet.html",
        form=form,
        scoring=scoring,
        round=scoring.round,
        project=scoring.applications[ref],
        label=coded(scoring)[ref],
        number=due.index(ref) + 1,
        due=due,
    )


def _called(scoring: Scoring, ref: str) -> str:
    return f"{coded(scoring)[ref]} – {plain(scoring.applications[ref].title)}"


def _is_whole(scoring: Scoring, found: tuple[ScoreSheet, str] | None) -> bool:
    return found is not None and len(found[0].marks) == len(scoring.criteria.marked)


def _list(round_slug: str) -> str:
    return url_for(".index", place=here().slug, round_slug=round_slug)


def _next(round_slug: str, ref: str) -> str:
    """The next sheet that is not whole, after this one and round again; else the last look."""
    scoring, member = _at_work(round_slug)
    due, sheets = scoring.due(member), own_sheets(scoring, actor())
    at = due.index(ref) + 1
    for one in (*due[at:], *due[:at]):
        if not _is_whole(scoring, sheets.get(one)):
            label = scoring.codes[one]
            return url_for(".sheet", place=here().slug, round_slug=round_slug, label=label)
    return url_for(".hand_in", place=here().slug, round_slug=round_slug)


def _to(round_slug: str, said: str) -> Response:
    flash(said)
    return redirect(_list(round_slug), 303)
