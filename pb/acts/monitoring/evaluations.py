"""Beginning an evaluation and writing it: scores, finding, recommendations."""

from collections.abc import Sequence
from datetime import date, datetime

from pb.acts.monitoring.drafts import held_draft, refuse_own
from pb.records import monitoring, proposals, results, rounds
from pb.records.base import db
from pb.records.monitoring import Evaluation, EvaluationScore, Recommendation
from pb.rules import calendar
from pb.rules import monitoring as rules
from pb.rules.access import Act
from pb.rules.monitoring import FINDING_LENGTH, EvaluationState, Score
from pb.rules.refusals import Code, NotAllowed, NotValid
from pb.rules.texts import clean, in_language
from pb.services import audit
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work


def draft(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    project_number: int,
    visited_on: date,
    now: datetime,
) -> str:
    """Begin to evaluate a past winner; returns the public id of the draft.

    A group has one draft of a project at a time: begun again, it gets the new day of the visit.

    Raises:
        NotAllowed, NotNow, NotFound: as the tables say; NOT_ALLOWED also for someone in no group
            that is in office today, and for the author of the proposal.
        NotValid: NOT_A_WINNER, VISIT_OUT_OF_RANGE.
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug, hold=True)
        require(actor, Act.RECORD_EVALUATION, municipality_id, round_, now)
        group = monitoring.group_of_member(municipality_id, account_of(actor), calendar.day_of(now))
        if group is None:
            raise NotAllowed(Code.NOT_ALLOWED, act=Act.RECORD_EVALUATION)
        project = proposals.project_of(municipality_id, round_.id, project_number)
        winners = results.winners_of(municipality_id, round_.id)
        if project.id not in {winner.id for winner in winners}:
            raise NotValid(Code.NOT_A_WINNER, "project", number=project_number)
        refuse_own(actor, municipality_id, project.id)
        rules.check_visit(visited_on, round_.voting_closes, now)
        evaluation = monitoring.open_draft(municipality_id, group.id, project.id) or Evaluation(
            municipality_id=municipality_id,
            group_id=group.id,
            project_id=project.id,
            state=EvaluationState.DRAFT,
            written_by=account_of(actor),
            created_at=now,
        )
        evaluation.visited_on = visited_on
        db.session.add(evaluation)
        db.session.flush()
        audit.append(
            audit.Tag.EVALUATION_DRAFTED,
            actor,
            municipality_id,
            now,
            evaluation.ref,
            project=project_number,
        )
        return evaluation.ref


def record(
    actor: Actor,
    municipality_id: int,
    ref: str,
    scores: Sequence[Score] | None,
    finding: str | None,
    language: str,
    recommendations: Sequence[str] | None,
    now: datetime,
) -> None:
    """Keep what the group has written so far, in one language; None leaves a part as it was.

    An indicator that is not among the scores stays as it was too, so that two members may write
    at once; recommendations replace all former ones, empty ones are left out. A text given back
    as it was stays in the language it was in.

    Raises:
        NotAllowed, NotNow, NotFound, Conflict: as `held_draft` says.
        NotValid: as `rules.check_scores` and `rules.check_recommendations` say; a finding too
            short or too long.
    """
    with unit_of_work():
        evaluation = held_draft(actor, municipality_id, ref, now)
        if scores is not None:
            _write_scores(evaluation, rules.check_scores(scores, complete=False), language)
        if finding is not None:
            text = clean(finding, "finding", FINDING_LENGTH, lines=True)
            if text not in (evaluation.finding_ky, evaluation.finding_ru):
                written = in_language(text, language)
                evaluation.finding_ky, evaluation.finding_ru = written.ky, written.ru
        if recommendations is not None:
            texts = rules.check_recommendations(recommendations)
            _write_recommendations(evaluation, texts, language)
        db.session.flush()
        evaluation = monitoring.evaluation_of(municipality_id, ref)
        audit.append(
            audit.Tag.EVALUATION_RECORDED,
            actor,
            municipality_id,
            now,
            ref,
            scores=len(evaluation.scores),
            recommendations=len(evaluation.recommendations),
        )


def _write_scores(evaluation: Evaluation, scores: Sequence[Score], language: str) -> None:
    kept = {row.indicator: row for row in evaluation.scores}
    for score in scores:
        row = kept.get(score.indicator) or EvaluationScore(
            municipality_id=evaluation.municipality_id,
            evaluation_id=evaluation.id,
            indicator=score.indicator,
            language=language,
        )
        if row.remark != score.remark:
            row.language = language
        row.value, row.remark = score.value, score.remark
        db.session.add(row)


def _write_recommendations(evaluation: Evaluation, texts: Sequence[str], language: str) -> None:
    kept = {row.number: row for row in evaluation.recommendations}
    for number, text in enumerate(texts, 1):
        row = kept.pop(number, None) or Recommendation(
            municipality_id=evaluation.municipality_id,
            evaluation_id=evaluation.id,
            number=number,
        )
        if text not in (row.text_ky, row.text_ru):
            written = in_language(text, language)
            row.text_ky, row.text_ru = written.ky, written.ru
        db.session.add(row)
    for row in kept.values():
        db.session.delete(row)
