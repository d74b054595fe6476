"""What people say to a decision or under a proposal: a reply, a word on the cost, an appeal."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import appeals, questions
from pb.acts.reviews import estimates, outcomes
from pb.records import proposals, rounds
from pb.records.proposals import Proposal
from pb.rules.access import Act
from pb.rules.proposals import ProposalState
from pb.rules.refusals import Code, NotFound
from pb.rules.reviews import CostConsent
from pb.web.access import actor, here, needs
from pb.web.answers import answers_to
from pb.web.forms.reviews import AppealForm, ConsentForm, ReplyForm, SayForm
from pb.web.language import language
from pb.web.refusals import refusals_on
from pb.web.surroundings import now

bp = Blueprint("replies", __name__, url_prefix="/<place>/proposals")


@bp.route("/<ref>/reply", methods=["GET", "POST"])
@needs(Act.ANSWER_REVIEW)
def reply(ref: str) -> str | Response:
    """The author replies to a return."""
    proposal = _own(ref)
    form = ReplyForm()
    if form.validate_on_submit():
        with refusals_on(form):
            text = form.text.data or ""
            outcomes.reply(actor(), here().id, ref, text, language(), now())
            return _to(ref, gettext("Your reply is saved. It stands beside the decision."))
    return render_template("proposals/reply.html", form=form, proposal=proposal)


@bp.route("/<ref>/cost", methods=["GET", "POST"])
@needs(Act.ANSWER_REVIEW)
def cost(ref: str) -> str | Response:
    """The author accepts the office's cost, or does not."""
    proposal = _own(ref)
    round_ = rounds.round_by_id(here().id, proposal.round_id)
    form = ConsentForm()
    if form.validate_on_submit():
        with refusals_on(form):
            consent, text = CostConsent(form.consent.data), form.text.data
            estimates.answer(actor(), here().id, ref, consent, text, language(), now())
            return _to(ref, gettext("Your answer is saved. The aiyl okmotu sees it."))
    waiting = answers_to(proposal, round_).waiting_cost
    if waiting is None and not form.is_submitted():
        return redirect(url_for("proposals.show", place=here().slug, ref=ref), 303)
    return render_template(
        "proposals/cost.html", form=form, proposal=proposal, round=round_, waiting=waiting
    )


@bp.route("/<ref>/appeal", methods=["GET", "POST"])
@needs(Act.FILE_APPEAL)
def appeal(ref: str) -> str | Response:
    """The author appeals against a refusal."""
    proposal = _own(ref)
    round_ = rounds.round_by_id(here().id, proposal.round_id)
    form = AppealForm()
    if form.validate_on_submit():
        with refusals_on(form):
            text, is_public = form.text.data or "", form.is_text_public.data
            appeals.file(actor(), here().id, ref, text, language(), now(), is_text_public=is_public)
            return _to(ref, gettext("Your appeal is filed. Its terms stand on this page."))
    until = answers_to(proposal, round_).appeal_until
    return render_template("proposals/appeal.html", form=form, proposal=proposal, until=until)


@bp.route("/<ref>/ask", methods=["GET", "POST"])
@needs(Act.ASK_QUESTION)
def ask(ref: str) -> str | Response:
    """Ask something under a proposal."""
    proposal = proposals.proposal_of(here().id, ref)
    if proposal.state is ProposalState.DRAFT:
        raise NotFound(Code.NOT_FOUND)
    form = SayForm()
    if form.validate_on_submit():
        with refusals_on(form):
            questions.ask(actor(), here().id, ref, form.text.data or "", language(), now())
            return _to(ref, gettext("Your question stands under the proposal."), "questions")
    return render_template("proposals/ask.html", form=form, proposal=proposal)


def _own(ref: str) -> Proposal:
    proposal = proposals.proposal_of(here().id, ref)
    if proposal.author_id != actor().account_id:
        raise NotFound(Code.NOT_FOUND)
    return proposal


def _to(ref: str, said: str, part: str = "decisions") -> Response:
    flash(said)
    return redirect(url_for("proposals.show", place=here().slug, ref=ref, _anchor=part), 303)
