"""The draft of a round: its form, and the calendar that follows from the rules."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import rounds as acts
from pb.records import rounds, rule_sets
from pb.records.rounds import Round
from pb.records.rule_sets import RuleSetVersion
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.rounds import require_open
from pb.rules.rule_sets.calendars import Line, days_from, lines
from pb.rules.terms import Terms
from pb.web.access import actor, here, needs
from pb.web.forms.rounds import RoundForm
from pb.web.refusals import refusals_on
from pb.web.surroundings import now

bp = Blueprint("drafts", __name__, url_prefix="/<place>/desk/rounds")

WORK_OUT, SHOW = "work_out", "show"
"""What the other buttons of the form ask: to set the days by the rules, to show the calendar."""


@bp.route("/new", methods=["GET", "POST"])
@needs(Act.DRAFT_ROUND)
def new() -> str | Response:
    """Draft a round; the days that follow from the rules are offered."""
    version = rule_sets.in_force(here().id, calendar.day_of(now()))
    form = RoundForm()
    if version is None and request.method == "GET":
        return render_template("desk/no_rules.html")
    if request.form.get("then") in (WORK_OUT, SHOW):
        return _page(form, version, None)
    if form.validate_on_submit():
        with refusals_on(form):
            slug = acts.draft(actor(), here().id, form.facts(), now())
            return _to(slug, gettext("The draft is saved."))
    elif request.method == "GET":
        _begin(form, version)
    return _page(form, version, None)


@bp.route("/<round_slug>/edit", methods=["GET", "POST"])
@needs(Act.DRAFT_ROUND)
def edit(round_slug: str) -> str | Response:
    """Change a draft."""
    round_ = rounds.round_of(here().id, round_slug)
    version = rule_sets.in_force(here().id, calendar.day_of(now()))
    form = RoundForm()
    if request.method == "GET":
        require_open(Act.DRAFT_ROUND, round_.phase(now()), round_.schedule)
        form.show(round_)
    form.keep_slug(round_slug)
    if request.form.get("then") in (WORK_OUT, SHOW):
        return _page(form, version, round_)
    if form.validate_on_submit():
        with refusals_on(form):
            acts.redraft(actor(), here().id, round_slug, form.facts(), now())
            return _to(round_slug, gettext("Your changes are saved."))
    return _page(form, version, round_)


def _begin(form: RoundForm, version: RuleSetVersion | None) -> None:
    """Offer what can be offered: the days by the rules, and an earlier round to follow."""
    form.expected_ballots.data = Terms.expected_ballots
    if "like" in request.args:
        form.begin_as(rounds.round_of(here().id, request.args["like"]))
    form.announced_on.data = calendar.day_of(now())
    _work_out(form, version)


def _work_out(form: RoundForm, version: RuleSetVersion | None) -> None:
    if version is not None and form.announced_on.data is not None:
        workdays = rule_sets.workdays_of(here().id)
        form.fill(days_from(version.rule_set, form.announced_on.data, workdays))


def _page(form: RoundForm, version: RuleSetVersion | None, round_: Round | None) -> str:
    if request.form.get("then") == WORK_OUT:
        _work_out(form, version)
    return render_template(
        "desk/round_form.html",
        form=form,
        round=round_,
        version=version,
        steps=_steps(form, version),
    )


def _steps(form: RoundForm, version: RuleSetVersion | None) -> tuple[Line, ...]:
    """The calendar of the days that stand in the form; none while they do not make one."""
    days = form.typed_days()
    if version is None or days is None:
        return ()
    announced = form.announced_on.data or calendar.day_of(now())
    return lines(version.rule_set, announced, days, rule_sets.workdays_of(here().id))


def _to(round_slug: str, said: str) -> Response:
    flash(said)
    return redirect(url_for("desk.overview", place=here().slug, round_slug=round_slug), 303)
