"""Who looked at whose data: the list of the person, complaints, and the counts for everyone."""

from collections import Counter
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import privacy as acts
from pb.records import privacy
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.privacy import Purpose, first_month_shown
from pb.rules.roles import Role
from pb.services import disputes, phones
from pb.services.actors import account_of
from pb.web.access import actor, at, here, needs, public
from pb.web.forms.privacy import ComplaintAnswerForm, ComplaintForm
from pb.web.paging import Pages
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint("privacy", __name__)

A_PAGE = 25
COMPLAINTS = 100


@bp.get("/<place>/my-data")
@needs(Act.SEE_OWN_DATA)
def my_data() -> str:
    """What is kept of me, and everyone who looked at it."""
    resident_id = acts.own_resident(actor(), here().id)
    total = privacy.count_of_accesses_to(here().id, resident_id)
    pages = Pages(request.args.get("page", ""), total, A_PAGE)
    return render_template(
        "privacy/my_data.html",
        decisions=disputes.about_own_votes(here().id, resident_id),
        looks=privacy.accesses_to(here().id, resident_id, A_PAGE, pages.offset),
        pages=pages,
        total=total,
        phone=phones.hint_of(account_of(actor()), surroundings().keys),
    )


@bp.route("/<place>/my-data/<ref>/strange", methods=["GET", "POST"])
@needs(Act.COMPLAIN)
def complain(ref: str) -> str | Response:
    """Say that a look is strange."""
    resident_id = acts.own_resident(actor(), here().id)
    access = privacy.access_to(here().id, resident_id, ref)
    form = ComplaintForm()
    if form.validate_on_submit():
        with refusals_on(form):
            acts.complain(actor(), here().id, ref, form.text.data or "", now())
            flash(gettext("Your complaint is taken. The answer will stand beside this look."))
            return redirect(at(".my_data"), 303)
    return render_template("privacy/complain.html", form=form, access=access)


@bp.get("/<place>/desk/complaints")
@needs(Act.ANSWER_COMPLAINT)
def complaints() -> str:
    """The complaints, those that wait first."""
    found = privacy.complaints_of(here().id, COMPLAINTS)
    return render_template("privacy/complaints.html", complaints=found, today=_today())


@bp.route("/<place>/desk/complaints/<ref>", methods=["GET", "POST"])
@needs(Act.ANSWER_COMPLAINT)
def answer(ref: str) -> str | Response:
    """One complaint, and its answer."""
    complaint, access = privacy.complaint_of(here().id, ref)
    form = ComplaintAnswerForm()
    if form.validate_on_submit():
        with refusals_on(form):
            acts.answer(actor(), here().id, ref, form.answer.data, now())
            flash(gettext("The answer is given. The person sees it in their list."))
            return redirect(at(".complaints"), 303)
    return render_template(
        "privacy/answer.html", form=form, complaint=complaint, access=access, today=_today()
    )


@bp.get("/<place>/privacy")
@public
def counts() -> str:
    """How often and what for data of residents was looked at, month by month."""
    since = calendar.start_of(first_month_shown(_today()))
    looks = privacy.looks_by_month(here().id, since)
    table: dict[date, Counter[tuple[Purpose, Role]]] = {}
    for when, purpose, office in looks:
        month = calendar.day_of(when).replace(day=1)
        table.setdefault(month, Counter())[purpose, office] += 1
    return render_template("privacy/counts.html", table=table, total=len(looks))


def _today() -> date:
    return calendar.day_of(now())
