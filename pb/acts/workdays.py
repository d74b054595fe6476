"""Deeds about the calendar: a day off by decree, a Saturday worked instead, and taking one back."""

from datetime import date, datetime

from pb.records import rule_sets
from pb.records.base import db
from pb.records.rule_sets import WorkdayChange
from pb.rules.access import Act
from pb.rules.refusals import Code, Conflict, NotFound
from pb.rules.texts import TITLE_LENGTH, clean, in_language
from pb.services import audit
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work


def enter(
    actor: Actor,
    municipality_id: int,
    day: date,
    is_worked: bool,
    reason: str,
    language: str,
    now: datetime,
) -> None:
    """Say of a day that it is worked here, or that it is not, and by what decision.

    Terms are counted anew from it only where days are not fixed yet: a round that is announced
    keeps its days.

    Raises:
        NotAllowed: as the table says.
        NotValid: a reason that cannot be.
        Conflict: DAY_ENTERED.
    """
    require(actor, Act.DRAFT_RULES, municipality_id)
    words = in_language(clean(reason, "reason", TITLE_LENGTH), language)
    with unit_of_work():
        if rule_sets.workday_change_of(municipality_id, day) is not None:
            raise Conflict(Code.DAY_ENTERED, "day", day=day)
        db.session.add(
            WorkdayChange(
                municipality_id=municipality_id,
                day=day,
                is_worked=is_worked,
                reason_ky=words.ky,
                reason_ru=words.ru,
                entered_by=account_of(actor),
                created_at=now,
            )
        )
        audit.append(
            audit.Tag.WORKDAY_ENTERED,
            actor,
            municipality_id,
            now,
            day.isoformat(),
            worked=int(is_worked),
        )


def take_back(actor: Actor, municipality_id: int, day: date, now: datetime) -> None:
    """Take back what was entered for a day: the calendar of the country holds for it again.

    Raises:
        NotAllowed: as the table says.
        NotFound: NOT_FOUND where nothing was entered.
    """
    require(actor, Act.DRAFT_RULES, municipality_id)
    with unit_of_work():
        change = rule_sets.workday_change_of(municipality_id, day)
        if change is None:
            raise NotFound(Code.NOT_FOUND)
        db.session.delete(change)
        audit.append(audit.Tag.WORKDAY_TAKEN_BACK, actor, municipality_id, now, day.isoformat())
