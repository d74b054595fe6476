"""Marking on the roll who votes by hand at an assembly: a page of boxes in one deed."""

from collections.abc import Collection, Sequence
from datetime import datetime

from pb.gateways.keys import Keys
from pb.records import assemblies, assembly_marks, ballots, rounds
from pb.records.assemblies import Assembly
from pb.records.assembly_marks import AssemblyMark
from pb.records.base import db
from pb.records.residents import RollEntry
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.assemblies import MOST_TICKED, REASON_LENGTH
from pb.rules.refusals import Code, Conflict, NotFound, NotValid
from pb.rules.rolls.states import EntryStatus
from pb.rules.tally.election import Channel
from pb.rules.texts import clean
from pb.services import assemblies as guards
from pb.services import audit
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work


def mark(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    ref: str,
    lines: Collection[str],
    now: datetime,
) -> int:
    """Mark the people of these lines as voting there: all of them or nobody; how many are now.

    Each is told as of any vote (`acts/marks.py`). The trail has nobody's line and the hour only.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; HANDS_NOT_ALLOWED.
        NotValid: NOBODY_TICKED.
        Conflict: ASSEMBLY_CANCELLED, ASSEMBLY_NOT_BEGUN, ASSEMBLY_LEFT_OUTSIDE,
            ASSEMBLY_ACT_STANDS; LINE_STRUCK;
            TICKED_ELSEWHERE for a line of a village that is not called; TICKED_VOTED with the
            channel and the hour of the vote that stands.
    """
    ticked = _ticked(lines)
    with unit_of_work():
        # Shared by assemblies, like casting; the count holds the round and waits for all of them.
        round_ = rounds.round_of(municipality_id, round_slug)
        require(actor, Act.MARK_AT_ASSEMBLY, municipality_id, round_, now)
        assembly = _open(round_, ref, now)
        guards.require_within_voting(round_, assembly)
        hour = calendar.hour_of(now)
        for entry in _lines(round_, ticked):
            _mark(actor, assembly, entry, hour)
        db.session.flush()
        _append(actor, audit.Tag.HANDS_MARKED, round_, assembly, hour, people=len(ticked))
        return assembly_marks.marks_at(municipality_id, assembly.id)


def take_back(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    ref: str,
    lines: Collection[str],
    reason: str,
    keys: Keys,
    now: datetime,
) -> int:
    """Take the marks of these lines back: a slip, or nothing was voted on; how many are left.

    While the voting lasts their people may vote again in any channel; the hands that may be
    written down are fewer.
    How many were taken back stands beside the act, so that the second person stands for it too.
    Whoever was told of the mark is told that it is gone, where there is a phone; the others never
    heard of it. Nobody writes to whoever has no phone: they are on the list that is read aloud no
    more, and the office has to tell them.

    Raises:
        As `mark`; NotValid: what a reason may not be, at "reason"; Conflict: TICKED_UNMARKED.
    """
    why = clean(reason, "reason", REASON_LENGTH)
    ticked = _ticked(lines)
    with unit_of_work():
        round_ = rounds.round_of(municipality_id, round_slug)
        require(actor, Act.TAKE_MARKS_BACK, municipality_id, round_, now)
        assembly = _open(round_, ref, now)
        held = _lines(round_, ticked)
        entries = [entry.id for entry in held]
        if len(assembly_marks.marks_held(municipality_id, assembly.id, entries)) != len(ticked):
            raise Conflict(Code.TICKED_UNMARKED)
        told = assembly_marks.told_among(municipality_id, round_.id, entries)
        assembly_marks.forget_marks(municipality_id, round_.id, entries)
        assembly.taken_back += len(ticked)
        guards.tell_of_taken_back(round_, [one for one in held if one.id in told], keys, now)
        db.session.flush()
        hour = calendar.hour_of(now)
        _append(
            actor,
            audit.Tag.HANDS_TAKEN_BACK,
            round_,
            assembly,
            hour,
            people=len(ticked),
            reason=why,
        )
        return assembly_marks.marks_at(municipality_id, assembly.id)


def _ticked(lines: Collection[str]) -> frozenset[str]:
    ticked = frozenset(lines)
    # PostgreSQL takes no NUL, so what no page ever offered does not reach it.
    if not all(line.isascii() and line.isalnum() for line in ticked):
        raise NotFound(Code.NOT_FOUND)
    if not ticked:
        raise NotValid(Code.NOBODY_TICKED)
    if len(ticked) > MOST_TICKED:
        raise NotValid(Code.NUMBER_OUT_OF_RANGE, smallest=1, largest=MOST_TICKED)
    return ticked


def _open(round_: Round, ref: str, now: datetime) -> Assembly:
    """The assembly, held, if people may be marked there now."""
    guards.require_allowed(round_)
    assembly = assemblies.assembly_of(round_.municipality_id, round_.id, ref, hold=True)
    guards.require_markable(assembly, now)
    return assembly


def _lines(round_: Round, ticked: frozenset[str]) -> Sequence[RollEntry]:
    found = assembly_marks.lines_held(round_.municipality_id, round_.id, ticked)
    if len(found) != len(ticked):
        raise NotFound(Code.NOT_FOUND)
    return found


def _mark(actor: Actor, assembly: Assembly, entry: RollEntry, hour: datetime) -> None:
    if entry.status is EntryStatus.STRUCK:
        raise Conflict(Code.LINE_STRUCK)
    if assembly.settlement_id not in (None, entry.settlement_id):
        raise Conflict(Code.TICKED_ELSEWHERE)
    place, key = assembly.municipality_id, assembly.round_id
    if not ballots.mark_participation(place, key, entry.id, Channel.ASSEMBLY, hour):
        stands = ballots.participation_of(key, entry.id)
        channel, voted = stands or (Channel.ASSEMBLY, hour)
        raise Conflict(Code.TICKED_VOTED, channel=channel, hour=voted)
    db.session.add(
        AssemblyMark(
            municipality_id=place,
            round_id=key,
            roll_entry_id=entry.id,
            assembly_id=assembly.id,
            marked_by=account_of(actor),
        )
    )


def _append(
    actor: Actor,
    tag: audit.Tag,
    round_: Round,
    assembly: Assembly,
    hour: datetime,
    **facts: str | int,
) -> None:
    audit.append(
        tag,
        actor,
        round_.municipality_id,
        hour,
        assembly.ref,
        round=round_.slug,
        number=assembly.number,
        **facts,
    )
