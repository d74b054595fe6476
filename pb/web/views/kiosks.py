"""The kiosk: a ticket is typed, a ballot is marked, looked at, cast; then the screen is clear."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb.acts import kiosk_votes as acts
from pb.acts import kiosks as kiosk_acts
from pb.acts.kiosk_votes import Booth
from pb.records import stations
from pb.records.rounds import Round
from pb.records.stations import Station
from pb.rules.access import Act
from pb.rules.refusals import Code, Conflict, NotAllowed, NotNow, NotValid, Refusal
from pb.rules.rounds import require_open
from pb.services.casting import BallotPaper, issue
from pb.services.kiosks import running
from pb.web import ballots as pages
from pb.web import booths, marks, tokens
from pb.web.access import here, needs
from pb.web.forms.kiosks import TicketForm
from pb.web.limits import Limit, limited
from pb.web.refusals import explain, refusals_on, status_of
from pb.web.rounds import public_round
from pb.web.surroundings import now, surroundings

bp = Blueprint(booths.BLUEPRINT, __name__, url_prefix="/<place>/rounds/<round_slug>/kiosk")

ENDING = (Code.VOTED_ALREADY, Code.TICKET_STRUCK)
"""Refusals of a cast after which no ballot can be cast here: the form is not shown again."""


BALLOT = ("blank", "review", "change", "cast")
"""Pages that are over for whoever has just voted."""


@bp.before_request
def _receipt_first() -> Response | str | None:
    # Whoever goes back after the cast must not read that no vote was taken.
    round_slug = (request.view_args or {}).get("round_slug", "")
    page = (request.endpoint or "").rpartition(".")[2]
    if page == "cast" and _is_told_late(round_slug):
        booths.stand_up()
        return render_template("kiosks/taken.html", round=public_round(round_slug))
    if page in BALLOT and booths.sees_receipt():
        return redirect(url_for(".receipt", place=here().slug, round_slug=round_slug), 303)
    return None


def _is_told_late(round_slug: str) -> bool:
    """Recall the receipt of the form that was cast (the answer may have been lost), while its page
    would wait; True where it comes later: then it is told only that a vote was taken.

    By then somebody else may sit there, and press “reload”. Once the start page was shown, no form
    of whoever sat there before is known any more.
    """
    given = request.form.get("paper", "")
    if booths.voted_with(given):
        return not booths.sees_receipt()
    found = booths.sat()
    if found is None:
        return False
    booth, is_waiting = found
    paper, typed = _sent(booth, round_slug)
    try:
        is_it = paper and acts.was_cast(here().id, round_slug, booth, marks.marks(typed), paper)
    except NotValid:
        # What makes no ballot was never cast; the page says what is wrong with it.
        return False
    if paper and is_it and is_waiting:
        booths.has_voted(round_slug, given, paper.ballot_id)
    return bool(is_it) and not is_waiting


@bp.route("", methods=["GET", "POST"])
@needs(Act.VOTE_BY_TICKET)
@limited(Limit.TICKET_TRIED)
def start(round_slug: str) -> str | Response:
    """The start page, where whoever was here before is gone: a ticket is typed, the ballot next."""
    booths.stand_up()
    round_ = public_round(round_slug)
    station = _station(round_)
    form = TicketForm()
    if form.validate_on_submit():
        with refusals_on(form):
            keys, code = surroundings().keys, form.code.data or ""
            ref = acts.enter(here().id, round_slug, booths.token(), code, keys, now())
            booths.sit_down(ref)
            return redirect(url_for(".blank", place=here().slug, round_slug=round_slug), 303)
    return render_template("kiosks/start.html", round=round_, station=station, form=form)


@bp.post("/end")
@needs(Act.VOTE_BY_TICKET)
def end(round_slug: str) -> Response:
    """Make this browser an ordinary one again."""
    try:
        kiosk_acts.end_here(here().id, round_slug, booths.token(), now())
    finally:
        # One that is over must be leavable too, and keep nothing of who sat there.
        booths.turn_back()
    flash(gettext("The kiosk is ended. This is an ordinary browser again."))
    return redirect(url_for("places.home", place=here().slug), 303)


@bp.get("/ballot")
@needs(Act.VOTE_BY_TICKET)
def blank(round_slug: str) -> str:
    """A blank ballot with its control number."""
    round_ = public_round(round_slug)
    booth = _booth(round_)
    acts.check_sitting(here().id, round_slug, booth, now())
    return _form(round_, booth, issue(round_.terms.number_space), marks.NOTHING)


@bp.post("/review")
@needs(Act.VOTE_BY_TICKET)
def review(round_slug: str) -> str | tuple[str, int]:
    """What was chosen, to be looked at once more; or the form again with what is wrong."""
    g.form_path = url_for(".blank", place=here().slug, round_slug=round_slug)
    round_ = public_round(round_slug)
    booth = _booth(round_)
    paper, given = _sent(booth, round_slug)
    acts.check_sitting(here().id, round_slug, booth, now())
    try:
        if paper is None:
            raise NotValid(Code.BALLOT_FORM_STALE)
        marked = acts.check(here().id, round_slug, booth, marks.marks(given), now())
    except (NotValid, Conflict) as refusal:
        return _again(round_, booth, paper, given, refusal)
    return pages.review(round_, paper, marked, request.form["paper"])


@bp.post("/change")
@needs(Act.VOTE_BY_TICKET)
def change(round_slug: str) -> str:
    """Back to the form with what was chosen; the number stays the one that was written down."""
    g.form_path = url_for(".blank", place=here().slug, round_slug=round_slug)
    round_ = public_round(round_slug)
    booth = _booth(round_)
    acts.check_sitting(here().id, round_slug, booth, now())
    paper, given = _sent(booth, round_slug)
    return _form(round_, booth, paper or issue(round_.terms.number_space), given)


@bp.post("/cast")
@needs(Act.VOTE_BY_TICKET)
def cast(round_slug: str) -> str | Response | tuple[str, int]:
    """Cast it, and use the ticket up; pressed twice it gives the same receipt."""
    g.form_path = url_for(".blank", place=here().slug, round_slug=round_slug)
    round_ = public_round(round_slug)
    booth = booths.sitting()
    paper, given = _sent(booth, round_slug)
    try:
        if paper is None:
            raise NotValid(Code.BALLOT_FORM_STALE)
        acts.cast(here().id, round_slug, booth, marks.marks(given), paper, now())
    except (NotAllowed, NotNow):
        _station(round_)
        raise
    except (NotValid, Conflict) as refusal:
        if refusal.field == "code" or refusal.code in ENDING:
            raise
        return _again(round_, booth, paper, given, refusal)
    booths.has_voted(round_slug, request.form["paper"], paper.ballot_id)
    return redirect(url_for(".receipt", place=here().slug, round_slug=round_slug), 303)


@bp.get("/receipt")
@needs(Act.VOTE_BY_TICKET)
def receipt(round_slug: str) -> str | Response:
    """The ballot as the database holds it, read afresh, for a minute and a half."""
    if not booths.sees_receipt():
        return redirect(url_for(".start", place=here().slug, round_slug=round_slug), 303)
    return pages.receipt(round_slug, booths.RECEIPT)


def _station(round_: Round) -> Station:
    """Where this kiosk stands; a browser that is none any more forgets that it was one."""
    try:
        require_open(Act.VOTE_BY_TICKET, round_.phase(now()), round_.schedule)
        kiosk = running(here().id, round_.id, booths.token(), now())
    except (NotAllowed, NotNow):
        booths.turn_back()
        raise
    return stations.station_by_id(here().id, kiosk.station_id)


def _booth(round_: Round) -> Booth:
    """Who sits here, at a kiosk that runs."""
    _station(round_)
    return booths.sitting()


def _sent(booth: Booth, round_slug: str) -> tuple[BallotPaper | None, marks.Typed]:
    """The paper of who sits here with what was marked on it; of anybody else's nothing at all."""
    given = request.form.get("paper", "")
    paper = tokens.paper_of(given, booth.ticket, here().id, round_slug)
    return paper, marks.typed(request.form) if paper else marks.NOTHING


def _form(
    round_: Round,
    booth: Booth,
    paper: BallotPaper,
    typed: marks.Typed,
    error: str | None = None,
) -> str:
    shown = pages.blank(round_, paper, typed, booth.ticket)
    booths.stay(len(shown["projects"]))
    return render_template("ballots/blank.html", **shown, error=error)


def _again(
    round_: Round,
    booth: Booth,
    paper: BallotPaper | None,
    typed: marks.Typed,
    refusal: Refusal,
) -> tuple[str, int]:
    fresh = pages.paper_again(round_, paper, refusal)
    return _form(round_, booth, fresh, typed, explain(refusal)), status_of(refusal)
