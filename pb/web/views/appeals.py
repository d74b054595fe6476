"""Appeals: the list everyone sees, with what is overdue, and the office's register and answer."""

from datetime import date

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import appeals as acts
from pb.records import appeals, proposals, reviews, rounds
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.appeals import AppealAnswer
from pb.web.access import actor, here, needs, public
from pb.web.forms.plain import ButtonForm
from pb.web.forms.reviews import AppealAnswerForm
from pb.web.language import language
from pb.web.paging import Pages
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint("appeals", __name__)

A_PAGE = 25


@bp.get("/<place>/appeals")
@public
def index() -> str:
    """Every appeal with its terms and answer; what waits stands first."""
    counts = appeals.count(here().id, _today())
    pages = Pages(request.args.get("page", ""), counts.total, A_PAGE)
    return render_template(
        "appeals/index.html",
        appeals=appeals.appeals_in(here().id, A_PAGE, pages.offset),
        counts=counts,
        pages=pages,
        today=_today(),
    )


@bp.route("/<place>/desk/appeals/<ref>", methods=["GET", "POST"])
@needs(Act.ANSWER_APPEAL)
def answer(ref: str) -> str | Response:
    """One appeal with its text, and its answer."""
    appeal, found = appeals.appeal_of(here().id, ref)
    form = AppealAnswerForm()
    form.offer()
    if form.validate_on_submit():
        with refusals_on(form):
            given, why = AppealAnswer(form.answer.data), form.reasons.data or ""
            keys = surroundings().keys
            acts.answer(actor(), here().id, ref, given, why, language(), keys, now())
            flash(gettext("The answer is given; everyone can read it."))
            return redirect(url_for(".index", place=here().slug), 303)
    return render_template(
        "appeals/answer.html",
        form=form,
        button=ButtonForm(),
        appeal=appeal,
        proposal=proposals.proposal_of(here().id, found.ref),
        refusal=reviews.review_by_id(here().id, appeal.review_id),
        round=rounds.round_by_id(here().id, found.round_id),
        today=_today(),
    )


@bp.post("/<place>/desk/appeals/<ref>/register")
@needs(Act.REGISTER_APPEAL)
def register(ref: str) -> Response:
    """Enter an appeal in the register."""
    back = url_for(".answer", place=here().slug, ref=ref)
    g.form_path = back
    number = acts.register(actor(), here().id, ref, now())
    flash(gettext("The appeal is registered as No. %(number)s.", number=number))
    return redirect(back, 303)


def _today() -> date:
    return calendar.day_of(now())
