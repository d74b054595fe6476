"""Deeds about looks at personal data: telling the person, a complaint, the answer to it."""

from collections import defaultdict
from datetime import datetime, timedelta

from pb.documents import notices
from pb.gateways.keys import Keys
from pb.records import privacy, residents
from pb.records.base import db
from pb.records.privacy import AccessNotice, Complaint, Untold
from pb.rules import calendar
from pb.rules import privacy as rules
from pb.rules.access import Act
from pb.rules.messages import MessageKind
from pb.rules.privacy import Notice
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound
from pb.rules.texts import clean, clean_optional
from pb.services import audit, messages, phones
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work

TEXT_LENGTH = (10, 1_000)
AT_ONCE = 200
"""So many looks are told of in one turn."""


def complain(actor: Actor, municipality_id: int, access_ref: str, text: str, now: datetime) -> None:
    """Say that a look at one's own data is strange; the words may be left out.

    Raises:
        NotAllowed: SIGN_IN_FIRST, NOT_ALLOWED.
        NotFound: no such look at this person's data.
        Conflict: COMPLAINED_ALREADY.
    """
    require(actor, Act.COMPLAIN, municipality_id)
    said = clean_optional(text, "text", TEXT_LENGTH, lines=True)
    with unit_of_work():
        resident_id = own_resident(actor, municipality_id, hold=True)
        access = privacy.access_to(municipality_id, resident_id, access_ref)
        if privacy.is_complained_of(access.id):
            raise Conflict(Code.COMPLAINED_ALREADY)
        complaint = Complaint(
            municipality_id=municipality_id,
            access_id=access.id,
            account_id=account_of(actor),
            text=said,
            due_on=rules.answer_due(now),
            created_at=now,
        )
        db.session.add(complaint)
        db.session.flush()
        audit.append(audit.Tag.COMPLAINT_MADE, actor, municipality_id, now, complaint.ref)


def answer(
    actor: Actor, municipality_id: int, complaint_ref: str, text: str, now: datetime
) -> None:
    """Answer a complaint once; nobody answers for a look of their own.

    Raises:
        NotAllowed: NOT_ALLOWED, NOT_YOURSELF.
        NotFound: no such complaint here.
        Conflict: ANSWERED_ALREADY.
    """
    require(actor, Act.ANSWER_COMPLAINT, municipality_id)
    said = clean(text, "answer", TEXT_LENGTH, lines=True)
    with unit_of_work():
        complaint, access = privacy.complaint_of(municipality_id, complaint_ref, hold=True)
        if complaint.answer is not None:
            raise Conflict(Code.COMPLAINT_ANSWERED)
        if access.actor_id == actor.account_id:
            raise NotAllowed(Code.NOT_YOURSELF)
        complaint.answer = said
        complaint.answered_by, complaint.answered_at = account_of(actor), now
        audit.append(audit.Tag.COMPLAINT_ANSWERED, actor, municipality_id, now, complaint.ref)


def own_resident(actor: Actor, municipality_id: int, *, hold: bool = False) -> int:
    """Who this person is among the residents here.

    Raises:
        NotFound: nobody.
    """
    found = residents.resident_id_of(municipality_id, account_of(actor), hold=hold)
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def tell_at_once(keys: Keys, now: datetime) -> int:
    """Write to everyone whose data was looked at gravely; returns how many looks were told of."""
    told = privacy.untold_everywhere(grave=True, until=now, limit=AT_ONCE)
    for look in told:
        with unit_of_work():
            text = notices.of_look(look.actor_name, look.at, look.place_phone)
            key = f"access:{look.ref}"
            _tell(look, [look], MessageKind.ACCESS_NOTICE, text, key, Notice.SMS, keys, now)
    return len(told)


def tell_of_the_day(keys: Keys, now: datetime) -> int:
    """From the evening on, write to everyone whose data was looked at today: one message each."""
    today = calendar.day_of(now)
    evening = now >= calendar.at_hour(today, rules.DIGEST_HOUR)
    until = now if evening else calendar.start_of(today) - timedelta(microseconds=1)
    found = privacy.untold_everywhere(grave=False, until=until, limit=AT_ONCE)
    people: dict[tuple[int, int | None, int], list[Untold]] = defaultdict(list)
    for look in found:
        alone = look.id if look.resident_id is None else 0
        people[look.municipality_id, look.resident_id, alone].append(look)
    for looks in people.values():
        with unit_of_work():
            text = notices.of_looks(len(looks), looks[0].place_phone)
            key = f"digest:{looks[-1].ref}"
            kind, how = MessageKind.ACCESS_DIGEST, Notice.DIGEST
            _tell(looks[0], looks, kind, text, key, how, keys, now)
    return len(found)


def _tell(
    to: Untold,
    looks: list[Untold],
    kind: MessageKind,
    text: str,
    key: str,
    how: Notice,
    keys: Keys,
    now: datetime,
) -> None:
    if to.phone_locked is None:
        how = Notice.LIST
    else:
        phone = phones.unlock(to.phone_locked, keys)
        messages.queue(to.municipality_id, kind, phone, text, key, keys, now)
    db.session.add_all(AccessNotice(access_id=look.id, at=now, how=how) for look in looks)
