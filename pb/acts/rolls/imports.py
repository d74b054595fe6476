"""Bringing a roll in: the job reads and checks the whole file, then writes all of it or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pb.gateways.keys import Keys
from pb.records import jobs, places, rounds
from pb.records.base import db
from pb.records.rolls import RollUpload, VoterRoll
from pb.records.rounds import Round
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.refusals import Code, Conflict, NotValid
from pb.rules.rolls import Column, Entry, RollReport, Row, Table, check
from pb.rules.rounds import require_open
from pb.rules.rule_sets import Parameter
from pb.services import audit, tables
from pb.services import rolls as guards
from pb.services.actors import PLATFORM
from pb.services.jobs import Begun, Tell, Tools
from pb.services.rolls import files, reports, writing
from pb.services.rolls.writing import Written
from pb.services.rules import rules_of
from pb.services.work import unit_of_work

STEP = 2_000
"""Rows after which it is told how far the job has come."""


def bring_in(job: Begun, tools: Tools, tell: Tell) -> Mapping[str, Any]:
    """The job: read and check the whole file, then write all of it, or nothing of it.

    Raises:
        NotValid: ROLL_FAULTY, TABLE_UNREADABLE: rows have to be mended; the report is kept.
        Conflict: ROLL_FROZEN, ROLL_FILE_GONE.
        NotNow: the voting has begun meanwhile.
    """
    round_id = int(job.facts["round"])
    guards.refuse_frozen(round_id)
    tell(0, None)
    try:
        report = _checked(job, round_id, tools, tell)
    except NotValid as refusal:
        _keep(round_id, reports.locked_refusal(refusal, tools.keys))
        raise
    _keep(round_id, reports.locked(report, tools.keys))
    if not report.is_importable:
        raise NotValid(Code.ROLL_FAULTY)
    tags = _tags(report.entries, tools.keys, tell)
    return _write(job, round_id, report, tags, tools.clock.now())


def _checked(job: Begun, round_id: int, tools: Tools, tell: Tell) -> RollReport:
    """What the check of the whole file finds; the file itself is let go with this function."""
    municipality_id = job.municipality_id or 0
    round_ = rounds.round_by_id(municipality_id, round_id)
    spellings = files.spellings(municipality_id)
    found = files.waiting(round_id)
    table = tables.read(files.content_of(found, tools.keys), found.file_name)
    return check(
        replace(table, rows=_told(table.rows, tell)),
        spellings,
        calendar.day_of(tools.clock.now()),
        mapping=_mapping(table, job.facts),
        voting_day=calendar.day_of(round_.voting_opens),
        min_age=rules_of(round_).number(Parameter.VOTING_AGE),
    )


def _write(
    job: Begun, round_id: int, report: RollReport, tags: list[bytes], now: datetime
) -> Mapping[str, Any]:
    municipality_id = job.municipality_id or 0
    with unit_of_work():
        round_ = rounds.round_by_id(municipality_id, round_id, hold=True)
        require_open(Act.IMPORT_ROLL, round_.phase(now), round_.schedule)
        roll = guards.unfrozen(round_id)
        found = files.waiting(round_id)
        if found.job_ref != job.ref:
            raise Conflict(Code.ROLL_FILE_GONE)
        villages = {one.name_ky: one.id for one in places.settlements_of(municipality_id)}
        written = writing.replace_roll(municipality_id, round_id, report.entries, tags, villages)
        found.content_locked = None
        by = jobs.job_by_id(job.id).created_by
        _mark(roll, round_, found, by, now)
        _trace(round_, found, written, len(tags), now)
        return {
            "number": len(tags),
            "added": written.added,
            "kept": written.kept,
            "gone": written.gone,
        }


def _mark(
    roll: VoterRoll | None, round_: Round, found: RollUpload, by: int | None, now: datetime
) -> None:
    """Write down what the roll is made of now."""
    if roll is None:
        roll = VoterRoll(municipality_id=round_.municipality_id, round_id=round_.id)
        db.session.add(roll)
    roll.file_name, roll.sha256 = found.file_name, found.sha256
    roll.imported_by, roll.imported_at = by, now


def _trace(round_: Round, found: RollUpload, written: Written, number: int, now: datetime) -> None:
    audit.append(
        audit.Tag.ROLL_IMPORTED,
        PLATFORM,
        round_.municipality_id,
        now,
        round_.slug,
        sha256=found.sha256,
        number=number,
        added=written.added,
        kept=written.kept,
        gone=written.gone,
    )


def _told(rows: Iterator[Row], tell: Tell) -> Iterator[Row]:
    """The rows, telling on the way how many have come; how many there are, nobody knows yet."""
    for number, row in enumerate(rows):
        if number and number % STEP == 0:
            tell(number, None)
        yield row


def _tags(entries: Sequence[Entry], keys: Keys, tell: Tell) -> list[bytes]:
    """The keyed hash of each personal number, telling on the way how many are done."""
    tags: list[bytes] = []
    for number, entry in enumerate(entries):
        if number % STEP == 0:
            tell(number, len(entries))
        tags.append(keys.pin_tag(entry.pin))
    tell(len(entries), len(entries))
    return tags


def _mapping(table: Table, facts: Mapping[str, Any]) -> dict[Column, str]:
    """The header of each column as somebody chose it; empty where the file has none."""
    header = table.header.cells
    return {
        column: header[place] if 0 <= (place := int(facts[column])) < len(header) else ""
        for column in Column
        if column in facts
    }


def _keep(round_id: int, report: bytes) -> None:
    """Keep what was found, whatever becomes of the import."""
    with unit_of_work():
        found = files.waiting(round_id)
        found.report_locked = report
