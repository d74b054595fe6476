"""The ballot: the form, the look before casting, the receipt."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from pb.acts import ballots as acts
from pb.acts.ballots import BallotPaper
from pb.records import proposals
from pb.records.rounds import Round
from pb.rules.access import Act, votes_by_phone
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotValid, Refusal
from pb.rules.rounds import require_open
from pb.web import tokens
from pb.web.access import actor, here, needs
from pb.web.forms.plain import ButtonForm
from pb.web.refusals import explain, status_of
from pb.web.rounds import public_round
from pb.web.surroundings import now, surroundings

bp = Blueprint("ballots", __name__, url_prefix="/<place>/rounds/<round_slug>/ballot")


@bp.get("")
@needs(Act.CAST_BALLOT)
def blank(round_slug: str) -> str | tuple[str, int]:
    """A blank ballot with its control number; who has voted is told so instead."""
    round_ = public_round(round_slug)
    require_open(Act.CAST_BALLOT, round_.phase(now()), round_.schedule)
    if not votes_by_phone(actor().assurance):
        return _not_sure()
    acts.check_not_voted(actor(), here().id, round_.id, now())
    return _form(round_, acts.issue(round_.terms.number_space), ())


@bp.post("/review")
@needs(Act.CAST_BALLOT)
def review(round_slug: str) -> str | tuple[str, int]:
    """What was chosen, to be looked at once more; or the form again with what is wrong."""
    g.form_path = url_for(".blank", place=here().slug, round_slug=round_slug)
    round_ = public_round(round_slug)
    marked = _marked()
    paper = tokens.paper_of(request.form.get("paper", ""), actor(), round_slug)
    try:
        if paper is None:
            raise Conflict(Code.BALLOT_FORM_STALE)
        choices = acts.check(actor(), here().id, round_slug, marked, now())
    except (NotValid, Conflict) as refusal:
        return _again(round_, paper, marked, refusal)
    chosen = [p for p in proposals.projects_of(round_.id) if p.number in choices]
    token = request.form["paper"]
    return render_template(
        "ballots/review.html",
        round=round_,
        chosen=chosen,
        paper=paper,
        token=token,
        form=ButtonForm(),
    )


@bp.post("/change")
@needs(Act.CAST_BALLOT)
def change(round_slug: str) -> str:
    """Back to the form with what was chosen; the number stays the one that was written down."""
    g.form_path = url_for(".blank", place=here().slug, round_slug=round_slug)
    round_ = public_round(round_slug)
    paper = tokens.paper_of(request.form.get("paper", ""), actor(), round_slug)
    fresh = paper or acts.issue(round_.terms.number_space)
    return _form(round_, fresh, tuple(_marked()))


@bp.post("/cast")
@needs(Act.CAST_BALLOT)
def cast(round_slug: str) -> Response | tuple[str, int]:
    """Cast it; the same paper pressed twice gives the same receipt."""
    g.form_path = url_for(".blank", place=here().slug, round_slug=round_slug)
    paper = tokens.paper_of(request.form.get("paper", ""), actor(), round_slug)
    try:
        if paper is None:
            raise Conflict(Code.BALLOT_FORM_STALE)
        acts.cast(actor(), here().id, round_slug, _marked(), paper, now())
    except (NotValid, Conflict) as refusal:
        if refusal.code is Code.VOTED_ALREADY:
            raise
        return _again(public_round(round_slug), paper, _marked(), refusal)
    session["receipt"] = {"round": round_slug, "ballot": paper.ballot_id}
    return redirect(url_for(".receipt", place=here().slug, round_slug=round_slug), 303)


@bp.get("/receipt")
@needs(Act.CAST_BALLOT)
def receipt(round_slug: str) -> str:
    """The ballot as the database holds it, read afresh."""
    kept: dict[str, Any] = session.get("receipt", {})
    if kept.get("round") != round_slug:
        raise NotFound(Code.NOT_FOUND)
    round_ = public_round(round_slug)
    read = acts.receipt(round_.id, kept["ballot"])
    chosen = [p for p in proposals.projects_of(round_.id) if p.number in read.choices]
    return render_template(
        "ballots/receipt.html", round=round_, chosen=chosen, receipt=read, form=ButtonForm()
    )


def _not_sure() -> tuple[str, int]:
    """That we do not know the person surely enough, and every way to be known."""
    by_state = surroundings().identity is not None
    page = render_template("ballots/not_sure.html", by_state=by_state, form=ButtonForm())
    return page, status_of(NotAllowed(Code.ASSURANCE_LOW))


def _marked() -> list[int]:
    # What is not a short number cannot be on the ballot, and 0 never is.
    return [
        int(d) if d.isascii() and d.isdigit() and len(d) < 7 else 0
        for d in request.form.getlist("d")[:100]
    ]


def _form(
    round_: Round, paper: BallotPaper, marked: tuple[int, ...], error: str | None = None
) -> str:
    return render_template(
        "ballots/blank.html",
        round=round_,
        projects=proposals.projects_of(round_.id),
        paper=paper,
        token=tokens.token_for(paper, actor(), round_.slug),
        marked=marked,
        error=error,
        form=ButtonForm(),
    )


def _again(
    round_: Round, paper: BallotPaper | None, marked: list[int], refusal: Refusal
) -> tuple[str, int]:
    fresh = paper or acts.issue(round_.terms.number_space)
    return _form(round_, fresh, tuple(marked), explain(refusal)), status_of(refusal)
