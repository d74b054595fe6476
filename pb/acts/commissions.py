"""Deeds about the commission of a round: the clerk enters the act that seats it, the head signs."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pb.gateways.storage import Storage
from pb.records import commissions, rounds, score_sheets
from pb.records.base import db
from pb.records.commissions import Candidate, Commission, CommissionMember
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.commissions import terms, written
from pb.rules.commissions.members import Member, Seat, check_make_up
from pb.rules.commissions.terms import Measure
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid
from pb.rules.rule_sets import Parameter
from pb.rules.texts import clean
from pb.services import audit, resolutions
from pb.services.actors import Actor, account_of, require
from pb.services.resolutions import KeptFile
from pb.services.rules import rules_of
from pb.services.work import unit_of_work

NUMBER_LENGTH = (1, 40)
"""Of the number of an act: "14", "34-7-1"."""

_SEED_BYTES = 16


@dataclass(frozen=True)
class SeatFacts:
    """Who takes a seat, by public id, and whom they speak for."""

    account_ref: str
    seats: frozenset[Seat]


@dataclass(frozen=True)
class SeatingFacts:
    """What the act says: its number, day and file (may be empty), the members, the chair."""

    act_number: str
    act_day: date
    members: tuple[SeatFacts, ...]
    chair: str | None
    """The public id of one of the members."""
    measure: Measure = Measure.MARKED
    file: bytes = b""


def seat(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    facts: SeatingFacts,
    storage: Storage,
    now: datetime,
) -> str:
    """Enter who scores and by what; nothing of it holds before another person signs.

    A later seating takes the place of an earlier one until the sheets are opened. Returns its
    public id.

    Raises:
        NotAllowed, NotFound, NotNow: as usual; CRITERIA_LATE.
        NotValid: what cannot be in the act; a commission that is not as the rules of the round say.
        Conflict: COMMISSION_NOT_ASKED, SHEETS_OPEN.
    """
    require(actor, Act.SEAT_COMMISSION, municipality_id)
    number = clean(facts.act_number, "act_number", NUMBER_LENGTH)
    today = calendar.day_of(now)
    if facts.act_day > today:
        raise NotValid(Code.RESOLUTION_IN_FUTURE, "act_day", today=today)
    # A photo takes its time to decode: nobody else waits for it.
    kept = resolutions.keep(facts.file, "file", storage) if facts.file else None
    with unit_of_work():
        round_ = _held(actor, Act.SEAT_COMMISSION, municipality_id, round_slug, now)
        people = _checked(round_, facts, now)
        commission = _entered(actor, round_, facts, number, kept, now)
        _sit_down(commission, people, facts)
        audit.append(
            audit.Tag.COMMISSION_SEATED,
            actor,
            municipality_id,
            now,
            commission.ref,
            round=round_slug,
            members=len(people),
            criteria=commission.criteria_sha256,
        )
        return commission.ref


def sign(actor: Actor, municipality_id: int, round_slug: str, ref: str, now: datetime) -> None:
    """Stand for a seating as the second person: from here on the commission works.

    `ref` is the seating that was looked at.

    Raises:
        NotAllowed, NotFound, NotNow: as usual; SIGNATURE_NEEDS_ANOTHER, STEP_UP_FIRST.
        NotValid: MEMBER_UNKNOWN where somebody lost the role meanwhile.
        Conflict: SEATING_CHANGED, COMMISSION_SIGNED, SHEETS_OPEN.
    """
    require(actor, Act.SIGN_COMMISSION, municipality_id)
    with unit_of_work():
        round_ = _held(actor, Act.SIGN_COMMISSION, municipality_id, round_slug, now)
        commission = commissions.commission_of(municipality_id, round_.id, ref)
        if commissions.latest_of(municipality_id, round_.id) is not commission:
            raise Conflict(Code.SEATING_CHANGED)
        if commission.is_signed:
            raise Conflict(Code.COMMISSION_SIGNED)
        if commission.seated_by == account_of(actor):
            raise NotAllowed(Code.SIGNATURE_NEEDS_ANOTHER)
        _require_closed(round_)
        known = {one.account_id for one in commissions.candidates(municipality_id)}
        seated = commissions.members_of(municipality_id, commission.id)
        if not {member.account_id for member in seated} <= known:
            raise NotValid(Code.MEMBER_UNKNOWN)
        commission.signed_by, commission.signed_at = account_of(actor), now
        audit.append(
            audit.Tag.COMMISSION_SIGNED, actor, municipality_id, now, ref, round=round_slug
        )


def _held(actor: Actor, act: Act, municipality_id: int, round_slug: str, now: datetime) -> Round:
    round_ = rounds.round_of(municipality_id, round_slug, hold=True)
    require(actor, act, municipality_id, round_, now)
    return round_


def _checked(round_: Round, facts: SeatingFacts, now: datetime) -> list[Candidate]:
    """The people seated, in their order, once everything is as the rules of the round say."""
    rule_set = rules_of(round_)
    terms.require_asked(rule_set)
    terms.check_measure(facts.measure, rule_set, round_.phase(now))
    _require_closed(round_)
    known = {one.ref: one for one in commissions.candidates(round_.municipality_id)}
    if not {one.account_ref for one in facts.members} <= set(known):
        raise NotValid(Code.MEMBER_UNKNOWN, "members")
    check_make_up(
        [Member(one.account_ref, one.seats) for one in facts.members], terms.make_up(rule_set)
    )
    if facts.chair not in {one.account_ref for one in facts.members}:
        raise NotValid(Code.CHAIR_MISSING, "chair")
    return [known[one.account_ref] for one in facts.members]


def _require_closed(round_: Round) -> None:
    standing = commissions.standing_of(round_.municipality_id, round_.id, hold=True)
    if standing and score_sheets.opening_of(round_.municipality_id, standing.id):
        raise Conflict(Code.SHEETS_OPEN)


def _entered(
    actor: Actor,
    round_: Round,
    facts: SeatingFacts,
    number: str,
    kept: KeptFile | None,
    now: datetime,
) -> Commission:
    rule_set = rules_of(round_)
    earlier = commissions.latest_of(round_.municipality_id, round_.id)
    text = written.text_of(terms.criteria(rule_set, facts.measure))
    commission = Commission(
        municipality_id=round_.municipality_id,
        round_id=round_.id,
        version=earlier.version + 1 if earlier else 1,
        act_number=number,
        act_day=facts.act_day,
        act_sha256=kept.sha256 if kept else None,
        act_media_type=kept.media_type if kept else None,
        act_size=kept.size if kept else None,
        criteria_text=text,
        criteria_sha256=hashlib.sha256(text.encode()).hexdigest(),
        is_blind=rule_set.is_on(Parameter.BLIND_REVIEW),
        code_seed=secrets.token_hex(_SEED_BYTES),
        seated_by=account_of(actor),
        seated_at=now,
    )
    db.session.add(commission)
    db.session.flush()
    return commission


def _sit_down(commission: Commission, people: Sequence[Candidate], facts: SeatingFacts) -> None:
    for number, (person, said) in enumerate(zip(people, facts.members, strict=True), start=1):
        db.session.add(
            CommissionMember(
                municipality_id=commission.municipality_id,
                commission_id=commission.id,
                number=number,
                account_id=person.account_id,
                seat_names=",".join(seat.value for seat in Seat if seat in said.seats),
                is_chair=person.ref == facts.chair,
            )
        )
    db.session.flush()
