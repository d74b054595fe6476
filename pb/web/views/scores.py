"""How the commission of a round scores, for everyone: who, by what, and every figure of it."""

from flask import Blueprint, Response, render_template

from pb.records import commissions, proposals, scores
from pb.records.commissions import Commission
from pb.rules.commissions import figures
from pb.rules.refusals import Code, NotFound
from pb.rules.rule_sets import Parameter
from pb.services import rules
from pb.services.resolutions import PDF
from pb.services.scoring import reason_of_opening
from pb.web.access import here, public
from pb.web.commissions import members_called, numbered, sentences, words
from pb.web.downloads import attached
from pb.web.rounds import public_round
from pb.web.surroundings import now, surroundings

bp = Blueprint("scores", __name__, url_prefix="/<place>/rounds/<round_slug>/commission")

bp.context_processor(words)


@bp.get("")
@public
def show(round_slug: str) -> str:
    """The commission, its criteria, and its result with every figure once it is worked out."""
    round_ = public_round(round_slug)
    commission = commissions.standing_of(here().id, round_.id)
    kept = scores.result_of(here().id, commission.id) if commission else None
    seated = commissions.members_of(here().id, commission.id) if commission else ()
    found = {one.proposal.ref: one for one in proposals.projects_of(round_.id) if one.proposal}
    labels = numbered(found)
    facts = figures.read(kept.figures_text) if kept else None
    result = facts.result if facts else None
    return render_template(
        "scores/show.html",
        round=round_,
        phase=round_.phase(now()),
        selected_by=rules.rules_of(round_).chosen(Parameter.SELECTED_BY),
        commission=commission,
        seated=seated,
        kept=kept,
        result=result,
        projects=found,
        labels=labels,
        reason=reason_of_opening(here().id, commission.id) if commission else None,
        codes=facts.codes if facts else {},
        said=sentences(result, members_called(seated), labels) if result else {},
    )


@bp.get("/criteria.txt")
@public
def criteria(round_slug: str) -> Response:
    """The text of the criteria whose hash is printed."""
    commission = _standing(round_slug)
    response = Response(commission.criteria_text, mimetype="text/plain")
    response.headers["X-Content-SHA256"] = commission.criteria_sha256
    return response


@bp.get("/figures.json")
@public
def figures_text(round_slug: str) -> Response:
    """Every mark and every figure that follows from it, for whoever works it out again."""
    commission = _standing(round_slug)
    kept = scores.result_of(here().id, commission.id)
    if kept is None:
        raise NotFound(Code.NOT_FOUND)
    name = f"commission-{here().slug}-{round_slug}.json"
    return attached(kept.figures_text, "application/json", name, kept.sha256)


@bp.get("/act")
@public
def act(round_slug: str) -> Response:
    """The act that seated the commission, as it was sent; only ever a download."""
    name, kind = commissions.act_file(here().id, public_round(round_slug).id)
    ending = "pdf" if kind == PDF else "jpg"
    content = surroundings().storage.get(name)
    return attached(content, kind, f"commission-{round_slug}.{ending}", name)


def _standing(round_slug: str) -> Commission:
    commission = commissions.standing_of(here().id, public_round(round_slug).id)
    if commission is None:
        raise NotFound(Code.NOT_FOUND)
    return commission
