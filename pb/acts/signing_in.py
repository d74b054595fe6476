"""Deeds of signing in: the password, the second factor, the pass of a demonstration, the end."""

from datetime import datetime, timedelta

from pb.gateways.keys import Keys
from pb.gateways.passwords import Passwords
from pb.records import accounts, sessions
from pb.records.accounts import Account
from pb.records.base import db
from pb.rules import calendar
from pb.rules import passwords as password_rules
from pb.rules import sessions as rules
from pb.rules.refusals import Code, NotAllowed, NotFound, NotValid
from pb.rules.roles import OF_PLATFORM, STAFF, Assurance, Role
from pb.rules.sessions import Ending, Means
from pb.services import audit, second_factor
from pb.services.actors import Actor, account_of
from pb.services.credentials import held, use_second_factor
from pb.services.demonstration import looks_like_pass, pass_tag
from pb.services.sessions import Begun, Door, begin, end
from pb.services.work import unit_of_work


def check_password(
    sign_in_name: str, password: str, keys: Keys, passwords: Passwords, door: Door, now: datetime
) -> str:
    """The public id of the account, once name and password fit; the second factor comes next.

    A name nobody has is answered like a wrong password, in the same time. A failure is counted
    under the name that was typed, and commits by itself.

    Raises:
        NotValid: SIGN_IN_WRONG; PASSWORD_TOO_LONG for what cannot be one.
        NotAllowed: TOO_MANY_TRIES (`seconds` to wait), SIGN_IN_STOPPED for the day.
    """
    password_rules.refuse_huge(password)
    name = sign_in_name.strip().lower()[:100]
    tag = keys.tag("sign-in-name", name)
    _check_tries(tag, door, now)
    found = accounts.credential_named(name)
    if not passwords.fits(password, found[1].password_hash if found else None) or found is None:
        _note_failure(tag, now)
        raise NotValid(Code.SIGN_IN_WRONG)
    account, credential = found
    if passwords.is_outdated(credential.password_hash):
        with unit_of_work():
            held(account.id).password_hash = passwords.hash(password)
    return account.ref


def sign_in(account_ref: str, code: str, keys: Keys, door: Door, now: datetime) -> Begun:
    """Begin the session of someone whose password fitted, by the second factor.

    Raises:
        NotValid: CODE_WRONG at "code", counted like a wrong password.
        NotAllowed: TOO_MANY_TRIES, SIGN_IN_STOPPED, NO_ROLE_HERE.
    """
    account = _account(account_ref)
    credential = accounts.credential_of(account.id)
    if credential is None:
        raise NotFound(Code.NOT_FOUND)
    tag = keys.tag("sign-in-name", credential.sign_in_name)
    _check_tries(tag, door, now)
    roles = _roles(account.id, door.municipality_id)
    try:
        with unit_of_work():
            used = use_second_factor(account.id, code, keys, now)
            if not roles & (STAFF | OF_PLATFORM):
                raise NotAllowed(Code.NO_ROLE_HERE)
            if (failed := accounts.failed_sign_in(tag, hold=True)) is not None:
                db.session.delete(failed)
            begun = begin(
                account.id, account.ref, Means.PASSWORD, door, now, roles, stepped_up=True
            )
            _trace(account, door, now, Means.PASSWORD, used)
            return begun
    except NotValid:
        _note_failure(tag, now)
        raise


def sign_in_by_pass(code: str, keys: Keys, door: Door, now: datetime) -> Begun:
    """Begin a session by the pass of a demonstration.

    Raises:
        NotValid: SIGN_IN_UNKNOWN, the same for every pass that does not fit.
    """
    if not looks_like_pass(code):
        raise NotValid(Code.SIGN_IN_UNKNOWN, "code")
    account = accounts.account_by_tag(pass_tag(code, keys))
    if account is None:
        raise NotValid(Code.SIGN_IN_UNKNOWN, "code")
    roles = _roles(account.id, door.municipality_id)
    with unit_of_work():
        begun = begin(
            account.id,
            account.ref,
            Means.PASS,
            door,
            now,
            roles,
            assurance=Assurance.IN_PERSON if Role.RESIDENT in roles else None,
            stepped_up=bool(roles & STAFF),
        )
        _trace(account, door, now, Means.PASS, "pass")
        return begun


def step_up(actor: Actor, code: str, keys: Keys, now: datetime) -> None:
    """Show the second factor once more, for deeds that ask for it.

    Raises:
        NotValid: CODE_WRONG at "code".
        NotAllowed: SIGN_IN_FIRST, TOO_MANY_TRIES, SIGN_IN_STOPPED.
    """
    account_id = account_of(actor)
    credential = accounts.credential_of(account_id)
    if credential is None:
        raise NotFound(Code.NOT_FOUND)
    tag = keys.tag("sign-in-name", credential.sign_in_name)
    # Not a known browser here: whoever sits at a desk left open must not try for long.
    _check_tries(tag, Door(actor.municipality_id), now)
    try:
        with unit_of_work():
            used = use_second_factor(account_id, code, keys, now)
            session = db.session.get_one(sessions.SignInSession, actor.session_id)
            session.stepped_up_at = now
            audit.append(audit.Tag.STEPPED_UP, actor, actor.municipality_id, now, by=used)
    except NotValid:
        _note_failure(tag, now)
        raise


def code_in_demonstration(actor: Actor, keys: Keys, now: datetime) -> str | None:
    """What the app of a made-up person shows now; the door asks only in a demonstration."""
    credential = accounts.credential_of(account_of(actor))
    if credential is None:
        return None
    secret = keys.unlock("totp", credential.totp_locked).decode()
    return second_factor.code_at(secret, now)


def sign_out(actor: Actor, now: datetime) -> None:
    """End the session this person is at."""
    _end(actor, actor.session_id, Ending.SIGNED_OUT, now)


def end_session(actor: Actor, ref: str, now: datetime) -> None:
    """End one of this person's own sessions, at whatever browser it is.

    Raises:
        NotFound: there is no such session of this person.
    """
    session = sessions.session_of(account_of(actor), ref)
    if session is None:
        raise NotFound(Code.NOT_FOUND)
    _end(actor, session.id, Ending.ENDED_BY_OWNER, now)


def _end(actor: Actor, session_id: int | None, ending: Ending, now: datetime) -> None:
    account_of(actor)
    with unit_of_work():
        end(actor, session_id, ending, now)


def _check_tries(tag: bytes, door: Door, now: datetime) -> None:
    failed = accounts.failed_sign_in(tag)
    # Nobody is locked out by somebody else's typing: a browser known to the account goes on.
    if failed is None or door.is_known or failed.day != calendar.day_of(now):
        return
    if failed.number >= rules.MOST_FAILURES:
        raise NotAllowed(Code.SIGN_IN_STOPPED)
    if now < failed.wait_until:
        wait = failed.wait_until - now
        raise NotAllowed(Code.TOO_MANY_TRIES, seconds=-(-wait // timedelta(seconds=1)))


def _note_failure(tag: bytes, now: datetime) -> None:
    day = calendar.day_of(now)
    with unit_of_work():
        accounts.begin_counting(tag, day, now)
        failed = accounts.failed_sign_in(tag, hold=True)
        if failed is not None:
            failed.number = failed.number + 1 if failed.day == day else 1
            failed.day = day
            failed.wait_until = now + rules.wait_after(failed.number)


def _account(ref: str) -> Account:
    account = accounts.account_by_ref(ref)
    if account is None or account.is_disabled:
        raise NotFound(Code.NOT_FOUND)
    return account


def _roles(account_id: int, municipality_id: int | None) -> frozenset[Role]:
    if municipality_id is not None:
        return accounts.roles_of(municipality_id, account_id)
    role = accounts.platform_role_of(account_id)
    return frozenset() if role is None else frozenset({role})


def _trace(account: Account, door: Door, now: datetime, means: Means, second: str) -> None:
    actor = Actor(account.id, account.ref, account.name, frozenset(), door.municipality_id)
    audit.append(
        audit.Tag.SIGNED_IN, actor, door.municipality_id, now, means=means.value, second=second
    )
