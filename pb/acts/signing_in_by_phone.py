"""Deeds of signing in by telephone: a code is asked for, comes back, and lets a resident in."""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pb.documents.signing_in import code_message
from pb.gateways.keys import Keys
from pb.records import accounts, codes
from pb.records.base import db, new_ref
from pb.records.codes import SignInCode
from pb.records.residents import Tied, tied_to_phone
from pb.rules import people as people_rules
from pb.rules import sessions as rules
from pb.rules.messages import LIFE, MessageKind
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.roles import STAFF, Assurance
from pb.rules.sessions import Means
from pb.services import audit, phones
from pb.services import residents as service
from pb.services.actors import STRANGER
from pb.services.messages import queue
from pb.services.rules import people_per_phone
from pb.services.sessions import Begun, Door
from pb.services.work import unit_of_work

KEPT = timedelta(days=1)
"""As long as a browser's telephones are counted; then the row of a code is deleted."""


@dataclass(frozen=True)
class Browser:
    """What only one browser holds, and the site it is at: "demilge.example.kg", or empty."""

    secret: str
    site: str = ""


@dataclass(frozen=True)
class Asked:
    """A code that was asked for: its public id, and what the message says.

    `text` is for the page of a demonstration and goes nowhere else; None where the last message
    is still good and no other was written.
    """

    ref: str
    text: str | None


@dataclass(frozen=True)
class Person:
    """Someone who may say that it is them; `shown` is the name as a shared telephone may see it."""

    account_ref: str
    shown: str


def ask_code(
    phone_text: str, browser: Browser, door: Door, language: str, keys: Keys, now: datetime
) -> Asked:
    """Have a code sent to a phone; the answer is the same whether or not anybody here has it.

    Asked again too soon by the browser that holds a good code, the answer is that code's page.

    Raises:
        NotValid: PHONE_UNREADABLE, PHONE_NOT_MOBILE at "phone".
        NotNow: CODE_TOO_SOON (again), PHONES_TOO_MANY (most).
    """
    phone = phones.normalised(phone_text, "phone")
    place = service.place_of(door)
    to_tag, browser_tag = keys.phone_tag(phone), _browser_tag(browser, keys)
    ref, code = new_ref(), f"{secrets.randbelow(10**rules.SMS_DIGITS):0{rules.SMS_DIGITS}}"
    text = code_message(code, language, browser.site)
    kind = MessageKind.SIGN_IN_CODE
    try:
        with unit_of_work():
            codes.forget_everywhere(now - KEPT)
            known = codes.phones_everywhere(browser_tag, now - KEPT) | {to_tag}
            if len(known) > rules.PHONES_A_BROWSER:
                raise NotNow(Code.PHONES_TOO_MANY, "phone", most=rules.PHONES_A_BROWSER)
            queue(place, kind, phone, text, f"sign-in-code:{ref}", keys, now, language)
            db.session.add(
                SignInCode(
                    ref=ref,
                    municipality_id=place,
                    to_tag=to_tag,
                    phone_locked=phones.lock(phone, keys),
                    code_tag=_code_tag(ref, code, keys),
                    browser_tag=browser_tag,
                    created_at=now,
                    expires_at=now + LIFE[kind],
                    tries=0,
                )
            )
            audit.append(audit.Tag.CODE_ASKED, STRANGER, place, now, ref)
    except NotNow as refusal:
        live = codes.live_code(place, to_tag, browser_tag, now)
        if refusal.code is not Code.CODE_TOO_SOON or live is None:
            raise
        return Asked(live.ref, None)
    return Asked(ref, text)


def check_code(
    ref: str, code_text: str, browser: Browser, door: Door, keys: Keys, now: datetime
) -> tuple[Person, ...]:
    """The people who sign in by the phone, once its code came back to the browser that asked.

    From then on this browser may say for ten minutes who of them it is, or that it is somebody
    new. A wrong code counts as a try, and that commits by itself.

    Raises:
        NotValid: CODE_SHAPE, CODE_OTHER_BROWSER, CODE_OVER, CODE_NOT_THIS (left), at "code".
        NotAllowed: CODE_TRIES_OVER at "code".
    """
    code = rules.sms_code(code_text)
    place = service.place_of(door)
    fitting: tuple[Person, ...] = ()
    with unit_of_work():
        asked = _asked(ref, browser, place, keys)
        if asked.used_at is not None or now >= asked.expires_at:
            raise NotValid(Code.CODE_OVER, "code")
        if asked.tries >= rules.SMS_TRIES:
            raise NotAllowed(Code.CODE_TRIES_OVER, "code")
        asked.tries += 1
        fits = hmac.compare_digest(asked.code_tag, _code_tag(ref, code, keys))
        if fits:
            asked.used_at = now
            fitting = _shown(tied_to_phone(place, asked.to_tag))
            audit.append(audit.Tag.CODE_FITTED, STRANGER, place, now, ref, people=len(fitting))
        left = rules.SMS_TRIES - asked.tries
    if not fits:
        raise NotValid(Code.CODE_NOT_THIS, "code", left=left)
    return fitting


def sent_to(ref: str, browser: Browser, door: Door, keys: Keys) -> str | None:
    """The phone a code went to, masked, for the browser that typed it; None for any other."""
    asked = codes.code_of(service.place_of(door), ref)
    if asked is None or asked.phone_locked is None or not _is_of(asked, browser, keys):
        return None
    return phones.masked(phones.unlock(asked.phone_locked, keys))


def people(
    ref: str, browser: Browser, door: Door, keys: Keys, now: datetime
) -> tuple[tuple[Person, ...], bool]:
    """Who may say that it is them, and whether one more may use the phone; nothing is written.

    Raises:
        NotValid: CODE_OVER, where no right code came back to this browser lately.
    """
    place = service.place_of(door)
    proof = _proof(codes.code_of(place, ref), browser, keys, now)
    tied = tied_to_phone(place, proof.to_tag)
    return _shown(tied), len(tied) < people_per_phone(place, now)


def sign_in(
    ref: str, account_ref: str, browser: Browser, door: Door, keys: Keys, now: datetime
) -> Begun:
    """Begin the session of one of the people of the phone; the code is used up.

    Raises:
        NotValid: CODE_OVER.
        NotFound: NOT_FOUND for somebody who has another phone.
        NotAllowed: PASSWORD_NEEDED, ACCOUNT_CLOSED.
    """
    place = service.place_of(door)
    with unit_of_work():
        proof = _proof(codes.code_of(place, ref, hold=True), browser, keys, now)
        tied = {each.account_ref: each for each in tied_to_phone(place, proof.to_tag)}
        account = accounts.account_by_ref(account_ref)
        if account is None or account_ref not in tied:
            raise NotFound(Code.NOT_FOUND)
        enrolled = tied[account_ref].is_enrolled
        assurance = Assurance.IN_PERSON if enrolled else Assurance.PHONE
        proof.phone_locked = None
        begun, actor = service.let_in(account, Means.SMS, assurance, door, now)
        audit.append(audit.Tag.SIGNED_IN, actor, place, now, means=Means.SMS.value, second="none")
        return begun


def join(
    ref: str, name: str, village: str, browser: Browser, door: Door, keys: Keys, now: datetime
) -> Begun:
    """Open the account of somebody new who holds the phone, and begin their session.

    They may write proposals, but not vote by telephone: a phone says nothing of who holds it.

    Raises:
        NotValid: CODE_OVER; a name that cannot be, at "name"; SETTLEMENT_UNKNOWN at "village".
        Conflict: PHONE_FULL (most).
    """
    name = people_rules.clean_name(name, "name")
    place = service.place_of(door)
    with unit_of_work():
        proof = _proof(codes.code_of(place, ref, hold=True), browser, keys, now)
        most = people_per_phone(place, now)
        if len(tied_to_phone(place, proof.to_tag)) >= most:
            raise Conflict(Code.PHONE_FULL, most=most)
        phone = service.Phone(proof.to_tag, proof.phone_locked or b"")
        account = service.open_account(name, now, phone)
        service.settle(place, account, village, now)
        service.make_resident(place, account, now)
        proof.phone_locked = None
        begun, actor = service.let_in(account, Means.SMS, Assurance.PHONE, door, now)
        audit.append(
            audit.Tag.RESIDENT_JOINED,
            actor,
            place,
            now,
            account.ref,
            means=Means.SMS.value,
            assurance=Assurance.PHONE.value,
        )
        return begun


def _asked(ref: str, browser: Browser, place: int, keys: Keys) -> SignInCode:
    asked = codes.code_of(place, ref, hold=True)
    if asked is None:
        raise NotValid(Code.CODE_OVER, "code")
    # No try is counted: whoever got hold of the address must not use up the owner's five.
    if not _is_of(asked, browser, keys):
        raise NotValid(Code.CODE_OTHER_BROWSER, "code")
    return asked


def _proof(asked: SignInCode | None, browser: Browser, keys: Keys, now: datetime) -> SignInCode:
    if (
        asked is None
        or asked.used_at is None
        or asked.phone_locked is None
        or not _is_of(asked, browser, keys)
        or now >= asked.used_at + rules.SMS_PROVES
    ):
        raise NotValid(Code.CODE_OVER)
    return asked


def _shown(tied: Sequence[Tied]) -> tuple[Person, ...]:
    return tuple(
        Person(each.account_ref, people_rules.masked(each.name))
        for each in tied
        if not each.is_disabled and not each.roles & STAFF
    )


def _is_of(asked: SignInCode, browser: Browser, keys: Keys) -> bool:
    return hmac.compare_digest(asked.browser_tag, _browser_tag(browser, keys))


def _browser_tag(browser: Browser, keys: Keys) -> bytes:
    return keys.tag("browser", browser.secret)


def _code_tag(ref: str, code: str, keys: Keys) -> bytes:
    return keys.tag("sign-in-code", f"{ref}:{code}")
