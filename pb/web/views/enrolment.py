"""The desk of enrolment: the passport is looked at, the phone is written down, the slip signed."""

from flask import Blueprint, g, render_template, url_for
from flask_babel import force_locale, gettext

from pb.acts import enrolment
from pb.acts.rolls import corrections
from pb.records import rounds
from pb.rules.access import Act
from pb.services import rolls as lines
from pb.web.access import actor, here, needs
from pb.web.forms.rolls import EnrolForm, EnrolLookUpForm
from pb.web.limits import Limit, limited
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint("enrolment", __name__, url_prefix="/<place>/desk/rounds/<round_slug>/enrol")


@bp.route("", methods=["GET", "POST"])
@needs(Act.ENROL_RESIDENT)
@limited(Limit.LOOK_UP)
def look_up(round_slug: str) -> str:
    """Find the person on the roll by the personal number."""
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
                Act.ENROL_RESIDENT,
            )
            return render_template(
                "enrolment/card.html", round=round_, card=card, form=EnrolForm(formdata=None)
            )
    elif not form.is_submitted():
        form.reason.data = gettext("The person came with the passport to be enrolled.")
    return render_template("enrolment/look_up.html", round=round_, form=form)


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
            with force_locale(form.slip.data):
                g.language = form.slip.data
                return render_template("enrolment/slip.html", round=round_, slip=slip)
    line = lines.line(here().id, round_.id, ref)
    return render_template("enrolment/again.html", round=round_, line=line, form=form)
