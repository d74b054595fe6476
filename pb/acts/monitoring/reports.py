"""The report of an evaluation: its facts as they stand today, and the paper made from them."""

from datetime import datetime
from functools import partial

from pb.documents.evaluation_facts import (
    EvaluationFacts,
    IndicatorLine,
    Photo,
    RecommendationLine,
)
from pb.documents.facts import as_json
from pb.documents.indicators import ADDRESSEE, NAMES
from pb.documents.reports import report
from pb.documents.words import catalogue
from pb.gateways.storage import Storage
from pb.records import monitoring, places
from pb.records.documents import DocumentKind
from pb.records.monitoring import Evaluation, Recommendation
from pb.rules import calendar
from pb.rules.monitoring import Indicator
from pb.rules.texts import UNWRITTEN, Bilingual, in_language
from pb.services import papers
from pb.services.actors import Actor
from pb.services.papers import Paper, Subject

LANGUAGES = "ky+ru"
"""One paper holds both."""


def keep_report(evaluation: Evaluation, storage: Storage, actor: Actor, now: datetime) -> Paper:
    """Make and keep the report of a published evaluation under the next number of this year."""
    subject = Subject(evaluation.municipality_id, evaluation.round.id, evaluation.ref)
    number = papers.number_for(subject, DocumentKind.EVALUATION, now)
    facts = evaluation_facts(evaluation, number, now)
    photos = {photo.sha256: storage.get(photo.sha256) for photo in facts.photos}
    (paper,) = papers.keep(
        subject,
        DocumentKind.EVALUATION,
        number,
        as_json(facts),
        {LANGUAGES: partial(report, facts, photos)},
        storage,
        actor,
        now,
    )
    return paper


def evaluation_facts(evaluation: Evaluation, number: int, now: datetime) -> EvaluationFacts:
    """What a report made now says of an evaluation with all its parts."""
    project, round_ = evaluation.project, evaluation.round
    written_in = {row.indicator: row.language for row in evaluation.scores}
    return EvaluationFacts(
        letterhead=papers.letterhead(places.municipality_by_id(evaluation.municipality_id)),
        year=calendar.day_of(now).year,
        number=number,
        group=evaluation.group.name,
        members=monitoring.members_of(evaluation.municipality_id, evaluation.group_id),
        project_number=project.number,
        project_title=project.title,
        settlement=project.settlement,
        cost=project.cost,
        round_title=round_.title,
        edition=round_.edition,
        visited_on=evaluation.visited_on,
        indicators=tuple(
            IndicatorLine(
                _name(score.indicator), score.value, score.remark, written_in[score.indicator]
            )
            for score in evaluation.as_scored
        ),
        finding=evaluation.finding,
        photos=tuple(Photo(photo.sha256, photo.caption) for photo in evaluation.photos),
        recommendations=tuple(_line(asked) for asked in evaluation.recommendations),
        published_at=now,
    )


def _line(asked: Recommendation) -> RecommendationLine:
    return RecommendationLine(
        number=asked.number,
        text=asked.text,
        addressee=_in_both(ADDRESSEE),
        due=asked.due_on,
        answer=asked.answer,
        answer_text=(
            in_language(asked.reasons, asked.reasons_language)
            if asked.reasons_language
            else UNWRITTEN
        ),
        answered_on=calendar.day_of(asked.answered_at) if asked.answered_at else None,
        answered_by=papers.signatory(asked.municipality_id, asked.answered_by),
    )


def _name(indicator: Indicator) -> Bilingual:
    return _in_both(NAMES[indicator])


def _in_both(message: str) -> Bilingual:
    return Bilingual(catalogue("ky").gettext(message), catalogue("ru").gettext(message))
