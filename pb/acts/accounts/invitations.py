"""Letting people in: invitations, and the first administrator."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from pb.gateways.keys import Keys
from pb.gateways.passwords import Passwords
from pb.records import accounts, invitations, sessions
from pb.records.accounts import Account, PlatformGrant, RoleGrant
from pb.records.base import db
from pb.records.invitations import Invitation, Purpose
from pb.rules import staff
from pb.rules.access import Act
from pb.rules.refusals import Code, Conflict, NotFound, NotValid
from pb.rules.roles import OF_PLATFORM, STAFF, Role
from pb.rules.sessions import INVITATION_LASTS, Ending
from pb.rules.texts import NAME_LENGTH, UNWRITTEN, Bilingual, clean, clean_optional
from pb.services import audit
from pb.services.actors import PLATFORM, Actor, require
from pb.services.credentials import Means, check_means, set_means
from pb.services.sessions import tag_of
from pb.services.work import unit_of_work


@dataclass(frozen=True)
class LetIn:
    """Someone who has means now; the codes are shown once and kept nowhere."""

    municipality_id: int | None
    account_ref: str
    sign_in_name: str
    recovery_codes: tuple[str, ...]


def invite(
    actor: Actor,
    municipality_id: int | None,
    name: str,
    role: Role,
    now: datetime,
    position: Bilingual = UNWRITTEN,
    area: str = "",
) -> str:
    """Invite a person into a role of a municipality, or of the platform; returns the token.

    The token goes into the link and is kept nowhere. `area` is what an observer looks at, the
    whole country where it is empty.

    Raises:
        NotAllowed: NOT_ALLOWED, NOT_YOURS_TO_GIVE.
        NotValid: a name or a role that cannot be.
    """
    require(actor, Act.MANAGE_STAFF, municipality_id)
    staff.require_may_give(actor.roles, role)
    if role not in (STAFF if municipality_id is not None else OF_PLATFORM):
        raise NotValid(Code.ROLE_NOT_HERE, "role")
    name = clean(name, "name", NAME_LENGTH)
    token = secrets.token_urlsafe(24)
    with unit_of_work():
        invitation = Invitation(
            tag=tag_of(token),
            municipality_id=municipality_id,
            purpose=Purpose.JOIN,
            name=name,
            role=role,
            area=clean_optional(area, "area", NAME_LENGTH) if role is Role.OBSERVER else None,
            position_ky=clean_optional(position.ky or "", "position_ky", NAME_LENGTH),
            position_ru=clean_optional(position.ru or "", "position_ru", NAME_LENGTH),
            invited_by=actor.account_id,
            created_at=now,
            expires_at=now + INVITATION_LASTS,
        )
        db.session.add(invitation)
        db.session.flush()
        audit.append(
            audit.Tag.INVITED, actor, municipality_id, now, invitation.ref, role=role.value
        )
    return token


def withdraw(actor: Actor, municipality_id: int | None, ref: str, now: datetime) -> None:
    """Take an invitation back; its link opens nothing any more.

    Raises:
        NotAllowed: NOT_ALLOWED.
        Conflict: INVITATION_OVER.
    """
    require(actor, Act.MANAGE_STAFF, municipality_id)
    with unit_of_work():
        invitation = open_invitation(municipality_id, ref, now)
        invitation.withdrawn_at = now
        audit.append(audit.Tag.INVITATION_WITHDRAWN, actor, municipality_id, now, invitation.ref)


def invitation_behind(token: str, municipality_id: int | None, now: datetime) -> Invitation:
    """The invitation of a link, as long as it may be used here.

    Raises:
        NotFound: INVITATION_OVER, the same for one that never was.
    """
    invitation = invitations.invitation_by_tag(tag_of(token))
    if (
        invitation is None
        or invitation.municipality_id != municipality_id
        or not invitation.is_open(now)
    ):
        raise NotFound(Code.INVITATION_OVER)
    return invitation


def accept(
    token: str,
    municipality_id: int | None,
    means: Means,
    keys: Keys,
    passwords: Passwords,
    now: datetime,
) -> LetIn:
    """Use an invitation: open the account, or renew the means of the one that is recovered.

    Raises:
        NotFound: INVITATION_OVER.
        NotValid: a sign-in name, a password or a code that will not do.
        Conflict: SIGN_IN_NAME_TAKEN.
    """
    seen = invitation_behind(token, municipality_id, now)
    recovers = seen.purpose is Purpose.RECOVERY
    old = accounts.credential_of(seen.account_id) if recovers and seen.account_id else None
    name = old.sign_in_name if old else staff.sign_in_name(means.sign_in_name)
    step = check_means(means, name, seen.name, now)
    # Reckoned before the deed begins: nobody waits behind it.
    password_hash = passwords.hash(means.password)
    with unit_of_work():
        invitation = invitations.invitation_by_tag(tag_of(token), hold=True)
        if invitation is None or not invitation.is_open(now):
            raise NotFound(Code.INVITATION_OVER)
        if old is None and accounts.name_is_taken(name):
            raise Conflict(Code.SIGN_IN_NAME_TAKEN, "sign_in_name")
        account = _account_for(invitation, now)
        codes = set_means(account.id, name, password_hash, means.secret, step, keys, now)
        sessions.end_sessions(account.id, now, Ending.CREDENTIALS_CHANGED)
        invitation.used_at = now
        invitation.account_id = account.id
        actor = Actor(account.id, account.ref, account.name, frozenset(), municipality_id)
        tag = audit.Tag.RECOVERED if recovers else audit.Tag.INVITATION_ACCEPTED
        audit.append(tag, actor, municipality_id, now, invitation.ref)
        return LetIn(municipality_id, account.ref, name, codes)


def create_administrator(
    name: str, means: Means, keys: Keys, passwords: Passwords, now: datetime
) -> LetIn:
    """Open the account of an administrator at the terminal of the platform.

    Raises:
        NotValid: a name, a sign-in name, a password or a code that will not do.
        Conflict: SIGN_IN_NAME_TAKEN.
    """
    name = clean(name, "name", NAME_LENGTH)
    sign_in_name = staff.sign_in_name(means.sign_in_name)
    step = check_means(means, sign_in_name, name, now)
    password_hash = passwords.hash(means.password)
    with unit_of_work():
        if accounts.name_is_taken(sign_in_name):
            raise Conflict(Code.SIGN_IN_NAME_TAKEN, "sign_in_name")
        account = Account(name=name, created_at=now)
        db.session.add(account)
        db.session.flush()
        db.session.add(
            PlatformGrant(account_id=account.id, role=Role.ADMINISTRATOR, created_at=now)
        )
        codes = set_means(account.id, sign_in_name, password_hash, means.secret, step, keys, now)
        audit.append(audit.Tag.ADMINISTRATOR_CREATED, PLATFORM, None, now, account.ref)
        return LetIn(None, account.ref, sign_in_name, codes)


def open_invitation(municipality_id: int | None, ref: str, now: datetime) -> Invitation:
    """An invitation that may still be used, held until the end of the deed.

    Raises:
        NotFound: NOT_FOUND.
        Conflict: INVITATION_OVER.
    """
    invitation = invitations.invitation_of(municipality_id, ref, hold=True)
    if invitation is None:
        raise NotFound(Code.NOT_FOUND)
    if not invitation.is_open(now):
        raise Conflict(Code.INVITATION_OVER)
    return invitation


def _account_for(invitation: Invitation, now: datetime) -> Account:
    if invitation.purpose is Purpose.RECOVERY:
        return db.session.get_one(Account, invitation.account_id)
    account = Account(name=invitation.name, created_at=now)
    db.session.add(account)
    db.session.flush()
    role = invitation.role
    if invitation.municipality_id is None:
        grant = PlatformGrant(
            account_id=account.id, role=role, area=invitation.area, created_at=now
        )
        db.session.add(grant)
    else:
        db.session.add(
            RoleGrant(
                municipality_id=invitation.municipality_id,
                account_id=account.id,
                role=role,
                position_ky=invitation.position_ky,
                position_ru=invitation.position_ru,
                created_at=now,
            )
        )
    return account
