"""The clerk's desk: what is due, rounds from the draft to the confirmed result."""

from collections.abc import Sequence

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from pb import lifecycle
from pb.acts import rounds as acts
from pb.records import (
    appeals,
    ballots,
    desk,
    documents,
    groups,
    headings,
    monitoring,
    privacy,
    proposals,
    results,
    reviews,
    round_changes,
    rounds,
    rule_sets,
)
from pb.records.privacy import Complaint
from pb.records.rounds import Round
from pb.records.rule_sets import RuleSetVersion
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.rounds import is_open, require_open
from pb.services.scoring import rounds_owed_by
from pb.web.access import actor, here, may_do, me, needs
from pb.web.forms.plain import ButtonForm
from pb.web.refusals import refusals_on
from pb.web.surroundings import now, surroundings

bp = Blueprint("desk", __name__, url_prefix="/<place>/desk")

A_FEW = 5
"""Reviews shown on the desk itself; the others stand in the queue."""


@bp.get("")
@needs(Act.USE_DESK)
def today() -> str:
    """Every round with where it is and what it waits for."""
    found, day = rounds.all_rounds(here().id), calendar.day_of(now())
    waits = desk.waits(here().id, actor().account_id)
    return render_template(
        "desk/today.html",
        rounds=[(round_, round_.phase(now())) for round_ in found],
        waiting=reviews.waiting(here().id, A_FEW),
        reviews=reviews.count_waiting(here().id, day),
        appeals=appeals.count(here().id, day),
        reports=waits.reports,
        day=day,
        counted=results.counted_rounds(here().id),
        advice=monitoring.unanswered(here().id),
        complaints=_complaints(),
        groups_waiting=groups.number_waiting(here().id) if may_do(Act.REGISTER_GROUP) else 0,
        scored=_scored(found),
        papers_waiting=waits.papers if may_do(Act.CONFIRM_ENTRY) else 0,
    )


@bp.get("/rounds/<round_slug>")
@needs(Act.USE_DESK)
def overview(round_slug: str) -> str:
    """One round: its rules and dates, its proposals, its next step."""
    round_ = rounds.round_of(here().id, round_slug)
    return render_template(
        "desk/round.html",
        round=round_,
        phase=round_.phase(now()),
        proposals=proposals.public_proposals(here().id, round_.id),
        result=results.result_of(here().id, round_.id),
        voters=rounds.voters_on_roll(round_.id),
        participants=ballots.participants(round_.id),
        papers=documents.documents_of_round(here().id, round_.id) if round_.decided_at else (),
        version=_version(round_),
        headings=headings.headings_of(here().id, round_.id),
        changes=round_changes.changes_of(here().id, round_.id),
        may_move=is_open(Act.PROPOSE_CHANGE, round_.phase(now())),
        form=ButtonForm(),
    )


@bp.route("/rounds/<round_slug>/announce", methods=["GET", "POST"])
@needs(Act.ANNOUNCE_ROUND)
def announce(round_slug: str) -> str | Response:
    """Look once more, then announce: from there on nothing of it changes."""
    round_ = rounds.round_of(here().id, round_slug)
    form = ButtonForm()
    if form.validate_on_submit():
        with refusals_on(form):
            acts.announce(actor(), here().id, round_slug, now())
            return _to(round_slug, gettext("The round is announced. Everyone can see it now."))
    require_open(Act.ANNOUNCE_ROUND, round_.phase(now()), round_.schedule)
    return render_template(
        "desk/announce.html",
        form=form,
        round=round_,
        version=_version(round_),
        headings=headings.headings_of(here().id, round_.id),
    )


@bp.post("/rounds/<round_slug>/count")
@needs(Act.COUNT_BALLOTS)
def count(round_slug: str) -> Response:
    """Seal what waits and count."""
    g.form_path = url_for(".overview", place=here().slug, round_slug=round_slug)
    lifecycle.count(actor(), here().id, round_slug, surroundings().keys, now())
    return _to(round_slug, gettext("The ballots are counted. Another person has to confirm."))


@bp.post("/rounds/<round_slug>/confirm")
@needs(Act.CONFIRM_RESULT)
def confirm(round_slug: str) -> Response:
    """Stand for the count as the second person; the protocol is printed."""
    g.form_path = url_for(".overview", place=here().slug, round_slug=round_slug)
    around = surroundings()
    lifecycle.confirm(actor(), here().id, round_slug, around.keys, around.storage, now())
    flash(gettext("The result is confirmed and the protocol is printed."))
    return redirect(url_for("results.show", place=here().slug, round_slug=round_slug), 303)


def _complaints() -> Sequence[Complaint]:
    """What the reader has to answer to residents whose data was looked at."""
    who = me()
    if who is None or not may_do(Act.ANSWER_COMPLAINT):
        return ()
    return privacy.complaints_to_answer(here().id, who.id)


def _scored(found: Sequence[Round]) -> list[Round]:
    """The rounds whose proposals the reader has still to score now."""
    if not may_do(Act.SCORE_PROPOSALS):
        return []
    owed = rounds_owed_by(here().id, actor())
    return [
        one for one in found if one.id in owed and is_open(Act.SCORE_PROPOSALS, one.phase(now()))
    ]


def _to(round_slug: str, said: str) -> Response:
    flash(said)
    return redirect(url_for(".overview", place=here().slug, round_slug=round_slug), 303)


def _version(round_: Round) -> RuleSetVersion | None:
    key = round_.rule_set_id
    return rule_sets.version_by_id(here().id, key) if key else None
