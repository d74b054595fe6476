"""Merging two proposals: what is offered to whom, and how the other side answers."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import merging as acts
from pb.records import merging, proposals, rounds
from pb.records.merging import MergeOffer
from pb.records.proposals import Proposal
from pb.rules.access import Act
from pb.rules.merging import MergeState
from pb.rules.proposals import MOVES, Deed, ProposalState
from pb.rules.refusals import Code, NotFound
from pb.rules.rounds import is_open
from pb.web.access import actor, here, needs
from pb.web.forms.merging import AnswerForm, OfferForm
from pb.web.forms.plain import ButtonForm
from pb.web.language import language
from pb.web.limits import Limit, limited
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint("merging", __name__, url_prefix="/<place>")


@bp.route("/proposals/<ref>/merging", methods=["GET", "POST"])
@needs(Act.MERGE_PROPOSAL)
@limited(Limit.MERGE)
def index(ref: str) -> str | Response:
    """What was offered and answered about a proposal; its leader offers it to another one."""
    form = OfferForm()
    form.offer(_others(_led(ref)))
    if form.validate_on_submit():
        with refusals_on(form):
            into, words, keys = form.into.data, form.words.data or "", surroundings().keys
            acts.offer(actor(), here().id, ref, into, words, language(), keys, now())
            return _to(ref, gettext("Your offer is sent. The other side answers it."))
    proposal = _led(ref)
    found = merging.offers_about(here().id, proposal.id)
    waits = [one for one in found if one.state is MergeState.OFFERED]
    return render_template(
        "merging/index.html",
        form=form,
        button=ButtonForm(formdata=None),
        proposal=proposal,
        received=[one for one in waits if one.into_id == proposal.id],
        sent=[one for one in waits if one.proposal_id == proposal.id],
        ended=[one for one in found if one.state is not MergeState.OFFERED],
        may_offer=_may(proposal),
        may_take_in=may_take_in(proposal),
    )


@bp.route("/merging/<offer>/answer", methods=["GET", "POST"])
@needs(Act.MERGE_PROPOSAL)
def answer(offer: str) -> str | Response:
    """The other side accepts, or declines with a reason."""
    found = _offered(offer)
    form = AnswerForm()
    if form.validate_on_submit():
        with refusals_on(form):
            keys, ref = surroundings().keys, found.into.ref
            if form.is_consent:
                acts.accept(actor(), here().id, offer, keys, now())
                return _to(ref, gettext("You accepted. The other proposal lives on in yours."))
            why = form.reason.data or ""
            acts.decline(actor(), here().id, offer, why, language(), keys, now())
            return _to(ref, gettext("You declined. Both proposals stay as they are."))
    return render_template("merging/answer.html", form=form, offer=_offered(offer))


@bp.post("/merging/<offer>/back")
@needs(Act.MERGE_PROPOSAL)
def take_back(offer: str) -> Response:
    """Take an offer back."""
    ref = merging.offer_of(here().id, offer).proposal.ref
    g.form_path = url_for(".index", place=here().slug, ref=ref)
    acts.take_back(actor(), here().id, offer, now())
    return _to(ref, gettext("Your offer is taken back."))


@bp.post("/proposals/<ref>/take-in")
@needs(Act.MERGE_PROPOSAL)
def take_in(ref: str) -> Response:
    """Have a proposal back, to write in what merged into it."""
    g.form_path = url_for(".index", place=here().slug, ref=ref)
    acts.take_in(actor(), here().id, ref, now())
    flash(gettext("You have it back. Mend it and send it again: until then nobody reviews it."))
    return redirect(url_for("proposal_steps.check", place=here().slug, ref=ref), 303)


def may_take_in(proposal: Proposal) -> bool:
    """Whether its leader may have it back now."""
    round_ = rounds.round_by_id(here().id, proposal.round_id)
    return (
        Deed.TAKE_IN in MOVES[proposal.state]
        and is_open(Act.MEND_PROPOSAL, round_.phase(now()))
        and merging.may_take_in(proposal)
    )


def _may(proposal: Proposal) -> bool:
    round_ = rounds.round_by_id(here().id, proposal.round_id)
    return Deed.MERGE in MOVES[proposal.state] and is_open(Act.MERGE_PROPOSAL, round_.phase(now()))


def _led(ref: str) -> Proposal:
    proposal = proposals.proposal_of(here().id, ref)
    if proposal.author_id != actor().account_id or proposal.state is ProposalState.DRAFT:
        raise NotFound(Code.NOT_FOUND)
    return proposal


def _offered(offer: str) -> MergeOffer:
    found = merging.offer_of(here().id, offer)
    if found.into.author_id != actor().account_id:
        raise NotFound(Code.NOT_FOUND)
    return found


def _others(own: Proposal) -> list[tuple[str, str]]:
    return [
        (one.ref, f"№ {one.register_number}. {one.title.read(language())[0]}")
        for one in proposals.mergeable(here().id, own.round_id)
        if one.author_id != own.author_id
    ]


def _to(ref: str, said: str) -> Response:
    flash(said)
    return redirect(url_for(".index", place=here().slug, ref=ref), 303)
