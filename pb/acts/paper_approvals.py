"""After two readings: the paper decides what differs, and a third person lets the ballots in."""

import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime

from pb.gateways.storage import Storage
from pb.records import ballots, paper_batches, rounds, stations
from pb.records.base import db
from pb.records.paper_batches import PaperBatch, PaperLine
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.rules.board import SALT
from pb.rules.paper_ballots import (
    AGREED,
    EXPLANATION_LENGTH,
    BatchState,
    counts,
    read_line,
    too_often,
)
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotValid
from pb.rules.tally.election import Channel
from pb.rules.texts import clean
from pb.services import audit, findings, resolutions
from pb.services import paper_ballots as guards
from pb.services.actors import Actor, account_of, require
from pb.services.resolutions import KeptFile
from pb.services.work import unit_of_work


def resolve(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    ref: str,
    said: Mapping[int, str],
    now: datetime,
) -> None:
    """Say of every ballot that was read differently what stands on the paper; all or nothing.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say.
        NotValid: whatever `rules.paper_ballots.read_line` finds, at "line_" and the line.
        Conflict: BATCH_MOVED_ON.
    """
    with unit_of_work():
        round_, batch = _held(actor, Act.ENTER_PAPER_BALLOTS, municipality_id, round_slug, ref, now)
        if batch.state is not BatchState.DIFFERENCES:
            raise Conflict(Code.BATCH_MOVED_ON)
        rules = guards.ballots_of(round_, batch.station_id)
        for one in guards.differing(batch):
            try:
                read = read_line(said.get(one.line, ""), rules)
            except NotValid as refusal:
                raise NotValid(refusal.code, f"line_{one.line}", **refusal.facts) from refusal
            db.session.add(
                PaperLine(
                    municipality_id=municipality_id,
                    batch_id=batch.id,
                    turn=AGREED,
                    line=one.line,
                    number=read.number,
                    marks=read.marks,
                )
            )
        batch.resolved_by = account_of(actor)
        batch.state = BatchState.RESOLVED
        db.session.flush()
        _append(actor, audit.Tag.BATCH_RESOLVED, batch, now, differences=batch.differences or 0)


def approve(actor: Actor, municipality_id: int, round_slug: str, ref: str, now: datetime) -> int:
    """Let the ballots of a batch into the inbox, in an order drawn by lot; how many there are.

    What was read is forgotten with it: from now on they are ballots among others. They are never
    more than people were marked: the act of the box saw to that, and the guards see to it again.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; APPROVER_ENTERED, STEP_UP_FIRST.
        Conflict: BATCH_MOVED_ON; NUMBER_TOO_OFTEN where the batch has more ballots of a number
            than were printed.
    """
    with unit_of_work():
        round_, batch = _held(
            actor, Act.APPROVE_PAPER_BALLOTS, municipality_id, round_slug, ref, now
        )
        if batch.state is not BatchState.RESOLVED:
            raise Conflict(Code.BATCH_MOVED_ON)
        # Held, so that two batches of a station are not approved beside each other.
        station = stations.station_by_id(municipality_id, batch.station_id, hold=True)
        passes = paper_batches.passes_of(municipality_id, batch.id)
        entered_by = {one.operator_id for one in passes.values()} | {batch.resolved_by}
        if actor.account_id in entered_by:
            raise NotAllowed(Code.APPROVER_ENTERED)
        read = guards.agreed_readings(batch)
        printed = stations.numbers_of_station(municipality_id, station.id)
        if (surplus := too_often(read, printed)) is not None:
            raise Conflict(Code.NUMBER_TOO_OFTEN, number=surplus[0], copies=surplus[1])
        live = [one for one in read if counts(one, round_.min_choices)]
        findings.measure(batch, read)
        batch.state, batch.counted = BatchState.APPROVED, len(live)
        batch.invalid = batch.size - len(live)
        batch.approved_by, batch.approved_at = account_of(actor), now
        paper_batches.forget_lines(municipality_id, batch.id)
        db.session.flush()
        secrets.SystemRandom().shuffle(live)
        for one in live:
            ballots.put_in_inbox(
                municipality_id,
                round_.id,
                str(uuid.uuid4()),
                Channel.PAPER,
                one.number or 0,
                one.marks,
                secrets.token_bytes(SALT),
            )
        _append(
            actor,
            audit.Tag.BATCH_APPROVED,
            batch,
            now,
            counted=batch.counted,
            invalid=batch.invalid,
            differences=batch.differences or 0,
        )
        return len(live)


def send_back(
    actor: Actor, municipality_id: int, round_slug: str, ref: str, reason: str, now: datetime
) -> None:
    """Have a batch entered anew from the first line, whoever entered it.

    Also one that is being read: a pass belongs to whoever began it, and they may fall ill.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; STEP_UP_FIRST.
        NotValid: what a reason may not be, at "reason".
        Conflict: BATCH_MOVED_ON.
    """
    why = clean(reason, "reason", EXPLANATION_LENGTH)
    with unit_of_work():
        _, batch = _held(actor, Act.APPROVE_PAPER_BALLOTS, municipality_id, round_slug, ref, now)
        if batch.state is BatchState.APPROVED:
            raise Conflict(Code.BATCH_MOVED_ON)
        paper_batches.forget_lines(municipality_id, batch.id)
        paper_batches.forget_passes(municipality_id, batch.id)
        batch.state, batch.differences, batch.resolved_by = BatchState.FIRST, None, None
        db.session.flush()
        _append(actor, audit.Tag.BATCH_SENT_BACK, batch, now, reason=why)


def attach_scan(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    ref: str,
    content: bytes,
    storage: Storage,
    now: datetime,
) -> None:
    """Keep the scan of the signed cover of a batch; a new one takes the place of the old.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say.
        NotValid: whatever `services.resolutions.keep` finds, at "file".
        Conflict: BATCH_MOVED_ON once it is approved.
    """
    with unit_of_work():
        _, batch = _held(actor, Act.ENTER_PAPER_BALLOTS, municipality_id, round_slug, ref, now)
        if batch.state is BatchState.APPROVED:
            raise Conflict(Code.BATCH_MOVED_ON)
        kept = resolutions.keep(content, "file", storage)
        batch.scan_sha256, batch.scan_type = kept.sha256, kept.media_type
        db.session.flush()
        _append(actor, audit.Tag.SCAN_ADDED, batch, now, sha256=kept.sha256)


def scan(municipality_id: int, round_id: int, ref: str, storage: Storage) -> tuple[KeptFile, bytes]:
    """The scan of a batch: signatures of those who opened and entered it, and no ballot.

    Raises:
        NotFound: NOT_FOUND, also where there is none.
    """
    batch = paper_batches.batch_of(municipality_id, round_id, ref)
    if batch.scan_sha256 is None or batch.scan_type is None:
        raise NotFound(Code.NOT_FOUND)
    content = storage.get(batch.scan_sha256)
    return KeptFile(batch.scan_sha256, batch.scan_type, len(content)), content


def _held(
    actor: Actor, act: Act, municipality_id: int, round_slug: str, ref: str, now: datetime
) -> tuple[Round, PaperBatch]:
    round_ = rounds.round_of(municipality_id, round_slug)
    require(actor, act, municipality_id, round_, now)
    return round_, paper_batches.batch_of(municipality_id, round_.id, ref, hold=True)


def _append(
    actor: Actor, tag: audit.Tag, batch: PaperBatch, now: datetime, **facts: str | int
) -> None:
    audit.append(tag, actor, batch.municipality_id, now, batch.ref, **facts)
