"""The commission of a round at the desk: entered by the clerk, signed by the head."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import commissions as acts
from pb.records import commissions, rounds
from pb.rules.access import Act
from pb.rules.commissions import terms
from pb.rules.rounds import is_open, require_open
from pb.services import rules
from pb.services.scoring import scoring_by
from pb.web.access import actor, here, needs
from pb.web.commissions import words
from pb.web.forms.commissions import seating_form
from pb.web.forms.plain import ButtonForm
from pb.web.limits import Limit, limited
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint("commissions", __name__, url_prefix="/<place>/desk/rounds/<round_slug>/commission")

bp.context_processor(words)


@bp.get("")
@needs(Act.USE_DESK)
def show(round_slug: str) -> str:
    """Who sits, by what they score, how far they are; what is missing."""
    round_ = rounds.round_of(here().id, round_slug)
    rule_set = rules.rules_of(round_)
    latest = commissions.latest_of(here().id, round_.id)
    work = scoring_by(latest, round_) if latest else None
    return render_template(
        "commissions/show.html",
        round=round_,
        rule_set=rule_set,
        latest=latest,
        seated=work.seated if work else (),
        make_up=terms.make_up(rule_set),
        scoring=work if work and work.projects and work.commission.is_signed else None,
        may_seat=is_open(Act.SEAT_COMMISSION, round_.phase(now())),
        form=ButtonForm(),
    )


@bp.route("/seat", methods=["GET", "POST"])
@needs(Act.SEAT_COMMISSION)
@limited(Limit.UPLOAD)
def seat(round_slug: str) -> str | Response:
    """Enter the act that seats the commission."""
    round_ = rounds.round_of(here().id, round_slug)
    require_open(Act.SEAT_COMMISSION, round_.phase(now()), round_.schedule)
    rule_set = rules.rules_of(round_)
    terms.require_asked(rule_set)
    form = seating_form(commissions.candidates(here().id), rule_set, round_.phase(now()))
    if form.validate_on_submit():
        with refusals_on(form):
            storage = surroundings().storage
            acts.seat(actor(), here().id, round_slug, form.facts(), storage, now())
            return _to(round_slug, gettext("The commission is entered. The head signs it now."))
    return render_template(
        "commissions/seat.html", form=form, round=round_, make_up=terms.make_up(rule_set)
    )


@bp.post("/<ref>/sign")
@needs(Act.SIGN_COMMISSION)
def sign(round_slug: str, ref: str) -> Response:
    """Stand for it as the second person."""
    g.form_path = url_for(".show", place=here().slug, round_slug=round_slug)
    acts.sign(actor(), here().id, round_slug, ref, now())
    return _to(round_slug, gettext("The commission is signed. Everyone can see it now."))


def _to(round_slug: str, said: str) -> Response:
    flash(said)
    return redirect(url_for(".show", place=here().slug, round_slug=round_slug), 303)
