"""The office and the register of initiative groups: names opened, groups registered or refused."""

from dataclasses import dataclass
from datetime import datetime

from pb.gateways.storage import Storage
from pb.records import groups
from pb.records.groups import InitiativeGroup, members
from pb.rules import groups as rules
from pb.rules.access import Act
from pb.rules.groups import GroupState, InterestKind, Way
from pb.rules.privacy import Field, Purpose
from pb.rules.refusals import Code, Conflict, NotFound
from pb.services import audit
from pb.services import groups as service
from pb.services.actors import Actor, require
from pb.services.groups.people import Person, led_group, people
from pb.services.privacy import Looking, Opening, Subject, opened
from pb.services.work import unit_of_work


@dataclass(frozen=True, repr=False)
class Opened:
    """The people of a group by name, and the notes about their interests."""

    people: tuple[Person, ...]
    notes: tuple[tuple[str, InterestKind, str], ...]
    """Whose, of what kind, and what was written."""


@dataclass(frozen=True, repr=False)
class Paper:
    """The signed protocol as it was sent."""

    content: bytes
    media_type: str
    sha256: str


def open_people(actor: Actor, municipality_id: int, ref: str, reason: str, now: datetime) -> Opened:
    """Read the names of the people of a group; each of them reads who looked and why.

    Raises:
        NotFound: no such group.
        NotAllowed: NOT_ALLOWED, STEP_UP_FIRST.
        NotValid: the reason is missing or too short, at "reason".
    """
    with unit_of_work():
        group, opening = _opened(actor, municipality_id, ref, reason, now)
        names = {
            one.member.id: opening.read(Field.NAME, one.name) or ""
            for one in members.people_of(municipality_id, group.id)
        }
        notes = tuple(
            (names[tie.member.id], tie.kind, opening.read(Field.NAME, tie.note) or "")
            for tie in members.ties_of(municipality_id, group.id)
        )
        return Opened(tuple(people(municipality_id, group.id, names)), notes)


def open_paper(
    actor: Actor, municipality_id: int, ref: str, reason: str, storage: Storage, now: datetime
) -> Paper:
    """Read the signed protocol, which names its people: the same trace is left.

    Raises:
        NotFound: no such group, or it has no paper.
        NotAllowed: NOT_ALLOWED, STEP_UP_FIRST.
        NotValid: the reason is missing or too short, at "reason".
    """
    with unit_of_work():
        group, _ = _opened(actor, municipality_id, ref, reason, now)
        return paper_of(group, storage)


def own_paper(actor: Actor, municipality_id: int, ref: str, storage: Storage) -> Paper:
    """The signed protocol of the group one leads.

    Raises:
        NotFound: no such group, none of theirs, or it has no paper.
        NotAllowed: NOT_ALLOWED for a member who does not lead it.
    """
    require(actor, Act.FOUND_GROUP, municipality_id)
    return paper_of(led_group(actor, municipality_id, ref).group, storage)


def paper_of(group: InitiativeGroup, storage: Storage) -> Paper:
    """The file of a group."""
    if group.paper_sha256 is None:
        raise NotFound(Code.NOT_FOUND)
    content = storage.get(group.paper_sha256)
    return Paper(content, group.paper_media_type or "", group.paper_sha256)


def register(actor: Actor, municipality_id: int, ref: str, now: datetime) -> int:
    """Write a founded group into the register; from then on everyone can see it. Its number.

    Raises:
        NotFound: no such group.
        NotAllowed: NOT_ALLOWED; NOT_YOURSELF for somebody who is in the group.
        Conflict: GROUP_MOVED_ON; GROUP_BELOW_MINIMUM where too many have left meanwhile.
    """
    require(actor, Act.REGISTER_GROUP, municipality_id)
    with unit_of_work():
        number = groups.next_register_number(municipality_id)
        group = service.of_office(municipality_id, ref, hold=True)
        rules.require_group_move(group.state, GroupState.REGISTERED)
        service.require_apart(actor, group)
        size = groups.number_of_members(municipality_id, group.id)
        holds = service.rules_for(municipality_id, now)
        if holds.lacking(size):
            raise Conflict(Code.GROUP_BELOW_MINIMUM, number=size, fewest=holds.fewest)
        group.state, group.register_number = GroupState.REGISTERED, number
        group.registered_at, group.registered_by = now, actor.account_id
        audit.append(
            audit.Tag.INITIATIVE_REGISTERED,
            actor,
            municipality_id,
            now,
            group.ref,
            number=number,
            members=size,
        )
        return number


def refuse(
    actor: Actor, municipality_id: int, ref: str, reason: str, language: str, now: datetime
) -> None:
    """Not register a group, with the reason its people read.

    One founded online goes back to its leader, who mends it; a paper is closed and is entered
    anew once it was mended.

    Raises:
        NotFound: no such group.
        NotAllowed: NOT_ALLOWED; NOT_YOURSELF for somebody who is in the group.
        Conflict: GROUP_MOVED_ON.
        NotValid: a reason that is missing or too short, at "reason".
    """
    require(actor, Act.REGISTER_GROUP, municipality_id)
    with unit_of_work():
        group = service.of_office(municipality_id, ref, hold=True)
        service.require_apart(actor, group)
        if group.is_public:
            raise Conflict(Code.GROUP_MOVED_ON, state=group.state)
        if group.way is Way.ONLINE:
            rules.require_group_move(group.state, GroupState.DRAFT)
            service.say_why(group, reason, language, actor, now)
            group.state = GroupState.DRAFT
        else:
            service.close_down(group, reason, language, actor, now)
        audit.append(
            audit.Tag.INITIATIVE_REFUSED,
            actor,
            municipality_id,
            now,
            group.ref,
            way=group.way.value,
        )


def dissolve(
    actor: Actor, municipality_id: int, ref: str, reason: str, language: str, now: datetime
) -> None:
    """Take a registered group out of work; it stays in the register, with the reason.

    Raises:
        NotFound: no such group.
        NotAllowed: NOT_ALLOWED; NOT_YOURSELF for somebody who is in the group.
        Conflict: GROUP_MOVED_ON.
        NotValid: a reason that is missing or too short, at "reason".
    """
    require(actor, Act.REGISTER_GROUP, municipality_id)
    with unit_of_work():
        group = service.of_office(municipality_id, ref, hold=True)
        service.require_apart(actor, group)
        if not group.is_public:
            raise Conflict(Code.GROUP_MOVED_ON, state=group.state)
        service.close_down(group, reason, language, actor, now)
        audit.append(audit.Tag.INITIATIVE_DISSOLVED, actor, municipality_id, now, group.ref)


def _opened(
    actor: Actor, municipality_id: int, ref: str, reason: str, now: datetime
) -> tuple[InitiativeGroup, Opening]:
    require(actor, Act.OPEN_GROUP, municipality_id)
    group = service.of_office(municipality_id, ref)
    found = {one.member.resident_id for one in members.people_of(municipality_id, group.id)}
    subjects = [Subject(one) for one in sorted(found)]
    looking = Looking(Purpose.GROUP, reason)
    return group, opened(actor, municipality_id, subjects, looking, {Field.NAME}, now)
