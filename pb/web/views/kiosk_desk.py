"""The kiosk as the desk sees it: started, ended from here, tickets given and withdrawn."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import kiosk_tickets as tickets
from pb.acts import kiosks as acts
from pb.acts.kiosk_tickets import Slip
from pb.acts.rolls import corrections
from pb.documents.kiosk_slips import slip_words
from pb.records import rounds, stations
from pb.records.rounds import Round
from pb.records.stations import Station
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.kiosks import in_halves
from pb.rules.refusals import Code, Conflict
from pb.rules.rounds import is_open, require_open
from pb.services.kiosks import at_station, latest_ticket
from pb.services.rolls import Card
from pb.web import booths, tokens
from pb.web.access import actor, here, needs
from pb.web.forms.kiosks import ComingForm, GivingForm
from pb.web.forms.plain import ButtonForm
from pb.web.limits import Limit, limited
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint(
    "kiosk_desk",
    __name__,
    url_prefix="/<place>/desk/rounds/<round_slug>/paper/stations/<ref>/kiosk",
)


@bp.get("")
@needs(Act.USE_DESK)
def show(round_slug: str, ref: str) -> str:
    """The kiosks that run at a station, and the tickets that wait."""
    round_ = rounds.round_of(here().id, round_slug)
    return render_template(
        "kiosks/desk.html",
        round=round_,
        found=at_station(round_, ref, now()),
        form=ButtonForm(formdata=None),
        is_now=is_open(Act.ISSUE_TICKET, round_.phase(now())),
    )


@bp.route("/start", methods=["GET", "POST"])
@needs(Act.START_KIOSK)
def start(round_slug: str, ref: str) -> str | Response:
    """Turn this browser into a kiosk; whoever does it is signed out."""
    round_, station = _found(round_slug, ref, Act.START_KIOSK)
    form = ButtonForm()
    if form.validate_on_submit():
        token = acts.start(actor(), here().id, round_slug, ref, now())
        begins = url_for("kiosks.start", place=here().slug, round_slug=round_slug)
        booths.turn_into(token, begins)
        return redirect(begins, 303)
    return render_template("kiosks/begin.html", round=round_, station=station, form=form)


@bp.post("/end/<kiosk>")
@needs(Act.END_KIOSK)
def end(round_slug: str, ref: str, kiosk: str) -> Response:
    """End a kiosk from here."""
    acts.end_from_desk(actor(), here().id, round_slug, ref, kiosk, now())
    return _to(round_slug, ref, gettext("The kiosk is ended; it takes no tickets any more."))


@bp.route("/ticket", methods=["GET", "POST"])
@needs(Act.ISSUE_TICKET)
@limited(Limit.LOOK_UP)
def look_up(round_slug: str, ref: str) -> str:
    """Find the person by the personal number, which is in no address."""
    round_, station = _found(round_slug, ref, Act.ISSUE_TICKET)
    form = ComingForm()
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
                Act.ISSUE_TICKET,
            )
            return _person(round_, station, GivingForm(formdata=None).offer(), card)
    return render_template("kiosks/look_up.html", round=round_, station=station, form=form)


@bp.post("/ticket/<line>")
@needs(Act.ISSUE_TICKET)
@limited(Limit.LOOK_UP)
def issue(round_slug: str, ref: str, line: str) -> str:
    """Give the ticket: the slip is shown once, here and nowhere else."""
    round_, station = _found(round_slug, ref, Act.ISSUE_TICKET)
    g.form_path = url_for(".look_up", place=here().slug, round_slug=round_slug, ref=ref)
    form = GivingForm().offer()
    latest = tokens.looked_of(form.looked.data or "", actor().ref or "", line)
    if latest is None:
        raise Conflict(Code.TICKET_UNSEEN)
    if form.validate_on_submit():
        with refusals_on(form):
            keys, is_it = surroundings().keys, bool(form.is_compared.data)
            slip = tickets.issue(
                actor(), here().id, round_slug, ref, line, form.paper(), keys, now(),
                is_compared=is_it, latest=latest,
            )  # fmt: skip
            return _slip(round_, station, slip)
    # Whoever compares needs the card before them; opened once more, it leaves its trace again.
    why, who = ComingForm(formdata=None).looking(), actor()
    card = corrections.open_line(who, here().id, round_slug, line, why, now(), Act.ISSUE_TICKET)
    return _person(round_, station, form, card)


@bp.post("/withdraw/<ticket>")
@needs(Act.ISSUE_TICKET)
def withdraw(round_slug: str, ref: str, ticket: str) -> Response:
    """Withdraw a ticket that was not used."""
    tickets.withdraw(actor(), here().id, round_slug, ref, ticket, now())
    return _to(round_slug, ref, gettext("The ticket is withdrawn: nobody can vote by it."))


def _found(round_slug: str, ref: str, act: Act) -> tuple[Round, Station]:
    round_ = rounds.round_of(here().id, round_slug)
    require_open(act, round_.phase(now()), round_.schedule)
    return round_, stations.station_of(here().id, round_.id, ref)


def _person(round_: Round, station: Station, form: GivingForm, card: Card) -> str:
    latest = latest_ticket(round_.id, card.ref)
    form.looked.data = tokens.looked_for(actor().ref or "", card.ref, latest)
    return render_template(
        "kiosks/person.html", round=round_, station=station, form=form, card=card
    )


def _slip(round_: Round, station: Station, slip: Slip) -> str:
    return render_template(
        "kiosks/slip.html",
        round=round_,
        station=station,
        code=in_halves(slip.code),
        words=slip_words(station.number, station.name, calendar.clock(slip.expires_at)),
        ref=slip.ref,
        form=ButtonForm(formdata=None),
    )


def _to(round_slug: str, ref: str, said: str) -> Response:
    flash(said)
    return redirect(url_for(".show", place=here().slug, round_slug=round_slug, ref=ref), 303)
