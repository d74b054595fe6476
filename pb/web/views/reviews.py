"""The office's answer to a proposal."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import proposals as acts
from pb.records import proposals, rounds
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.proposals import ProposalState
from pb.rules.refusals import Code, NotFound
from pb.web.access import actor, here, needs
from pb.web.forms.reviews import ReviewForm
from pb.web.language import language
from pb.web.refusals import refusals_on
from pb.web.surroundings import now

bp = Blueprint("reviews", __name__, url_prefix="/<place>/desk/proposals")


@bp.route("/<ref>", methods=["GET", "POST"])
@needs(Act.REVIEW_PROPOSAL)
def review(ref: str) -> str | Response:
    """Read a proposal and decide: admit, return, not admit."""
    proposal = proposals.proposal_of(here().id, ref)
    if proposal.state is ProposalState.DRAFT:
        raise NotFound(Code.NOT_FOUND)
    round_ = rounds.round_by_id(here().id, proposal.round_id)
    form = ReviewForm()
    form.offer()
    if form.validate_on_submit():
        with refusals_on(form):
            _decide(ref, form)
            flash(gettext("Your answer is given; everyone can read it."))
            back = url_for("desk.overview", place=here().slug, round_slug=round_.slug)
            return redirect(back, 303)
    return render_template(
        "desk/review.html",
        form=form,
        proposal=proposal,
        round=round_,
        phase=round_.phase(now()),
        last=calendar.last_day_before(round_.review_closes),
    )


def _decide(ref: str, form: ReviewForm) -> None:
    reason = form.reason.data or ""
    if form.outcome.data == "admit":
        acts.admit(actor(), here().id, ref, now())
    elif form.outcome.data == "return":
        acts.return_(actor(), here().id, ref, reason, language(), form.mend_by.data, now())
    else:
        ground = form.chosen_ground()
        acts.refuse(actor(), here().id, ref, ground, reason, language(), now())
