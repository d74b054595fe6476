"""What people of the office sign in with: a password, an app, codes for the day the app is lost."""

from dataclasses import dataclass
from datetime import datetime

from pb.gateways.keys import Keys
from pb.records import accounts
from pb.records.accounts import Credential, RecoveryCode
from pb.records.base import db
from pb.rules import passwords
from pb.rules.refusals import Code, NotFound, NotValid
from pb.services import second_factor


@dataclass(frozen=True)
class Means:
    """What a person chose to sign in with; `secret` is the one the app got, `code` what it shows.

    `sign_in_name` is not asked of someone who has one already.
    """

    password: str
    repeated: str
    secret: str
    code: str
    sign_in_name: str = ""


def check_means(means: Means, sign_in_name: str, name: str, now: datetime) -> int:
    """Refuse means that will not do; returns the time step of the code that was shown.

    Raises:
        NotValid: PASSWORD_…, PASSWORDS_DIFFER at "repeated", CODE_WRONG at "code".
    """
    passwords.check(means.password, sign_in_name, name)
    if means.password != means.repeated:
        raise NotValid(Code.PASSWORDS_DIFFER, "repeated")
    step = second_factor.step_of(means.secret, means.code, now, 0)
    if step is None:
        raise NotValid(Code.CODE_WRONG, "code")
    return step


def set_means(
    account_id: int,
    sign_in_name: str,
    password_hash: str,
    secret: str,
    step: int,
    keys: Keys,
    now: datetime,
) -> tuple[str, ...]:
    """Write what an account signs in with, in place of what it had; returns new recovery codes."""
    credential = accounts.credential_of(account_id, hold=True) or Credential(account_id=account_id)
    credential.sign_in_name = sign_in_name
    credential.password_hash = password_hash
    credential.totp_locked = keys.lock("totp", secret.encode())
    credential.totp_step = step
    credential.changed_at = now
    db.session.add(credential)
    return renew_recovery_codes(account_id, keys)


def renew_recovery_codes(account_id: int, keys: Keys) -> tuple[str, ...]:
    """New recovery codes in place of those that are left."""
    for code in accounts.recovery_codes(account_id):
        db.session.delete(code)
    codes = tuple(second_factor.new_recovery_codes())
    db.session.add_all(
        RecoveryCode(
            account_id=account_id,
            tag=keys.tag("recovery", second_factor.folded_recovery_code(code)),
        )
        for code in codes
    )
    db.session.flush()
    return codes


def use_second_factor(account_id: int, code: str, keys: Keys, now: datetime) -> str:
    """Take a code of the app, or a recovery code, so that it is never taken again; says which.

    Raises:
        NotValid: CODE_WRONG at "code".
    """
    credential = held(account_id)
    secret = keys.unlock("totp", credential.totp_locked).decode()
    step = second_factor.step_of(secret, code, now, credential.totp_step)
    if step is not None:
        credential.totp_step = step
        return "app"
    tag = keys.tag("recovery", second_factor.folded_recovery_code(code))
    recovery = accounts.recovery_code(account_id, tag)
    if recovery is None:
        raise NotValid(Code.CODE_WRONG, "code")
    db.session.delete(recovery)
    return "recovery code"


def held(account_id: int) -> Credential:
    """What an account signs in with, held: two browsers with the same code must not both get in.

    Raises:
        NotFound: it has no password.
    """
    credential = accounts.credential_of(account_id, hold=True)
    if credential is None:
        raise NotFound(Code.NOT_FOUND)
    return credential
