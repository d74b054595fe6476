"""The people of an initiative group, as each reader may see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pb.records import groups
from pb.records.groups import GroupInvitation, Own, members
from pb.records.personal import unsealed
from pb.rules.groups import InterestKind, Part
from pb.rules.refusals import Code, NotAllowed, NotFound
from pb.services.actors import Actor, account_of


@dataclass(frozen=True, repr=False)
class Person:
    """Somebody of a group, for whoever may see them; masked where it is a list of the office."""

    ref: str
    name: str
    part: Part
    was_present: bool
    has_left: bool
    is_offered_lead: bool
    is_leaving: bool
    """Whether one of the office wrote down that they ask to leave; another confirms it."""
    may_sign_in: bool
    interests: tuple[InterestKind, ...]


@dataclass(frozen=True, repr=False)
class OwnGroup:
    """A group as one of its people sees it; `people` and `invitations` only if they lead it."""

    own: Own
    leader: str
    people: tuple[Person, ...]
    invitations: tuple[GroupInvitation, ...]
    offered: str | None
    """To whom the lead is offered, for who leads."""

    @property
    def leads(self) -> bool:
        """Whether the reader leads it."""
        return self.own.part is Part.LEADER

    def waits(self, now: datetime) -> int:
        """How many invitations may still be used."""
        return sum(one.is_open(now) for one in self.invitations)


def own_group(actor: Actor, municipality_id: int, ref: str) -> Own:
    """A group the actor is in.

    Raises:
        NotFound: no such group, or none of theirs.
    """
    found = groups.own_groups(municipality_id, account_of(actor))
    one = next((own for own in found if own.group.ref == ref), None)
    if one is None:
        raise NotFound(Code.NOT_FOUND)
    return one


def led_group(actor: Actor, municipality_id: int, ref: str) -> Own:
    """A group the actor leads.

    Raises:
        NotFound: no such group, or none of theirs.
        NotAllowed: NOT_ALLOWED for a member who does not lead it.
    """
    own = own_group(actor, municipality_id, ref)
    if own.part is not Part.LEADER:
        raise NotAllowed(Code.NOT_ALLOWED)
    return own


def seen_by(actor: Actor, municipality_id: int, ref: str) -> OwnGroup:
    """A group as the actor sees it: who joins agrees that the leader sees their name.

    Raises:
        NotFound: no such group, or none of theirs.
    """
    own = own_group(actor, municipality_id, ref)
    found = people_by_name(municipality_id, own.group.id)
    leader = next(one.name for one in found if one.part is Part.LEADER)
    if own.part is not Part.LEADER:
        return OwnGroup(own, leader, (), (), None)
    offered = next((one.name for one in found if one.is_offered_lead), None)
    invitations = groups.invitations_of(municipality_id, own.group.id)
    return OwnGroup(own, leader, tuple(found), tuple(invitations), offered)


def people_by_name(municipality_id: int, group_id: int) -> list[Person]:
    """Everyone who is or was in a group, by name: only for whoever leads it."""
    found = members.people_of(municipality_id, group_id)
    return people(municipality_id, group_id, {one.member.id: unsealed(one.name) for one in found})


def people_masked(municipality_id: int, group_id: int) -> list[Person]:
    """The same as lists of the office show it; needs no reason."""
    return people(municipality_id, group_id, {})


def people(municipality_id: int, group_id: int, names: Mapping[int, str]) -> list[Person]:
    """Everyone who is or was in a group, by these names (of memberships), else masked."""
    ties: dict[int, list[InterestKind]] = {}
    for tie in members.ties_of(municipality_id, group_id):
        kinds = ties.setdefault(tie.member.id, [])
        if tie.kind not in kinds:
            kinds.append(tie.kind)
    return [
        Person(
            one.member.ref,
            names.get(one.member.id) or one.name.masked(),
            one.member.part,
            one.member.was_present,
            one.member.left_at is not None,
            one.member.lead_offered_at is not None,
            one.member.leaving_by is not None and one.member.left_at is None,
            one.account_id is not None,
            tuple(ties.get(one.member.id, ())),
        )
        for one in members.people_of(municipality_id, group_id)
    ]
