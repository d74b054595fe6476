"""Importing a roll: the whole file or nothing of it, and no personal number kept in clear."""

import json
from datetime import date, timedelta

import pytest

from pb import lifecycle
from pb.acts import jobs as job_deeds
from pb.acts.rolls import corrections, uploads
from pb.records import jobs, residents, rolls, rounds
from pb.records.audit import events_of
from pb.records.base import db
from pb.records.personal import unsealed
from pb.records.places import Settlement
from pb.records.residents import Resident
from pb.records.rolls import RollUpload
from pb.rules.jobs import JobError, JobState
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rolls import Column, RollProblem
from pb.rules.rolls.states import EntryStatus
from pb.rules.rounds import Phase
from pb.services.audit import Tag
from pb.services.rolls import files, reports
from tests.fingerprint import refused
from tests.roll_stage import (
    COLUMNS,
    WHY,
    bring_in,
    file_of,
    freeze,
    frozen,
    imported,
    lines,
    pin,
    roll_of_people,
    row,
    send,
    work,
)
from tests.stage import KEYS


@pytest.fixture
def announced(stage):
    stage.announced()
    return stage


def found_in(stage):
    upload = rolls.upload_of(stage.round().id)
    return reports.unlocked(upload.report_locked, KEYS)


def names(stage):
    return [unsealed(line.name) for line in lines(stage) if line.status is EntryStatus.ACTIVE]


def test_import_writes_every_person_of_the_file_once(announced):
    job = bring_in(announced, roll_of_people(announced, 3))

    assert job.state is JobState.DONE
    assert json.loads(job.report) == {"number": 3, "added": 3, "kept": 0, "gone": 0}
    assert (job.done, job.total) == (3, 3)
    assert rounds.voters_on_roll(announced.round().id) == 3
    [first, *_] = lines(announced)
    assert first.pin_tag in {KEYS.pin_tag(pin(n, sex=1 + n % 2)) for n in range(3)}
    assert unsealed(first.born) == date(1985, 3, 15)
    assert first.resident_id is None
    [event] = events_of(announced.place, Tag.ROLL_IMPORTED)
    assert json.loads(event.facts)["number"] == 3


def test_import_keeps_no_personal_number_in_clear(announced):
    send(announced, roll_of_people(announced, 2))
    upload = rolls.upload_of(announced.round().id)
    locked = upload.content_locked

    work(announced)

    number = pin(0, sex=1)
    assert number.encode() not in locked
    assert files.content_of(upload, KEYS) == roll_of_people(announced, 2)
    for table in reversed(db.metadata.sorted_tables):
        assert number not in repr(db.session.execute(table.select()).all()), table.name


def test_the_file_is_deleted_as_soon_as_it_was_imported(announced):
    imported(announced)

    upload = rolls.upload_of(announced.round().id)
    assert upload.content_locked is None
    clerk = announced.person(Role.OPERATOR)
    with refused(Conflict, Code.ROLL_FILE_GONE):
        uploads.begin(clerk, announced.place, "2026", COLUMNS, announced.now)


@pytest.mark.parametrize(
    ("after", "left"), [(timedelta(days=1), 1), (timedelta(days=1, hours=1), 0)]
)
def test_a_file_nobody_imports_is_deleted_after_a_day(announced, after, left):
    send(announced, roll_of_people(announced))

    lifecycle.tick(KEYS, announced.now + after)

    assert db.session.query(RollUpload).count() == left


def test_import_saves_nobody_when_one_row_has_to_be_mended(announced):
    imported(announced, 2)
    bad = file_of(row(0), row(1, village="Башка айыл"), row(1), row(2))

    job = bring_in(announced, bad)

    assert (job.state, job.error) == (JobState.FAILED, JobError.REFUSED)
    assert json.loads(job.report) == {"code": Code.ROLL_FAULTY}
    kept = found_in(announced)
    assert {one.kind for one in kept.problems} == {
        RollProblem.SETTLEMENT_UNKNOWN,
        RollProblem.PIN_TWICE,
    }
    [twice] = [one for one in kept.problems if one.kind is RollProblem.PIN_TWICE]
    assert twice.facts["rows"] == (3, 4)
    assert len(lines(announced)) == 2


def test_import_leaves_out_who_is_too_young_on_the_first_day_of_voting(announced):
    voting = announced.round().voting_opens.date()
    child = row(7, born=date(voting.year - 17, 1, 1))

    job = bring_in(announced, file_of(row(0), child))

    assert json.loads(job.report)["number"] == 1
    assert found_in(announced).left_out == 1


def test_a_file_that_breaks_off_is_shown_with_its_reason(announced):
    broken = roll_of_people(announced, 40) + b'\r\n2;"open'

    job = bring_in(announced, broken)

    assert json.loads(job.report) == {"code": Code.TABLE_UNREADABLE}
    assert found_in(announced).refusal.facts["problem"] == "quote_open"
    assert not lines(announced)


def test_a_new_import_replaces_the_roll_and_keeps_the_lines_of_who_is_still_on_it(announced):
    before = {line.pin_tag: line.id for line in imported(announced, 3)}

    job = bring_in(announced, file_of(row(0, "Жаңы Аты", sex=1), row(9)))

    assert json.loads(job.report) == {"number": 2, "added": 1, "kept": 1, "gone": 2}
    same = next(line for line in lines(announced) if line.pin_tag in before)
    assert same.id == before[same.pin_tag]
    assert unsealed(same.name) == "Жаңы Аты"
    assert len(lines(announced)) == 2


def test_a_new_import_strikes_and_does_not_delete_whom_somebody_looked_at(announced):
    [line, *_] = imported(announced, 3)
    clerk = announced.person(Role.OPERATOR)
    corrections.open_line(clerk, announced.place, "2026", line.ref, WHY, announced.now)

    bring_in(announced, file_of(row(9)))

    assert [(one.ref == line.ref, one.status) for one in lines(announced)].count(
        (True, EntryStatus.STRUCK)
    ) == 1
    assert rounds.voters_on_roll(announced.round().id) == 1


def test_import_ties_the_lines_of_residents_we_know(announced):
    voter = announced.person(Role.RESIDENT)
    village = db.session.query(Settlement).first()
    resident = Resident(
        municipality_id=announced.place,
        account_id=voter.account_id,
        settlement_id=village.id,
        pin_tag=KEYS.pin_tag(pin(1, sex=2)),
        created_at=announced.now,
    )
    db.session.add(resident)
    db.session.commit()

    imported(announced, 3)

    assert residents.roll_entry_of(announced.round().id, voter.account_id) is not None


def test_a_second_import_is_refused_while_one_runs(announced):
    clerk = send(announced, roll_of_people(announced))
    uploads.begin(clerk, announced.place, "2026", COLUMNS, announced.now)

    with refused(Conflict, Code.ROLL_IMPORT_RUNS):
        uploads.begin(clerk, announced.place, "2026", COLUMNS, announced.now)
    with refused(Conflict, Code.ROLL_IMPORT_RUNS):
        send(announced, roll_of_people(announced), clerk)


def test_import_is_refused_after_the_freeze(announced):
    frozen(announced)
    clerk = announced.person(Role.OPERATOR)

    with refused(Conflict, Code.ROLL_FROZEN):
        send(announced, roll_of_people(announced), clerk)


def test_an_import_that_waited_is_not_done_when_the_roll_was_frozen_meanwhile(announced):
    imported(announced, 2)
    clerk = send(announced, roll_of_people(announced, 5))
    ref = uploads.begin(clerk, announced.place, "2026", COLUMNS, announced.now)
    freeze(announced)

    work(announced)

    job = jobs.job_of(announced.place, ref)
    assert (job.state, json.loads(job.report)) == (JobState.FAILED, {"code": Code.ROLL_FROZEN})
    assert len(lines(announced)) == 2


def test_an_import_whose_worker_died_is_shown_as_not_done_and_can_begin_again(announced):
    clerk = send(announced, roll_of_people(announced))
    ref = uploads.begin(clerk, announced.place, "2026", COLUMNS, announced.now)
    job_deeds.begin_next(announced.now)

    job_deeds.fail_abandoned(announced.now)

    assert jobs.job_of(announced.place, ref).error is JobError.WORKER_ENDED
    assert not lines(announced)
    uploads.begin(clerk, announced.place, "2026", COLUMNS, announced.now)
    work(announced)
    assert len(lines(announced)) == 3


def test_import_takes_the_columns_somebody_chose(announced):
    content = "Номер;Ким;Кайда\r\n".encode() + f"{pin(1)};Тестов Бек;Арча-Төр".encode()
    clerk = send(announced, content)
    chosen = {**dict.fromkeys(Column), Column.PIN: 0, Column.NAME: 1, Column.SETTLEMENT: 2}

    uploads.begin(clerk, announced.place, "2026", chosen, announced.now)
    work(announced)

    assert names(announced) == ["Тестов Бек"]


def test_preview_covers_numbers_and_tells_which_village_is_which(announced):
    clerk = send(
        announced, file_of(row(0), row(1, village="с. арча тор"), row(2, village="Лондон"))
    )

    seen = uploads.preview(clerk, announced.place, "2026", KEYS)

    assert seen.first[0].cells[0] == "•" * 10 + pin(0)[-4:]
    assert seen.columns[Column.PIN] == 0
    assert dict(seen.villages) == {
        "Арча-Төр": "Арча-Төр",
        "с. арча тор": "Арча-Төр",
        "Лондон": None,
    }


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [(b"", "", Code.ROLL_FILE_MISSING), (b"%PDF-1.4", "roll.csv", Code.TABLE_UNREADABLE)],
)
def test_upload_is_refused_when_there_is_no_table(announced, content, name, code):
    clerk = announced.person(Role.OPERATOR)

    with refused(NotValid, code, "file"):
        send(announced, content, clerk, name=name)


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.COMMISSION, Role.HEAD])
def test_upload_is_refused_when_the_role_does_not_import(announced, role):
    person = announced.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        send(announced, roll_of_people(announced), person)


def test_upload_is_refused_when_voting_has_begun(announced):
    clerk = announced.person(Role.OPERATOR)
    announced.go_to(Phase.VOTING)

    with refused(NotNow, Code.NOT_OPEN):
        send(announced, roll_of_people(announced), clerk)


def test_the_roll_of_a_neighbour_is_not_found(announced):
    stranger = announced.neighbour().person(Role.OPERATOR)

    with refused(NotFound, Code.NOT_FOUND):
        send(announced, roll_of_people(announced), stranger)
