"""Groups founded on paper: entered by one person of the office, confirmed by another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pb.gateways.keys import Keys
from pb.gateways.storage import Storage
from pb.records import residents
from pb.records.base import db
from pb.records.groups import InitiativeGroup, members
from pb.records.groups.members import Membership
from pb.records.personal import Sealed
from pb.records.residents import Resident
from pb.rules import calendar
from pb.rules import groups as rules
from pb.rules.access import Act
from pb.rules.groups import GroupState, Part, Way
from pb.rules.people import clean_name, name_key, parse_pin
from pb.rules.refusals import Code, NotAllowed, NotValid
from pb.rules.texts import clean
from pb.services import audit, resolutions
from pb.services import groups as service
from pb.services.actors import Actor, account_of, require
from pb.services.groups import GroupFacts, Meeting
from pb.services.work import unit_of_work


@dataclass(frozen=True, repr=False)
class OnPaper:
    """A person in the list of a protocol, as the clerk types it.

    `line` is where it stands in the form, from 1; the number may be left out, and only its keyed
    hash is kept.
    """

    line: int
    name: str
    pin: str = ""
    village: str = ""
    """Of the person; the group's own where it is left out."""
    was_present: bool = True


@dataclass(frozen=True, repr=False)
class PaperFacts:
    """What the signed protocol says; `leader` is a line."""

    people: Sequence[OnPaper]
    leader: int | None
    are_signed: bool
    """Whether each of them signed it."""


@dataclass(frozen=True, repr=False)
class _Read:
    """A line as it was understood."""

    line: OnPaper
    name: str
    tag: bytes | None
    village_id: int


def enter(
    actor: Actor,
    municipality_id: int,
    facts: GroupFacts,
    meeting: Meeting,
    paper: PaperFacts,
    storage: Storage,
    keys: Keys,
    now: datetime,
) -> str:
    """Enter a group from its signed protocol; another person has to confirm it. Its public id.

    Raises:
        NotAllowed: SIGN_IN_FIRST, NOT_ALLOWED.
        NotValid: texts, days, the file; at "member_N", "pin_N", "village_N" what is wrong in a
            line; SIGNATURES_UNSEEN at "signed"; what `rules.groups.check_founding` finds.
    """
    require(actor, Act.REGISTER_GROUP, municipality_id)
    number = clean(meeting.number, "number", rules.NUMBER_LENGTH)
    holds = service.rules_of_meeting(municipality_id, meeting, now)
    read = _read(municipality_id, facts, paper, keys, now)
    if not paper.are_signed:
        raise NotValid(Code.SIGNATURES_UNSEEN, "signed")
    if not meeting.file:
        raise NotValid(Code.FOUNDING_PAPER_MISSING, "file")
    kept = resolutions.keep(meeting.file, "file", storage)
    with unit_of_work():
        group = InitiativeGroup(
            municipality_id=municipality_id,
            way=Way.PAPER,
            state=GroupState.DRAFT,
            started_by=account_of(actor),
            met_on=meeting.met_on,
            met_as=meeting.met_as,
            protocol_number=number,
            paper_sha256=kept.sha256,
            paper_media_type=kept.media_type,
            paper_size=kept.size,
            created_at=now,
        )
        service.write(group, facts)
        db.session.add(group)
        db.session.flush()
        for one in read:
            _add(group, one, one.line.line == paper.leader, now)
        db.session.flush()
        found = members.standing(municipality_id, group.id)
        rules.check_founding(service.as_rules_see(found), holds, has_protocol=True)
        audit.append(
            audit.Tag.INITIATIVE_ENTERED,
            actor,
            municipality_id,
            now,
            group.ref,
            members=len(found),
            sha256=kept.sha256,
        )
        return group.ref


def confirm(actor: Actor, municipality_id: int, ref: str, now: datetime) -> None:
    """Say, as the second person, that what was entered is what the paper says.

    Raises:
        NotFound: no such group.
        NotAllowed: NOT_ALLOWED; NOT_YOURSELF for whoever entered it, or is in the group.
        Conflict: GROUP_MOVED_ON.
        NotValid: what `rules.groups.check_founding` finds by the rules in force now.
    """
    require(actor, Act.REGISTER_GROUP, municipality_id)
    with unit_of_work():
        group = service.of_office(municipality_id, ref, hold=True)
        rules.require_group_move(group.state, GroupState.FOUNDED)
        if group.way is not Way.PAPER:
            raise NotAllowed(Code.NOT_ALLOWED)
        service.require_apart(actor, group)
        if group.started_by == account_of(actor):
            raise NotAllowed(Code.NOT_YOURSELF)
        found = members.standing(municipality_id, group.id)
        holds = service.rules_for(municipality_id, now)
        rules.check_founding(service.as_rules_see(found), holds, has_protocol=True)
        group.confirmed_by, group.confirmed_at = account_of(actor), now
        group.state, group.founded_at = GroupState.FOUNDED, now
        audit.append(audit.Tag.INITIATIVE_CONFIRMED, actor, municipality_id, now, group.ref)


def _read(
    municipality_id: int, facts: GroupFacts, paper: PaperFacts, keys: Keys, now: datetime
) -> list[_Read]:
    """The lines that hold a name, each understood; the same person twice is refused.

    Two people of one name are told apart by their numbers.
    """
    read: list[_Read] = []
    seen: set[bytes | str] = set()
    for one in paper.people:
        if not one.name.strip() and not one.pin.strip():
            continue
        name = clean_name(one.name, f"member_{one.line}")
        tag = None
        if one.pin.strip():
            pin = parse_pin(one.pin, calendar.day_of(now), f"pin_{one.line}")
            tag = keys.pin_tag(pin.digits)
        key = tag or name_key(name)
        if key in seen:
            raise NotValid(Code.MEMBER_TWICE, f"member_{one.line}", number=one.line)
        seen.add(key)
        village = one.village or facts.settlement
        village_id = service.village_of(municipality_id, village, f"village_{one.line}")
        if village_id is None:
            raise NotValid(Code.SETTLEMENT_UNKNOWN, f"village_{one.line}")
        read.append(_Read(one, name, tag, village_id))
    return read


def _add(group: InitiativeGroup, one: _Read, is_leader: bool, now: datetime) -> None:
    place = group.municipality_id
    resident = residents.resident_by_pin(place, one.tag) if one.tag else None
    if resident is None:
        resident = Resident(
            municipality_id=place, settlement_id=one.village_id, pin_tag=one.tag, created_at=now
        )
        db.session.add(resident)
        db.session.flush()
    db.session.add(
        Membership(
            municipality_id=place,
            group_id=group.id,
            resident_id=resident.id,
            name=Sealed(one.name),
            part=Part.LEADER if is_leader else Part.MEMBER,
            was_present=one.line.was_present,
            consented_at=now,
            created_at=now,
        )
    )
