"""The desk of enrolment: the passport is looked at, the phone is written down, the slip signed."""

from typing import Any

from flask import Blueprint, g, render_template, url_for
from flask_babel import force_locale, gettext

from pb.acts import enrolment
from pb.acts.enrolment import Slip
from pb.acts.rolls import corrections
from pb.records import rounds
from pb.records.rounds import Round
from pb.rules import enrolment as rules
from pb.rules.access import Act
from pb.services import rolls as lines
from pb.web.access import actor, here, needs
from pb.web.forms.rolls import EnrolForm, EnrolLookUpForm, PhoneForm
from pb.web.limits import Limit, limited
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint("enrolment", __name__, url_prefix="/<place>/desk/rounds/<round_slug>/enrol")


@bp.route("", methods=["GET", "POST"])
@needs(Act.ENROL_RESIDENT)
@limited(Limit.LOOK_UP)
def look_up(round_slug: str) -> str:
    """Find the person on the roll by the personal number; also to change the phone later."""
    round_ = rounds.round_of(here().id, round_slug)
    form = EnrolLookUpForm()
    if form.validate_on_submit():
        with refusals_on(form):
            card = corrections.find(
                actor(),
                here().id,
                round_slug,
                form.pin.data or "",
                form.looking(),
                surroundings().keys,
                now(),
                Act.CHANGE_PHONE,
            )
            form = PhoneForm(formdata=None) if card.is_enrolled else EnrolForm(formdata=None)
            return render_template("enrolment/card.html", card=card, form=form, **_about(round_))
    elif not form.is_submitted():
        form.reason.data = gettext("The person came to the office with the passport.")
    return render_template("enrolment/look_up.html", form=form, **_about(round_))


@bp.post("/<ref>")
@needs(Act.ENROL_RESIDENT)
def enrol(round_slug: str, ref: str) -> str:
    """Enrol the person; the slip is printed and signed."""
    round_ = rounds.round_of(here().id, round_slug)
    g.form_path = url_for(".look_up", place=here().slug, round_slug=round_slug)
    form = EnrolForm()
    if form.validate_on_submit():
        with refusals_on(form):
            slip = enrolment.enrol(
                actor(), here().id, round_slug, ref, form.facts(), surroundings().keys, now()
            )
            return _printed(round_, slip, form.slip.data)
    line = lines.line(here().id, round_.id, ref)
    return render_template("enrolment/again.html", round=round_, line=line, form=form)


@bp.post("/<ref>/phone")
@needs(Act.CHANGE_PHONE)
def change_phone(round_slug: str, ref: str) -> str:
    """Write down another phone of somebody who is enrolled; the slip is printed and signed."""
    round_ = rounds.round_of(here().id, round_slug)
    g.form_path = url_for(".look_up", place=here().slug, round_slug=round_slug)
    form = PhoneForm()
    if form.validate_on_submit():
        with refusals_on(form):
            slip = enrolment.change_phone(
                actor(), here().id, round_slug, ref, form.facts(), surroundings().keys, now()
            )
            return _printed(round_, slip, form.slip.data)
    line = lines.line(here().id, round_.id, ref)
    return render_template("enrolment/again.html", round=round_, line=line, form=form)


def _about(round_: Round) -> dict[str, Any]:
    """A round and until when people are enrolled for it."""
    schedule = round_.schedule
    return {
        "round": round_,
        "closes": rules.closes(schedule),
        "is_open": rules.is_open(schedule, now()),
    }


def _printed(round_: Round, slip: Slip, language: str) -> str:
    """The slip in the language of its owner, whatever the clerk reads."""
    with force_locale(language):
        g.language = language
        return render_template("enrolment/slip.html", round=round_, slip=slip)
