"""Leaving an initiative group, and passing its lead on to somebody who confirms it."""

from datetime import datetime

from pb.records.base import db
from pb.records.groups import members
from pb.rules.access import Act
from pb.rules.groups import Part
from pb.rules.refusals import Code, Conflict, NotFound
from pb.services import applying, audit
from pb.services import groups as service
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work


def leave(actor: Actor, municipality_id: int, ref: str, now: datetime) -> None:
    """Take one's consent back: from now on one is no member.

    Raises:
        NotFound: no such group, or none of theirs.
        Conflict: LEADER_STAYS.
    """
    require(actor, Act.JOIN_GROUP, municipality_id)
    with unit_of_work():
        group, member = service.own_place(actor, municipality_id, ref)
        if member.part is Part.LEADER:
            raise Conflict(Code.LEADER_STAYS)
        member.left_at, member.lead_offered_at = now, None
        audit.append(audit.Tag.INITIATIVE_LEFT, actor, municipality_id, now, group.ref)


def offer_lead(
    actor: Actor, municipality_id: int, ref: str, member_ref: str, now: datetime
) -> None:
    """Pass the lead on to a member; it stays where it is until they confirm. One at a time.

    Raises:
        NotFound, NotAllowed: for anyone but the leader; for somebody who is no member, leads
            already, or has no account to confirm with.
        Conflict: GROUP_MOVED_ON once it is dissolved.
    """
    require(actor, Act.FOUND_GROUP, municipality_id)
    with unit_of_work():
        group = service.led(actor, municipality_id, ref)
        service.living(group)
        found = members.standing(municipality_id, group.id)
        able = [one.member for one in found if one.account_id and one.member.part is Part.MEMBER]
        chosen = next((member for member in able if member.ref == member_ref), None)
        if chosen is None:
            raise NotFound(Code.NOT_FOUND)
        for one in found:
            one.member.lead_offered_at = None
        chosen.lead_offered_at = now
        audit.append(audit.Tag.INITIATIVE_LEAD_OFFERED, actor, municipality_id, now, group.ref)


def take_lead(actor: Actor, municipality_id: int, ref: str, now: datetime) -> None:
    """Confirm that one leads the group, and its proposals, from now on; who led it stays a member.

    Raises:
        NotFound: no such group, or none of theirs.
        Conflict: LEAD_MOVED_ON where it is not offered; GROUP_MOVED_ON once it is dissolved.
    """
    require(actor, Act.FOUND_GROUP, municipality_id)
    with unit_of_work():
        # Before the group is held: whoever sends one of them holds them in this order too.
        applying.pass_on(municipality_id, ref, account_of(actor))
        group, member = service.own_place(actor, municipality_id, ref)
        service.living(group)
        if member.lead_offered_at is None:
            raise Conflict(Code.LEAD_MOVED_ON)
        for one in members.standing(municipality_id, group.id):
            if one.member.part is Part.LEADER:
                one.member.part = Part.MEMBER
        # Never two leaders, not even inside the deed.
        db.session.flush()
        member.part, member.lead_offered_at = Part.LEADER, None
        audit.append(audit.Tag.INITIATIVE_LEAD_TAKEN, actor, municipality_id, now, group.ref)


def keep_lead(actor: Actor, municipality_id: int, ref: str, now: datetime) -> None:
    """Leave the lead where it is: said by whoever it is offered to, or by the leader.

    Raises:
        NotFound: no such group, or none of theirs.
        Conflict: LEAD_MOVED_ON where it is not offered.
    """
    require(actor, Act.FOUND_GROUP, municipality_id)
    with unit_of_work():
        group, member = service.own_place(actor, municipality_id, ref)
        leads = member.part is Part.LEADER
        found = [one.member for one in members.standing(municipality_id, group.id)]
        offered = [
            one
            for one in found
            if one.lead_offered_at is not None and (leads or one.id == member.id)
        ]
        if not offered:
            raise Conflict(Code.LEAD_MOVED_ON)
        for one in offered:
            one.lead_offered_at = None
        audit.append(audit.Tag.INITIATIVE_LEAD_KEPT, actor, municipality_id, now, group.ref)
