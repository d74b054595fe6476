"""Joint monitoring: groups, what they evaluated, what they asked for and what was answered."""

from pb.records.monitoring.evaluations import (
    Evaluation,
    EvaluationPhoto,
    EvaluationScore,
    Recommendation,
)
from pb.records.monitoring.groups import GroupMember, MonitoringGroup
from pb.records.monitoring.queries import (
    evaluation_of,
    evaluations_of_group,
    group_of_member,
    groups_of,
    is_member,
    members_of,
    next_register_number,
    open_draft,
    published_evaluation,
    published_evaluations,
    published_photo,
    recommendation_of,
    unanswered,
)

__all__ = [
    "Evaluation",
    "EvaluationPhoto",
    "EvaluationScore",
    "GroupMember",
    "MonitoringGroup",
    "Recommendation",
    "evaluation_of",
    "evaluations_of_group",
    "group_of_member",
    "groups_of",
    "is_member",
    "members_of",
    "next_register_number",
    "open_draft",
    "published_evaluation",
    "published_evaluations",
    "published_photo",
    "recommendation_of",
    "unanswered",
]
