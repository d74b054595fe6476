"""What all pages of monitoring share: names for templates, addresses of photos, pictures."""

from typing import Any

from flask import Response, url_for
from flask_babel import gettext

from pb.documents.indicators import NAMES
from pb.records.monitoring import Evaluation, Recommendation
from pb.rules import monitoring as rules
from pb.rules import numerals
from pb.web.access import here
from pb.web.forms.monitoring import ANSWERS, MOMENTS, SCALE
from pb.web.surroundings import now, surroundings


def words() -> dict[str, Any]:
    """What the templates of monitoring call its closed lists, and what they ask about a record."""
    return {
        "indicator_names": {indicator: gettext(name) for indicator, name in NAMES.items()},
        "scale": SCALE,
        "answer_names": ANSWERS,
        "moment_names": MOMENTS,
        "mean_of": mean_of,
        "days_late": days_late,
        "photo_address": photo_address,
    }


def mean_of(evaluation: Evaluation) -> str | None:
    """The mean of its scores as it is shown; None where nothing could be assessed."""
    mean = rules.average(evaluation.as_scored)
    return None if mean is None else numerals.one_decimal(mean)


def days_late(asked: Recommendation) -> int:
    """How many days an answer is overdue today; 0 for one that was given or has time."""
    if asked.answer is not None or asked.due_on is None:
        return 0
    return rules.days_late(asked.due_on, now())


def photo_address(evaluation: Evaluation, sha256: str) -> str:
    """Where a photo is: for everyone once it is published, before only for the group."""
    if evaluation.is_published:
        return url_for("monitoring.photo", place=here().slug, sha256=sha256)
    return url_for("evaluations.photo", place=here().slug, ref=evaluation.ref, sha256=sha256)


def picture(sha256: str, media_type: str, kept: str) -> Response:
    """An answer that is a picture and can be nothing else."""
    response = Response(surroundings().storage.get(sha256), mimetype=media_type)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = kept
    return response
