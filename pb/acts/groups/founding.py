"""Founding an initiative group online: begun, written, closed by its leader, or given up."""

from collections.abc import Collection
from datetime import datetime

from pb.gateways.storage import Storage
from pb.records import groups
from pb.records.base import db
from pb.records.groups import InitiativeGroup, members
from pb.records.groups.members import Membership
from pb.rules import groups as rules
from pb.rules.access import Act
from pb.rules.groups import GroupMember, GroupState, Part, Way
from pb.rules.refusals import Code, Conflict
from pb.rules.texts import clean
from pb.services import audit, resolutions
from pb.services import groups as service
from pb.services.actors import Actor, account_of, require
from pb.services.groups import GroupFacts, Meeting
from pb.services.work import unit_of_work


def start(actor: Actor, municipality_id: int, facts: GroupFacts, now: datetime) -> str:
    """Begin a group and lead it; only its people see it. Returns its public id.

    Raises:
        NotAllowed: SIGN_IN_FIRST, NOT_ALLOWED.
        NotValid: whatever the texts may not be; SETTLEMENT_UNKNOWN.
    """
    require(actor, Act.FOUND_GROUP, municipality_id)
    with unit_of_work():
        resident_id = service.own_resident(actor, municipality_id)
        group = InitiativeGroup(
            municipality_id=municipality_id,
            way=Way.ONLINE,
            state=GroupState.DRAFT,
            started_by=account_of(actor),
            created_at=now,
        )
        service.write(group, facts)
        db.session.add(group)
        db.session.flush()
        db.session.add(
            Membership(
                municipality_id=municipality_id,
                group_id=group.id,
                resident_id=resident_id,
                account_id=account_of(actor),
                part=Part.LEADER,
                consented_at=now,
                created_at=now,
            )
        )
        audit.append(audit.Tag.INITIATIVE_STARTED, actor, municipality_id, now, group.ref)
        return group.ref


def change(actor: Actor, municipality_id: int, ref: str, facts: GroupFacts, now: datetime) -> None:
    """Write a draft otherwise.

    Raises:
        NotFound, NotAllowed: for anyone but its leader.
        Conflict: GROUP_MOVED_ON once it was founded.
        NotValid: whatever the texts may not be; SETTLEMENT_UNKNOWN.
    """
    require(actor, Act.FOUND_GROUP, municipality_id)
    with unit_of_work():
        group = service.led(actor, municipality_id, ref)
        if group.state is not GroupState.DRAFT:
            raise Conflict(Code.GROUP_MOVED_ON, state=group.state)
        service.write(group, facts)
        audit.append(audit.Tag.INITIATIVE_CHANGED, actor, municipality_id, now, group.ref)


def close(
    actor: Actor,
    municipality_id: int,
    ref: str,
    meeting: Meeting,
    present: Collection[str],
    storage: Storage,
    now: datetime,
) -> None:
    """Close the founding: the meeting was held, these members (by public id) were there.

    From here on it waits for the office to register it.

    Raises:
        NotFound, NotAllowed: for anyone but its leader.
        Conflict: GROUP_MOVED_ON.
        NotValid: FOUNDING_IN_FUTURE, FOUNDING_OTHERWISE, a number or a file that cannot be, and
            what `rules.groups.check_founding` finds.
    """
    require(actor, Act.FOUND_GROUP, municipality_id)
    number = clean(meeting.number, "number", rules.NUMBER_LENGTH)
    holds = service.rules_of_meeting(municipality_id, meeting, now)
    # A photo takes its time to decode: nobody else waits for it.
    kept = resolutions.keep(meeting.file, "file", storage) if meeting.file else None
    with unit_of_work():
        group = service.led(actor, municipality_id, ref)
        rules.require_group_move(group.state, GroupState.FOUNDED)
        found = members.standing(municipality_id, group.id)
        for one in found:
            one.member.was_present = one.member.ref in present
        if kept is not None:
            group.paper_sha256, group.paper_size = kept.sha256, kept.size
            group.paper_media_type = kept.media_type
        has_protocol = rules.has_protocol(
            group.way, meeting.met_as, has_file=group.paper_sha256 is not None
        )
        seen = (*service.as_rules_see(found), *_asked(group, now))
        rules.check_founding(seen, holds, has_protocol=has_protocol)
        group.met_on, group.met_as = meeting.met_on, meeting.met_as
        group.protocol_number = number
        group.state, group.founded_at = GroupState.FOUNDED, now
        audit.append(
            audit.Tag.INITIATIVE_FOUNDED,
            actor,
            municipality_id,
            now,
            group.ref,
            members=len(found),
            present=sum(one.member.was_present for one in found),
        )


def give_up(
    actor: Actor, municipality_id: int, ref: str, reason: str, language: str, now: datetime
) -> None:
    """Dissolve the group one leads; the reason stays in the register.

    Raises:
        NotFound, NotAllowed: for anyone but its leader.
        Conflict: GROUP_MOVED_ON.
        NotValid: a reason that is missing or too short, at "reason".
    """
    require(actor, Act.FOUND_GROUP, municipality_id)
    with unit_of_work():
        group = service.led(actor, municipality_id, ref)
        service.close_down(group, reason, language, actor, now)
        audit.append(audit.Tag.INITIATIVE_DISSOLVED, actor, municipality_id, now, group.ref)


def _asked(group: InitiativeGroup, now: datetime) -> list[GroupMember]:
    """Those who were invited and did not answer yet: they do not count, but they are told of."""
    found = groups.invitations_of(group.municipality_id, group.id)
    return [GroupMember(f"invited {one.number}") for one in found if one.is_open(now)]
