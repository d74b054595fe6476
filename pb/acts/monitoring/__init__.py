"""Deeds of joint monitoring: a group evaluates what was built, the office answers its advice."""

from pb.acts.monitoring.answers import answer
from pb.acts.monitoring.evaluations import draft, record
from pb.acts.monitoring.groups import GroupFacts, form_group
from pb.acts.monitoring.photos import add_photo, remove_photo
from pb.acts.monitoring.publication import publish

__all__ = [
    "GroupFacts",
    "add_photo",
    "answer",
    "draft",
    "form_group",
    "publish",
    "record",
    "remove_photo",
]
