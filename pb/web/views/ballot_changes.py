"""Changing a vote with its code, without signing in: the code knows no person."""

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from pb.acts import ballots as acts
from pb.acts.ballots import BallotPaper
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.rules.disputes import in_groups, typed_code
from pb.rules.refusals import Code, Conflict, NotValid, Refusal
from pb.rules.rounds import require_open
from pb.web import ballots as pages
from pb.web import marks, tokens
from pb.web.access import actor, here, needs
from pb.web.limits import Limit, limited
from pb.web.refusals import explain, status_of
from pb.web.rounds import public_round
from pb.web.surroundings import now

WRONG = frozenset({Code.CHANGE_CODE_UNREADABLE, Code.CHANGE_CODE_UNKNOWN})
"""What is said of a code that is none: only this is counted."""

bp = Blueprint("ballot_changes", __name__, url_prefix="/<place>/rounds/<round_slug>/change")


@bp.get("")
@needs(Act.CHANGE_BALLOT)
def blank(round_slug: str) -> str:
    """A blank ballot with a place for the code; what was chosen before is shown to nobody."""
    round_ = public_round(round_slug)
    require_open(Act.CHANGE_BALLOT, round_.phase(now()), round_.schedule)
    return _form(round_, acts.issue(round_.terms.number_space), marks.NOTHING)


@bp.post("")
@needs(Act.CHANGE_BALLOT)
@limited(Limit.CHANGE_CODE, counted_if=lambda _: "wrong_code" in g)
def change(round_slug: str) -> Response | tuple[str, int]:
    """Replace the ballot of the code; the same form pressed twice changes nothing more."""
    g.form_path = url_for(".blank", place=here().slug, round_slug=round_slug)
    round_ = public_round(round_slug)
    given, code = marks.typed(request.form), request.form.get("code", "")
    paper = tokens.paper_of(request.form.get("paper", ""), actor().ref, here().id, round_slug)
    try:
        if paper is None:
            raise NotValid(Code.BALLOT_FORM_STALE)
        acts.change(actor(), here().id, round_slug, code, marks.marks(given), paper, now())
    except (NotValid, Conflict) as refusal:
        if refusal.code in WRONG:
            g.wrong_code = True
        fresh = pages.paper_again(round_, paper, refusal)
        return _form(round_, fresh, given, refusal, code), status_of(refusal)
    shown = in_groups(typed_code(code))
    session["receipt"] = {"round": round_slug, "ballot": paper.ballot_id, "code": shown}
    return redirect(url_for(".receipt", place=here().slug, round_slug=round_slug), 303)


@bp.get("/receipt")
@needs(Act.CHANGE_BALLOT)
def receipt(round_slug: str) -> str:
    """The ballot that counts now, read afresh."""
    return pages.receipt(round_slug)


@bp.post("/done")
@needs(Act.CHANGE_BALLOT)
def done(round_slug: str) -> Response:
    """Forget what was shown: the next person at this telephone sees nothing of it."""
    session.pop("receipt", None)
    return redirect(url_for(".blank", place=here().slug, round_slug=round_slug), 303)


def _form(
    round_: Round,
    paper: BallotPaper,
    typed: marks.Typed,
    refusal: Refusal | None = None,
    code: str = "",
) -> str:
    return render_template(
        "ballots/change.html",
        **pages.blank(round_, paper, typed, actor().ref),
        error=explain(refusal) if refusal else None,
        at_code=refusal is not None and refusal.field == "code",
        code=code,
    )
