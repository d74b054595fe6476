"""Names on paper: who is called, and whose names are read aloud; everybody on them can see it."""

from collections.abc import Iterable
from datetime import datetime

from pb.documents import evidence_papers
from pb.documents.evidence_papers import AloudFacts, CallFacts, CallPerson
from pb.gateways.keys import Keys
from pb.records import call_audits, marks, places, rounds
from pb.records.call_audits import Called
from pb.records.marks import Listed
from pb.rules.access import Act
from pb.rules.privacy import Field, Purpose
from pb.rules.refusals import Code, Conflict, NotValid
from pb.rules.texts import Bilingual
from pb.services import phones
from pb.services.actors import Actor, require
from pb.services.papers import letterhead
from pb.services.privacy import Looking, Opening, Subject, opened
from pb.services.work import unit_of_work

A_FILE = 300
"""People printed at one go."""
MOST_FILES = 1_000
CALL_FIELDS = (Field.NAME, Field.SETTLEMENT, Field.PHONE)
ALOUD_FIELDS = (Field.NAME, Field.SETTLEMENT)


def print_calls(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    part: int,
    reason: str,
    language: str,
    keys: Keys,
    now: datetime,
) -> bytes:
    """One part (from 1) of the sheet of the callers as a PDF, leaving a trace at each person.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; STEP_UP_FIRST.
        NotValid: the reason is missing or too short, at "reason"; NUMBER_OUT_OF_RANGE at "part".
        Conflict: CALLS_NOT_DRAWN.
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug)
        require(actor, Act.PRINT_CALLS, municipality_id, round_, now)
        entered = call_audits.audits_of(municipality_id, round_.id)
        drawn = next((one for one in entered if one.confirmed_at), None)
        if drawn is None:
            raise Conflict(Code.CALLS_NOT_DRAWN)
        people = [
            one
            for offset in _offset(part)
            for one in call_audits.people_of(municipality_id, drawn.id, A_FILE, offset)
        ]
        _refuse_empty(people, drawn.size)
        subjects = [Subject(one.entry.resident_id, one.entry.id, round_.id) for one in people]
        looking = Looking(Purpose.CALL_AUDIT, reason)
        opening = opened(actor, municipality_id, subjects, looking, CALL_FIELDS, now)
        facts = CallFacts(
            letterhead(places.municipality_by_id(municipality_id)),
            round_.title,
            round_.edition,
            now,
            tuple(_person(one, opening, keys) for one in people),
        )
    return evidence_papers.call_sheet(facts, language)


def print_aloud(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    part: int,
    reason: str,
    language: str,
    now: datetime,
) -> bytes:
    """One part (from 1) of the names of people marked who have no telephone, by village, as a PDF.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; STEP_UP_FIRST.
        NotValid: the reason is missing or too short, at "reason"; NUMBER_OUT_OF_RANGE or
            NOBODY_ON_LIST at "part".
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug)
        require(actor, Act.PRINT_READ_ALOUD, municipality_id, round_, now)
        people = [
            one
            for offset in _offset(part)
            for one in marks.without_phone(municipality_id, round_.id, A_FILE, offset)
        ]
        _refuse_empty(people, marks.number_without_phone(municipality_id, round_.id))
        subjects = [Subject(one.entry.resident_id, one.entry.id, round_.id) for one in people]
        looking = Looking(Purpose.PAPER_VOTE, reason)
        opening = opened(actor, municipality_id, subjects, looking, ALOUD_FIELDS, now)
        facts = AloudFacts(
            letterhead(places.municipality_by_id(municipality_id)),
            round_.title,
            round_.edition,
            now,
            _by_village(people, opening),
        )
    return evidence_papers.read_aloud(facts, language)


def _offset(part: int) -> tuple[int, ...]:
    """How many people stand on the parts before; nothing for a part that cannot be."""
    return ((part - 1) * A_FILE,) if 1 <= part <= MOST_FILES else ()


def _refuse_empty(people: Iterable[object], in_all: int) -> None:
    if not in_all:
        raise NotValid(Code.NOBODY_ON_LIST, "part")
    if not people:
        parts = -(-in_all // A_FILE)
        raise NotValid(Code.NUMBER_OUT_OF_RANGE, "part", smallest=1, largest=parts)


def _person(one: Called, opening: Opening, keys: Keys) -> CallPerson:
    name = opening.read(Field.NAME, one.entry.name) or one.account_name or ""
    phone = None if one.phone_locked is None else phones.unlock(one.phone_locked, keys)
    return CallPerson(one.line.place, name, one.village, phones.shown(phone) if phone else None)


def _by_village(
    people: Iterable[Listed], opening: Opening
) -> tuple[tuple[Bilingual, tuple[str, ...]], ...]:
    villages: dict[Bilingual, list[str]] = {}
    for one in people:
        name = opening.read(Field.NAME, one.entry.name) or one.account_name or ""
        villages.setdefault(one.village, []).append(name)
    return tuple((village, tuple(names)) for village, names in villages.items())
