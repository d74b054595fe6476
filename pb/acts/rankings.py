"""Deeds of a commission as a whole: opening all sheets together, working out the result."""

import hashlib
from datetime import datetime

from pb.records import scores
from pb.records.base import db
from pb.records.score_sheets import SheetOpening
from pb.records.scores import CommissionPlace, CommissionResult
from pb.rules import lots
from pb.rules.access import Act
from pb.rules.commissions import figures
from pb.rules.commissions.figures import Facts
from pb.rules.proposals import REASON_LENGTH
from pb.rules.refusals import Code, Conflict, NotNow, NotValid
from pb.rules.texts import clean
from pb.services import audit
from pb.services.actors import Actor
from pb.services.scoring import Scoring, facts_of, scoring_held
from pb.services.work import unit_of_work


def open_(
    actor: Actor, municipality_id: int, round_slug: str, reason: str | None, now: datetime
) -> None:
    """Open all sheets together: once everyone has handed in, or by the chair with a reason.

    Members the chair does not wait for are excused: whatever they wrote does not count.

    Raises:
        NotAllowed, NotFound, NotNow: as usual; NOT_SEATED, SHEETS_SEALED.
        NotValid: REASON_MISSING at `reason`, for the chair who does not wait.
        Conflict: COMMISSION_MISSING, SHEETS_OPEN, COMMISSION_NOT_QUORATE.
    """
    with unit_of_work():
        scoring = scoring_held(actor, Act.OPEN_SHEETS, municipality_id, round_slug, now)
        seat, _ = scoring.seat_of(actor)
        scoring.require_sealed()
        waiting = scoring.waiting
        if waiting and not seat.is_chair:
            raise NotNow(Code.SHEETS_SEALED, number=len(waiting))
        scoring.require_quorate()
        db.session.add(
            SheetOpening(
                municipality_id=municipality_id,
                commission_id=scoring.commission.id,
                opened_by=seat.account_id,
                opened_at=now,
                excused=len(waiting),
                reason=_reason(reason) if waiting else None,
            )
        )
        db.session.flush()
        _trace(audit.Tag.SHEETS_OPENED, actor, scoring, now, excused=len(waiting))


def rank(
    actor: Actor, municipality_id: int, round_slug: str, seed: str | None, now: datetime
) -> None:
    """Work out every figure from the opened sheets, once; it is public from then on.

    `seed` is that of a public lot, and is kept only where nothing else parts two applications.

    Raises:
        NotAllowed, NotFound, NotNow: as usual; NOT_SEATED, SHEETS_NOT_OPEN, LOT_NEEDED.
        NotValid: a seed that is none, at `seed`.
        Conflict: COMMISSION_MISSING, COMMISSION_RANKED.
    """
    with unit_of_work():
        scoring = scoring_held(actor, Act.OPEN_SHEETS, municipality_id, round_slug, now)
        seat, _ = scoring.seat_of(actor)
        commission = scoring.commission
        if scoring.opening is None:
            raise NotNow(Code.SHEETS_NOT_OPEN)
        if scores.result_of(municipality_id, commission.id) is not None:
            raise Conflict(Code.COMMISSION_RANKED)
        facts = _decided(scoring, seed)
        text = figures.text_of(facts)
        result = CommissionResult(
            municipality_id=municipality_id,
            commission_id=commission.id,
            figures_text=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            ranked_by=seat.account_id,
            ranked_at=now,
        )
        db.session.add(result)
        db.session.flush()
        _keep_places(scoring, facts, result)
        _trace(audit.Tag.COMMISSION_RANKED, actor, scoring, now, sha256=result.sha256)


def _decided(scoring: Scoring, seed: str | None) -> Facts:
    """The facts of the result: with the seed only where a lot has to part two applications."""
    without = facts_of(scoring)
    if not seed or not seed.strip():
        return without
    checked = lots.check_seed(seed)
    try:
        figures.text_of(without)
    except NotNow:
        return facts_of(scoring, checked)
    return without


def _keep_places(scoring: Scoring, facts: Facts, result: CommissionResult) -> None:
    for one in facts.result.applications:
        db.session.add(
            CommissionPlace(
                municipality_id=result.municipality_id,
                result_id=result.id,
                project_id=scoring.applications[one.application.ref].id,
                place=one.place.number,
                points_text=str(one.total),
            )
        )
    db.session.flush()


def _reason(text: str | None) -> str:
    try:
        return clean(text or "", "reason", REASON_LENGTH, lines=True)
    except NotValid as refusal:
        if refusal.code in (Code.TEXT_MISSING, Code.TEXT_TOO_SHORT):
            raise NotValid(Code.REASON_MISSING, "reason", shortest=REASON_LENGTH[0]) from refusal
        raise


def _trace(
    tag: audit.Tag, actor: Actor, scoring: Scoring, now: datetime, **facts: str | int
) -> None:
    commission = scoring.commission
    audit.append(
        tag,
        actor,
        commission.municipality_id,
        now,
        commission.ref,
        round=scoring.round.slug,
        **facts,
    )
