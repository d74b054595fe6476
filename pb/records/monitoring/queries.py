"""What is asked of the records of monitoring; the municipality always comes first."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from pb.records.base import db
from pb.records.monitoring.evaluations import Evaluation, EvaluationPhoto, Recommendation
from pb.records.monitoring.groups import GroupMember, MonitoringGroup
from pb.records.places import Municipality
from pb.rules.monitoring import EvaluationState
from pb.rules.refusals import Code, NotFound

T = TypeVar("T")


def groups_of(municipality_id: int) -> Sequence[MonitoringGroup]:
    """Every group a municipality has had, the latest first."""
    return db.session.scalars(
        select(MonitoringGroup)
        .where(MonitoringGroup.municipality_id == municipality_id)
        .order_by(MonitoringGroup.valid_from.desc(), MonitoringGroup.id.desc())
    ).all()


def group_of_member(municipality_id: int, account_id: int, day: date) -> MonitoringGroup | None:
    """The group in office on a day that a person belongs to, the latest where there are two."""
    return db.session.scalar(
        select(MonitoringGroup)
        .join(GroupMember, GroupMember.group_id == MonitoringGroup.id)
        .where(
            MonitoringGroup.municipality_id == municipality_id,
            GroupMember.account_id == account_id,
            MonitoringGroup.valid_from <= day,
            or_(MonitoringGroup.valid_to.is_(None), MonitoringGroup.valid_to > day),
        )
        .order_by(MonitoringGroup.valid_from.desc(), MonitoringGroup.id.desc())
        .limit(1)
    )


def is_member(municipality_id: int, group_id: int, account_id: int) -> bool:
    """Whether a person belongs to a group."""
    return (
        db.session.scalar(
            select(GroupMember.account_id).where(
                GroupMember.municipality_id == municipality_id,
                GroupMember.group_id == group_id,
                GroupMember.account_id == account_id,
            )
        )
        is not None
    )


def members_of(municipality_id: int, group_id: int) -> int:
    """How many people belong to a group."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(GroupMember)
            .where(GroupMember.municipality_id == municipality_id, GroupMember.group_id == group_id)
        )
        or 0
    )


def published_evaluations(municipality_id: int) -> Sequence[Evaluation]:
    """What the public may read, the latest first, with scores and recommendations."""
    return db.session.scalars(
        _evaluations(municipality_id)
        .where(Evaluation.state == EvaluationState.PUBLISHED)
        .order_by(Evaluation.register_number.desc())
        .options(*_for_a_line())
    ).all()


def evaluations_of_group(municipality_id: int, group_id: int) -> Sequence[Evaluation]:
    """Everything a group has begun or published, the latest first."""
    return db.session.scalars(
        _evaluations(municipality_id)
        .where(Evaluation.group_id == group_id)
        .order_by(Evaluation.id.desc())
        .options(*_for_a_line())
    ).all()


def evaluation_of(municipality_id: int, ref: str, *, hold: bool = False) -> Evaluation:
    """An evaluation with all its parts, a draft too: for the group and the deeds.

    Raises:
        NotFound: NOT_FOUND, also for an evaluation of another municipality.
    """
    query = _evaluations(municipality_id).where(Evaluation.ref == ref).options(*_whole())
    if hold:
        query = query.with_for_update(of=Evaluation)
    # A deed asks again after it has written: the parts have to be as they are now.
    found: Evaluation | None = db.session.scalar(query.execution_options(populate_existing=True))
    return _found(found)


def published_evaluation(municipality_id: int, ref: str) -> Evaluation:
    """An evaluation that everyone may read, with all its parts.

    Raises:
        NotFound: NOT_FOUND, also for a draft.
    """
    found: Evaluation | None = db.session.scalar(
        _evaluations(municipality_id)
        .where(Evaluation.ref == ref, Evaluation.state == EvaluationState.PUBLISHED)
        .options(*_whole())
    )
    return _found(found)


def open_draft(municipality_id: int, group_id: int, project_id: int) -> Evaluation | None:
    """The evaluation of a project that a group has begun and not yet published."""
    found: Evaluation | None = db.session.scalar(
        _evaluations(municipality_id).where(
            Evaluation.group_id == group_id,
            Evaluation.project_id == project_id,
            Evaluation.state == EvaluationState.DRAFT,
        )
    )
    return found


def recommendation_of(municipality_id: int, ref: str, *, hold: bool = False) -> Recommendation:
    """A recommendation that was issued, with its evaluation; `hold` keeps both from others.

    Raises:
        NotFound: NOT_FOUND, also for one still in a draft or of another municipality.
    """
    query = _issued(municipality_id).where(Recommendation.ref == ref)
    if hold:
        query = query.with_for_update(of=(Evaluation, Recommendation))
    found: Recommendation | None = db.session.scalar(query)
    return _found(found)


def unanswered(municipality_id: int) -> Sequence[Recommendation]:
    """What the office still has to answer, the most urgent first."""
    return db.session.scalars(
        _issued(municipality_id)
        .where(Recommendation.answer.is_(None))
        .order_by(Recommendation.due_on, Recommendation.id)
    ).all()


def published_photo(municipality_id: int, sha256: str) -> str | None:
    """The media type of a photo everyone may see, by the hash of either size; else None."""
    return db.session.scalar(
        select(EvaluationPhoto.media_type)
        .join(Evaluation, Evaluation.id == EvaluationPhoto.evaluation_id)
        .where(
            EvaluationPhoto.municipality_id == municipality_id,
            Evaluation.state == EvaluationState.PUBLISHED,
            or_(EvaluationPhoto.sha256 == sha256, EvaluationPhoto.small_sha256 == sha256),
        )
        .limit(1)
    )


def next_register_number(municipality_id: int) -> int:
    """The number the next published evaluation gets here; nobody else gets it meanwhile."""
    db.session.execute(
        select(Municipality.id)
        .where(Municipality.id == municipality_id)
        .with_for_update(key_share=True)
    )
    last = db.session.scalar(
        select(func.max(Evaluation.register_number)).where(
            Evaluation.municipality_id == municipality_id
        )
    )
    return (last or 0) + 1


def _evaluations(municipality_id: int) -> Select[Any]:
    return select(Evaluation).where(Evaluation.municipality_id == municipality_id)


def _issued(municipality_id: int) -> Select[Any]:
    return (
        select(Recommendation)
        .join(Recommendation.evaluation)
        .where(
            Recommendation.municipality_id == municipality_id, Recommendation.issued_at.is_not(None)
        )
        .options(
            contains_eager(Recommendation.evaluation).options(
                joinedload(Evaluation.project), joinedload(Evaluation.round)
            )
        )
    )


def _for_a_line() -> tuple[Any, ...]:
    return (
        joinedload(Evaluation.project),
        joinedload(Evaluation.round),
        selectinload(Evaluation.scores),
        selectinload(Evaluation.recommendations),
    )


def _whole() -> tuple[Any, ...]:
    return (
        *_for_a_line(),
        joinedload(Evaluation.group),
        selectinload(Evaluation.photos),
    )


def _found(row: T | None) -> T:
    if row is None:
        raise NotFound(Code.NOT_FOUND)
    return row
