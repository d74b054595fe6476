"""What stands out in a round that was really held, and the notes of the commission about it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pb.acts import findings as acts
from pb.acts import paper_approvals, paper_batches
from pb.records import findings as records
from pb.records.accounts import Account
from pb.records.base import db
from pb.records.findings import FindingNote, PileMeasure
from pb.rules import calendar
from pb.rules.anomalies import FlagKind
from pb.rules.refusals import Code, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.rounds import Phase
from pb.services import daily, findings
from pb.services.audit import Tag
from tests.assembly_stage import with_assembly
from tests.fingerprint import one_event, refused
from tests.paper_stage import with_station
from tests.records.test_constraints import change
from tests.records.test_constraints import refused as held
from tests.stage import KEYS

FOUND = "Барактар карала, кол тамгалар ар башка экен."


@pytest.fixture
def paper(stage):
    return with_station(stage, voters=30, stock=30)


def approved(paper, alike):
    """An approved pile of 22 ballots, so many of them alike in a row; typed in no time."""
    for person in paper.people[:22]:
        paper.mark(person)
    paper.open_box(22)
    marks = ["1"] * alike + ["2" if n % 2 else "3" for n in range(22 - alike)]
    lines = [f"{number} {mark}" for number, mark in zip(paper.numbers, marks, strict=False)]
    ref = paper.entered(*lines)
    paper.approve(ref)
    return ref


def flags(stage, *, with_result=True):
    return findings.flags_of(stage.round(), stage.now, with_result=with_result)


def of_kind(stage, kind):
    return [flag for flag in flags(stage) if flag.kind is kind]


def test_a_pile_is_measured_when_its_lines_go(paper, stage):
    ref = approved(paper, alike=12)

    measure = db.session.scalars(select(PileMeasure)).one()
    assert (measure.longest_run, measure.first_seconds, measure.second_seconds) == (12, 0, 0)
    (alike,) = of_kind(stage, FlagKind.IDENTICAL_BALLOTS)
    assert alike.facts == {"station": 1, "pile": 1, "run": 12}
    assert [flag.about for flag in of_kind(stage, FlagKind.FAST_ENTRY)] == [f"{ref}-1", f"{ref}-2"]


def test_the_pace_of_a_pile_that_was_sent_back_is_that_of_the_readings_after_it(paper, stage):
    for person in paper.people[:22]:
        paper.mark(person)
    paper.open_box(22)
    lines = [f"{number} {1 + at % 3}" for at, number in enumerate(paper.numbers[:22])]
    ref = paper.entered(*lines)  # in no time at all
    why = "Пачка кайрадан окулсун, эки катар адашты."
    paper_approvals.send_back(paper.member, paper.place, "2026", ref, why, stage.now)
    content = "\n".join(lines).encode()  # a file has no pace
    paper_batches.enter_file(paper.first, paper.place, "2026", ref, content, stage.now)
    for number, line in enumerate(lines, start=1):
        paper_batches.enter_line(paper.second, paper.place, "2026", ref, number, line, stage.now)
        stage.clock.put(stage.now + timedelta(seconds=6))
    paper_batches.finish(paper.second, paper.place, "2026", ref, stage.now)

    paper.approve(ref)

    measure = db.session.scalars(select(PileMeasure)).one()
    assert (measure.first_seconds, measure.second_seconds) == (None, 19 * 6)
    assert of_kind(stage, FlagKind.FAST_ENTRY) == []


def test_a_pile_of_differing_ballots_typed_with_care_does_not_stand_out(paper, stage):
    for person in paper.people[:22]:
        paper.mark(person)
    paper.open_box(22)
    ref = paper.batch(22)
    for operator in (paper.first, paper.second):
        for at, number in enumerate(paper.numbers[:22], start=1):
            stage.clock.put(stage.now + timedelta(seconds=7))
            paper_line = f"{number} {1 + at % 3}"
            from_pile(paper, ref, operator, at, paper_line)
        finish(paper, ref, operator)
    paper.approve(ref)

    assert of_kind(stage, FlagKind.IDENTICAL_BALLOTS) == []
    assert of_kind(stage, FlagKind.FAST_ENTRY) == []


def from_pile(paper, ref, operator, at, line):
    paper_batches.enter_line(operator, paper.place, "2026", ref, at, line, paper.stage.now)


def finish(paper, ref, operator):
    paper_batches.finish(operator, paper.place, "2026", ref, paper.stage.now)


def test_one_telephone_of_several_voters_is_counted_and_not_named(paper, stage):
    for person in paper.people[:3]:
        account = db.session.get(Account, person.account_id)
        account.phone_tag = KEYS.phone_tag("+996555000001")
        account.phone_locked = KEYS.lock("phone", b"+996555000001")
    db.session.commit()
    assert of_kind(stage, FlagKind.SHARED_PHONE) == []
    for person in paper.people[:3]:
        stage.vote(person, 1)
    assert of_kind(stage, FlagKind.SHARED_PHONE) == []
    stage.clock.put(stage.now + timedelta(days=1))

    (flag,) = of_kind(stage, FlagKind.SHARED_PHONE)

    assert flag.facts == {"phones": 1, "people": 3, "most": 3, "allowed": 3}


def test_nothing_of_today_stands_out_and_an_evening_does_when_it_is_over(paper, stage):
    # The voting opens at midnight; ten in the evening of that day.
    stage.clock.put(stage.round().voting_opens + timedelta(hours=22))
    for person in paper.people[:25]:
        stage.vote(person, 1)
    paper.mark(paper.people[25])
    day = calendar.day_of(stage.now)
    assert flags(stage) == []

    stage.clock.put(stage.now + timedelta(days=1))

    assert [(flag.kind, flag.facts["people"]) for flag in flags(stage)] == [
        (FlagKind.ODD_HOURS, 1),
        (FlagKind.LATE_JUMP, 26),
    ]
    assert {flag.facts["day"] for flag in flags(stage)} == {day}


def test_a_mark_at_an_assembly_stands_with_its_clerk_in_the_table_of_the_desk(stage):
    assembly = with_assembly(stage)
    assembly.mark(assembly.people[0])

    found = daily.watched(stage.round(), calendar.day_of(stage.now)).marked

    assert [(one.clerk, one.station, one.people) for one in found] == [
        (assembly.first.name, None, 1)
    ]


def test_how_projects_stand_is_no_part_of_it_before_the_count(stage):
    paper = with_station(stage, voters=230, stock=110)
    for person in paper.people[:100]:
        stage.vote(person, 1)
    for person in paper.people[100:200]:
        paper.mark(person)
    paper.open_box(100)
    paper.approve(paper.entered(*(f"{number} 2" for number in paper.numbers[:100])))
    assert of_kind(stage, FlagKind.CHANNEL_GAP) == []

    stage.decided()

    assert [flag.facts for flag in of_kind(stage, FlagKind.CHANNEL_GAP)] == [
        {"project": 1, "internet": 100, "paper": 0},
        {"project": 2, "internet": 0, "paper": 100},
    ]
    assert FlagKind.CHANNEL_GAP not in {flag.kind for flag in flags(stage, with_result=False)}


def test_note_keeps_what_was_found_out_and_by_whom(paper, stage):
    approved(paper, alike=12)
    (alike,) = of_kind(stage, FlagKind.IDENTICAL_BALLOTS)

    with one_event(Tag.FINDING_NOTED) as event:
        acts.note(paper.member, stage.place, "2026", alike.key, FOUND, stage.now)

    (kept,) = records.notes_of(stage.place, stage.round().id)
    assert (kept.flag, kept.text, kept.name) == (alike.key, FOUND, paper.member.name)
    assert FOUND not in event.facts
    for table, column in (("finding_note", {"text": "Башка сөз."}), ("pile_measure", {})):
        with held("final"):
            change(table, **(column or {"longest_run": 0}))


def test_note_is_kept_once_and_added_to_what_does_not_stand_out_any_more(paper, stage):
    round_id = stage.round().id
    kept = FindingNote(
        municipality_id=stage.place,
        round_id=round_id,
        flag="late_jump:2020-01-01",
        text=FOUND,
        noted_by=paper.member.account_id,
        noted_at=stage.now,
    )
    db.session.add(kept)
    db.session.commit()

    for text in (FOUND, FOUND, f"{FOUND} Дагы бир жолу.", f"{FOUND} Дагы бир жолу."):
        acts.note(paper.member, stage.place, "2026", "late_jump:2020-01-01", text, stage.now)

    assert len(records.notes_of(stage.place, round_id)) == 2


def test_note_is_refused_for_others_for_what_does_not_stand_out_and_without_words(paper, stage):
    approved(paper, alike=12)
    (alike,) = of_kind(stage, FlagKind.IDENTICAL_BALLOTS)
    given = (stage.place, "2026", alike.key)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        acts.note(paper.first, *given, FOUND, stage.now)
    with refused(NotFound, Code.NOT_FOUND):
        acts.note(paper.member, stage.place, "2026", "late_jump:2020-01-01", FOUND, stage.now)
    with refused(NotValid, Code.TEXT_TOO_SHORT, "text"):
        acts.note(paper.member, *given, "жок", stage.now)
    stage.go_to(Phase.DISCUSSION)
    with refused(NotNow, Code.NOT_OPEN):
        acts.note(paper.member, *given, FOUND, stage.now)
    assert db.session.scalars(select(FindingNote)).all() == []
