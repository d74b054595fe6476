"""One line of a roll that is not frozen: found by number or in the list, mended, struck."""

from dataclasses import dataclass
from datetime import datetime

from pb.gateways.keys import Keys
from pb.records import places, roll_lines, rounds
from pb.records.personal import Sealed
from pb.rules.access import Act
from pb.rules.people import clean_name, name_key
from pb.rules.privacy import Way
from pb.rules.privacy import reason as reason_of
from pb.rules.refusals import Code, Conflict, NotValid
from pb.rules.rolls.entries import ADDRESS_LENGTH
from pb.rules.rolls.states import EntryStatus
from pb.rules.texts import clean_optional
from pb.services import audit
from pb.services import rolls as guards
from pb.services.actors import Actor, require
from pb.services.privacy import Looking
from pb.services.rolls import Card
from pb.services.work import unit_of_work


@dataclass(frozen=True, repr=False)
class LineFacts:
    """What of a line can be mended; it is printed without the person."""

    name: str
    settlement: str
    """Slug."""
    address: str | None = None


def find(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    pin: str,
    looking: Looking,
    keys: Keys,
    now: datetime,
    act: Act = Act.LOOK_UP_ON_ROLL,
) -> Card:
    """Find a person on the roll by the personal number and open the card, leaving a trace.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say.
        NotValid: what a number may not be, UNDER_AGE, or PERSON_NOT_ON_ROLL at "pin": the same
            for someone who was struck; the reason is missing or too short, at "reason".
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug)
        require(actor, act, municipality_id, round_, now)
        # Before anything is looked for, so that nobody learns without a reason who is on it.
        reason_of(looking.reason)
        person = guards.old_enough(pin, round_, now)
        entry = roll_lines.line_of_person(round_.id, keys.pin_tag(person.digits))
        if entry is None or entry.status is EntryStatus.STRUCK:
            raise NotValid(Code.PERSON_NOT_ON_ROLL, "pin")
        by_pin = Looking(looking.purpose, looking.reason, Way.PIN)
        return guards.card(actor, round_, entry, by_pin, now)


def open_line(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    ref: str,
    looking: Looking,
    now: datetime,
    act: Act = Act.LOOK_UP_ON_ROLL,
) -> Card:
    """Open a line of the list, leaving a trace.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; NOT_FOUND also for a line not there.
        NotValid: the reason is missing or too short, at "reason".
    """
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug)
        require(actor, act, municipality_id, round_, now)
        entry = roll_lines.line_of(round_.id, ref)
        return guards.card(actor, round_, entry, looking, now)


def mend(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    ref: str,
    facts: LineFacts,
    looking: Looking,
    now: datetime,
) -> None:
    """Write the name, the village and the address of a line anew, leaving a trace.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say.
        NotValid: what a name or an address may not be, SETTLEMENT_UNKNOWN; the reason.
        Conflict: ROLL_FROZEN, LINE_STRUCK.
    """
    name = clean_name(facts.name)
    address = clean_optional(facts.address, "address", ADDRESS_LENGTH)
    with unit_of_work():
        round_ = guards.held_round(actor, Act.CORRECT_ROLL, municipality_id, round_slug, now)
        guards.unfrozen(round_.id)
        entry = roll_lines.line_of(round_.id, ref, hold=True)
        if entry.status is EntryStatus.STRUCK:
            raise Conflict(Code.LINE_STRUCK)
        village = places.settlement_of(municipality_id, facts.settlement)
        if village is None:
            raise NotValid(Code.SETTLEMENT_UNKNOWN, "settlement", given=facts.settlement)
        guards.card(actor, round_, entry, looking, now)
        entry.name, entry.name_key = Sealed(name), Sealed(name_key(name))
        entry.settlement_id = village.id
        entry.address = None if address is None else Sealed(address)
        audit.append(
            audit.Tag.ROLL_LINE_MENDED, actor, municipality_id, now, entry.ref, round=round_.slug
        )


def strike(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    ref: str,
    looking: Looking,
    now: datetime,
) -> None:
    """Strike a line off a roll that is not frozen, leaving a trace with the reason.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say.
        NotValid: the reason is missing or too short, at "reason".
        Conflict: ROLL_FROZEN, LINE_STRUCK.
    """
    with unit_of_work():
        round_ = guards.held_round(actor, Act.CORRECT_ROLL, municipality_id, round_slug, now)
        guards.unfrozen(round_.id)
        entry = roll_lines.line_of(round_.id, ref, hold=True)
        if entry.status is EntryStatus.STRUCK:
            raise Conflict(Code.LINE_STRUCK)
        guards.card(actor, round_, entry, looking, now)
        entry.status = EntryStatus.STRUCK
        audit.append(
            audit.Tag.ROLL_LINE_STRUCK, actor, municipality_id, now, entry.ref, round=round_.slug
        )
