"""Publishing an evaluation: from here on it is public and never changes."""

from datetime import datetime

from pb.acts.monitoring.drafts import held_draft
from pb.acts.monitoring.reports import keep_report
from pb.gateways.storage import Storage
from pb.records import monitoring, rule_sets
from pb.records.base import db
from pb.rules import monitoring as rules
from pb.rules.monitoring import EvaluationState
from pb.rules.refusals import Code, NotValid
from pb.services import audit
from pb.services.actors import Actor, account_of
from pb.services.papers import Paper
from pb.services.work import unit_of_work


def publish(actor: Actor, municipality_id: int, ref: str, storage: Storage, now: datetime) -> Paper:
    """Make a draft public, send its recommendations to the office, and make the report.

    Raises:
        NotAllowed, NotNow, NotFound, Conflict: as `held_draft` says.
        NotValid: INDICATORS_MISSING, TEXT_MISSING at `finding`, PHOTO_MISSING. Recommendations
            may be none.
    """
    with unit_of_work():
        evaluation = held_draft(actor, municipality_id, ref, now)
        rules.check_scores(evaluation.as_scored)
        if not (evaluation.finding_ky or evaluation.finding_ru):
            raise NotValid(Code.TEXT_MISSING, "finding")
        if not evaluation.photos:
            raise NotValid(Code.PHOTO_MISSING, "photo")
        evaluation.register_number = monitoring.next_register_number(municipality_id)
        evaluation.state = EvaluationState.PUBLISHED
        evaluation.published_at = now
        evaluation.published_by = account_of(actor)
        due = rules.answer_due(now, rule_sets.workdays_of(municipality_id))
        for recommendation in evaluation.recommendations:
            recommendation.issued_at = now
            recommendation.due_on = due
        db.session.flush()
        paper = keep_report(evaluation, storage, actor, now)
        audit.append(
            audit.Tag.EVALUATION_PUBLISHED,
            actor,
            municipality_id,
            now,
            ref,
            recommendations=len(evaluation.recommendations),
        )
        return paper
