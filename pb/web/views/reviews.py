"""The office's side of a review: the queue, the checklist, notes, the cost, the outcome."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts.reviews import checking, estimates, outcomes
from pb.records import proposals, review_checks, reviews, rounds, rule_sets
from pb.records.proposals import Proposal
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.checklists import asked_of_people
from pb.rules.money import ZERO
from pb.rules.proposals import ProposalState
from pb.rules.refusals import Code, NotFound
from pb.rules.rounds import is_open
from pb.services.reviews import Case, act_of, case_of
from pb.web.access import actor, here, needs
from pb.web.checklists import hints
from pb.web.forms.reviews import ChecklistForm, CostForm, FinalForm, NoteForm, OutcomeForm
from pb.web.language import language
from pb.web.paging import Pages
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint("reviews", __name__, url_prefix="/<place>/desk")

A_PAGE = 25


@bp.get("/reviews")
@needs(Act.REVIEW_PROPOSAL)
def queue() -> str:
    """What waits for a decision, what is due first on top."""
    found = rounds.all_rounds(here().id)
    asked = request.args.get("round", "")
    chosen = next((one for one in found if one.slug == asked), None)
    key, day = chosen.id if chosen else None, _today()
    total, late = reviews.count_waiting(here().id, day, key)
    pages = Pages(request.args.get("page", ""), total, A_PAGE)
    return render_template(
        "desk/reviews.html",
        waiting=reviews.waiting(here().id, A_PAGE, pages.offset, key),
        rounds=found,
        chosen=chosen,
        pages=pages,
        total=total,
        late=late,
        today=day,
        worked=rule_sets.workdays_of(here().id),
    )


@bp.get("/proposals/<ref>")
@needs(Act.REVIEW_PROPOSAL)
def review(ref: str) -> str:
    """A proposal with everything its reviewers have found, written and put down."""
    proposal, round_, case = _case(ref)
    checks = review_checks.checks_of(here().id, case.review.id)
    return render_template(
        "desk/review.html",
        proposal=proposal,
        round=round_,
        case=case,
        findings=case.findings,
        checks=checks,
        notes=review_checks.notes_of(here().id, proposal.id),
        hints=hints(case.rules),
        may_review=_may_review(case),
        today=_today(),
    )


@bp.route("/proposals/<ref>/checklist", methods=["GET", "POST"])
@needs(Act.REVIEW_PROPOSAL)
def checklist(ref: str) -> str | Response:
    """Answer the items of the checklist."""
    proposal, round_, case = _case(ref)
    form = ChecklistForm.of(asked_of_people(case.figures))
    if form.validate_on_submit():
        with refusals_on(form):
            checking.check(actor(), here().id, ref, form.answers(), now())
            return _back(ref, gettext("Your answers are saved. Only the staff sees them."))
    elif request.method == "GET":
        mine = review_checks.checks_of(here().id, case.review.id)
        form.show(check for check, _ in mine if check.reviewer_id == actor().account_id)
    return render_template(
        "desk/checklist.html", form=form, proposal=proposal, round=round_, hints=hints(case.rules)
    )


@bp.route("/proposals/<ref>/note", methods=["GET", "POST"])
@needs(Act.REVIEW_PROPOSAL)
def note(ref: str) -> str | Response:
    """Tell the other reviewers something."""
    proposal, round_, _ = _case(ref)
    form = NoteForm()
    if form.validate_on_submit():
        with refusals_on(form):
            checking.note(actor(), here().id, ref, form.text.data or "", now())
            return _back(ref, gettext("Your note is saved. Only the staff sees it."))
    return render_template("desk/note.html", form=form, proposal=proposal, round=round_)


@bp.route("/proposals/<ref>/cost", methods=["GET", "POST"])
@needs(Act.REVIEW_PROPOSAL)
def cost(ref: str) -> str | Response:
    """Put another cost beside the one that is asked."""
    proposal, round_, case = _case(ref)
    form = CostForm()
    if form.validate_on_submit():
        with refusals_on(form):
            given, why = form.cost.amount or ZERO, form.reason.data or ""
            keys = surroundings().keys
            estimates.estimate(actor(), here().id, ref, given, why, language(), keys, now())
            return _back(ref, gettext("The cost is put down. The author is asked for a word."))
    return render_template("desk/cost.html", form=form, proposal=proposal, round=round_, case=case)


@bp.route("/proposals/<ref>/outcome", methods=["GET", "POST"])
@needs(Act.REVIEW_PROPOSAL)
def outcome(ref: str) -> str | Response:
    """Put down how the review shall end; it is looked at before it is published."""
    proposal, round_, case = _case(ref)
    form = OutcomeForm()
    form.offer()
    if form.validate_on_submit():
        with refusals_on(form):
            outcomes.put_down(actor(), here().id, ref, form.facts(language()), now())
            return redirect(url_for(".final", place=here().slug, ref=ref), 303)
    elif request.method == "GET" and not case.review.is_final:
        form.show(case.review)
    last = calendar.last_day_before(round_.review_closes)
    return render_template(
        "desk/outcome.html", form=form, proposal=proposal, round=round_, case=case, last=last
    )


@bp.route("/proposals/<ref>/final", methods=["GET", "POST"])
@needs(Act.REVIEW_PROPOSAL)
def final(ref: str) -> str | Response:
    """Read the decision as its author will, then publish it."""
    proposal, round_, case = _case(ref)
    form = FinalForm()
    if form.validate_on_submit():
        with refusals_on(form):
            keys = surroundings().keys
            outcomes.make_final(actor(), here().id, ref, form.count(), keys, now())
            flash(gettext("Your answer is given; everyone can read it."))
            return redirect(url_for(".queue", place=here().slug), 303)
    if case.review.is_final or case.review.outcome is None:
        return redirect(url_for(".review", place=here().slug, ref=ref), 303)
    form.saved.data = str(case.review.saved)
    return render_template("desk/final.html", form=form, proposal=proposal, round=round_, case=case)


def _case(ref: str) -> tuple[Proposal, Round, Case]:
    proposal = proposals.whole_proposal(here().id, ref)
    if proposal.state is ProposalState.DRAFT:
        raise NotFound(Code.NOT_FOUND)
    round_ = rounds.round_by_id(here().id, proposal.round_id)
    return proposal, round_, case_of(proposal, round_)


def _may_review(case: Case) -> bool:
    waits = case.proposal.state is ProposalState.SUBMITTED
    return waits and is_open(act_of(case.review), case.round.phase(now()))


def _back(ref: str, said: str) -> Response:
    flash(said)
    return redirect(url_for(".review", place=here().slug, ref=ref), 303)


def _today() -> date:
    return calendar.day_of(now())
