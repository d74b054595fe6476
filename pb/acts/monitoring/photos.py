"""Adding the photos of a visit to its draft, and taking one back."""

from datetime import datetime

from pb.acts.monitoring.drafts import held_draft
from pb.gateways.storage import Storage
from pb.records.base import db
from pb.records.monitoring import EvaluationPhoto
from pb.rules.access import Act
from pb.rules.monitoring import CAPTION_LENGTH, MOST_PHOTOS, Moment
from pb.rules.refusals import Code, NotFound, NotValid
from pb.rules.texts import clean, in_language
from pb.services import audit, uploads
from pb.services.actors import Actor, require
from pb.services.work import unit_of_work


def add_photo(
    actor: Actor,
    municipality_id: int,
    ref: str,
    content: bytes,
    caption: str,
    language: str,
    storage: Storage,
    now: datetime,
    moment: Moment = Moment.NOW,
) -> str:
    """Add a photo to a draft; returns the SHA-256 of what is kept.

    The same photo sent twice is there once, with the words it was sent with last.

    Raises:
        NotAllowed, NotNow, NotFound, Conflict: as `held_draft` says.
        NotValid: PHOTO_TOO_LARGE, PHOTO_UNREADABLE, TOO_MANY_PHOTOS, a caption that cannot be.
    """
    require(actor, Act.RECORD_EVALUATION, municipality_id)
    words = in_language(clean(caption, "caption", CAPTION_LENGTH), language)
    # Decoding takes its time: nobody else waits for it.
    photo = uploads.photo(content, "photo")
    with unit_of_work():
        evaluation = held_draft(actor, municipality_id, ref, now)
        sha256 = storage.put(photo.whole.content)
        row = next((kept for kept in evaluation.photos if kept.sha256 == sha256), None)
        if row is None and len(evaluation.photos) >= MOST_PHOTOS:
            raise NotValid(Code.TOO_MANY_PHOTOS, "photo", largest=MOST_PHOTOS)
        row = row or EvaluationPhoto(
            municipality_id=municipality_id,
            evaluation_id=evaluation.id,
            position=max((kept.position for kept in evaluation.photos), default=0) + 1,
            media_type=uploads.MEDIA_TYPE,
            sha256=sha256,
            size=len(photo.whole.content),
            width=photo.whole.width,
            height=photo.whole.height,
            small_sha256=storage.put(photo.small.content),
            small_size=len(photo.small.content),
            small_width=photo.small.width,
            small_height=photo.small.height,
        )
        row.caption_ky, row.caption_ru, row.moment = words.ky, words.ru, moment
        db.session.add(row)
        audit.append(audit.Tag.PHOTO_ADDED, actor, municipality_id, now, ref, sha256=sha256)
        return sha256


def remove_photo(actor: Actor, municipality_id: int, ref: str, sha256: str, now: datetime) -> None:
    """Take a photo out of a draft: a face was on it, or the wrong place.

    Raises:
        NotAllowed, NotNow, NotFound, Conflict: as `held_draft` says; NotFound also for a photo
            that is not in it.
    """
    with unit_of_work():
        evaluation = held_draft(actor, municipality_id, ref, now)
        row = next((kept for kept in evaluation.photos if kept.sha256 == sha256), None)
        if row is None:
            raise NotFound(Code.NOT_FOUND)
        db.session.delete(row)
        audit.append(audit.Tag.PHOTO_REMOVED, actor, municipality_id, now, ref, sha256=sha256)
