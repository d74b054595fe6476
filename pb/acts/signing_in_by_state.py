"""Deeds of signing in by the state's word (ЕСИ, Түндүк): whom it names is found, tied or new."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from pb.gateways.identity import Identity
from pb.gateways.keys import Keys
from pb.records import accounts, identities
from pb.records.accounts import Account
from pb.records.residents import Resident, resident_by_pin, resident_of
from pb.rules import calendar
from pb.rules.people import clean_name, parse_pin
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid
from pb.rules.roles import Assurance
from pb.rules.sessions import Means
from pb.services import audit
from pb.services import residents as service
from pb.services.actors import STRANGER, Actor
from pb.services.sessions import Begun, Door
from pb.services.work import unit_of_work


@dataclass(frozen=True)
class Named:
    """Whom the state named, without the personal number: only its keyed hash goes on."""

    issuer: str
    subject: str = field(repr=False)
    pin_tag: bytes | None = field(repr=False)
    """None where no possible personal number came."""
    name: str | None = field(repr=False)
    """As it can stand here; None where it cannot, and is asked for."""
    level: str
    """How the person showed it, in the provider's own words."""


@dataclass(frozen=True)
class _Found:
    """Who that is here; `of_number` is the resident the number belongs to."""

    account: Account | None
    resident: Resident | None
    of_number: Resident | None
    is_tied: bool
    """Whether the state's own name for the person stood beside the account already."""


def named(identity: Identity, keys: Keys, now: datetime) -> Named:
    """What is kept of an identity while the person is let in."""
    try:
        pin = parse_pin(identity.pin or "", calendar.day_of(now))
    except NotValid:
        pin = None
    try:
        name = clean_name(identity.name or "")
    except NotValid:
        name = None
    tag = keys.pin_tag(pin.digits) if pin else None
    return Named(identity.issuer, identity.subject, tag, name, identity.level)


def sign_in(person: Named, whose: str | None, door: Door, now: datetime) -> Begun | None:
    """Begin the session of whom the state named; None for someone who has to say more first.

    Known by the state's own name for them, else by the personal number, else, where someone who is
    signed in asked for it, as the person of that account (`whose`, its public id): then the state
    and the account are tied.

    Raises:
        NotAllowed: OPENID_OTHER_PERSON, with a trace for a human to look at; PASSWORD_NEEDED,
            ACCOUNT_CLOSED.
    """
    place = service.place_of(door)
    with unit_of_work():
        found = _found(place, person, whose)
        if is_other := _is_other(found, person):
            _trace_refused(found, place, now)
        elif _has_to_say_more(found, person, place):
            return None
        else:
            begun, actor, assurance = _enter(found, person, None, door, now)
            if found.is_tied:
                _trace_sign_in(actor, person, place, now)
            else:
                _trace_tied(actor, person, place, assurance, now)
    if is_other:
        raise NotAllowed(Code.OPENID_OTHER_PERSON)
    return begun


def join(person: Named, name: str, village: str, door: Door, now: datetime) -> Begun:
    """Open the account of somebody new here, or make one that is known elsewhere a resident.

    `name` counts only where the state gave none, `village` only for whom no list of ours has.

    Raises:
        NotValid: a name that cannot be, at "name"; SETTLEMENT_UNKNOWN at "village".
        NotAllowed: as `sign_in`.
    """
    place = service.place_of(door)
    asked = person.name or clean_name(name, "name")
    with unit_of_work():
        found = _found(place, person, None)
        if is_other := _is_other(found, person):
            _trace_refused(found, place, now)
        else:
            begun, actor, assurance = _enter(found, replace(person, name=asked), village, door, now)
            audit.append(
                audit.Tag.RESIDENT_JOINED,
                actor,
                place,
                now,
                actor.ref,
                means=Means.OPENID.value,
                assurance=assurance.value,
            )
    if is_other:
        raise NotAllowed(Code.OPENID_OTHER_PERSON)
    return begun


def _found(place: int, person: Named, whose: str | None) -> _Found:
    account = identities.account_of(person.issuer, person.subject)
    of_number = resident_by_pin(place, person.pin_tag) if person.pin_tag else None
    if account is not None:
        resident = resident_of(place, account.id) or of_number
        return _Found(account, resident, of_number, is_tied=True)
    if of_number is not None:
        known = accounts.account_by_id(of_number.account_id) if of_number.account_id else None
        return _Found(known, of_number, of_number, is_tied=False)
    account = accounts.account_by_ref(whose) if whose else None
    resident = resident_of(place, account.id) if account else None
    # Without a line of a resident there is nobody the state's word could be about.
    return _Found(account if resident else None, resident, None, is_tied=False)


def _is_other(found: _Found, person: Named) -> bool:
    """Whether the number of the state and what we know of the account speak of two people."""
    if person.pin_tag is None or found.resident is None:
        return False
    if found.of_number is not None and found.of_number.id != found.resident.id:
        return True
    if found.account and found.resident.account_id not in (None, found.account.id):
        return True
    return found.resident.pin_tag not in (None, person.pin_tag)


def _has_to_say_more(found: _Found, person: Named, place: int) -> bool:
    if found.account is None:
        return found.resident is None or person.name is None
    return not accounts.roles_of(place, found.account.id)


def _enter(
    found: _Found, person: Named, village: str | None, door: Door, now: datetime
) -> tuple[Begun, Actor, Assurance]:
    place = service.place_of(door)
    account = found.account or service.open_account(person.name or "", now)
    resident = found.resident
    if resident is None and village is not None:
        resident = service.settle(place, account, village, now)
    service.make_resident(place, account, now)
    if resident is not None:
        resident.account_id = account.id
        resident.pin_tag = resident.pin_tag or person.pin_tag
    if not found.is_tied and not identities.tie(account.id, person.issuer, person.subject, now):
        raise Conflict(Code.CHANGED_MEANWHILE)
    # Only a number that came with this very sign-in says that it is the person of the roll.
    assurance = Assurance.STATE if person.pin_tag and resident else Assurance.PHONE
    begun, actor = service.let_in(account, Means.OPENID, assurance, door, now)
    return begun, actor, assurance


def _trace_sign_in(actor: Actor, person: Named, place: int, now: datetime) -> None:
    audit.append(
        audit.Tag.SIGNED_IN,
        actor,
        place,
        now,
        means=Means.OPENID.value,
        second=person.level or "none",
    )


def _trace_tied(
    actor: Actor, person: Named, place: int, assurance: Assurance, now: datetime
) -> None:
    audit.append(
        audit.Tag.IDENTITY_TIED,
        actor,
        place,
        now,
        actor.ref,
        assurance=assurance.value,
        level=person.level or "none",
    )


def _trace_refused(found: _Found, place: int, now: datetime) -> None:
    account = found.account
    ref = account.ref if account else None
    audit.append(audit.Tag.IDENTITY_REFUSED, STRANGER, place, now, ref)
