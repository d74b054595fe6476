"""Deeds of a reviewer: to answer the items of the checklist, and to tell the other reviewers."""

from collections.abc import Mapping
from datetime import datetime

from pb.records.base import db
from pb.records.review_checks import ReviewCheck, ReviewNote
from pb.rules import checklists
from pb.rules.checklists import Item, Verdict, asked_of_people
from pb.rules.refusals import Code, NotValid
from pb.rules.reviews import reason
from pb.services import audit
from pb.services.actors import Actor, account_of
from pb.services.reviews import taken_up
from pb.services.work import unit_of_work


def check(
    actor: Actor,
    municipality_id: int,
    ref: str,
    answers: Mapping[Item, tuple[Verdict, str | None]],
    now: datetime,
) -> None:
    """Answer items of the checklist, with a note where one is needed; the latest answer holds.

    Raises:
        NotValid: ITEM_NOT_ASKED for an item that is worked out, or what a note lacks, at the item.
        NotFound, NotAllowed, NotNow, Conflict: as `services.reviews.taken_up`.
    """
    with unit_of_work():
        case = taken_up(actor, municipality_id, ref, now)
        for item, (verdict, note) in answers.items():
            if item not in asked_of_people(case.figures):
                raise NotValid(Code.ITEM_NOT_ASKED, item.value, item=item.value)
            db.session.merge(
                ReviewCheck(
                    municipality_id=municipality_id,
                    review_id=case.review.id,
                    item=item,
                    reviewer_id=account_of(actor),
                    verdict=verdict,
                    note=checklists.note(note, f"{item.value}_note"),
                    at=now,
                )
            )
        items = len(answers)
        audit.append(audit.Tag.REVIEW_CHECKED, actor, municipality_id, now, ref, items=items)


def note(actor: Actor, municipality_id: int, ref: str, text: str, now: datetime) -> None:
    """Tell the other reviewers something; it is never public and never changed.

    Raises:
        NotValid: REASON_MISSING at `text` for nothing or too little, or what `texts.clean` finds.
        NotFound, NotAllowed, NotNow, Conflict: as `services.reviews.taken_up`.
    """
    with unit_of_work():
        case = taken_up(actor, municipality_id, ref, now)
        db.session.add(
            ReviewNote(
                municipality_id=municipality_id,
                review_id=case.review.id,
                reviewer_id=account_of(actor),
                at=now,
                text=reason(text, "text"),
            )
        )
        audit.append(audit.Tag.REVIEW_NOTED, actor, municipality_id, now, ref)
