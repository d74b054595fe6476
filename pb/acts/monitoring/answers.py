"""The office's answer to a recommendation: given once, public, and never a bare "no"."""

from datetime import datetime

from pb.acts.monitoring.reports import keep_report
from pb.gateways.storage import Storage
from pb.records import monitoring
from pb.records.base import db
from pb.rules import monitoring as rules
from pb.rules.access import Act
from pb.rules.monitoring import Answer
from pb.rules.refusals import Code, Conflict
from pb.services import audit
from pb.services.actors import Actor, account_of, require
from pb.services.papers import Paper
from pb.services.work import unit_of_work


def answer(
    actor: Actor,
    municipality_id: int,
    ref: str,
    answer: Answer,
    reasons: str | None,
    language: str,
    storage: Storage,
    now: datetime,
) -> Paper | None:
    """Answer a recommendation by its public id; late is better than never.

    With the last answer the report is made anew, as the next document: the former one stays.
    Returns it then, else None.

    Raises:
        NotAllowed, NotNow, NotFound: as the tables say.
        Conflict: ANSWERED_ALREADY.
        NotValid: ANSWER_NEEDS_REASONS at `reasons`.
    """
    with unit_of_work():
        require(actor, Act.ANSWER_RECOMMENDATION, municipality_id)
        recommendation = monitoring.recommendation_of(municipality_id, ref, hold=True)
        evaluation = recommendation.evaluation
        require(actor, Act.ANSWER_RECOMMENDATION, municipality_id, evaluation.round, now)
        if recommendation.answer is not None:
            raise Conflict(Code.ANSWERED_ALREADY)
        recommendation.reasons = rules.check_answer(answer, reasons)
        recommendation.reasons_language = language if recommendation.reasons else None
        recommendation.answer = answer
        recommendation.answered_at = now
        recommendation.answered_by = account_of(actor)
        db.session.flush()
        audit.append(
            audit.Tag.RECOMMENDATION_ANSWERED,
            actor,
            municipality_id,
            now,
            ref,
            answer=answer.value,
        )
        evaluation = monitoring.evaluation_of(municipality_id, evaluation.ref)
        if any(asked.answer is None for asked in evaluation.recommendations):
            return None
        return keep_report(evaluation, storage, actor, now)
