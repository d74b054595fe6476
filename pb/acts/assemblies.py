"""Calling a village assembly that votes by hands: announced, moved before it begins, cancelled."""

from dataclasses import dataclass
from datetime import datetime

from pb.records import assemblies, assembly_marks, places, rounds
from pb.records.assemblies import Assembly
from pb.records.base import db
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.assemblies import MOST_ASSEMBLIES, PLACE_LENGTH, REASON_LENGTH, check_start
from pb.rules.refusals import Code, Conflict, NotValid
from pb.rules.texts import Bilingual, both, clean
from pb.services import assemblies as guards
from pb.services import audit
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work


@dataclass(frozen=True)
class AssemblyFacts:
    """An assembly to be called; `starts_at` in UTC."""

    meets_at: Bilingual
    starts_at: datetime
    settlement: str | None = None
    """Slug of the village that is called; None for the whole aimak."""


def announce(
    actor: Actor, municipality_id: int, round_slug: str, facts: AssemblyFacts, now: datetime
) -> str:
    """Call an assembly within the days of the voting; its public id.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; HANDS_NOT_ALLOWED.
        NotValid: a place not in both languages; SETTLEMENT_UNKNOWN; at "day" what `check_start`
            finds.
        Conflict: ASSEMBLY_TWICE where those people are called on that day already;
            ASSEMBLIES_TOO_MANY.
    """
    with unit_of_work():
        round_ = _held(actor, Act.CALL_ASSEMBLY, municipality_id, round_slug, now)
        known = assemblies.assemblies_of(municipality_id, round_.id)
        if len(known) >= MOST_ASSEMBLIES:
            raise Conflict(Code.ASSEMBLIES_TOO_MANY, most=MOST_ASSEMBLIES)
        assembly = Assembly(
            municipality_id=municipality_id,
            round_id=round_.id,
            number=len(known) + 1,
            announced_by=account_of(actor),
            announced_at=now,
        )
        _write(round_, assembly, facts, now)
        db.session.add(assembly)
        db.session.flush()
        _append(actor, audit.Tag.ASSEMBLY_CALLED, round_, assembly, now)
        return assembly.ref


def move(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    ref: str,
    facts: AssemblyFacts,
    now: datetime,
) -> None:
    """Change place, day, hour or village of an assembly that has not begun.

    Raises:
        As `announce`, and Conflict: ASSEMBLY_BEGUN, ASSEMBLY_CANCELLED.
    """
    with unit_of_work():
        round_ = _held(actor, Act.CALL_ASSEMBLY, municipality_id, round_slug, now)
        assembly = assemblies.assembly_of(municipality_id, round_.id, ref, hold=True)
        if assembly.cancelled_at is not None:
            raise Conflict(Code.ASSEMBLY_CANCELLED)
        if assembly.starts_at <= now:
            raise Conflict(Code.ASSEMBLY_BEGUN)
        _write(round_, assembly, facts, now)
        db.session.flush()
        _append(actor, audit.Tag.ASSEMBLY_MOVED, round_, assembly, now)


def cancel(
    actor: Actor, municipality_id: int, round_slug: str, ref: str, reason: str, now: datetime
) -> None:
    """Say that an assembly is not held, or was not; the reason is public.

    Before it begins a clerk does, afterwards one of the commission who did not call it.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say, and `require_may_cancel`.
        NotValid: what a reason may not be, at "reason".
        Conflict: ASSEMBLY_CANCELLED; ASSEMBLY_ACT_STANDS; PEOPLE_MARKED as long as somebody is
            marked as having voted there.
    """
    why = clean(reason, "reason", REASON_LENGTH)
    with unit_of_work():
        round_ = _held(actor, Act.CANCEL_ASSEMBLY, municipality_id, round_slug, now)
        assembly = assemblies.assembly_of(municipality_id, round_.id, ref, hold=True)
        if assembly.cancelled_at is not None:
            raise Conflict(Code.ASSEMBLY_CANCELLED)
        guards.require_may_cancel(actor, assembly, now)
        act = assemblies.act_of(municipality_id, assembly.id)
        if act is not None and act.stands:
            raise Conflict(Code.ASSEMBLY_ACT_STANDS)
        if marked := assembly_marks.marks_at(municipality_id, assembly.id):
            raise Conflict(Code.PEOPLE_MARKED, marked=marked)
        assembly.cancelled_by, assembly.cancelled_at = account_of(actor), now
        assembly.cancelled_why = why
        db.session.flush()
        audit.append(
            audit.Tag.ASSEMBLY_CANCELLED,
            actor,
            municipality_id,
            now,
            assembly.ref,
            round=round_slug,
            number=assembly.number,
            reason=why,
        )


def _write(round_: Round, assembly: Assembly, facts: AssemblyFacts, now: datetime) -> None:
    meets_at = both(facts.meets_at.ky, facts.meets_at.ru, "place", PLACE_LENGTH)
    settlement = _settlement(round_.municipality_id, facts.settlement)
    check_start(facts.starts_at, round_.schedule, now)
    day = calendar.day_of(facts.starts_at)
    for other in assemblies.assemblies_of(round_.municipality_id, round_.id):
        if other is assembly or other.cancelled_at is not None:
            continue
        if other.settlement_id == settlement and calendar.day_of(other.starts_at) == day:
            raise Conflict(Code.ASSEMBLY_TWICE, number=other.number, starts=other.starts_at)
    assembly.place_ky, assembly.place_ru = meets_at.ky or "", meets_at.ru or ""
    assembly.settlement_id, assembly.starts_at = settlement, facts.starts_at


def _settlement(municipality_id: int, slug: str | None) -> int | None:
    if slug is None:
        return None
    found = places.settlement_of(municipality_id, slug)
    if found is None:
        raise NotValid(Code.SETTLEMENT_UNKNOWN, "settlement", given=slug)
    return found.id


def _held(actor: Actor, act: Act, municipality_id: int, round_slug: str, now: datetime) -> Round:
    round_ = rounds.round_of(municipality_id, round_slug, hold=True)
    require(actor, act, municipality_id, round_, now)
    guards.require_allowed(round_)
    return round_


def _append(actor: Actor, tag: audit.Tag, round_: Round, assembly: Assembly, now: datetime) -> None:
    audit.append(
        tag,
        actor,
        round_.municipality_id,
        now,
        assembly.ref,
        round=round_.slug,
        number=assembly.number,
        starts=assembly.starts_at.isoformat(),
    )
