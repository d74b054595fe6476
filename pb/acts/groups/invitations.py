"""Inviting people into an initiative group, and their own yes or no."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from pb.documents import notices
from pb.gateways.keys import Keys
from pb.records import groups
from pb.records import messages as outbox
from pb.records.base import db
from pb.records.groups import GroupInvitation, InitiativeGroup, members
from pb.records.groups.members import Membership
from pb.records.personal import unsealed
from pb.rules import groups as rules
from pb.rules.access import Act
from pb.rules.groups import Part
from pb.rules.messages import MessageKind
from pb.rules.refusals import Code, Conflict, NotValid
from pb.services import audit, messages, phones
from pb.services import groups as service
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike on paper."""
_HALF = 5


@dataclass(frozen=True, repr=False)
class Invited:
    """A code, shown once and kept nowhere, and which of the group's it is."""

    code: str
    number: int


@dataclass(frozen=True, repr=False)
class Offer:
    """What somebody is asked to join."""

    group: InitiativeGroup
    leader: str
    """By name: who agrees has to know with whom."""
    members: int


def invite(
    actor: Actor, municipality_id: int, ref: str, phone: str, keys: Keys, now: datetime
) -> Invited:
    """Make a code for one person; with a phone it is sent there too, whoever's that is.

    The answer is the same for every phone: it tells neither whether somebody has an account nor
    whether the message was one too many today.

    Raises:
        NotFound, NotAllowed: for anyone but the leader.
        NotValid: PHONE_UNREADABLE, PHONE_NOT_MOBILE at "phone".
        Conflict: GROUP_MOVED_ON once it is dissolved; GROUP_INVITATIONS_MANY.
    """
    require(actor, Act.FOUND_GROUP, municipality_id)
    to = phones.normalised(phone, "phone") if phone.strip() else None
    code = "".join(secrets.choice(_LETTERS) for _ in range(2 * _HALF))
    with unit_of_work():
        group = service.led(actor, municipality_id, ref)
        service.living(group)
        before = groups.invitations_of(municipality_id, group.id)
        if sum(one.is_open(now) for one in before) >= rules.MOST_INVITATIONS:
            raise Conflict(Code.GROUP_INVITATIONS_MANY, most=rules.MOST_INVITATIONS)
        invitation = GroupInvitation(
            municipality_id=municipality_id,
            group_id=group.id,
            tag=_tag(code, keys),
            number=before[0].number + 1 if before else 1,
            created_at=now,
            expires_at=now + rules.INVITATION_LASTS,
        )
        db.session.add(invitation)
        db.session.flush()
        if to is not None:
            _send(group, invitation, to, _shown(code), keys, now)
        audit.append(
            audit.Tag.INITIATIVE_INVITED,
            actor,
            municipality_id,
            now,
            group.ref,
            by_sms="no" if to is None else "yes",
        )
        return Invited(_shown(code), invitation.number)


def withdraw(
    actor: Actor, municipality_id: int, ref: str, invitation_ref: str, now: datetime
) -> None:
    """Take an invitation back; its code opens nothing any more.

    Raises:
        NotFound, NotAllowed: for anyone but the leader.
        Conflict: INVITATION_OVER for one that was used.
    """
    require(actor, Act.FOUND_GROUP, municipality_id)
    with unit_of_work():
        group = service.led(actor, municipality_id, ref)
        invitation = groups.invitation_of(municipality_id, group.id, invitation_ref)
        if not invitation.is_open(now):
            raise Conflict(Code.INVITATION_OVER)
        invitation.withdrawn_at = now
        tag = audit.Tag.INITIATIVE_INVITATION_WITHDRAWN
        audit.append(tag, actor, municipality_id, now, group.ref)


def offer_behind(actor: Actor, municipality_id: int, code: str, keys: Keys, now: datetime) -> Offer:
    """What a code invites into; the code stays good.

    Raises:
        NotAllowed: SIGN_IN_FIRST, NOT_ALLOWED.
        NotValid: GROUP_CODE_OVER at "code", the same for one that never was.
    """
    require(actor, Act.JOIN_GROUP, municipality_id)
    _, group = _behind(municipality_id, code, keys, now)
    found = members.standing(municipality_id, group.id)
    leader = next(unsealed(one.name) for one in found if one.member.part is Part.LEADER)
    return Offer(group, leader, len(found))


def join(actor: Actor, municipality_id: int, code: str, keys: Keys, now: datetime) -> str:
    """Consent to be a member; the code is used up. Returns the public id of the group.

    Raises:
        NotAllowed: SIGN_IN_FIRST, NOT_ALLOWED.
        NotValid: GROUP_CODE_OVER at "code".
        Conflict: IN_GROUP_ALREADY.
    """
    require(actor, Act.JOIN_GROUP, municipality_id)
    with unit_of_work():
        resident_id = service.own_resident(actor, municipality_id)
        invitation, group = _behind(municipality_id, code, keys, now, hold=True)
        if groups.is_member(municipality_id, group.id, account_of(actor)):
            raise Conflict(Code.IN_GROUP_ALREADY)
        invitation.used_at = now
        db.session.add(
            Membership(
                municipality_id=municipality_id,
                group_id=group.id,
                resident_id=resident_id,
                account_id=account_of(actor),
                part=Part.MEMBER,
                consented_at=now,
                created_at=now,
            )
        )
        audit.append(audit.Tag.INITIATIVE_JOINED, actor, municipality_id, now, group.ref)
        return group.ref


def decline(actor: Actor, municipality_id: int, code: str, keys: Keys, now: datetime) -> None:
    """Say no; the code is used up, and nobody learns who said it.

    Raises:
        NotAllowed: SIGN_IN_FIRST, NOT_ALLOWED.
        NotValid: GROUP_CODE_OVER at "code".
    """
    require(actor, Act.JOIN_GROUP, municipality_id)
    with unit_of_work():
        invitation, group = _behind(municipality_id, code, keys, now, hold=True)
        invitation.used_at, invitation.is_declined = now, True
        # Not who: the leader reads the trail of their own group.
        audit.append(audit.Tag.INITIATIVE_DECLINED, None, municipality_id, now, group.ref)


def _behind(
    municipality_id: int, code: str, keys: Keys, now: datetime, *, hold: bool = False
) -> tuple[GroupInvitation, InitiativeGroup]:
    found = groups.invitation_behind(municipality_id, _tag(code, keys), now, hold=hold)
    if found is None:
        raise NotValid(Code.GROUP_CODE_OVER, "code")
    return found


def _send(
    group: InitiativeGroup,
    invitation: GroupInvitation,
    phone: str,
    code: str,
    keys: Keys,
    now: datetime,
) -> None:
    kinds = frozenset({MessageKind.INVITATION})
    earlier = outbox.codes_since(keys.phone_tag(phone), kinds, now - rules.SPAN_OF_MESSAGES)
    if len(earlier) >= rules.MESSAGES_TO_A_PHONE:
        return
    text = notices.of_group_invitation(group.name.read("ky")[0], code)
    key = f"group-invitation:{invitation.ref}"
    messages.queue(group.municipality_id, MessageKind.INVITATION, phone, text, key, keys, now)


def _shown(code: str) -> str:
    return f"{code[:_HALF]}-{code[_HALF:]}"


def _tag(code: str, keys: Keys) -> bytes:
    folded = "".join(code.split()).replace("-", "").lower()
    return keys.tag("group-invitation", folded[:40])
