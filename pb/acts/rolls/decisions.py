"""A frozen roll changed by two: the office proposes with a public reason, the commission agrees."""

from dataclasses import dataclass
from datetime import datetime

from pb.gateways.keys import Keys
from pb.records import places, residents, roll_lines, rolls
from pb.records.ballots import participation_of
from pb.records.base import db, new_ref
from pb.records.personal import Sealed, unsealed
from pb.records.residents import RollEntry
from pb.records.rolls import RollDecision
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.rules.people import clean_name, name_key
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid
from pb.rules.rolls.entries import ADDRESS_LENGTH
from pb.rules.rolls.states import DecisionKind, DecisionState, EntryStatus
from pb.rules.texts import clean_optional
from pb.services import audit
from pb.services import rolls as guards
from pb.services.actors import Actor, account_of
from pb.services.rolls import changes
from pb.services.rolls.changes import NewPerson
from pb.services.work import unit_of_work


@dataclass(frozen=True, repr=False)
class PersonFacts:
    """Someone to be added, as typed; it is printed without the person."""

    pin: str
    name: str
    settlement: str
    """Slug."""
    address: str | None = None


def propose_addition(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    facts: PersonFacts,
    reason: str,
    keys: Keys,
    now: datetime,
) -> str:
    """Propose a line for someone who is not on the frozen roll; the ref of the decision.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say.
        NotValid: what a number, a name, an address or a reason may not be; UNDER_AGE,
            SETTLEMENT_UNKNOWN, REASON_NAMES_PERSON.
        Conflict: ROLL_NOT_FROZEN, ON_ROLL_ALREADY, DECISION_WAITS.
    """
    name = clean_name(facts.name)
    address = clean_optional(facts.address, "address", ADDRESS_LENGTH)
    why = changes.public_reason(reason, name)
    with unit_of_work():
        round_ = _held(actor, Act.CORRECT_ROLL, municipality_id, round_slug, now)
        pin = guards.old_enough(facts.pin, round_, now)
        if places.settlement_of(municipality_id, facts.settlement) is None:
            raise NotValid(Code.SETTLEMENT_UNKNOWN, "settlement", given=facts.settlement)
        tag = keys.pin_tag(pin.digits)
        entry = roll_lines.line_of_person(round_.id, tag)
        if entry is not None and entry.status is EntryStatus.ACTIVE:
            raise Conflict(Code.ON_ROLL_ALREADY)
        person = NewPerson(tag.hex(), name, facts.settlement, pin.born, pin.sex, address)
        if any(
            changes.person_of(other, keys).pin_tag == person.pin_tag
            for other in rolls.waiting_additions(round_.id)
        ):
            raise Conflict(Code.DECISION_WAITS)
        return _proposed(
            actor,
            round_,
            DecisionKind.ADD,
            why,
            now,
            entry_ref=entry.ref if entry else None,
            person_locked=changes.locked(person, keys),
        )


def propose_strike(
    actor: Actor, municipality_id: int, round_slug: str, ref: str, reason: str, now: datetime
) -> str:
    """Propose to strike a line off the frozen roll; the ref of the decision.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say.
        NotValid: what a reason may not be; REASON_NAMES_PERSON.
        Conflict: ROLL_NOT_FROZEN, LINE_STRUCK, DECISION_WAITS.
    """
    with unit_of_work():
        round_ = _held(actor, Act.CORRECT_ROLL, municipality_id, round_slug, now)
        entry = roll_lines.line_of(round_.id, ref)
        why = changes.public_reason(reason, unsealed(entry.name) if entry.name else "")
        if entry.status is EntryStatus.STRUCK:
            raise Conflict(Code.LINE_STRUCK)
        if rolls.waiting_strike(round_.id, ref) is not None:
            raise Conflict(Code.DECISION_WAITS)
        return _proposed(actor, round_, DecisionKind.STRIKE, why, now, entry_ref=ref)


def agree(
    actor: Actor, municipality_id: int, round_slug: str, ref: str, keys: Keys, now: datetime
) -> None:
    """Agree to a change somebody else proposed, and make it.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say.
        NotAllowed: NOT_YOURSELF.
        Conflict: DECISION_MADE; LINE_VOTED where the person has taken part already.
    """
    with unit_of_work():
        round_, decision = _decided(actor, municipality_id, round_slug, ref, now)
        person = changes.person_of(decision, keys) if decision.person_locked else None
        decision.state = DecisionState.AGREED
        decision.person_locked = None
        decision.entry_ref = decision.entry_ref or new_ref()
        # The database lets a line change only under a decision that is already agreed to.
        db.session.flush()
        entry = roll_lines.line_called(round_.id, decision.entry_ref)
        if entry is None and person is not None:
            _add(round_, decision, person)
        elif entry is not None:
            _turn(round_, entry, decision)
        _trace(audit.Tag.ROLL_CHANGE_AGREED, actor, round_, decision, now)


def decline(actor: Actor, municipality_id: int, round_slug: str, ref: str, now: datetime) -> None:
    """Decline a change somebody else proposed; the roll stays as it is.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say.
        NotAllowed: NOT_YOURSELF.
        Conflict: DECISION_MADE.
    """
    with unit_of_work():
        round_, decision = _decided(actor, municipality_id, round_slug, ref, now)
        decision.state = DecisionState.DECLINED
        decision.person_locked = None
        _trace(audit.Tag.ROLL_CHANGE_DECLINED, actor, round_, decision, now)


def _held(actor: Actor, act: Act, municipality_id: int, round_slug: str, now: datetime) -> Round:
    round_ = guards.held_round(actor, act, municipality_id, round_slug, now)
    guards.refuse_unfrozen(round_.id)
    return round_


def _proposed(
    actor: Actor,
    round_: Round,
    kind: DecisionKind,
    reason: str,
    now: datetime,
    entry_ref: str | None,
    person_locked: bytes | None = None,
) -> str:
    decision = RollDecision(
        municipality_id=round_.municipality_id,
        round_id=round_.id,
        kind=kind,
        reason=reason,
        entry_ref=entry_ref,
        person_locked=person_locked,
        proposed_by=account_of(actor),
        proposed_at=now,
    )
    db.session.add(decision)
    db.session.flush()
    _trace(audit.Tag.ROLL_CHANGE_PROPOSED, actor, round_, decision, now)
    return decision.ref


def _decided(
    actor: Actor, municipality_id: int, round_slug: str, ref: str, now: datetime
) -> tuple[Round, RollDecision]:
    """The decision that waits, marked as made by this member of the commission."""
    round_ = _held(actor, Act.DECIDE_ON_ROLL, municipality_id, round_slug, now)
    decision = rolls.decision_of(round_.id, ref, hold=True)
    if decision.state is not DecisionState.WAITING:
        raise Conflict(Code.DECISION_MADE)
    if decision.proposed_by == account_of(actor):
        raise NotAllowed(Code.NOT_YOURSELF)
    decision.decided_by, decision.decided_at = account_of(actor), now
    return round_, decision


def _add(round_: Round, decision: RollDecision, person: NewPerson) -> None:
    place = round_.municipality_id
    village = places.settlement_of(place, person.settlement)
    if village is None:
        raise NotValid(Code.SETTLEMENT_UNKNOWN, given=person.settlement)
    tag = bytes.fromhex(person.pin_tag)
    resident = residents.resident_by_pin(place, tag)
    db.session.add(
        RollEntry(
            municipality_id=place,
            round_id=round_.id,
            ref=decision.entry_ref,
            resident_id=resident.id if resident else None,
            pin_tag=tag,
            name=Sealed(person.name),
            name_key=Sealed(name_key(person.name)),
            born=Sealed(person.born),
            sex=person.sex,
            settlement_id=village.id,
            address=None if person.address is None else Sealed(person.address),
            is_added_later=True,
            decision_id=decision.id,
        )
    )


def _turn(round_: Round, entry: RollEntry, decision: RollDecision) -> None:
    """Strike a line, or bring a struck one back."""
    if decision.kind is DecisionKind.STRIKE:
        if participation_of(round_.id, entry.id) is not None:
            raise Conflict(Code.LINE_VOTED)
        entry.status = EntryStatus.STRUCK
    else:
        entry.status, entry.is_added_later = EntryStatus.ACTIVE, True
    entry.decision_id = decision.id


def _trace(
    tag: audit.Tag, actor: Actor, round_: Round, decision: RollDecision, now: datetime
) -> None:
    audit.append(
        tag,
        actor,
        round_.municipality_id,
        now,
        decision.ref,
        kind=decision.kind.value,
        round=round_.slug,
    )
