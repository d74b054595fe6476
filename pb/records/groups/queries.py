"""What is asked of the register of initiative groups; plain values, and nobody's name."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from pb.records.base import db
from pb.records.groups.groups import GroupInvitation, InitiativeGroup
from pb.records.groups.members import Membership, is_of, ties_of
from pb.records.places import Municipality, Settlement
from pb.rules.groups import GroupState, InterestKind, Part, Way
from pb.rules.refusals import Code, NotFound


@dataclass(frozen=True)
class Listed:
    """A group in a list, with how many people are in it."""

    group: InitiativeGroup
    members: int


@dataclass(frozen=True)
class Own:
    """A group of the reader's, and their part in it."""

    group: InitiativeGroup
    part: Part
    is_offered_lead: bool
    members: int


@dataclass(frozen=True)
class Carried:
    """Interests of the people of a group: how many of them have one of this kind."""

    kind: InterestKind
    members: int
    """Of those who are in the group."""
    former: int
    """Of those who left it."""


def group_of(municipality_id: int, ref: str, *, hold: bool = False) -> InitiativeGroup:
    """A group by its public id, in any state; held until the end of the deed.

    Raises:
        NotFound: NOT_FOUND.
    """
    query = (
        select(InitiativeGroup)
        .outerjoin(Settlement, Settlement.id == InitiativeGroup.settlement_id)
        .options(contains_eager(InitiativeGroup.settlement))
        .where(InitiativeGroup.municipality_id == municipality_id, InitiativeGroup.ref == ref)
    )
    if hold:
        query = query.with_for_update(of=InitiativeGroup).execution_options(populate_existing=True)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def public_group(municipality_id: int, ref: str) -> InitiativeGroup:
    """A group of the public register by its public id.

    Raises:
        NotFound: NOT_FOUND, for one that was never registered too.
    """
    found = group_of(municipality_id, ref)
    if not found.is_public:
        raise NotFound(Code.NOT_FOUND)
    return found


def register(municipality_id: int) -> Sequence[Listed]:
    """Every group that was ever registered, the latest first."""
    return _listed(
        _with_members(municipality_id)
        .where(InitiativeGroup.register_number.is_not(None))
        .order_by(InitiativeGroup.register_number.desc())
    )


def waiting(municipality_id: int) -> Sequence[Listed]:
    """Groups that wait for the office: papers to be confirmed, founded ones to be registered."""
    on_paper = (InitiativeGroup.way == Way.PAPER) & (InitiativeGroup.state == GroupState.DRAFT)
    return _listed(
        _with_members(municipality_id)
        .where(on_paper | (InitiativeGroup.state == GroupState.FOUNDED))
        .order_by(InitiativeGroup.id)
    )


def number_waiting(municipality_id: int) -> int:
    """How many groups wait for the office."""
    on_paper = (InitiativeGroup.way == Way.PAPER) & (InitiativeGroup.state == GroupState.DRAFT)
    found = select(func.count()).where(
        InitiativeGroup.municipality_id == municipality_id,
        on_paper | (InitiativeGroup.state == GroupState.FOUNDED),
    )
    return db.session.scalar(found) or 0


def own_groups(municipality_id: int, account_id: int) -> Sequence[Own]:
    """The groups somebody is in, the latest first."""
    rows = db.session.execute(
        _with_members(municipality_id)
        .join(Membership, Membership.group_id == InitiativeGroup.id)
        .add_columns(Membership.part, Membership.lead_offered_at)
        .where(Membership.left_at.is_(None), is_of(account_id))
        .order_by(InitiativeGroup.id.desc())
    )
    return [
        Own(group, part, offered_at is not None, number or 0)
        for group, number, part, offered_at in rows
    ]


def groups_led_by(municipality_id: int, account_id: int) -> Sequence[InitiativeGroup]:
    """The groups somebody leads, in any state, the latest first."""
    return [
        one.group
        for one in own_groups(municipality_id, account_id)
        if one.part is Part.LEADER and one.group.state is not GroupState.DISSOLVED
    ]


def is_member(municipality_id: int, group_id: int, account_id: int) -> bool:
    """Whether somebody is in a group now."""
    found = select(Membership.id).where(
        Membership.municipality_id == municipality_id,
        Membership.group_id == group_id,
        Membership.left_at.is_(None),
        is_of(account_id),
    )
    return db.session.scalar(found) is not None


def number_of_members(municipality_id: int, group_id: int) -> int:
    """How many people are in a group now."""
    found = select(func.count()).where(
        Membership.municipality_id == municipality_id,
        Membership.group_id == group_id,
        Membership.left_at.is_(None),
    )
    return db.session.scalar(found) or 0


def carried(municipality_id: int, group_id: int) -> Sequence[Carried]:
    """The interests of the people of a group, counted by kind: kept for ever, without a name."""
    now: dict[InterestKind, set[int]] = {}
    ever: dict[InterestKind, set[int]] = {}
    for tie in ties_of(municipality_id, group_id):
        ever.setdefault(tie.kind, set()).add(tie.member.resident_id)
        if tie.member.left_at is None:
            now.setdefault(tie.kind, set()).add(tie.member.resident_id)
    counts = Counter({one: len(people) for one, people in ever.items()})
    return [
        Carried(one, present := len(now.get(one, ())), counts[one] - present)
        for one in InterestKind
        if one in counts
    ]


def next_register_number(municipality_id: int) -> int:
    """The number the next group gets; nobody else registers one meanwhile."""
    db.session.execute(
        select(Municipality.id)
        .where(Municipality.id == municipality_id)
        .with_for_update(key_share=True)
    )
    last = select(func.max(InitiativeGroup.register_number)).where(
        InitiativeGroup.municipality_id == municipality_id
    )
    return (db.session.scalar(last) or 0) + 1


def invitations_of(municipality_id: int, group_id: int) -> Sequence[GroupInvitation]:
    """Every invitation of a group, the latest first."""
    return db.session.scalars(
        select(GroupInvitation)
        .where(
            GroupInvitation.municipality_id == municipality_id,
            GroupInvitation.group_id == group_id,
        )
        .order_by(GroupInvitation.number.desc())
    ).all()


def invitation_of(municipality_id: int, group_id: int, ref: str) -> GroupInvitation:
    """An invitation of a group by its public id, held until the end of the deed.

    Raises:
        NotFound: NOT_FOUND.
    """
    found = db.session.scalar(
        select(GroupInvitation)
        .where(
            GroupInvitation.municipality_id == municipality_id,
            GroupInvitation.group_id == group_id,
            GroupInvitation.ref == ref,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def invitation_behind(
    municipality_id: int, tag: bytes, now: datetime, *, hold: bool = False
) -> tuple[GroupInvitation, InitiativeGroup] | None:
    """The invitation of a code that may be used, with its group; None for any other code."""
    query = (
        select(GroupInvitation, InitiativeGroup)
        .join(InitiativeGroup, InitiativeGroup.id == GroupInvitation.group_id)
        .options(joinedload(InitiativeGroup.settlement))
        .where(GroupInvitation.municipality_id == municipality_id, GroupInvitation.tag == tag)
    )
    if hold:
        query = query.with_for_update(of=GroupInvitation).execution_options(populate_existing=True)
    row = db.session.execute(query).first()
    if row is None or not row[0].is_open(now) or row[1].state is GroupState.DISSOLVED:
        return None
    return row[0], row[1]


def _with_members(municipality_id: int) -> Select[InitiativeGroup, int | None]:
    people = (
        select(Membership.group_id, func.count().label("number"))
        .where(Membership.municipality_id == municipality_id, Membership.left_at.is_(None))
        .group_by(Membership.group_id)
        .subquery()
    )
    return (
        select(InitiativeGroup, people.c.number)
        .outerjoin(people, people.c.group_id == InitiativeGroup.id)
        .options(joinedload(InitiativeGroup.settlement))
        .where(InitiativeGroup.municipality_id == municipality_id)
    )


def _listed(query: Select[InitiativeGroup, int | None]) -> Sequence[Listed]:
    return [Listed(group, number or 0) for group, number in db.session.execute(query)]
