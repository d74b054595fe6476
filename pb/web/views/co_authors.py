"""Writing a proposal together: who was asked, and the link that asks."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import co_authors as acts
from pb.records import proposal_parts
from pb.rules.access import Act
from pb.web.access import actor, here, needs
from pb.web.forms.plain import ButtonForm
from pb.web.refusals import refusals_on
from pb.web.surroundings import now
from pb.web.views.proposal_steps import own

bp = Blueprint("co_authors", __name__, url_prefix="/<place>/proposals")


@bp.route("/<ref>/authors", methods=["GET", "POST"])
@needs(Act.MEND_PROPOSAL)
def index(ref: str) -> str:
    """Who writes on it; the leader asks one more, and sees the link once."""
    own(ref)
    form = ButtonForm()
    link = None
    if form.validate_on_submit():
        with refusals_on(form):
            token = acts.invite(actor(), here().id, ref, now())
            link = url_for(".join", place=here().slug, token=token, _external=True)
    proposal = own(ref)
    return render_template(
        "proposals/authors.html",
        form=form,
        proposal=proposal,
        asked=proposal_parts.co_authors_of(here().id, proposal.id),
        leads=proposal.author_id == actor().account_id,
        own_id=actor().account_id,
        link=link,
    )


@bp.post("/<ref>/authors/<int:number>/end")
@needs(Act.MEND_PROPOSAL)
def end(ref: str, number: int) -> Response:
    """Take an invitation back, or leave."""
    g.form_path = url_for(".index", place=here().slug, ref=ref)
    mine = own(ref).author_id != actor().account_id
    acts.end(actor(), here().id, ref, number, now())
    flash(gettext("Done."))
    address = (
        url_for("proposals.mine", place=here().slug)
        if mine
        else url_for(".index", place=here().slug, ref=ref)
    )
    return redirect(address, 303)


@bp.route("/join/<token>", methods=["GET", "POST"])
@needs(Act.SUBMIT_PROPOSAL)
def join(token: str) -> str | Response:
    """Whoever was asked consents, or declines."""
    form = ButtonForm()
    if form.validate_on_submit():
        with refusals_on(form):
            consents = request.form.get("answer") == "yes"
            ref = acts.answer(actor(), here().id, token, now(), consents=consents)
            if consents:
                flash(gettext("You write on this proposal now."))
                return redirect(url_for("proposal_steps.check", place=here().slug, ref=ref), 303)
            flash(gettext("You declined. Nobody sees your name."))
            return redirect(url_for("places.home", place=here().slug), 303)
    proposal = acts.invited_to(here().id, token, now())
    return render_template("proposals/join.html", form=form, proposal=proposal)
