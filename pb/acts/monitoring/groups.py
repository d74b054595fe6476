"""Forming a group of joint monitoring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pb.records import accounts
from pb.records.base import db
from pb.records.monitoring import GroupMember, MonitoringGroup
from pb.rules.access import Act
from pb.rules.monitoring import GROUP_SIZE
from pb.rules.refusals import Code, NotAllowed, NotValid
from pb.rules.roles import Role
from pb.rules.texts import NAME_LENGTH, TITLE_LENGTH, Bilingual, both
from pb.services import audit
from pb.services.actors import Actor, require
from pb.services.work import unit_of_work


@dataclass(frozen=True)
class GroupFacts:
    """What the act that constitutes a group says; `valid_to` is exclusive, None if it names none.

    `constituted_by` is that act itself: "2026-жылдын 14-январындагы № 3 токтом".
    """

    name: Bilingual
    constituted_by: Bilingual
    valid_from: date
    valid_to: date | None = None


def form_group(
    actor: Actor,
    municipality_id: int,
    facts: GroupFacts,
    members: Mapping[int, Bilingual],
    now: datetime,
) -> str:
    """Enter a group with its members (account: whom they stand for); returns its public id.

    Raises:
        NotAllowed: NOT_ALLOWED for anyone but the platform, and for a member who does not hold
            the role of monitoring here.
        NotValid: TITLE_NEEDS_BOTH_LANGUAGES, NUMBER_OUT_OF_RANGE (too few or too many members),
            DATES_OUT_OF_ORDER.
    """
    require(actor, Act.FORM_GROUP, municipality_id)
    name = both(facts.name.ky, facts.name.ru, "name", NAME_LENGTH)
    act = both(facts.constituted_by.ky, facts.constituted_by.ru, "constituted_by", TITLE_LENGTH)
    smallest, largest = GROUP_SIZE
    if not smallest <= len(members) <= largest:
        raise NotValid(Code.NUMBER_OUT_OF_RANGE, "members", smallest=smallest, largest=largest)
    if facts.valid_to is not None and facts.valid_to <= facts.valid_from:
        raise NotValid(
            Code.DATES_OUT_OF_ORDER,
            "valid_to",
            earlier="valid_from",
            earlier_day=facts.valid_from,
            later_day=facts.valid_to,
        )
    with unit_of_work():
        group = MonitoringGroup(
            municipality_id=municipality_id,
            name_ky=name.ky,
            name_ru=name.ru,
            constituted_by_ky=act.ky,
            constituted_by_ru=act.ru,
            valid_from=facts.valid_from,
            valid_to=facts.valid_to,
            created_at=now,
        )
        db.session.add(group)
        db.session.flush()
        for account_id, position in members.items():
            if Role.MONITORING not in accounts.roles_of(municipality_id, account_id):
                raise NotAllowed(Code.NOT_ALLOWED, "members", act=Act.RECORD_EVALUATION)
            db.session.add(
                GroupMember(
                    municipality_id=municipality_id,
                    group_id=group.id,
                    account_id=account_id,
                    position_ky=position.ky,
                    position_ru=position.ru,
                )
            )
        audit.append(
            audit.Tag.GROUP_FORMED, actor, municipality_id, now, group.ref, members=len(members)
        )
        return group.ref
