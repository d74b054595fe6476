"""The act of an assembly: what its minutes say, entered by one and confirmed by another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pb.gateways.storage import Storage
from pb.records import assemblies, proposals, rounds
from pb.records.assemblies import (
    Assembly,
    AssemblyAct,
    AssemblyAttendance,
    AssemblyVote,
)
from pb.records.base import db
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.rules.assemblies import (
    COMMISSION_LENGTH,
    NAME_LENGTH,
    REASON_LENGTH,
    Attended,
    Raised,
    check_act,
)
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound
from pb.rules.texts import clean
from pb.services import assemblies as guards
from pb.services import audit, resolutions
from pb.services.actors import Actor, account_of, require
from pb.services.resolutions import KeptFile
from pb.services.work import unit_of_work


@dataclass(frozen=True)
class ActFacts:
    """What the minutes say: who came by village (slug), the hands by number of the project."""

    attended: Mapping[str, Attended]
    is_quorate: bool
    hands: Mapping[int, Raised]
    chair: str
    secretary: str
    commission: str


@dataclass(frozen=True)
class Seen:
    """Which act the second person looked at: when it was entered, and the scan beside it."""

    entered_at: datetime
    scan_sha256: str | None


def enter(
    actor: Actor, municipality_id: int, round_slug: str, ref: str, facts: ActFacts, now: datetime
) -> None:
    """Write down what the minutes say; until another person confirms it, it can be mended.

    A scan that was kept beside it is to be attached anew.

    From now on nobody is marked at the assembly any more, unless it is sent back.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; HANDS_NOT_ALLOWED.
        NotValid: what a name may not be; whatever `check_act` finds.
        Conflict: ASSEMBLY_CANCELLED, ASSEMBLY_NOT_BEGUN, ASSEMBLY_LEFT_OUTSIDE,
            ASSEMBLY_ACT_CONFIRMED; whatever `check_act` finds.
    """
    chair = clean(facts.chair, "chair", NAME_LENGTH)
    secretary = clean(facts.secretary, "secretary", NAME_LENGTH)
    commission = clean(facts.commission, "commission", COMMISSION_LENGTH)
    with unit_of_work():
        round_, assembly = _held(
            actor, Act.ENTER_ASSEMBLY_ACT, municipality_id, round_slug, ref, now
        )
        if assembly.starts_at > now:
            raise Conflict(Code.ASSEMBLY_NOT_BEGUN, starts=assembly.starts_at)
        guards.require_within_voting(round_, assembly)
        act = assemblies.act_of(municipality_id, assembly.id)
        if act is not None and act.confirmed_at is not None:
            raise Conflict(Code.ASSEMBLY_ACT_CONFIRMED)
        known = guards.known_of(round_, assembly)
        people = check_act(facts.attended, facts.hands, known, is_quorate=facts.is_quorate)
        if act is None:
            act = AssemblyAct(
                municipality_id=municipality_id, round_id=round_.id, assembly_id=assembly.id
            )
            db.session.add(act)
        act.attended, act.on_roll = people, sum(known.on_roll.values())
        act.is_quorate, act.voters = facts.is_quorate, known.marked
        act.chair, act.secretary, act.commission = chair, secretary, commission
        act.entered_by, act.entered_at = account_of(actor), now
        act.returned_by, act.returned_at, act.returned_why = None, None, None
        # The scan of other numbers does not stand beside these.
        act.scan_sha256, act.scan_type = None, None
        # The guards let figures be written only beside an act that stands.
        db.session.flush()
        _write_figures(round_, assembly, facts)
        _append(
            actor,
            audit.Tag.ASSEMBLY_ACT_ENTERED,
            round_,
            assembly,
            now,
            attended=people,
            people=known.marked,
            quorum=int(facts.is_quorate),
        )


def confirm(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    ref: str,
    seen: Seen,
    now: datetime,
) -> None:
    """Stand for the act as the second person; its hands are counted from now on.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; ASSEMBLY_ACT_NEEDS_ANOTHER, STEP_UP_FIRST.
        Conflict: ASSEMBLY_ACT_MISSING, ASSEMBLY_ACT_CONFIRMED, ACT_CHANGED.
    """
    with unit_of_work():
        round_, assembly, act = _looked_at(actor, municipality_id, round_slug, ref, seen, now)
        act.confirmed_by, act.confirmed_at = account_of(actor), now
        db.session.flush()
        _append(actor, audit.Tag.ASSEMBLY_ACT_CONFIRMED, round_, assembly, now)


def send_back(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    ref: str,
    seen: Seen,
    reason: str,
    now: datetime,
) -> None:
    """Have the act entered anew, with a reason; people may be marked again until it is.

    Raises:
        As `confirm`, and NotValid: what a reason may not be, at "reason".
    """
    why = clean(reason, "reason", REASON_LENGTH)
    with unit_of_work():
        round_, assembly, act = _looked_at(actor, municipality_id, round_slug, ref, seen, now)
        act.returned_by, act.returned_at, act.returned_why = account_of(actor), now, why
        db.session.flush()
        _append(actor, audit.Tag.ASSEMBLY_ACT_RETURNED, round_, assembly, now, reason=why)


def attach_scan(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    ref: str,
    content: bytes,
    storage: Storage,
    now: datetime,
) -> None:
    """Keep the scan of the signed minutes; a new one takes the place of the old.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say.
        NotValid: whatever `services.resolutions.keep` finds, at "file".
        Conflict: ASSEMBLY_ACT_MISSING; ASSEMBLY_ACT_CONFIRMED.
    """
    with unit_of_work():
        round_, assembly = _held(
            actor, Act.ENTER_ASSEMBLY_ACT, municipality_id, round_slug, ref, now
        )
        act = _standing(assembly)
        kept = resolutions.keep(content, "file", storage)
        act.scan_sha256, act.scan_type = kept.sha256, kept.media_type
        db.session.flush()
        _append(actor, audit.Tag.ASSEMBLY_SCANNED, round_, assembly, now, sha256=kept.sha256)


def scan(municipality_id: int, round_id: int, ref: str, storage: Storage) -> tuple[KeptFile, bytes]:
    """The scan of the signed minutes.

    Raises:
        NotFound: NOT_FOUND, also where there is none.
    """
    assembly = assemblies.assembly_of(municipality_id, round_id, ref)
    act = assemblies.act_of(municipality_id, assembly.id)
    if act is None or act.scan_sha256 is None or act.scan_type is None:
        raise NotFound(Code.NOT_FOUND)
    content = storage.get(act.scan_sha256)
    return KeptFile(act.scan_sha256, act.scan_type, len(content)), content


def _held(
    actor: Actor, act: Act, municipality_id: int, round_slug: str, ref: str, now: datetime
) -> tuple[Round, Assembly]:
    round_ = rounds.round_of(municipality_id, round_slug)
    require(actor, act, municipality_id, round_, now)
    guards.require_allowed(round_)
    assembly = assemblies.assembly_of(municipality_id, round_.id, ref, hold=True)
    if assembly.cancelled_at is not None:
        raise Conflict(Code.ASSEMBLY_CANCELLED)
    return round_, assembly


def _standing(assembly: Assembly) -> AssemblyAct:
    act = assemblies.act_of(assembly.municipality_id, assembly.id)
    if act is None or not act.stands:
        raise Conflict(Code.ASSEMBLY_ACT_MISSING)
    if act.confirmed_at is not None:
        raise Conflict(Code.ASSEMBLY_ACT_CONFIRMED)
    return act


def _looked_at(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    ref: str,
    seen: Seen,
    now: datetime,
) -> tuple[Round, Assembly, AssemblyAct]:
    """The act that the second person looked at, if it is still that one and not their own."""
    round_, assembly = _held(actor, Act.CONFIRM_ASSEMBLY_ACT, municipality_id, round_slug, ref, now)
    act = _standing(assembly)
    if act.entered_by == actor.account_id:
        raise NotAllowed(Code.ASSEMBLY_ACT_NEEDS_ANOTHER)
    if (act.entered_at, act.scan_sha256) != (seen.entered_at, seen.scan_sha256):
        raise Conflict(Code.ACT_CHANGED)
    return round_, assembly, act


def _write_figures(round_: Round, assembly: Assembly, facts: ActFacts) -> None:
    place = round_.municipality_id
    assemblies.forget_figures(place, assembly.id)
    for village in guards.villages_called(round_, assembly):
        came = facts.attended.get(village.slug, Attended(0, 0))
        db.session.add(
            AssemblyAttendance(
                municipality_id=place,
                assembly_id=assembly.id,
                settlement_id=village.id,
                women=came.women,
                men=came.men,
            )
        )
    for project in proposals.projects_of(round_.id) if facts.is_quorate else ():
        raised = facts.hands[project.number]
        db.session.add(
            AssemblyVote(
                municipality_id=place,
                assembly_id=assembly.id,
                project_id=project.id,
                in_favour=raised.in_favour,
                against=raised.against,
                abstained=raised.abstained,
            )
        )
    db.session.flush()


def _append(
    actor: Actor,
    tag: audit.Tag,
    round_: Round,
    assembly: Assembly,
    now: datetime,
    **facts: str | int,
) -> None:
    audit.append(
        tag,
        actor,
        round_.municipality_id,
        now,
        assembly.ref,
        round=round_.slug,
        number=assembly.number,
        **facts,
    )
