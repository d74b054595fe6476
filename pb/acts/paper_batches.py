"""Entering ballots from paper: each line is kept as it is typed, by two who do not see each other.

A line is committed before its answer is sent: a power cut loses nothing that was acknowledged.
"""

import string
from dataclasses import dataclass
from datetime import datetime

from pb.records import paper_batches, rounds, stations
from pb.records.base import db
from pb.records.paper_batches import PaperBatch, PaperLine, PaperPass
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.rules.paper_ballots import (
    OPEN_PASS,
    BatchState,
    Reading,
    check_size,
    differences,
    read_line,
)
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid, Refusal
from pb.services import audit
from pb.services import paper_ballots as guards
from pb.services.actors import Actor, account_of, require
from pb.services.tables import delimited
from pb.services.work import unit_of_work

LARGEST_FILE = 100_000
"""Bytes; 500 ballots have some ten thousand."""

MOST_PROBLEMS = 50
_EMPTY = string.whitespace + "\N{NO-BREAK SPACE};,"
BY_HAND, BY_FILE = "hand", "file"


@dataclass(frozen=True)
class LineProblem:
    """What is wrong with one line of a file; lines count from 1 as an editor numbers them."""

    line: int
    refusal: Refusal


def start(
    actor: Actor, municipality_id: int, round_slug: str, station_ref: str, size: int, now: datetime
) -> str:
    """Take a pile of so many ballots out of an opened box; its public id.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say.
        NotValid: BATCH_TOO_LARGE at "size", with how many are left.
        Conflict: BOX_UNOPENED, BOX_IS_VOID.
    """
    with unit_of_work():
        round_ = _round(actor, municipality_id, round_slug, now)
        station = stations.station_of(municipality_id, round_.id, station_ref, hold=True)
        act = guards.opened_act(municipality_id, station)
        check_size(size, guards.left_in_box(municipality_id, act))
        known = [
            one
            for one in paper_batches.batches_of(municipality_id, round_.id)
            if one.station_id == station.id
        ]
        batch = PaperBatch(
            municipality_id=municipality_id,
            round_id=round_.id,
            station_id=station.id,
            number=len(known) + 1,
            size=size,
            started_by=account_of(actor),
            started_at=now,
        )
        db.session.add(batch)
        db.session.flush()
        audit.append(
            audit.Tag.BATCH_STARTED,
            actor,
            municipality_id,
            now,
            batch.ref,
            round=round_slug,
            station=station.number,
            number=batch.number,
            size=size,
        )
        return batch.ref


def enter_line(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    ref: str,
    line: int,
    text: str,
    now: datetime,
) -> Reading:
    """Keep the next ballot of a pile as it was typed.

    `line` is the one the page asked for: sent twice it is kept once, and the same answer comes.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; PASS_NEEDS_ANOTHER.
        NotValid: whatever `rules.paper_ballots.read_line` finds, at "line".
        Conflict: PASS_OF_ANOTHER, PASS_FULL, BATCH_MOVED_ON; LINE_ENTERED where the line stands
            and says something else.
    """
    with unit_of_work():
        round_, batch, own = _reading(actor, municipality_id, round_slug, ref, now)
        read = read_line(text, guards.ballots_of(round_, batch.station_id))
        entered = paper_batches.lines_entered(municipality_id, batch.id, own.turn)
        if line != entered + 1:
            stands = paper_batches.readings_of(municipality_id, batch.id, own.turn).get(line)
            if stands == read:
                return read
            raise Conflict(Code.LINE_ENTERED, "line", line=line)
        if entered >= batch.size:
            raise Conflict(Code.PASS_FULL, "line", size=batch.size)
        _keep(batch, own.turn, entered + 1, read)
        _append(actor, audit.Tag.LINE_ENTERED, batch, now, turn=own.turn, line=entered + 1)
        return read


def undo_line(
    actor: Actor, municipality_id: int, round_slug: str, ref: str, line: int, now: datetime
) -> Reading:
    """Take the last line of the own pass back, if it is this one; what it said.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; PASS_NEEDS_ANOTHER.
        Conflict: PASS_OF_ANOTHER, BATCH_MOVED_ON; NOTHING_TO_UNDO where it is not the last one.
    """
    with unit_of_work():
        _, batch, own = _reading(actor, municipality_id, round_slug, ref, now)
        latest = paper_batches.latest_of(municipality_id, batch.id, own.turn, 1)
        if not latest or latest[0].line != line:
            raise Conflict(Code.NOTHING_TO_UNDO)
        said = Reading(latest[0].number, latest[0].marks)
        db.session.delete(latest[0])
        db.session.flush()
        _append(
            actor,
            audit.Tag.LINE_UNDONE,
            batch,
            now,
            turn=own.turn,
            line=line,
        )
        return said


def enter_file(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    ref: str,
    content: bytes,
    now: datetime,
) -> None:
    """Keep a whole pass from a text file, a ballot a line, and finish it: all of it or nothing.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; PASS_NEEDS_ANOTHER.
        NotValid: at "file": PASS_FILE_BROKEN, with the `problems` of its lines; TABLE_UNREADABLE;
            PASS_FILE_LARGE; PASS_FILE_UNEVEN where it has not as many lines as the pile ballots.
        Conflict: PASS_OF_ANOTHER, BATCH_MOVED_ON; LINE_ENTERED where lines were typed already.
    """
    if len(content) > LARGEST_FILE:
        raise NotValid(Code.PASS_FILE_LARGE, "file", largest=LARGEST_FILE // 1_000)
    texts = _lines_of(content)
    with unit_of_work():
        round_, batch, own = _reading(actor, municipality_id, round_slug, ref, now)
        if paper_batches.lines_entered(municipality_id, batch.id, own.turn):
            raise Conflict(Code.LINE_ENTERED, "file", line=1)
        if len(texts) != batch.size:
            raise NotValid(Code.PASS_FILE_UNEVEN, "file", size=batch.size, entered=len(texts))
        rules = guards.ballots_of(round_, batch.station_id)
        problems = []
        for at, text in texts:
            try:
                _keep(batch, own.turn, at, read_line(text, rules))
            except NotValid as refusal:
                problems.append(LineProblem(at, refusal))
        if problems:
            raise NotValid(Code.PASS_FILE_BROKEN, "file", problems=problems[:MOST_PROBLEMS])
        _finish(actor, batch, own, BY_FILE, now)


def finish(actor: Actor, municipality_id: int, round_slug: str, ref: str, now: datetime) -> None:
    """Say that the pile is read to the end; after the second pass the two are compared.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; PASS_NEEDS_ANOTHER.
        NotValid: PASS_SHORT.
        Conflict: PASS_OF_ANOTHER, BATCH_MOVED_ON.
    """
    with unit_of_work():
        _, batch, own = _reading(actor, municipality_id, round_slug, ref, now)
        entered = paper_batches.lines_entered(municipality_id, batch.id, own.turn)
        if entered < batch.size:
            raise NotValid(Code.PASS_SHORT, size=batch.size, entered=entered)
        _finish(actor, batch, own, BY_HAND, now)


def _finish(actor: Actor, batch: PaperBatch, own: PaperPass, way: str, now: datetime) -> None:
    own.finished_at = now
    batch.state = BatchState.SECOND
    if own.turn == OPEN_PASS[BatchState.SECOND]:
        first, second = (
            list(paper_batches.readings_of(batch.municipality_id, batch.id, turn).values())
            for turn in (1, 2)
        )
        batch.differences = len(differences(first, second))
        batch.state = BatchState.DIFFERENCES if batch.differences else BatchState.RESOLVED
    db.session.flush()
    _append(actor, audit.Tag.PASS_FINISHED, batch, now, turn=own.turn, size=batch.size, way=way)


def _reading(
    actor: Actor, municipality_id: int, round_slug: str, ref: str, now: datetime
) -> tuple[Round, PaperBatch, PaperPass]:
    """The batch, held, and this person's own pass of it, begun here if nobody has."""
    round_ = _round(actor, municipality_id, round_slug, now)
    batch = paper_batches.batch_of(municipality_id, round_.id, ref, hold=True)
    turn = OPEN_PASS.get(batch.state)
    if turn is None:
        raise Conflict(Code.BATCH_MOVED_ON)
    passes = paper_batches.passes_of(municipality_id, batch.id)
    if any(one.operator_id == actor.account_id and one.turn != turn for one in passes.values()):
        raise NotAllowed(Code.PASS_NEEDS_ANOTHER)
    own = passes.get(turn)
    if own is None:
        own = PaperPass(
            municipality_id=municipality_id,
            batch_id=batch.id,
            turn=turn,
            operator_id=account_of(actor),
        )
        db.session.add(own)
        db.session.flush()
    if own.operator_id != actor.account_id:
        raise Conflict(Code.PASS_OF_ANOTHER)
    return round_, batch, own


def _round(actor: Actor, municipality_id: int, round_slug: str, now: datetime) -> Round:
    round_ = rounds.round_of(municipality_id, round_slug)
    require(actor, Act.ENTER_PAPER_BALLOTS, municipality_id, round_, now)
    return round_


def _keep(batch: PaperBatch, turn: int, line: int, read: Reading) -> None:
    db.session.add(
        PaperLine(
            municipality_id=batch.municipality_id,
            batch_id=batch.id,
            turn=turn,
            line=line,
            number=read.number,
            marks=read.marks,
        )
    )
    db.session.flush()


def _lines_of(content: bytes) -> list[tuple[int, str]]:
    """The lines of a file with their numbers; blank ones at its end are no ballots.

    Of a row without anything in it a spreadsheet leaves the signs between its cells.
    """
    text = delimited.opened(content, delimited.encoding_of(content)).read()
    lines = [line.replace('"', " ") for line in text.splitlines()]
    while lines and not lines[-1].strip(_EMPTY):
        lines.pop()
    return list(enumerate(lines, start=1))


def _append(
    actor: Actor, tag: audit.Tag, batch: PaperBatch, now: datetime, **facts: str | int
) -> None:
    audit.append(tag, actor, batch.municipality_id, now, batch.ref, **facts)
