"""Questions under proposals: answers, reports, and what the office hides with a public reason."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import questions as acts
from pb.records import questions
from pb.rules.access import Act
from pb.web.access import actor, here, needs
from pb.web.forms.plain import ButtonForm
from pb.web.forms.reviews import HideForm, SayForm
from pb.web.language import language
from pb.web.paging import Pages
from pb.web.refusals import refusals_on
from pb.web.surroundings import now

bp = Blueprint("questions", __name__)

A_PAGE = 25


@bp.route("/<place>/questions/<ref>/answer", methods=["GET", "POST"])
@needs(Act.ANSWER_QUESTION)
def answer(ref: str) -> str | Response:
    """Answer a question, as the author or for the office."""
    said, proposal = questions.remark_of(here().id, ref)
    form = SayForm()
    if form.validate_on_submit():
        with refusals_on(form):
            acts.answer(actor(), here().id, ref, form.text.data or "", language(), now())
            return _to(proposal.ref, gettext("Your answer stands under the question."))
    return render_template("questions/answer.html", form=form, said=said, proposal=proposal)


@bp.route("/<place>/questions/<ref>/report", methods=["GET", "POST"])
@needs(Act.REPORT_QUESTION)
def report(ref: str) -> str | Response:
    """Tell the office that something should not stand there."""
    said, proposal = questions.remark_of(here().id, ref)
    form = SayForm()
    if form.validate_on_submit():
        with refusals_on(form):
            acts.report(actor(), here().id, ref, form.text.data or "", now())
            return _to(proposal.ref, gettext("Thank you. The aiyl okmotu will look at it."))
    return render_template("questions/report.html", form=form, said=said, proposal=proposal)


@bp.get("/<place>/desk/reports")
@needs(Act.HIDE_QUESTION)
def reports() -> str:
    """What was reported and is not settled yet, the oldest first."""
    total = questions.count_reports(here().id)
    pages = Pages(request.args.get("page", ""), total, A_PAGE)
    return render_template(
        "desk/reports.html",
        reports=questions.reports_in(here().id, A_PAGE, pages.offset),
        pages=pages,
        total=total,
        form=ButtonForm(),
    )


@bp.route("/<place>/desk/questions/<ref>/hide", methods=["GET", "POST"])
@needs(Act.HIDE_QUESTION)
def hide(ref: str) -> str | Response:
    """Put a public reason in its place."""
    said, proposal = questions.remark_of(here().id, ref)
    form = HideForm()
    if form.validate_on_submit():
        with refusals_on(form):
            acts.hide(actor(), here().id, ref, form.reason.data or "", language(), now())
            return _to(proposal.ref, gettext("It is hidden. Everyone reads the reason."))
    return render_template("questions/hide.html", form=form, said=said, proposal=proposal)


@bp.post("/<place>/desk/questions/<ref>/show")
@needs(Act.HIDE_QUESTION)
def show(ref: str) -> Response:
    """Show again what was hidden."""
    _, proposal = questions.remark_of(here().id, ref)
    g.form_path = url_for("proposals.show", place=here().slug, ref=proposal.ref)
    acts.show(actor(), here().id, ref, now())
    return _to(proposal.ref, gettext("It is shown again."))


@bp.post("/<place>/desk/questions/<ref>/let-stand")
@needs(Act.HIDE_QUESTION)
def let_stand(ref: str) -> Response:
    """Settle the reports without hiding anything."""
    g.form_path = url_for(".reports", place=here().slug)
    acts.let_stand(actor(), here().id, ref, now())
    flash(gettext("It stands as it is; the reports are settled."))
    return redirect(url_for(".reports", place=here().slug), 303)


def _to(ref: str, said: str) -> Response:
    flash(said)
    place = here().slug
    return redirect(url_for("proposals.show", place=place, ref=ref, _anchor="questions"), 303)
