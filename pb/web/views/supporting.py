"""Support for drafts: the list of a round, given and taken back, opened, closed."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import supporting as acts
from pb.rules.access import Act
from pb.services import support
from pb.web.access import actor, here, needs, public
from pb.web.limits import Limit, limited
from pb.web.paging import Pages
from pb.web.rounds import public_round
from pb.web.surroundings import now

bp = Blueprint("supporting", __name__, url_prefix="/<place>")

A_PAGE = 25


@bp.get("/rounds/<round_slug>/support")
@public
def index(round_slug: str) -> str:
    """The drafts that collect support now."""
    round_ = public_round(round_slug)
    phase = round_.phase(now())
    total = support.count_collecting(round_) if support.is_open_in(round_, now()) else 0
    pages = Pages(request.args.get("page", ""), total, A_PAGE)
    return render_template(
        "proposals/collecting.html",
        round=round_,
        phase=phase,
        needed=support.needed_in(round_),
        shown=support.collecting(round_, A_PAGE, pages.offset) if total else (),
        pages=pages,
    )


@bp.route("/proposals/<ref>/support", methods=["GET", "POST"])
@needs(Act.SUPPORT_PROPOSAL)
@limited(Limit.SUPPORT)
def give(ref: str) -> Response:
    """Support a draft; whoever had to sign in first comes back to its page to press the button."""
    if request.method == "POST":
        g.form_path = url_for("proposals.show", place=here().slug, ref=ref)
        acts.give(actor(), here().id, ref, now())
        flash(gettext("You support this proposal. Nobody sees that it is you, only how many."))
    return _to("proposals.show", ref)


@bp.post("/proposals/<ref>/support/back")
@needs(Act.SUPPORT_PROPOSAL)
@limited(Limit.SUPPORT)
def take_back(ref: str) -> Response:
    """Support it no more."""
    g.form_path = url_for("proposals.show", place=here().slug, ref=ref)
    acts.take_back(actor(), here().id, ref, now())
    flash(gettext("Your support is taken back."))
    return _to("proposals.show", ref)


@bp.post("/proposals/<ref>/support/open")
@needs(Act.SUBMIT_PROPOSAL)
def open_(ref: str) -> Response:
    """Open a draft to everyone."""
    g.form_path = url_for("proposal_steps.check", place=here().slug, ref=ref)
    acts.open_(actor(), here().id, ref, now())
    flash(gettext("Everyone can read and support it now. Pass the address of its page on."))
    return _to("proposal_steps.check", ref)


@bp.post("/proposals/<ref>/support/close")
@needs(Act.SUBMIT_PROPOSAL)
def close(ref: str) -> Response:
    """Close it again; the support given so far is lost."""
    g.form_path = url_for("proposal_steps.check", place=here().slug, ref=ref)
    acts.close(actor(), here().id, ref, now())
    flash(gettext("No support is collected any more. Only you and your co-authors see the draft."))
    return _to("proposal_steps.check", ref)


def _to(endpoint: str, ref: str) -> Response:
    return redirect(url_for(endpoint, place=here().slug, ref=ref), 303)
