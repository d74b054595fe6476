"""Opening accounts, giving and taking roles, closing accounts and opening them again."""

from dataclasses import dataclass
from datetime import datetime

from pb.gateways.keys import Keys
from pb.records import accounts, sessions
from pb.records.accounts import Account, RoleGrant
from pb.records.base import db
from pb.rules.access import Act
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound
from pb.rules.roles import STAFF, Role
from pb.rules.sessions import Ending
from pb.rules.staff import may_give, require_fitting, require_may_give
from pb.rules.texts import NAME_LENGTH, UNWRITTEN, Bilingual, clean
from pb.services import audit, phones, second_factor
from pb.services.actors import Actor, require
from pb.services.credentials import set_means
from pb.services.demonstration import PASS_LENGTH, pass_tag
from pb.services.work import unit_of_work


@dataclass(frozen=True)
class Opened:
    """An account that was opened, with the roles it holds in the municipality."""

    id: int
    ref: str
    name: str
    roles: frozenset[Role]


def open_account(
    actor: Actor,
    municipality_id: int,
    name: str,
    role: Role,
    now: datetime,
    position: Bilingual = UNWRITTEN,
    demonstration_pass: str | None = None,
    keys: Keys | None = None,
    phone: str | None = None,
) -> Opened:
    """Open an account with its first role, at the terminal; people of the office are invited.

    The phone, kept where there are keys to lock it with, counts as confirmed.

    Raises:
        NotAllowed: NOT_ALLOWED for anyone but the platform.
        NotValid: a name that cannot be, a pass that is too short (TEXT_TOO_SHORT), or a phone
            that is none (PHONE_UNREADABLE, PHONE_NOT_MOBILE).
    """
    require(actor, Act.OPEN_ACCOUNT, municipality_id)
    name = clean(name, "name", NAME_LENGTH)
    if demonstration_pass is not None:
        clean(demonstration_pass, "code", PASS_LENGTH)
    phone = phones.normalised(phone, "phone") if phone else None
    with unit_of_work():
        account = Account(
            name=name,
            sign_in_tag=pass_tag(demonstration_pass, keys) if demonstration_pass and keys else None,
            phone_tag=keys.phone_tag(phone) if phone and keys else None,
            phone_locked=phones.lock(phone, keys) if phone and keys else None,
            created_at=now,
        )
        db.session.add(account)
        db.session.flush()
        db.session.add(_grant(account.id, municipality_id, role, position, now))
        db.session.flush()
        if demonstration_pass and keys and role in STAFF:
            # A second factor for the deeds that ask for it; no password fits this hash.
            secret = second_factor.new_secret()
            set_means(account.id, demonstration_pass.lower(), "-", secret, 0, keys, now)
        audit.append(audit.Tag.ACCOUNT_OPENED, actor, municipality_id, now, account.ref)
        return Opened(account.id, account.ref, name, frozenset({role}))


def grant_role(
    actor: Actor,
    municipality_id: int,
    account_ref: str,
    role: Role,
    now: datetime,
    position: Bilingual = UNWRITTEN,
) -> None:
    """Give someone who works here one more role; whoever is signed in has to sign in anew.

    Raises:
        NotAllowed: NOT_ALLOWED, NOT_YOURS_TO_GIVE, NOT_YOURSELF.
        Conflict: ROLES_APART where one watches over the other; ROLE_HELD_ALREADY.
        NotFound: an account that has no role here.
    """
    require(actor, Act.MANAGE_STAFF, municipality_id)
    require_may_give(actor.roles, role)
    with unit_of_work():
        account = _other_account(actor, account_ref)
        held = accounts.roles_of(municipality_id, account.id)
        if not held and Role.PLATFORM not in actor.roles:
            raise NotFound(Code.NOT_FOUND)
        if role in held:
            raise Conflict(Code.ROLE_HELD_ALREADY, "role", role=role)
        platform = accounts.platform_role_of(account.id)
        require_fitting(held | ({platform} if platform else frozenset()), role)
        db.session.add(_grant(account.id, municipality_id, role, position, now))
        sessions.end_sessions(account.id, now, Ending.ROLES_CHANGED)
        db.session.flush()
        audit.append(
            audit.Tag.ROLE_GRANTED, actor, municipality_id, now, account.ref, role=role.value
        )


def take_role(
    actor: Actor, municipality_id: int, account_ref: str, role: Role, now: datetime
) -> None:
    """Take a role away; every session of the person ends with it.

    Raises:
        NotAllowed: NOT_ALLOWED, NOT_YOURS_TO_GIVE, NOT_YOURSELF.
        NotFound: the person does not hold it here.
    """
    require(actor, Act.MANAGE_STAFF, municipality_id)
    require_may_give(actor.roles, role)
    with unit_of_work():
        account = _other_account(actor, account_ref)
        held = [
            grant for grant in accounts.grants_of(municipality_id, account.id) if grant.role is role
        ]
        if not held:
            raise NotFound(Code.NOT_FOUND)
        for grant in held:
            db.session.delete(grant)
        sessions.end_sessions(account.id, now, Ending.ROLES_CHANGED)
        audit.append(
            audit.Tag.ROLE_TAKEN, actor, municipality_id, now, account.ref, role=role.value
        )


def disable(actor: Actor, municipality_id: int, account_ref: str, now: datetime) -> None:
    """Close the account of someone who works here; every session of it ends at once.

    Raises:
        NotAllowed: NOT_ALLOWED, NOT_YOURS_TO_GIVE for who stands above, NOT_YOURSELF.
        NotFound: nobody of the staff here.
    """
    _set_disabled(actor, municipality_id, account_ref, now, disabled=True)


def enable(actor: Actor, municipality_id: int, account_ref: str, now: datetime) -> None:
    """Open a closed account again; it keeps its roles and its means of signing in.

    Raises:
        As `disable`.
    """
    _set_disabled(actor, municipality_id, account_ref, now, disabled=False)


def _set_disabled(
    actor: Actor, municipality_id: int, account_ref: str, now: datetime, *, disabled: bool
) -> None:
    require(actor, Act.MANAGE_STAFF, municipality_id)
    with unit_of_work():
        account = _other_account(actor, account_ref)
        require_above(actor, municipality_id, account.id)
        if account.is_disabled is disabled:
            raise Conflict(Code.CHANGED_MEANWHILE)
        account.is_disabled = disabled
        if disabled:
            sessions.end_sessions(account.id, now, Ending.DISABLED)
        tag = audit.Tag.ACCOUNT_DISABLED if disabled else audit.Tag.ACCOUNT_ENABLED
        audit.append(tag, actor, municipality_id, now, account.ref)


def require_above(actor: Actor, municipality_id: int, account_id: int) -> None:
    """Refuse a deed about the account of someone this person could not have let in.

    Raises:
        NotFound: nobody of the staff here.
        NotAllowed: NOT_YOURS_TO_GIVE.
    """
    roles = accounts.roles_of(municipality_id, account_id) & STAFF
    if not roles:
        raise NotFound(Code.NOT_FOUND)
    if not all(may_give(actor.roles, role) for role in roles):
        raise NotAllowed(Code.NOT_YOURS_TO_GIVE)


def _other_account(actor: Actor, ref: str) -> Account:
    """Somebody else's account, held: two deeds about one person go one after the other."""
    account = accounts.account_by_ref(ref, hold=True)
    if account is None:
        raise NotFound(Code.NOT_FOUND)
    if account.id == actor.account_id:
        raise NotAllowed(Code.NOT_YOURSELF)
    return account


def _grant(
    account_id: int, municipality_id: int, role: Role, position: Bilingual, now: datetime
) -> RoleGrant:
    return RoleGrant(
        municipality_id=municipality_id,
        account_id=account_id,
        role=role,
        position_ky=position.ky,
        position_ru=position.ru,
        created_at=now,
    )
