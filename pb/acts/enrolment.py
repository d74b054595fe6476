"""Enrolling in person: the passport was seen, the phone is the person's, the slip is signed."""

from dataclasses import dataclass
from datetime import date, datetime

from pb.documents import notices
from pb.gateways.keys import Keys
from pb.records import accounts, residents, roll_lines, rounds, sessions
from pb.records.accounts import Account
from pb.records.base import db
from pb.records.personal import Sealed, unsealed
from pb.records.places import municipality_by_id
from pb.records.residents import Resident, RollEntry
from pb.rules import calendar
from pb.rules import enrolment as rules
from pb.rules.access import Act
from pb.rules.messages import MessageKind
from pb.rules.people import masked
from pb.rules.refusals import Code, Conflict, NotValid
from pb.rules.rolls.states import EntryStatus
from pb.rules.sessions import Ending
from pb.rules.texts import Bilingual
from pb.services import audit, messages, phones
from pb.services.actors import Actor, account_of, require
from pb.services.residents import make_resident, open_account
from pb.services.rules import people_per_phone
from pb.services.work import unit_of_work


@dataclass(frozen=True)
class EnrolmentFacts:
    """What the office says when it enrols somebody."""

    phone: str
    """As typed."""
    passport_seen: bool
    is_theirs: bool = False
    """Whether the person signs in by this phone already, and that account is to be tied."""


@dataclass(frozen=True, repr=False)
class Slip:
    """What the person signs; it is printed without the person."""

    place: Bilingual
    kind: Bilingual
    name: str
    village: Bilingual
    phone: str
    """As people of the country write it."""
    clerk: str
    day: date


def enrol(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    ref: str,
    facts: EnrolmentFacts,
    keys: Keys,
    now: datetime,
) -> Slip:
    """Enrol the person of a line: from now on the account that goes with the phone votes on it.

    Every session of that account ends, so that the next one knows how surely we know the person.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; ENROLMENT_CLOSED.
        NotValid: PASSPORT_UNSEEN at "passport_seen"; PHONE_UNREADABLE, PHONE_NOT_MOBILE,
            PHONE_OF_NOBODY, PHONE_OF_ANOTHER at "phone".
        Conflict: LINE_STRUCK, ENROLLED_ALREADY; PHONE_FULL at "phone".
    """
    if not facts.passport_seen:
        raise NotValid(Code.PASSPORT_UNSEEN, "passport_seen")
    phone = phones.normalised(facts.phone, "phone")
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug)
        require(actor, Act.ENROL_RESIDENT, municipality_id, round_, now)
        rules.require_open(round_.schedule, now)
        entry = roll_lines.line_of(round_.id, ref, hold=True)
        if entry.status is EntryStatus.STRUCK or entry.name is None:
            raise Conflict(Code.LINE_STRUCK)
        known = _known(municipality_id, entry)
        if known is not None and known.enrolled_at is not None:
            raise Conflict(Code.ENROLLED_ALREADY)
        account = _account(municipality_id, known, entry.name, phone, facts, keys, now)
        resident = _resident(municipality_id, entry, known, account, now)
        resident.enrolled_at, resident.enrolled_by = now, account_of(actor)
        entry.resident_id = resident.id
        sessions.end_sessions(account.id, now, Ending.CREDENTIALS_CHANGED)
        audit.append(
            audit.Tag.RESIDENT_ENROLLED,
            actor,
            municipality_id,
            now,
            entry.ref,
            round=round_.slug,
        )
        db.session.flush()
        return _slip(actor, municipality_id, entry, entry.name, phone, now)


def change_phone(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    ref: str,
    facts: EnrolmentFacts,
    keys: Keys,
    now: datetime,
) -> Slip:
    """Write down another phone for somebody who is enrolled and came with the passport.

    The phone there was is told, so that its owner learns of it in any case; the new one does not
    vote for some days (`rules.enrolment`). Every session of the account ends.

    Raises:
        NotFound, NotAllowed: as the tables say.
        NotValid: PASSPORT_UNSEEN at "passport_seen"; PHONE_UNREADABLE, PHONE_NOT_MOBILE at "phone".
        Conflict: LINE_STRUCK, NOT_ENROLLED; PHONE_SAME, PHONE_FULL at "phone".
    """
    if not facts.passport_seen:
        raise NotValid(Code.PASSPORT_UNSEEN, "passport_seen")
    phone = phones.normalised(facts.phone, "phone")
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug)
        require(actor, Act.CHANGE_PHONE, municipality_id, round_, now)
        entry = roll_lines.line_of(round_.id, ref, hold=True)
        if entry.status is EntryStatus.STRUCK or entry.name is None:
            raise Conflict(Code.LINE_STRUCK)
        resident = _known(municipality_id, entry)
        if resident is None or resident.enrolled_at is None or resident.account_id is None:
            raise Conflict(Code.NOT_ENROLLED)
        account = db.session.get_one(Account, resident.account_id, with_for_update=True)
        if account.phone_tag == keys.phone_tag(phone):
            raise Conflict(Code.PHONE_SAME, "phone")
        is_told = _tell_old_phone(municipality_id, account, keys, now)
        _write_down(municipality_id, account, phone, keys, now)
        resident.phone_changed_at, resident.phone_changed_by = now, account_of(actor)
        sessions.end_sessions(account.id, now, Ending.CREDENTIALS_CHANGED)
        audit.append(
            audit.Tag.PHONE_CHANGED,
            actor,
            municipality_id,
            now,
            entry.ref,
            round=round_.slug,
            old_told=is_told,
        )
        db.session.flush()
        return _slip(actor, municipality_id, entry, entry.name, phone, now)


def _tell_old_phone(municipality_id: int, account: Account, keys: Keys, now: datetime) -> bool:
    """Write to the phone that is no longer the account's; whether there was one."""
    if account.phone_locked is None:
        return False
    return messages.queue(
        municipality_id,
        MessageKind.PHONE_CHANGED,
        phones.unlock(account.phone_locked, keys),
        notices.of_phone_change(now, municipality_by_id(municipality_id).phone),
        f"phone-changed:{account.ref}:{now.isoformat()}",
        keys,
        now,
    )


def _write_down(
    municipality_id: int, account: Account, phone: str, keys: Keys, now: datetime
) -> None:
    """Make it the phone of the account.

    Raises:
        Conflict: PHONE_FULL at "phone".
    """
    tag = keys.phone_tag(phone)
    most = people_per_phone(municipality_id, now)
    if len(accounts.accounts_of_phone(tag)) >= most:
        raise Conflict(Code.PHONE_FULL, "phone", most=most)
    account.phone_tag, account.phone_locked = tag, phones.lock(phone, keys)


def _slip(
    actor: Actor,
    municipality_id: int,
    entry: RollEntry,
    name: Sealed[str],
    phone: str,
    now: datetime,
) -> Slip:
    place = municipality_by_id(municipality_id)
    _, village, _ = roll_lines.about_line(municipality_id, entry)
    return Slip(
        place.name,
        place.kind,
        # Shown to nobody but its owner, who signs it.
        unsealed(name),
        village,
        phones.shown(phone),
        actor.name,
        calendar.day_of(now),
    )


def _known(municipality_id: int, entry: RollEntry) -> Resident | None:
    """The resident a line belongs to, or who has its personal number."""
    if entry.resident_id is not None:
        return db.session.get_one(Resident, entry.resident_id, with_for_update=True)
    if entry.pin_tag is None:
        return None
    return residents.resident_by_pin(municipality_id, entry.pin_tag)


def _resident(
    municipality_id: int,
    entry: RollEntry,
    known: Resident | None,
    account: Account,
    now: datetime,
) -> Resident:
    """The one resident who has both the number of the line and the account."""
    owner = residents.resident_of(municipality_id, account.id)
    if known is None and owner is not None:
        # Who signed up by telephone, and whose number we learn now.
        owner.pin_tag, owner.settlement_id = entry.pin_tag, entry.settlement_id
        return owner
    if known is None:
        known = Resident(
            municipality_id=municipality_id,
            settlement_id=entry.settlement_id,
            pin_tag=entry.pin_tag,
            created_at=now,
        )
        db.session.add(known)
    elif owner is not None and owner is not known:
        # An account belongs to one resident, and this one has the number.
        owner.account_id = None
        db.session.flush()
    known.account_id = account.id
    db.session.flush()
    return known


def _account(
    municipality_id: int,
    known: Resident | None,
    name: Sealed[str],
    phone: str,
    facts: EnrolmentFacts,
    keys: Keys,
    now: datetime,
) -> Account:
    """The account the person will sign in with: their own, the one of the phone, or a new one."""
    tag = keys.phone_tag(phone)
    of_phone = accounts.accounts_of_phone(tag)
    if known is not None and known.account_id is not None:
        account = db.session.get_one(Account, known.account_id, with_for_update=True)
        if account.phone_tag not in (None, tag):
            raise NotValid(Code.PHONE_OF_ANOTHER, "phone")
    elif facts.is_theirs:
        account = _tied(municipality_id, of_phone)
    else:
        account = open_account(masked(unsealed(name)), now)
    if account.phone_tag is None:
        _write_down(municipality_id, account, phone, keys, now)
    make_resident(municipality_id, account, now)
    return account


def _tied(municipality_id: int, of_phone: list[Account]) -> Account:
    """The one account of a phone that belongs to nobody we know yet.

    Raises:
        NotValid: PHONE_OF_NOBODY, or PHONE_OF_ANOTHER where it is not clear whose it is.
    """
    if not of_phone:
        raise NotValid(Code.PHONE_OF_NOBODY, "phone")
    free = [
        account
        for account in of_phone
        if (owner := residents.resident_of(municipality_id, account.id)) is None
        or owner.pin_tag is None
    ]
    if len(free) != 1:
        raise NotValid(Code.PHONE_OF_ANOTHER, "phone")
    return free[0]
