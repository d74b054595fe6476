"""What everyone may read: the rules in force, those of a round, its announcement."""

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from pb.records import headings, round_changes, rule_sets
from pb.records.rule_sets import RuleSetVersion
from pb.rules import calendar
from pb.rules.refusals import Code, NotFound
from pb.rules.rule_sets import Parameter
from pb.rules.rule_sets.calendars import lines
from pb.services import assemblies
from pb.services.resolutions import PDF
from pb.web.access import here, public
from pb.web.downloads import attached
from pb.web.rounds import public_round
from pb.web.rules import groups, in_words
from pb.web.surroundings import now, surroundings

bp = Blueprint("public_rules", __name__, url_prefix="/<place>")

ANNOUNCED = (
    Parameter.APPLICANT_TYPES,
    Parameter.INITIATIVE_KINDS,
    Parameter.REQUIRED_DOCUMENTS,
    Parameter.OWN_CONTRIBUTION_MIN,
    Parameter.CONTRIBUTION_KINDS,
    Parameter.PRIORITY_SECTORS,
    Parameter.SELECTED_BY,
    Parameter.MAX_CHOICES,
    Parameter.ALLOCATION,
    Parameter.MIN_VOTES,
    Parameter.TIES,
    Parameter.VOTING_AGE,
    Parameter.PAPER_BALLOTS,
    Parameter.ASSEMBLY_HANDS,
    Parameter.CONTRIBUTION_RETURN,
)
"""What of the rules an announcement says itself; the rest is one press away."""


@bp.get("/rules")
@public
def current() -> str | Answer:
    """The rules in force; in words that there are none, where there are none."""
    version = rule_sets.in_force(here().id, calendar.day_of(now()))
    if version is None:
        return render_template("rules/none.html")
    return redirect(url_for(".show", place=here().slug, number=version.version))


@bp.get("/rules/<int:number>")
@public
def show(number: int) -> str:
    """A version that was adopted, subject by subject."""
    version = _adopted(number)
    return render_template(
        "rules/public.html",
        version=version,
        groups=groups(version.rule_set, version.preset),
        standing=rule_sets.in_force(here().id, calendar.day_of(now())),
    )


@bp.get("/rules/<int:number>.txt")
@public
def text(number: int) -> Response:
    """The text whose hash is printed, for whoever works it out."""
    version = _adopted(number)
    response = Response(version.parameters, mimetype="text/plain")
    response.headers["X-Content-SHA256"] = version.sha256 or ""
    return response


@bp.get("/rules/<int:number>/resolution")
@public
def resolution(number: int) -> Response:
    """The resolution of the kenesh, as it was sent; only ever a download."""
    version = _adopted(number)
    name = version.resolution_sha256 or ""
    kind = version.resolution_media_type or PDF
    ending = "pdf" if kind == PDF else "jpg"
    content = surroundings().storage.get(name)
    return attached(content, kind, f"resolution-rules-{number}.{ending}", name)


@bp.get("/rounds/<round_slug>/announcement")
@public
def announcement(round_slug: str) -> str:
    """The announcement of a round: what it is for, by which rules, when."""
    round_ = public_round(round_slug)
    if round_.source or round_.announced_at is None:
        raise NotFound(Code.NOT_FOUND)
    version = _of_round(round_.rule_set_id)
    workdays = rule_sets.workdays_of(here().id)
    announced = calendar.day_of(round_.announced_at)
    rules = version.rule_set if version else None
    changes = [one for one in round_changes.changes_of(here().id, round_.id) if one.decided_at]
    return render_template(
        "rounds/announcement.html",
        headings=headings.headings_of(here().id, round_.id),
        round=round_,
        phase=round_.phase(now()),
        version=version,
        said=[(one, in_words(one, rules)) for one in ANNOUNCED] if rules else [],
        changes=changes,
        people=round_changes.people_of_changes(here().id, round_.id),
        assemblies=assemblies.assembly_lines(round_, now()),
        steps=lines(rules, announced, round_.schedule.days, workdays) if rules else (),
    )


def _of_round(rule_set_id: int | None) -> RuleSetVersion | None:
    return rule_sets.version_by_id(here().id, rule_set_id) if rule_set_id else None


def _adopted(number: int) -> RuleSetVersion:
    version = rule_sets.version_of(here().id, number)
    if not version.is_adopted:
        raise NotFound(Code.NOT_FOUND)
    return version
