"""Disputed votes at the desk: the key of three, and what two of its holders decide."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import ceremonies as ceremony_acts
from pb.acts import disputes as acts
from pb.acts.rolls import corrections
from pb.records import accounts, ceremonies, decisions, results, rounds, stations
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.rules.disputes import SIDES, disputes_close
from pb.rules.rounds import is_open, require_open
from pb.services import counts
from pb.web import names
from pb.web.access import actor, here, needs
from pb.web.forms.disputes import (
    CeremonyForm,
    DisputeForm,
    OverrideForm,
    PersonForm,
    TwoForm,
)
from pb.web.forms.fields import offered
from pb.web.forms.plain import ButtonForm
from pb.web.language import language
from pb.web.limits import Limit, limited
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint("disputes", __name__, url_prefix="/<place>/desk/rounds/<round_slug>/disputes")


@bp.get("")
@needs(Act.SEE_DISPUTES)
def index(round_slug: str) -> str:
    """The key, the decisions, what a decision changed of the count, the erasure."""
    round_ = rounds.round_of(here().id, round_slug)
    latest = results.latest_count(here().id, round_.id)
    return render_template(
        "disputes/index.html",
        round=round_,
        phase=round_.phase(now()),
        ceremony=ceremonies.ceremony_of(here().id, round_.id),
        holders=ceremonies.holders_of(here().id, round_.id),
        decisions=decisions.decisions_of(here().id, round_.id),
        erasure=decisions.erasure_of(here().id, round_.id),
        until=disputes_close(round_.decided_at) if round_.decided_at else None,
        latest=latest,
        is_stale=latest is not None and counts.is_stale(round_, latest),
        may_hold=is_open(Act.HOLD_CEREMONY, round_.phase(now())),
        may_look=is_open(Act.FIND_DISPUTED, round_.phase(now())),
        now=now(),
        form=ButtonForm(),
    )


@bp.route("/ceremony", methods=["GET", "POST"])
@needs(Act.HOLD_CEREMONY)
@limited(Limit.LOOK_UP)
def ceremony(round_slug: str) -> str | Response:
    """Draw the key before the three who will hold it."""
    round_ = rounds.round_of(here().id, round_slug)
    require_open(Act.HOLD_CEREMONY, round_.phase(now()), round_.schedule)
    form = CeremonyForm().offer(_people())
    if form.validate_on_submit():
        with refusals_on(form):
            given = (form.holders(), form.phrases(), surroundings().clock)
            ceremony_acts.hold(actor(), here().id, round_slug, *given)
            said = gettext("The key is drawn and locked. Any two of the three open it.")
            return _to(round_slug, said)
    return render_template(
        "disputes/ceremony.html",
        round=round_,
        form=form,
        is_anew=ceremonies.ceremony_of(here().id, round_.id) is not None,
    )


@bp.route("/check", methods=["GET", "POST"])
@needs(Act.DECIDE_DISPUTE)
@limited(Limit.LOOK_UP)
def check(round_slug: str) -> str | Response:
    """Try two passphrases; nothing is opened."""
    round_ = rounds.round_of(here().id, round_slug)
    form = TwoForm()
    form.beside_one_of(_others(round_))
    if form.validate_on_submit():
        with refusals_on(form):
            ceremony_acts.check(actor(), here().id, round_slug, form.two())
            return _to(round_slug, gettext("The two passphrases open the key. Nothing was opened."))
    return render_template("disputes/check.html", round=round_, form=form)


@bp.route("/person", methods=["GET", "POST"])
@needs(Act.FIND_DISPUTED)
@limited(Limit.LOOK_UP)
def person(round_slug: str) -> str:
    """Find the person whose vote is disputed, by the passport they came with."""
    round_ = rounds.round_of(here().id, round_slug)
    require_open(Act.FIND_DISPUTED, round_.phase(now()), round_.schedule)
    form = PersonForm()
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
                Act.FIND_DISPUTED,
            )
            return render_template("disputes/card.html", round=round_, card=card, now=now())
    return render_template("disputes/person.html", round=round_, form=form)


@bp.route("/lines/<line>/void", methods=["GET", "POST"])
@needs(Act.DECIDE_DISPUTE)
@limited(Limit.LOOK_UP)
def void(round_slug: str, line: str) -> str | Response:
    """Take out a vote that was cast in another's name."""
    round_ = rounds.round_of(here().id, round_slug)
    form = DisputeForm()
    form.beside_one_of(_others(round_))
    if form.validate_on_submit():
        with refusals_on(form):
            why, two, keys = form.reason.data or "", form.two(), surroundings().keys
            number = acts.void(actor(), here().id, round_slug, line, why, two, keys, now())
            return _to(round_slug, gettext("Decision No. %(number)s is made.", number=number))
    is_published = round_.decided_at is not None
    return render_template("disputes/void.html", round=round_, form=form, is_published=is_published)


@bp.route("/lines/<line>/override", methods=["GET", "POST"])
@needs(Act.DECIDE_DISPUTE)
@limited(Limit.LOOK_UP)
def override(round_slug: str, line: str) -> str | Response:
    """Paper beats the phone: the person votes on paper instead, now."""
    round_ = rounds.round_of(here().id, round_slug)
    form = OverrideForm()
    form.beside_one_of(_others(round_))
    found = stations.stations_of(here().id, round_.id)
    form.station.choices = offered(
        (one.ref, f"{one.number}. {one.name.read(language())[0]}") for one in found
    )
    if form.validate_on_submit():
        with refusals_on(form):
            given = (line, form.station.data or "", form.reason.data or "", form.two())
            keys = surroundings().keys
            number = acts.override(actor(), here().id, round_slug, *given, keys, now())
            said = gettext("Decision No. %(number)s is made: hand a ballot out.", number=number)
            return _to(round_slug, said)
    return render_template("disputes/override.html", round=round_, form=form)


def _people() -> list[tuple[str, str]]:
    """Who may hold the key: public id, name and side."""
    return [
        (account.ref, f"{account.name}, {names.of(grant.role)}")
        for account, grant, _ in accounts.staff_of(here().id)
        if grant.role in SIDES
    ]


def _others(round_: Round) -> list[tuple[str, str]]:
    """The holders beside the reader."""
    found = ceremonies.holders_of(here().id, round_.id)
    return [(one.ref, one.name) for _, one in found if one.id != actor().account_id]


def _to(round_slug: str, said: str) -> Response:
    flash(said)
    return redirect(url_for(".index", place=here().slug, round_slug=round_slug), 303)
