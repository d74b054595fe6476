"""Deeds about accounts: opening one, granting a role, signing in."""

import re
from datetime import datetime

from pb.gateways.keys import Keys
from pb.records import accounts
from pb.records.base import db
from pb.rules.access import Act, Role, fit_together, may
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid
from pb.rules.texts import NAME_LENGTH, UNWRITTEN, Bilingual, clean
from pb.services import audit
from pb.services.actors import Actor
from pb.services.work import unit_of_work

CODE_LENGTH = (8, 64)
_CODE = re.compile(r"[A-Za-z0-9-]+")


def sign_in_tag(code: str, keys: Keys) -> bytes:
    """What is kept of a sign-in code: HMAC-SHA-256 under a key that is not in the database."""
    folded = code.strip().replace(" ", "").lower()
    return keys.tag("sign-in", folded)


def open_account(
    actor: Actor,
    municipality_id: int,
    name: str,
    role: Role,
    now: datetime,
    position: Bilingual = UNWRITTEN,
    sign_in_code: str | None = None,
    keys: Keys | None = None,
) -> accounts.SignedIn:
    """Open an account with its first role in a municipality.

    Raises:
        NotAllowed: NOT_ALLOWED for anyone who may not grant roles.
        NotValid: a name that cannot be, or a code that is too short (TEXT_TOO_SHORT).
    """
    if not may(actor.roles, Act.GRANT_ROLE):
        raise NotAllowed(Code.NOT_ALLOWED, act=Act.GRANT_ROLE)
    name = clean(name, "name", NAME_LENGTH)
    if sign_in_code is not None:
        clean(sign_in_code, "code", CODE_LENGTH)
    with unit_of_work():
        account = accounts.Account(
            name=name,
            sign_in_tag=sign_in_tag(sign_in_code, keys) if sign_in_code and keys else None,
            created_at=now,
        )
        db.session.add(account)
        db.session.flush()
        _grant(account.id, municipality_id, role, position, now)
        audit.append(audit.Tag.ACCOUNT_OPENED, actor, municipality_id, now, account.ref)
        return accounts.SignedIn(account.id, account.ref, name, frozenset({role}))


def grant_role(
    actor: Actor,
    municipality_id: int,
    account_id: int,
    role: Role,
    now: datetime,
    position: Bilingual = UNWRITTEN,
) -> None:
    """Give an account one more role in a municipality.

    Raises:
        NotAllowed: NOT_ALLOWED.
        Conflict: NOT_ALLOWED where one person may not hold both roles.
    """
    if not may(actor.roles, Act.GRANT_ROLE):
        raise NotAllowed(Code.NOT_ALLOWED, act=Act.GRANT_ROLE)
    with unit_of_work():
        held = accounts.roles_of(municipality_id, account_id)
        if not fit_together(held | {role}):
            raise Conflict(Code.NOT_ALLOWED, "role", role=role)
        _grant(account_id, municipality_id, role, position, now)
        audit.append(audit.Tag.ROLE_GRANTED, actor, municipality_id, now, role=role.value)


def account_for_code(code: str, keys: Keys) -> str:
    """The public id of the account a sign-in code belongs to.

    Raises:
        NotValid: SIGN_IN_UNKNOWN, the same for every code that does not fit.
    """
    if not CODE_LENGTH[0] <= len(code) <= CODE_LENGTH[1] or not _CODE.fullmatch(code.strip()):
        raise NotValid(Code.SIGN_IN_UNKNOWN, "code")
    account = accounts.account_by_tag(sign_in_tag(code, keys))
    if account is None:
        raise NotValid(Code.SIGN_IN_UNKNOWN, "code")
    return account.ref


def _grant(
    account_id: int, municipality_id: int, role: Role, position: Bilingual, now: datetime
) -> None:
    db.session.add(
        accounts.RoleGrant(
            municipality_id=municipality_id,
            account_id=account_id,
            role=role,
            position_ky=position.ky,
            position_ru=position.ru,
            created_at=now,
        )
    )
    db.session.flush()
