"""Signing in by telephone: the number, the code, and who of those who share it this is."""

from flask import Blueprint, g, redirect, render_template, request, session
from werkzeug.wrappers import Response

from pb.acts import signing_in_by_phone as acts
from pb.acts.signing_in_by_phone import Asked, Browser
from pb.gateways.queue import Errand
from pb.records import places
from pb.rules.refusals import Code, Unavailable
from pb.web import tokens
from pb.web.access import at, here, public
from pb.web.entrances import door, enter, wanted
from pb.web.forms.residents import NEW, NewcomerForm, PhoneForm, SmsCodeForm, WhoForm
from pb.web.language import language
from pb.web.limits import Limit, limited
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint("sign_in_by_phone", __name__, url_prefix="/<place>/sign-in/phone")

SHOWN = "message"
"""Where the cookie of a demonstration keeps the message that nobody gets."""


@bp.route("", methods=["GET", "POST"])
@public
@limited(Limit.CODE_ASKED)
def phone() -> str | Response:
    """The number a code is sent to; the next page is the same for every number."""
    if surroundings().sms is None:
        raise Unavailable(Code.SMS_OFF)
    form = PhoneForm()
    if form.validate_on_submit():
        with refusals_on(form):
            keys = surroundings().keys
            asked = acts.ask_code(form.phone.data, _browser(), door(), language(), keys, now())
            surroundings().queue.nudge(Errand.MESSAGES)
            _show_in_demonstration(asked)
            return redirect(_to("code", asked.ref), 303)
    return render_template("sign_in/phone.html", form=form)


@bp.route("/<ref>", methods=["GET", "POST"])
@public
@limited(Limit.CODE_TRIED)
def code(ref: str) -> str | Response:
    """The code; with it whoever alone has the telephone is in."""
    form, keys = SmsCodeForm(), surroundings().keys
    if form.validate_on_submit():
        with refusals_on(form):
            people = acts.check_code(ref, form.code.data, _browser(), door(), keys, now())
            if not people:
                return redirect(_to("join", ref), 303)
            if len(people) > 1 or "another" in request.form:
                return redirect(_to("who", ref), 303)
            alone = people[0].account_ref
            begun = acts.sign_in(ref, alone, _browser(), door(), keys, now())
            return enter(begun, wanted())
    shown = session.get(SHOWN) if _is_demonstration() else None
    sent_to = acts.sent_to(ref, _browser(), door(), keys)
    return render_template("sign_in/phone_code.html", form=form, shown=shown, sent_to=sent_to)


@bp.route("/<ref>/who", methods=["GET", "POST"])
@public
@limited(Limit.SIGN_IN)
def who(ref: str) -> str | Response:
    """Which of those who share the telephone it is."""
    keys = surroundings().keys
    people, has_room = acts.people(ref, _browser(), door(), keys, now())
    form = WhoForm().offer(people, has_room)
    if form.validate_on_submit():
        if form.who.data == NEW:
            return redirect(_to("join", ref), 303)
        with refusals_on(form):
            begun = acts.sign_in(ref, form.who.data, _browser(), door(), keys, now())
            return enter(begun, wanted())
    return render_template("sign_in/who.html", form=form)


@bp.route("/<ref>/join", methods=["GET", "POST"])
@public
@limited(Limit.SIGN_IN)
def join(ref: str) -> str | Response:
    """Somebody new: a name and a village open the account."""
    keys = surroundings().keys
    acts.people(ref, _browser(), door(), keys, now())
    form = NewcomerForm()
    form.offer(places.settlements_of(here().id))
    if form.validate_on_submit():
        with refusals_on(form):
            begun = acts.join(
                ref, form.name.data, form.village.data, _browser(), door(), keys, now()
            )
            return enter(begun, wanted())
    return render_template("sign_in/join.html", form=form, name=None, is_sure=False)


def _browser() -> Browser:
    return Browser(tokens.browser(), request.host.partition(":")[0])


def _to(endpoint: str, ref: str) -> str:
    return at(f".{endpoint}", ref=ref, next=request.args.get("next"))


def _is_demonstration() -> bool:
    return bool(surroundings().is_demonstration and g.place.is_fictional)


def _show_in_demonstration(asked: Asked) -> None:
    # The telephones there are made up, so a visitor has to see what nobody receives.
    if asked.text and _is_demonstration():
        session[SHOWN] = asked.text
