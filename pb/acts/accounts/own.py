"""One's own means of signing in: a new password, a new app, new recovery codes."""

from datetime import datetime

from pb.gateways.keys import Keys
from pb.gateways.passwords import Passwords
from pb.records import accounts, sessions
from pb.rules import passwords as rules
from pb.rules.refusals import Code, NotAllowed, NotFound, NotValid
from pb.rules.sessions import Ending
from pb.services import audit, second_factor
from pb.services.actors import Actor, account_of
from pb.services.credentials import held, renew_recovery_codes
from pb.services.work import unit_of_work


def change_password(
    actor: Actor,
    present: str,
    password: str,
    repeated: str,
    passwords: Passwords,
    now: datetime,
) -> None:
    """Take a new password in place of the present one; every other session ends.

    Raises:
        NotAllowed: STEP_UP_FIRST.
        NotValid: PASSWORD_WRONG at "present", what a password may not be, PASSWORDS_DIFFER.
    """
    account_id = _confirmed(actor)
    credential = accounts.credential_of(account_id)
    if credential is None:
        raise NotFound(Code.NOT_FOUND)
    rules.refuse_huge(present)
    if not passwords.fits(present, credential.password_hash):
        raise NotValid(Code.PASSWORD_WRONG, "present")
    rules.check(password, credential.sign_in_name, actor.name)
    if password != repeated:
        raise NotValid(Code.PASSWORDS_DIFFER, "repeated")
    password_hash = passwords.hash(password)
    with unit_of_work():
        credential = held(account_id)
        credential.password_hash, credential.changed_at = password_hash, now
        _end_others(actor, account_id, now)
        audit.append(audit.Tag.PASSWORD_CHANGED, actor, actor.municipality_id, now)


def renew_second_factor(actor: Actor, secret: str, code: str, keys: Keys, now: datetime) -> None:
    """Take a new app in place of the old one; every other session ends.

    Raises:
        NotAllowed: STEP_UP_FIRST, by the old app or a recovery code.
        NotValid: CODE_WRONG at "code".
    """
    account_id = _confirmed(actor)
    step = second_factor.step_of(secret, code, now, 0)
    if step is None:
        raise NotValid(Code.CODE_WRONG, "code")
    with unit_of_work():
        credential = held(account_id)
        credential.totp_locked = keys.lock("totp", secret.encode())
        credential.totp_step, credential.changed_at = step, now
        _end_others(actor, account_id, now)
        audit.append(audit.Tag.SECOND_FACTOR_RENEWED, actor, actor.municipality_id, now)


def renew_codes(actor: Actor, keys: Keys, now: datetime) -> tuple[str, ...]:
    """New recovery codes in place of those that are left; they are shown once.

    Raises:
        NotAllowed: STEP_UP_FIRST.
    """
    account_id = _confirmed(actor)
    with unit_of_work():
        held(account_id)
        codes = renew_recovery_codes(account_id, keys)
        audit.append(audit.Tag.RECOVERY_CODES_RENEWED, actor, actor.municipality_id, now)
        return codes


def _confirmed(actor: Actor) -> int:
    account_id = account_of(actor)
    if not actor.is_confirmed:
        raise NotAllowed(Code.STEP_UP_FIRST)
    return account_id


def _end_others(actor: Actor, account_id: int, now: datetime) -> None:
    sessions.end_sessions(account_id, now, Ending.CREDENTIALS_CHANGED, but=actor.session_id)
