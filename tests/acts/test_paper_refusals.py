"""What deeds about ballots on paper are refused with when somebody comes at the wrong moment."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from pb.acts import box_acts, paper_approvals, paper_batches, stations
from pb.acts import paper_marks as acts
from pb.records import paper_batches as records
from pb.records.base import db
from pb.records.residents import RollEntry
from pb.rules.paper_ballots import BoxFacts
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rolls.states import EntryStatus
from pb.rules.rounds import Phase
from tests.fingerprint import fingerprint, refused
from tests.paper_stage import SCHOOL, with_station


@pytest.fixture
def paper(stage):
    return with_station(stage)


@pytest.fixture
def opened(paper):
    """Two ballots in a confirmed box."""
    for person in paper.people[:2]:
        paper.mark(person)
    paper.open_box(2)
    return paper


def given(paper, ref):
    return paper.first, paper.place, "2026", ref


def test_a_neighbour_finds_nothing_of_it(paper, stage):
    neighbour = stage.neighbour()
    clerk = neighbour.person(Role.OPERATOR)

    with refused(NotFound, Code.NOT_FOUND):
        acts.mark(clerk, stage.place, "2026", paper.station, "whoever", stage.now)
    with refused(NotFound, Code.NOT_FOUND):
        stations.add(clerk, neighbour.place, "2026", SCHOOL, stage.now)


def test_nothing_is_found_under_a_ref_that_is_not_there(opened, stage):
    with refused(NotFound, Code.NOT_FOUND):
        opened.type("nothing", opened.first, "x")
    with refused(NotFound, Code.NOT_FOUND):
        paper_approvals.approve(opened.member, stage.place, "2026", "nothing", stage.now)


def test_no_ballots_are_made_when_the_review_is_not_over(stage):
    stage.announced()
    clerk = stage.person(Role.OPERATOR)
    station = stations.add(clerk, stage.place, "2026", SCHOOL, stage.now)

    with refused(NotNow, Code.NOT_OPEN):
        stations.draw_stock(clerk, stage.place, "2026", station, 5, stage.now)
    stage.go_to(Phase.VOTING)
    with refused(Conflict, Code.BALLOT_EMPTY):
        stations.draw_stock(clerk, stage.place, "2026", station, 5, stage.now)


def test_nobody_who_was_struck_off_gets_a_ballot(paper, stage):
    ref = paper.line_of(paper.people[0])
    line = db.session.scalars(select(RollEntry).where(RollEntry.ref == ref)).one()
    line.status = EntryStatus.STRUCK
    db.session.commit()

    with refused(Conflict, Code.LINE_STRUCK):
        paper.mark(paper.people[0])


def test_confirm_is_refused_before_there_is_an_act_and_after_it_stands(paper, stage):
    stage.go_to(Phase.COUNTING)
    confirm = (paper.member, stage.place, "2026", paper.station, stage.now, stage.now)

    with refused(Conflict, Code.BOX_UNOPENED, station=1):
        box_acts.confirm(*confirm)
    with refused(Conflict, Code.BOX_UNOPENED, station=1):
        paper.batch(1)
    paper.open_box(0)
    with refused(Conflict, Code.BOX_CONFIRMED):
        box_acts.confirm(*confirm)
    with refused(Conflict, Code.BOX_CONFIRMED):
        facts = BoxFacts(0, 0, 6)
        box_acts.open_box(*given(paper, paper.station), facts, stage.now)


def test_an_act_is_entered_anew_until_it_is_confirmed(paper, stage):
    stage.go_to(Phase.COUNTING)
    box_acts.open_box(*given(paper, paper.station), BoxFacts(0, 6, 0), stage.now)

    paper.open_box(0, spoiled=1)

    with refused(Conflict, Code.BOX_OPENED):
        paper.mark(paper.people[0])


def test_confirm_asks_for_the_second_factor(paper, stage):
    stage.go_to(Phase.COUNTING)
    box_acts.open_box(*given(paper, paper.station), BoxFacts(0, 0, 6), stage.now)
    tired = replace(paper.member, is_confirmed=False)

    with refused(NotAllowed, Code.STEP_UP_FIRST):
        box_acts.confirm(tired, stage.place, "2026", paper.station, stage.now, stage.now)


def test_confirm_is_refused_when_the_act_was_entered_anew_since_it_was_looked_at(paper, stage):
    stage.go_to(Phase.COUNTING)
    box_acts.open_box(*given(paper, paper.station), BoxFacts(0, 0, 6), stage.now)
    looked_at = stage.now
    stage.clock.put(stage.now + timedelta(minutes=1))
    box_acts.open_box(*given(paper, paper.station), BoxFacts(0, 6, 0), stage.now)

    with refused(Conflict, Code.ACT_CHANGED):
        box_acts.confirm(paper.member, stage.place, "2026", paper.station, looked_at, stage.now)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Code.PASS_FILE_UNEVEN),
        (b"\r\n;;\r\n", Code.PASS_FILE_UNEVEN),
        (b"x\n" * 5_000, Code.PASS_FILE_UNEVEN),
        (b"x\n" * 60_000, Code.PASS_FILE_LARGE),
        (b"\0", Code.TABLE_UNREADABLE),
        (b"PK\x03\x04\x90\xff\xfe\x81", Code.TABLE_UNREADABLE),
        (b"x\n\nx\n", Code.PASS_FILE_UNEVEN),
        (b"number;choices\nx\n", Code.PASS_FILE_BROKEN),
    ],
)
def test_enter_file_is_refused_when_it_is_no_reading_of_the_pile(opened, stage, content, code):
    ref = opened.batch(2)
    before = fingerprint()

    with refused(NotValid, code, "file"):
        paper_batches.enter_file(*given(opened, ref), content, stage.now)

    assert fingerprint() == before


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("between", [";", "\t", ",", " ", ", "])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n\n", ";\r\n;;;\r\n", '\r\n"";""\r\n'])
def test_enter_file_reads_what_programs_write(opened, stage, code, between, end):
    ref, number = opened.batch(2), opened.numbers[0]
    content = f'"{number}"{between}"1"\r\nХ{end}'.encode(code)

    paper_batches.enter_file(*given(opened, ref), content, stage.now)

    round_id = stage.round().id
    batch = records.batch_of(stage.place, round_id, ref)
    lines = records.readings_of(stage.place, batch.id, 1)
    assert [one.typed() for one in lines.values()] == [f"{number} 1", "x"]


def test_enter_file_is_refused_with_more_lines_than_ballots_or_beside_typed_ones(opened, stage):
    ref = opened.batch(1)
    with refused(NotValid, Code.PASS_FILE_UNEVEN, "file", size=1, entered=2):
        paper_batches.enter_file(*given(opened, ref), b"x\nx", stage.now)
    opened.type(ref, opened.first, "x")

    with refused(Conflict, Code.LINE_ENTERED, "file"):
        paper_batches.enter_file(*given(opened, ref), b"x", stage.now)


def test_a_pile_that_was_read_twice_takes_nothing_more(opened, stage):
    ref = opened.entered("x", "x")

    with refused(Conflict, Code.BATCH_MOVED_ON):
        opened.type(ref, opened.first, "x")
    with refused(Conflict, Code.BATCH_MOVED_ON):
        paper_approvals.resolve(*given(opened, ref), {}, stage.now)


def test_a_pile_somebody_left_half_read_is_given_to_another(opened, stage):
    ref = opened.batch(2)
    opened.type(ref, opened.first, "x")
    with refused(Conflict, Code.PASS_OF_ANOTHER):
        opened.type(ref, opened.second, "x")

    why = "Окуган адам ооруп калды."
    paper_approvals.send_back(opened.member, stage.place, "2026", ref, why, stage.now)
    opened.read(ref, opened.second, "x", "x")
    opened.read(ref, opened.first, "x", "x")

    assert opened.approve(ref) == 0
    with refused(Conflict, Code.BATCH_MOVED_ON):
        paper_approvals.send_back(opened.member, stage.place, "2026", ref, why, stage.now)


def test_send_back_is_refused_without_a_reason(opened, stage):
    ref = opened.batch(2)
    back = (opened.member, stage.place, "2026", ref)

    opened.read(ref, opened.first, "x", "x")
    opened.read(ref, opened.second, "x", "x")
    with refused(NotValid, Code.TEXT_TOO_SHORT, "reason"):
        paper_approvals.send_back(*back, "чаташты", stage.now)


def test_approve_is_refused_to_whoever_read_it_and_became_a_member_since(opened):
    ref = opened.entered("x", "x")
    since = replace(opened.first, roles=frozenset({Role.COMMISSION}))

    with refused(NotAllowed, Code.APPROVER_ENTERED):
        opened.approve(ref, since)


@pytest.mark.parametrize("role", [Role.COMMISSION, Role.HEAD, Role.MONITORING, Role.DEPUTY])
def test_nobody_but_a_clerk_reads_a_pile(opened, stage, role):
    ref, person = opened.batch(1), stage.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        opened.type(ref, person, "x")


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.HEAD, Role.MONITORING, Role.DEPUTY])
def test_nobody_but_a_member_of_the_commission_approves_it(opened, stage, role):
    ref, person = opened.entered("x"), stage.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        opened.approve(ref, person)
