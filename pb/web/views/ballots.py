"""The ballot: the form, the look before casting, the receipt."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from pb.acts import ballots as acts
from pb.acts.ballots import BallotPaper
from pb.records import headings, proposals
from pb.records.proposals import Project
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.rules.ballots import Marks, own_order
from pb.rules.disputes import in_groups
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotValid, Refusal
from pb.rules.roles import votes_by_phone
from pb.rules.rounds import require_open
from pb.rules.texts import Bilingual
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
    paper = tokens.paper_of(request.form.get("paper", ""), actor(), here().id, round_slug)
    try:
        if paper is None:
            raise Conflict(Code.BALLOT_FORM_STALE)
        marked = acts.check(actor(), here().id, round_slug, marks.marks(given), now())
    except (NotValid, Conflict) as refusal:
        return _again(round_, paper, given, refusal)
    shown = marks.of(marked, round_.vote_type)
    return render_template(
        "ballots/review.html",
        round=round_,
        chosen=_chosen(round_, marked),
        given=shown.by_number,
        fields=marks.fields(shown),
        paper=paper,
        token=request.form["paper"],
        form=ButtonForm(),
    )


@bp.post("/change")
@needs(Act.CAST_BALLOT)
def change(round_slug: str) -> str:
    """Back to the form with what was chosen; the number stays the one that was written down."""
    g.form_path = url_for(".blank", place=here().slug, round_slug=round_slug)
    round_ = public_round(round_slug)
    paper = tokens.paper_of(request.form.get("paper", ""), actor(), here().id, round_slug)
    fresh = paper or acts.issue(round_.terms.number_space)
    return _form(round_, fresh, marks.typed(request.form))


@bp.post("/cast")
@needs(Act.CAST_BALLOT)
def cast(round_slug: str) -> Response | tuple[str, int]:
    """Cast it; the same paper pressed twice gives the same receipt."""
    g.form_path = request.path.removesuffix("/cast")
    doer = actor()
    paper = tokens.paper_of(request.form.get("paper", ""), doer, here().id, round_slug)
    given = marks.typed(request.form)
    try:
        if paper is None:
            raise Conflict(Code.BALLOT_FORM_STALE)
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
    kept: dict[str, Any] = session.get("receipt", {})
    if kept.get("round") != round_slug:
        raise NotFound(Code.NOT_FOUND)
    round_ = public_round(round_slug)
    read = acts.receipt(round_.id, kept["ballot"])
    return render_template(
        "ballots/receipt.html",
        round=round_,
        chosen=_chosen(round_, read.marks),
        given=marks.of(read.marks, round_.vote_type).by_number,
        receipt=read,
        code=kept.get("code"),
        form=ButtonForm(),
    )


def _not_sure() -> tuple[str, int]:
    """That we do not know the person surely enough, and every way to be known."""
    by_state = surroundings().identity is not None
    page = render_template("ballots/not_sure.html", by_state=by_state, form=ButtonForm())
    return page, status_of(NotAllowed(Code.ASSURANCE_LOW))


def _chosen(round_: Round, marked: Marks) -> list[Project]:
    """The marked projects in the order of the marks."""
    found = {project.number: project for project in proposals.projects_of(round_.id)}
    return [found[number] for number in marked.choices]


def _form(round_: Round, paper: BallotPaper, typed: marks.Typed, error: str | None = None) -> str:
    found = {project.number: project for project in proposals.projects_of(round_.id)}
    return render_template(
        "ballots/blank.html",
        round=round_,
        projects=[found[number] for number in own_order(found, paper.ballot_id)],
        headings=_heading_names(round_),
        paper=paper,
        token=tokens.token_for(paper, actor(), here().id, round_.slug),
        given=typed.by_number,
        error=error,
        form=ButtonForm(),
    )


def _heading_names(round_: Round) -> dict[int | None, Bilingual]:
    """What the parts of the money are called, where a ballot is limited by them."""
    if not round_.by_heading:
        return {}
    return {one.number: one.name for one in headings.headings_of(round_.municipality_id, round_.id)}


def _again(
    round_: Round, paper: BallotPaper | None, typed: marks.Typed, refusal: Refusal
) -> tuple[str, int]:
    fresh = paper or acts.issue(round_.terms.number_space)
    return _form(round_, fresh, typed, explain(refusal)), status_of(refusal)
