"""What deeds about initiative groups share: the rules, whose group it is, the people in it.

For proposals (`services/applying.py`): `acting_for` is the group somebody may act for,
`put_to_work` marks that it has a proposal in a round, `as_rules_see` and `elsewhere` are what
`rules.groups.require_free` asks.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pb.records import applicants, groups, places, residents, rule_sets
from pb.records.groups import InitiativeGroup, members
from pb.records.groups.members import Known, Membership
from pb.rules import calendar
from pb.rules import groups as rules
from pb.rules.access import Act
from pb.rules.groups import GroupMember, GroupRules, GroupState, Part
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotValid
from pb.rules.rule_sets import RuleSet
from pb.rules.rule_sets.choices import Founding
from pb.rules.texts import TITLE_LENGTH, clean, clean_optional
from pb.services.actors import Actor, account_of, require


@dataclass(frozen=True)
class GroupFacts:
    """What is written of a group; `settlement` None is all the villages."""

    language: str
    name: str
    aim: str
    settlement: str | None = None
    name_in_other: str | None = None


@dataclass(frozen=True)
class Meeting:
    """The founding meeting; `file` is the signed protocol as it was sent, empty for none."""

    met_on: date
    met_as: Founding
    number: str
    """Of the protocol."""
    file: bytes = b""


def rules_for(municipality_id: int, now: datetime) -> GroupRules:
    """What the rules in force ask of a group; the usual ones where none were adopted."""
    version = rule_sets.in_force(municipality_id, calendar.day_of(now))
    return GroupRules.under(RuleSet.of() if version is None else version.rule_set)


def rules_of_meeting(municipality_id: int, meeting: Meeting, now: datetime) -> GroupRules:
    """The rules a founding is held against, which this meeting fits.

    Raises:
        NotValid: FOUNDING_IN_FUTURE at "met_on", FOUNDING_OTHERWISE at "met_as".
    """
    holds = rules_for(municipality_id, now)
    rules.check_meeting(meeting.met_on, meeting.met_as, holds, calendar.day_of(now))
    return holds


def write(group: InitiativeGroup, facts: GroupFacts) -> None:
    """Write down what a group is.

    Raises:
        NotValid: whatever texts may not be, at "name", "name_in_other", "aim";
            SETTLEMENT_UNKNOWN at "settlement".
    """
    other = "ru" if facts.language == "ky" else "ky"
    name = clean(facts.name, "name", TITLE_LENGTH)
    in_other = clean_optional(facts.name_in_other, "name_in_other", TITLE_LENGTH)
    aim = clean(facts.aim, "aim", rules.AIM_LENGTH, lines=True)
    group.settlement_id = village_of(group.municipality_id, facts.settlement, "settlement")
    setattr(group, f"name_{facts.language}", name)
    setattr(group, f"name_{other}", in_other)
    setattr(group, f"aim_{facts.language}", aim)
    setattr(group, f"aim_{other}", None)


def village_of(municipality_id: int, slug: str | None, field: str) -> int | None:
    """The key of a village by its name in forms; None for none.

    Raises:
        NotValid: SETTLEMENT_UNKNOWN.
    """
    if not slug:
        return None
    found = places.settlement_of(municipality_id, slug)
    if found is None:
        raise NotValid(Code.SETTLEMENT_UNKNOWN, field, given=slug)
    return found.id


def own_resident(actor: Actor, municipality_id: int) -> int:
    """Who this person is among the residents here, held.

    Raises:
        NotFound: nobody.
    """
    found = residents.resident_id_of(municipality_id, account_of(actor), hold=True)
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def own_place(actor: Actor, municipality_id: int, ref: str) -> tuple[InitiativeGroup, Membership]:
    """A group of the actor's and their place in it, both held until the end of the deed.

    Raises:
        NotFound: no such group, or none of theirs.
    """
    group = groups.group_of(municipality_id, ref, hold=True)
    member = members.membership_of(municipality_id, group.id, account_of(actor))
    if member is None:
        raise NotFound(Code.NOT_FOUND)
    return group, member


def led(actor: Actor, municipality_id: int, ref: str) -> InitiativeGroup:
    """The group the actor leads, held until the end of the deed.

    Raises:
        NotFound: no such group, or none of theirs.
        NotAllowed: NOT_ALLOWED for a member who does not lead it.
    """
    group, member = own_place(actor, municipality_id, ref)
    if member.part is not Part.LEADER:
        raise NotAllowed(Code.NOT_ALLOWED)
    return group


def of_office(municipality_id: int, ref: str, *, hold: bool = False) -> InitiativeGroup:
    """A group the office deals with: a paper, or one whose founding was ever closed.

    Raises:
        NotFound: no such group, or a draft of residents.
    """
    group = groups.group_of(municipality_id, ref, hold=hold)
    if group.founded_at is None and group.way is rules.Way.ONLINE:
        raise NotFound(Code.NOT_FOUND)
    return group


def require_apart(actor: Actor, group: InitiativeGroup) -> None:
    """Refuse a deed of the office by somebody who is in the group.

    Raises:
        NotAllowed: NOT_YOURSELF.
    """
    if groups.is_member(group.municipality_id, group.id, account_of(actor)):
        raise NotAllowed(Code.NOT_YOURSELF)


def living(group: InitiativeGroup) -> None:
    """Refuse what cannot be done to a dissolved group.

    Raises:
        Conflict: GROUP_MOVED_ON.
    """
    if group.state is GroupState.DISSOLVED:
        raise Conflict(Code.GROUP_MOVED_ON, state=group.state)


def close_down(
    group: InitiativeGroup, reason: str, language: str, actor: Actor, now: datetime
) -> None:
    """Dissolve a group; the reason stands in the register for ever.

    Raises:
        Conflict: GROUP_MOVED_ON; GROUP_HAS_PROPOSAL while one is in the running.
        NotValid: whatever a reason may not be, at "reason".
    """
    rules.require_group_move(group.state, GroupState.DISSOLVED)
    if applicants.is_running(group.municipality_id, group.id):
        raise Conflict(Code.GROUP_HAS_PROPOSAL)
    say_why(group, reason, language, actor, now)
    group.state = GroupState.DISSOLVED


def say_why(
    group: InitiativeGroup, reason: str, language: str, actor: Actor, now: datetime
) -> None:
    """Write down why a group is returned or dissolved.

    Raises:
        NotValid: TEXT_MISSING, TEXT_TOO_SHORT, … at "reason".
    """
    group.reason = clean(reason, "reason", rules.REASON_LENGTH, lines=True)
    group.reason_language, group.reason_by, group.reason_at = language, account_of(actor), now


def acting_for(actor: Actor, municipality_id: int, ref: str, now: datetime) -> InitiativeGroup:
    """The group the actor may send a proposal for: they lead it, it is registered, large enough.

    Held until the end of the deed.

    Raises:
        NotFound: no such group, or none of theirs.
        NotAllowed: NOT_ALLOWED for a member who does not lead it.
        Conflict: GROUP_NOT_REGISTERED, GROUP_BELOW_MINIMUM.
    """
    require(actor, Act.FOUND_GROUP, municipality_id)
    group = led(actor, municipality_id, ref)
    number = groups.number_of_members(municipality_id, group.id)
    rules.require_may_send(group.state, number, rules_for(municipality_id, now))
    return group


def put_to_work(group: InitiativeGroup) -> None:
    """Mark that a registered group has a proposal in a round."""
    if group.state is not GroupState.ACTIVE:
        rules.require_group_move(group.state, GroupState.ACTIVE)
        group.state = GroupState.ACTIVE


def as_rules_see(found: Sequence[Known]) -> tuple[GroupMember, ...]:
    """The people of a group under a key that is the same in every group of the municipality."""
    return tuple(
        GroupMember(
            str(one.member.resident_id),
            one.member.part,
            has_consented=True,
            was_present=one.member.was_present,
        )
        for one in found
    )


def elsewhere(municipality_id: int, group_ids: Collection[int]) -> frozenset[str]:
    """The people of other groups, under the same keys."""
    found = (one for key in group_ids for one in members.standing(municipality_id, key))
    return frozenset(str(one.member.resident_id) for one in found)
