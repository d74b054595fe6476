"""Members without a telephone who ask the office in writing to leave: two people stand for it."""

from datetime import datetime

from pb.records.groups import InitiativeGroup, members
from pb.records.groups.members import Membership
from pb.rules.access import Act
from pb.rules.groups import Part
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound
from pb.services import audit
from pb.services import groups as service
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work


def write_down(
    actor: Actor, municipality_id: int, ref: str, member_ref: str, now: datetime
) -> None:
    """Write down that somebody asked in writing to leave; another person confirms it.

    Raises:
        NotFound: no such group or member.
        NotAllowed: NOT_ALLOWED; NOT_YOURSELF for somebody who is in the group.
        Conflict: LEADER_STAYS; LEAVES_THEMSELVES for who can sign in; LEAVING_MOVED_ON where it
            is written down already.
    """
    require(actor, Act.REGISTER_GROUP, municipality_id)
    with unit_of_work():
        group, member = _held(actor, municipality_id, ref, member_ref)
        if member.part is Part.LEADER:
            raise Conflict(Code.LEADER_STAYS)
        known = members.standing(municipality_id, group.id)
        if any(one.member.id == member.id and one.account_id is not None for one in known):
            raise Conflict(Code.LEAVES_THEMSELVES)
        if member.leaving_by is not None:
            raise Conflict(Code.LEAVING_MOVED_ON)
        member.leaving_by = account_of(actor)
        tag = audit.Tag.INITIATIVE_LEAVING_WRITTEN
        audit.append(tag, actor, municipality_id, now, group.ref)


def let_go(actor: Actor, municipality_id: int, ref: str, member_ref: str, now: datetime) -> None:
    """Confirm, as the second person, that somebody leaves: from now on they are no member.

    Raises:
        NotFound: no such group or member.
        NotAllowed: NOT_ALLOWED; NOT_YOURSELF for who wrote it down, or is in the group.
        Conflict: LEAVING_MOVED_ON; LEADER_STAYS for who was made the leader meanwhile.
    """
    require(actor, Act.REGISTER_GROUP, municipality_id)
    with unit_of_work():
        group, member = _leaving(actor, municipality_id, ref, member_ref)
        if member.leaving_by == account_of(actor):
            raise NotAllowed(Code.NOT_YOURSELF)
        if member.part is Part.LEADER:
            raise Conflict(Code.LEADER_STAYS)
        member.left_at, member.let_go_by = now, account_of(actor)
        member.lead_offered_at = None
        audit.append(audit.Tag.INITIATIVE_LET_GO, actor, municipality_id, now, group.ref)


def drop(actor: Actor, municipality_id: int, ref: str, member_ref: str, now: datetime) -> None:
    """Take back what was written down by mistake: the person stays.

    Raises:
        NotFound: no such group or member.
        NotAllowed: NOT_ALLOWED; NOT_YOURSELF for somebody who is in the group.
        Conflict: LEAVING_MOVED_ON.
    """
    require(actor, Act.REGISTER_GROUP, municipality_id)
    with unit_of_work():
        group, member = _leaving(actor, municipality_id, ref, member_ref)
        member.leaving_by = None
        tag = audit.Tag.INITIATIVE_LEAVING_DROPPED
        audit.append(tag, actor, municipality_id, now, group.ref)


def _leaving(
    actor: Actor, municipality_id: int, ref: str, member_ref: str
) -> tuple[InitiativeGroup, Membership]:
    group, member = _held(actor, municipality_id, ref, member_ref)
    if member.leaving_by is None:
        raise Conflict(Code.LEAVING_MOVED_ON)
    return group, member


def _held(
    actor: Actor, municipality_id: int, ref: str, member_ref: str
) -> tuple[InitiativeGroup, Membership]:
    group = service.of_office(municipality_id, ref, hold=True)
    service.require_apart(actor, group)
    member = members.member_called(municipality_id, group.id, member_ref)
    if member.left_at is not None:
        raise NotFound(Code.NOT_FOUND)
    return group, member
