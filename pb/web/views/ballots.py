"""The ballot: the form, the look before casting, the receipt."""

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from pb.acts import ballots as acts
from pb.acts.ballots import BallotPaper
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.rules.disputes import in_groups
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid, Refusal
from pb.rules.roles import votes_by_phone
from pb.rules.rounds import require_open
from pb.web import ballots as pages
from pb.web import marks, tokens
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
    acts.check_not_voted(actor(), here().id, round_, now())
    return _form(round_, acts.issue(round_.terms.number_space), marks.NOTHING)


@bp.post("/review")
@needs(Act.CAST_BALLOT)
def review(round_slug: str) -> str | tuple[str, int]:
    """What was chosen, to be looked at once more; or the form again with what is wrong."""
    g.form_path = url_for(".blank", place=here().slug, round_slug=round_slug)
    round_ = public_round(round_slug)
    given = marks.typed(request.form)
    paper = tokens.paper_of(request.form.get("paper", ""), actor().ref, here().id, round_slug)
    try:
        if paper is None:
            raise NotValid(Code.BALLOT_FORM_STALE)
        marked = acts.check(actor(), here().id, round_slug, marks.marks(given), now())
    except (NotValid, Conflict) as refusal:
        return _again(round_, paper, given, refusal)
    return pages.review(round_, paper, marked, request.form["paper"])


@bp.post("/change")
@needs(Act.CAST_BALLOT)
def change(round_slug: str) -> str:
    """Back to the form with what was chosen; the number stays the one that was written down."""
    g.form_path = url_for(".blank", place=here().slug, round_slug=round_slug)
    round_ = public_round(round_slug)
    paper = tokens.paper_of(request.form.get("paper", ""), actor().ref, here().id, round_slug)
    fresh = paper or acts.issue(round_.terms.number_space)
    return _form(round_, fresh, marks.typed(request.form))


@bp.post("/cast")
@needs(Act.CAST_BALLOT)
def cast(round_slug: str) -> Response | tuple[str, int]:
    """Cast it; the same paper pressed twice gives the same receipt."""
    g.form_path = request.path.removesuffix("/cast")
    doer = actor()
    paper = tokens.paper_of(request.form.get("paper", ""), doer.ref, here().id, round_slug)
    given = marks.typed(request.form)
    try:
        if paper is None:
            raise NotValid(Code.BALLOT_FORM_STALE)
        wanted = "changeable" in request.form
        marked = marks.marks(given)
        acts.cast(doer, here().id, round_slug, marked, paper, now(), is_changeable=wanted)
    except (NotValid, Conflict) as refusal:
        if refusal.code is Code.VOTED_ALREADY:
            raise
        return _again(public_round(round_slug), paper, given, refusal)
    code = in_groups(paper.code) if wanted else ""
    session["receipt"] = {"round": round_slug, "ballot": paper.ballot_id, "code": code}
    return redirect(url_for(".receipt", place=here().slug, round_slug=round_slug), 303)


@bp.get("/receipt")
@needs(Act.CAST_BALLOT)
def receipt(round_slug: str) -> str:
    """The ballot as the database holds it, read afresh."""
    return pages.receipt(round_slug)


def _not_sure() -> tuple[str, int]:
    """That we do not know the person surely enough, and every way to be known."""
    by_state = surroundings().identity is not None
    page = render_template("ballots/not_sure.html", by_state=by_state, form=ButtonForm())
    return page, status_of(NotAllowed(Code.ASSURANCE_LOW))


def _form(round_: Round, paper: BallotPaper, typed: marks.Typed, error: str | None = None) -> str:
    shown = pages.blank(round_, paper, typed, actor().ref)
    return render_template("ballots/blank.html", **shown, error=error)


def _again(
    round_: Round, paper: BallotPaper | None, typed: marks.Typed, refusal: Refusal
) -> tuple[str, int]:
    fresh = pages.paper_again(round_, paper, refusal)
    return _form(round_, fresh, typed, explain(refusal)), status_of(refusal)
