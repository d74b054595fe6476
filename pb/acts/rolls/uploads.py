"""Sending a file for a roll: kept locked for a day, looked at, and then its import asked for."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pb.gateways.keys import Keys
from pb.records import jobs, rolls, rounds
from pb.records.base import db
from pb.records.rolls import RollUpload
from pb.records.rounds import Round
from pb.rules.access import Act
from pb.rules.jobs import JobKind, JobState
from pb.rules.refusals import Code, Conflict, NotValid
from pb.rules.rolls import Column, Format, Row
from pb.rules.rolls.cells import covered
from pb.rules.rolls.columns import column_called, looks_like_a_person
from pb.rules.rolls.settlements import Settlements
from pb.services import audit, tables
from pb.services import jobs as background
from pb.services import rolls as guards
from pb.services.actors import Actor, account_of, require
from pb.services.rolls import files
from pb.services.work import unit_of_work

KEPT_FOR = timedelta(days=1)
NAME_LENGTH = 200
"""Characters of the name of a file that are kept."""


@dataclass(frozen=True, repr=False)
class Preview:
    """What was recognised of a file, before anything is saved; long numbers are covered."""

    file_name: str
    format: Format
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    other_sheets: int
    header: tuple[str, ...]
    first: tuple[Row, ...]
    columns: Mapping[Column, int | None]
    """Where each column stands, from 0, as we recognise it; None where we do not."""
    villages: tuple[tuple[str, str | None], ...]
    """Villages of the first rows as they are written, and which of ours each is."""


def upload(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    content: bytes,
    file_name: str,
    keys: Keys,
    now: datetime,
) -> None:
    """Keep a file for the roll of a round, locked; it takes the place of the one before.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say.
        NotValid: TABLE_UNREADABLE at "file", ROLL_FILE_MISSING at "file".
        Conflict: ROLL_FROZEN, ROLL_IMPORT_RUNS.
    """
    if not content and not file_name:
        raise NotValid(Code.ROLL_FILE_MISSING, "file")
    require(actor, Act.IMPORT_ROLL, municipality_id)
    tables.read(content, file_name)
    locked = files.locked(content, keys)
    sha256 = hashlib.sha256(content).hexdigest()
    with unit_of_work():
        round_ = guards.held_round(actor, Act.IMPORT_ROLL, municipality_id, round_slug, now)
        before = _waiting(round_)
        if before is not None:
            db.session.delete(before)
            db.session.flush()
        db.session.add(
            RollUpload(
                municipality_id=municipality_id,
                round_id=round_.id,
                file_name=file_name[:NAME_LENGTH],
                sha256=sha256,
                size=len(content),
                content_locked=locked,
                uploaded_by=account_of(actor),
                uploaded_at=now,
            )
        )
        audit.append(
            audit.Tag.ROLL_UPLOADED,
            actor,
            municipality_id,
            now,
            round_slug,
            sha256=sha256,
            size=len(content),
        )


def preview(actor: Actor, municipality_id: int, round_slug: str, keys: Keys) -> Preview:
    """What was recognised of the file that waits; only its first rows are read.

    Raises:
        NotFound, NotAllowed: as the table says.
        Conflict: ROLL_FILE_GONE.
        NotValid: TABLE_UNREADABLE.
    """
    require(actor, Act.IMPORT_ROLL, municipality_id)
    round_ = rounds.round_of(municipality_id, round_slug)
    found = files.waiting(round_.id)
    table = tables.read(files.content_of(found, keys), found.file_name)
    columns: dict[Column, int | None] = dict.fromkeys(Column)
    for place, cell in enumerate(table.header.cells):
        column = column_called(cell)
        if column is not None and columns[column] is None:
            columns[column] = place
    village = columns[Column.SETTLEMENT]
    written = [] if village is None else [_cell(row, village) for row in table.first]
    ours = Settlements(files.spellings(municipality_id))
    is_headless = looks_like_a_person(table.header.cells)
    return Preview(
        found.file_name,
        table.format,
        table.encoding,
        table.delimiter,
        table.sheet,
        table.other_sheets,
        tuple(covered(cell) if is_headless else cell for cell in table.header.cells),
        tuple(Row(row.number, tuple(map(covered, row.cells)), row.marks) for row in table.first),
        columns,
        tuple((text, ours.find(text)) for text in dict.fromkeys(written) if text.strip()),
    )


def begin(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    places_of_columns: Mapping[Column, int | None],
    now: datetime,
) -> str:
    """Ask for the import of the file that waits; the ref of the job. Nudge the worker afterwards.

    `places_of_columns` says where each column stands, from 0; None where there is none.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say.
        Conflict: ROLL_FROZEN, ROLL_IMPORT_RUNS, ROLL_FILE_GONE.
    """
    with unit_of_work():
        round_ = guards.held_round(actor, Act.IMPORT_ROLL, municipality_id, round_slug, now)
        _waiting(round_)
        found = files.waiting(round_.id)
        found.report_locked = None
        found.job_ref = background.ask(
            actor,
            municipality_id,
            JobKind.IMPORT_ROLL,
            now,
            round=round_.id,
            **{
                column.value: -1 if place is None else place
                for column, place in places_of_columns.items()
            },
        )
        return found.job_ref


def forget_old(now: datetime) -> int:
    """Delete the files that were sent more than a day ago, in every municipality; how many."""
    with unit_of_work():
        old = rolls.uploads_before_everywhere(now - KEPT_FOR)
        for found in old:
            db.session.delete(found)
        return len(old)


def _waiting(round_: Round) -> RollUpload | None:
    """The file a new one would take the place of.

    Raises:
        Conflict: ROLL_FROZEN, ROLL_IMPORT_RUNS.
    """
    guards.refuse_frozen(round_.id)
    found = rolls.upload_of(round_.id)
    if found is not None and found.job_ref is not None:
        job = jobs.job_of(round_.municipality_id, found.job_ref)
        if job.state in (JobState.QUEUED, JobState.RUNNING):
            raise Conflict(Code.ROLL_IMPORT_RUNS)
    return found


def _cell(row: Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""
