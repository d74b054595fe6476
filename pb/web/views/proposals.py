"""Proposals: the list, one of them with its versions, and the author's own."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import proposals as acts
from pb.records import merging, place_maps, places, proposal_parts, proposals, rounds
from pb.records.proposals import Proposal
from pb.rules.access import Act
from pb.rules.maps import Drawing, PlaceMap, in_degrees
from pb.rules.proposals import MOVES, Deed, ProposalState, moved
from pb.rules.refusals import Code, NotFound
from pb.rules.rounds import Phase, is_open, require_open
from pb.rules.texts import folded
from pb.services import support, writing
from pb.web.access import actor, here, needs, public
from pb.web.answers import answers_to
from pb.web.downloads import attached
from pb.web.forms.plain import ButtonForm
from pb.web.limits import Limit, limited
from pb.web.proposals import revisions
from pb.web.refusals import refusals_on
from pb.web.rounds import public_round
from pb.web.surroundings import now
from pb.web.views.proposal_steps import TRANSLATED_LATER
from pb.web.views.proposal_steps import own as own_proposal

bp = Blueprint("proposals", __name__)

A_PAGE = 25
WRITTEN = (ProposalState.DRAFT, ProposalState.RETURNED)


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
        collects=support.is_open_in(round_, now()) and support.needed_in(round_) > 0,
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
    """One proposal; a draft only to its authors."""
    proposal, own = _readable(ref)
    round_ = rounds.round_by_id(here().id, proposal.round_id)
    phase = round_.phase(now())
    leads = own and proposal.author_id == actor().account_id
    return render_template(
        "proposals/show.html",
        proposal=proposal,
        round=round_,
        phase=phase,
        own=own,
        form=ButtonForm(),
        answers=answers_to(proposal, round_),
        versions=proposal_parts.versions_of(here().id, proposal.id),
        support=support.standing_of(proposal, round_, actor().account_id, now()),
        offered=leads
        and proposal.submitted_at is not None
        and merging.is_offered(here().id, proposal.id),
        merges=merging.merged_with(here().id, proposal.id) if proposal.submitted_at else (),
        **_on_map(proposal),
        **_may(proposal, phase, own=own, leads=leads),
    )


@bp.get("/<place>/proposals/<ref>/versions")
@public
def versions(ref: str) -> str:
    """What was sent, each time it was, and what changed."""
    proposal, _own = _readable(ref)
    kept = proposal_parts.versions_of(here().id, proposal.id)
    if not kept:
        raise NotFound(Code.NOT_FOUND)
    return render_template(
        "proposals/versions.html",
        proposal=proposal,
        round=rounds.round_by_id(here().id, proposal.round_id),
        revisions=revisions(list(kept)),
    )


@bp.get("/<place>/proposals/<ref>/versions/<int:number>.json")
@public
def version(ref: str, number: int) -> Response:
    """The very text whose hash stands on the receipt."""
    proposal, _own = _readable(ref)
    for kept in proposal_parts.versions_of(here().id, proposal.id):
        if kept.number == number:
            name = f"proposal-{proposal.ref}-{number}.json"
            return attached(kept.facts, "application/json", name, kept.sha256)
    raise NotFound(Code.NOT_FOUND)


@bp.get("/<place>/proposals/<ref>/receipt")
@needs(Act.MEND_PROPOSAL)
def receipt(ref: str) -> str:
    """What was sent, when, and under which number: to be printed and kept."""
    proposal = own_proposal(ref)
    kept = proposal_parts.versions_of(here().id, proposal.id)
    if proposal.register_number is None or not kept:
        raise NotFound(Code.NOT_FOUND)
    sent = [one for one in kept if one.at <= (proposal.submitted_at or one.at)]
    return render_template(
        "proposals/receipt.html",
        proposal=proposal,
        round=rounds.round_by_id(here().id, proposal.round_id),
        version=sent[-1],
        to_bring=writing.writing_of(proposal).papers.to_bring,
    )


@bp.route("/<place>/proposals/<ref>/withdraw", methods=["GET", "POST"])
@needs(Act.WITHDRAW_PROPOSAL)
def withdraw(ref: str) -> str | Response:
    """Ask once more, then take it back."""
    own_proposal(ref)
    form = ButtonForm()
    if form.validate_on_submit():
        with refusals_on(form):
            acts.withdraw(actor(), here().id, ref, now())
            flash(gettext("The proposal is withdrawn. Its page stays and says so."))
            return redirect(url_for(".show", place=here().slug, ref=ref), 303)
    proposal = own_proposal(ref)
    round_ = rounds.round_by_id(here().id, proposal.round_id)
    if request.method == "GET":
        moved(proposal.state, Deed.WITHDRAW)
        require_open(Act.WITHDRAW_PROPOSAL, round_.phase(now()), round_.schedule)
    return render_template("proposals/withdraw.html", form=form, proposal=proposal, round=round_)


@bp.get("/<place>/my-proposals")
@needs(Act.SUBMIT_PROPOSAL)
def mine() -> str:
    """What this resident has written, alone or with others."""
    own = proposals.proposals_by(here().id, actor().account_id or 0)
    return render_template("proposals/mine.html", own=own, own_id=actor().account_id)


def _readable(ref: str) -> tuple[Proposal, bool]:
    """A proposal for whoever asks, and whether they write on it.

    A draft is for those alone, unless it collects support.
    """
    proposal = proposals.whole_proposal(here().id, ref)
    own = writing.writes(proposal, actor().account_id)
    if proposal.state is ProposalState.DRAFT and not own:
        round_ = rounds.round_by_id(here().id, proposal.round_id)
        if not support.is_collecting(proposal, round_, now()):
            raise NotFound(Code.NOT_FOUND)
    return proposal, own


def _may(proposal: Proposal, phase: Phase, *, own: bool, leads: bool) -> dict[str, bool]:
    """What its authors may do with it now."""
    state = proposal.state
    act = writing.act_of_writing(proposal, phase)
    return {
        "can_edit": own and state in WRITTEN and is_open(act, phase),
        "can_translate": own
        and state in TRANSLATED_LATER
        and is_open(Act.TRANSLATE_PROPOSAL, phase),
        "can_withdraw": leads
        and Deed.WITHDRAW in MOVES[state]
        and is_open(Act.WITHDRAW_PROPOSAL, phase),
        "leads": leads,
    }


def _on_map(proposal: Proposal) -> dict[str, Any]:
    """The point in degrees, and how high the map is that shows it; 0 where there is none."""
    if proposal.latitude is None or proposal.longitude is None:
        return {"point": None, "map_height": 0}
    row = place_maps.map_of(here().id)
    return {
        "point": [in_degrees(proposal.latitude), in_degrees(proposal.longitude)],
        "map_height": Drawing.of(PlaceMap.read(row.shapes)).height if row else 0,
    }


def _matches(proposal: Proposal) -> bool:
    words = folded(request.args.get("q", "")[:100]).split()
    village = request.args.get("village", "")
    text = folded(f"{proposal.title_ky} {proposal.title_ru} {proposal.register_number}")
    at = proposal.settlement.slug if proposal.settlement else ""
    return all(word in text for word in words) and village in ("", at)
