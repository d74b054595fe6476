"""Proposals: the list, one of them, and the author's own."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import proposals as acts
from pb.records import places, proposals, rounds
from pb.records.proposals import Proposal
from pb.rules.access import Act
from pb.rules.proposals import ProposalState
from pb.rules.refusals import Code, NotFound
from pb.rules.rounds import is_open, require_open
from pb.rules.texts import folded
from pb.web.access import actor, here, me, needs, public
from pb.web.answers import answers_to
from pb.web.forms.fields import offered
from pb.web.forms.plain import ButtonForm
from pb.web.forms.proposals import ProposalForm
from pb.web.language import language
from pb.web.limits import Limit, limited
from pb.web.refusals import refusals_on
from pb.web.rounds import public_round
from pb.web.surroundings import now

bp = Blueprint("proposals", __name__)

A_PAGE = 25


@bp.get("/<place>/rounds/<round_slug>/proposals")
@public
@limited(Limit.SEARCH, only_if=lambda: bool(request.args.get("q")))
def index(round_slug: str) -> str:
    """Every proposal of a round that was sent, with what became of it."""
    round_ = public_round(round_slug)
    everything = proposals.public_proposals(here().id, round_.id)
    found = [proposal for proposal in everything if _matches(proposal)]
    page = min(max(request.args.get("page", 1, int), 1), -(-len(found) // A_PAGE) or 1)
    return render_template(
        "proposals/index.html",
        round=round_,
        phase=round_.phase(now()),
        everything=everything,
        found=found,
        shown=found[(page - 1) * A_PAGE : page * A_PAGE],
        page=page,
        pages=-(-len(found) // A_PAGE) or 1,
        settlements=places.settlements_of(here().id),
        projects=() if everything else proposals.projects_of(round_.id),
    )


@bp.get("/<place>/proposals/<ref>")
@public
def show(ref: str) -> str:
    """One proposal; a draft only to its author."""
    proposal = proposals.proposal_of(here().id, ref)
    who = me()
    own = who is not None and proposal.author_id == who.id
    if proposal.state is ProposalState.DRAFT and not own:
        raise NotFound(Code.NOT_FOUND)
    round_ = rounds.round_by_id(here().id, proposal.round_id)
    phase = round_.phase(now())
    return render_template(
        "proposals/show.html",
        proposal=proposal,
        round=round_,
        phase=phase,
        own=own,
        form=ButtonForm(),
        answers=answers_to(proposal, round_),
        can_submit=own
        and proposal.state in (ProposalState.DRAFT, ProposalState.RETURNED)
        and is_open(_act_for(proposal), phase),
    )


@bp.route("/<place>/rounds/<round_slug>/proposals/new", methods=["GET", "POST"])
@needs(Act.SUBMIT_PROPOSAL)
def new(round_slug: str) -> str | Response:
    """Write a proposal; it is kept as a draft first."""
    round_ = public_round(round_slug)
    form = _form()
    if form.validate_on_submit():
        with refusals_on(form):
            facts = form.facts(language())
            ref = acts.save(actor(), here().id, round_slug, facts, now())
            return _to(ref, gettext("The draft is saved."))
    elif request.method == "GET":
        require_open(Act.SUBMIT_PROPOSAL, round_.phase(now()), round_.schedule)
    return render_template("proposals/edit.html", form=form, round=round_, proposal=None)


@bp.route("/<place>/proposals/<ref>/edit", methods=["GET", "POST"])
@needs(Act.MEND_PROPOSAL)
def edit(ref: str) -> str | Response:
    """Change one's own draft, or mend what was returned."""
    proposal = proposals.proposal_of(here().id, ref)
    round_ = rounds.round_by_id(here().id, proposal.round_id)
    form = _form()
    if form.validate_on_submit():
        with refusals_on(form):
            acts.save(actor(), here().id, round_.slug, form.facts(language()), now(), ref)
            return _to(ref, gettext("Your changes are saved."))
    elif request.method == "GET":
        if me() is None or proposal.author_id != actor().account_id:
            raise NotFound(Code.NOT_FOUND)
        require_open(_act_for(proposal), round_.phase(now()), round_.schedule)
        form.show(proposal, language())
    return render_template("proposals/edit.html", form=form, round=round_, proposal=proposal)


@bp.post("/<place>/proposals/<ref>/submit")
@needs(Act.MEND_PROPOSAL)
def submit(ref: str) -> Response:
    """Send a proposal to the office."""
    g.form_path = url_for(".show", place=here().slug, ref=ref)
    number = acts.submit(actor(), here().id, ref, now())
    return _to(
        ref, gettext("Sent to the office. Its register number is %(number)s.", number=number)
    )


@bp.get("/<place>/my-proposals")
@needs(Act.SUBMIT_PROPOSAL)
def mine() -> str:
    """What this resident has written."""
    own = proposals.proposals_by(here().id, actor().account_id or 0)
    return render_template("proposals/mine.html", own=own)


def _to(ref: str, said: str) -> Response:
    flash(said)
    return redirect(url_for(".show", place=here().slug, ref=ref), 303)


def _form() -> ProposalForm:
    form = ProposalForm()
    villages = places.settlements_of(here().id)
    named = ((village.slug, village.name.read(language())[0]) for village in villages)
    form.settlement.choices = offered([("", gettext("All the villages")), *named])
    return form


def _act_for(proposal: Proposal) -> Act:
    new = proposal.state is ProposalState.DRAFT
    return Act.SUBMIT_PROPOSAL if new else Act.MEND_PROPOSAL


def _matches(proposal: Proposal) -> bool:
    words = folded(request.args.get("q", "")[:100]).split()
    village = request.args.get("village", "")
    text = folded(f"{proposal.title_ky} {proposal.title_ru} {proposal.register_number}")
    at = proposal.settlement.slug if proposal.settlement else ""
    return all(word in text for word in words) and village in ("", at)
