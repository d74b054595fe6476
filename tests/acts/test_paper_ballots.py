"""Ballots on paper, from the station to the inbox: who may, when, and what is refused."""

import pytest
from sqlalchemy import select

from pb import lifecycle
from pb.acts import box_acts, paper_approvals, paper_batches, stations
from pb.records.ballots import InboxBallot
from pb.records.base import db
from pb.records.paper_batches import PaperLine
from pb.rules.access import Role
from pb.rules.paper_ballots import BatchState, BoxFacts
from pb.rules.refusals import Code, Conflict, NotAllowed, NotNow, NotValid, Refusal
from pb.rules.rounds import Phase
from pb.rules.rule_sets import Parameter
from pb.rules.tally.election import Channel
from pb.services.audit import Tag
from tests.fingerprint import fingerprint, one_event
from tests.paper_stage import SCHOOL, with_station
from tests.stage import KEYS


@pytest.fixture
def paper(stage):
    return with_station(stage)


@pytest.fixture
def opened(paper):
    """Three people took a ballot; all three are in the box."""
    for person in paper.people[:3]:
        paper.mark(person)
    paper.open_box(3)
    return paper


def refusal_of(deed, *given):
    """What a deed is refused with; nothing of it stays."""
    before = fingerprint()
    with pytest.raises(Refusal) as found:
        deed(*given)
    assert fingerprint() == before
    return found.value


def test_add_is_refused_when_the_rules_have_no_paper(stage):
    stage.announced(rules={Parameter.PAPER_BALLOTS: False})

    refusal = refusal_of(
        stations.add, stage.person(Role.OPERATOR), stage.place, "2026", SCHOOL, stage.now
    )

    assert (type(refusal), refusal.code) == (NotNow, Code.PAPER_NOT_ALLOWED)


def test_draw_stock_counts_the_stubs_through_the_whole_round(paper, stage):
    other = stations.add(paper.first, stage.place, "2026", SCHOOL, stage.now)
    with one_event(Tag.STOCK_DRAWN) as event:
        stations.draw_stock(paper.first, stage.place, "2026", other, 5, stage.now)

    assert event.facts == '{"first": 7, "last": 11, "round": "2026", "station": 2}'
    assert len(paper.numbers) == 6
    space = stage.round().terms.number_space
    assert all(100 <= number < 100 + space for number in paper.numbers)


@pytest.mark.parametrize("size", [0, -1, 301])
def test_draw_stock_is_refused_when_it_is_not_a_number_of_ballots(paper, stage, size):
    refusal = refusal_of(
        stations.draw_stock, paper.first, stage.place, "2026", paper.station, size, stage.now
    )

    assert (refusal.code, refusal.field) == (Code.STOCK_OUT_OF_RANGE, "size")


def test_mark_takes_the_vote_of_a_person_once_over_all_channels(paper, stage):
    on_paper, by_phone = paper.people[:2]
    assert paper.mark(on_paper) == 1
    stage.vote(by_phone, 1)

    again = refusal_of(paper.mark, on_paper)
    after_phone = refusal_of(paper.mark, by_phone)
    after_paper = refusal_of(stage.vote, on_paper, 1)

    assert (again.code, again.facts["channel"]) == (Code.PERSON_VOTED, Channel.PAPER)
    assert (after_phone.code, after_phone.facts["channel"]) == (
        Code.PERSON_VOTED,
        Channel.INTERNET,
    )
    assert (after_paper.code, after_paper.facts["channel"]) == (Code.VOTED_ALREADY, Channel.PAPER)


def test_mark_leaves_a_trail_without_the_person_and_with_the_hour_only(paper, stage):
    with one_event(Tag.PAPER_MARKED) as event:
        paper.mark(paper.people[0])

    assert (event.actor_ref, event.facts) == (paper.first.ref, '{"round": "2026", "station": 1}')
    assert (event.at.minute, event.at.second) == (0, 0)


def test_mark_is_refused_when_no_ballots_were_made(stage):
    paper = with_station(stage, stock=0)

    assert refusal_of(paper.mark, paper.people[0]).code is Code.STOCK_MISSING


def test_mark_is_refused_when_the_box_is_open(opened):
    assert refusal_of(opened.mark, opened.people[3]).code is Code.BOX_OPENED


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY, Role.MONITORING, Role.RESIDENT])
def test_mark_is_refused_to_whoever_is_not_at_the_station(paper, stage, role):
    assert refusal_of(paper.mark, paper.people[0], stage.person(role)).code is Code.NOT_ALLOWED


def open_box(paper, found, spoiled=0, unused=0, **more):
    facts = BoxFacts(found, spoiled, unused, **more)
    box_acts.open_box(paper.first, paper.place, "2026", paper.station, facts, paper.stage.now)


def test_open_box_is_refused_while_people_vote(paper):
    refusal = refusal_of(open_box, paper, 0, 0, 6)

    assert (type(refusal), refusal.code) == (NotNow, Code.NOT_OPEN)


@pytest.mark.parametrize(
    ("numbers", "code", "field"),
    [
        ((1, 1, 5), Code.PAPERS_TOO_MANY, "found"),
        ((1, 1, 3), Code.PAPERS_MISSING, "explanation"),
        ((2, 0, 4), Code.BOX_OVER_MARKS, "is_void"),
        ((-1, 1, 5), Code.NUMBER_OUT_OF_RANGE, "found"),
    ],
)
def test_open_box_is_refused_when_the_papers_do_not_add_up(paper, stage, numbers, code, field):
    paper.mark(paper.people[0])
    stage.go_to(Phase.COUNTING)

    refusal = refusal_of(open_box, paper, *numbers)

    assert (type(refusal), refusal.code, refusal.field) == (NotValid, code, field)


def test_open_box_takes_an_explanation_for_a_paper_that_was_carried_away(paper, stage):
    paper.mark(paper.people[0])
    stage.go_to(Phase.COUNTING)

    with one_event(Tag.BOX_OPENED) as event:
        open_box(paper, 1, 1, 3, explanation="Бир бюллетень алынып кетти.")

    assert '"void": 0' in event.facts


def test_a_box_with_more_ballots_than_people_is_not_counted_and_holds_nothing_up(paper, stage):
    paper.open_box(2, explanation="Тизмеде бир гана белги бар.", is_void=True)

    refusal = refusal_of(paper.batch, 1)
    lifecycle.count(stage.person(Role.OPERATOR), stage.place, "2026", KEYS, stage.now)

    assert refusal.code is Code.BOX_IS_VOID


def test_confirm_is_refused_to_whoever_entered_the_act(paper, stage):
    stage.go_to(Phase.COUNTING)
    facts = BoxFacts(0, 0, 6)
    box_acts.open_box(paper.member, stage.place, "2026", paper.station, facts, stage.now)

    refusal = refusal_of(
        box_acts.confirm, paper.member, stage.place, "2026", paper.station, stage.now
    )

    assert (type(refusal), refusal.code) == (NotAllowed, Code.BOX_NEEDS_ANOTHER)


def test_start_takes_no_more_than_is_in_the_box(opened):
    opened.batch(2)

    refusal = refusal_of(opened.batch, 2)

    assert (refusal.code, refusal.facts) == (Code.BATCH_TOO_LARGE, {"largest": 1})


def test_enter_line_is_kept_once_when_its_answer_is_lost(opened, stage):
    ref, number = opened.batch(2), opened.numbers[0]
    opened.type(ref, opened.first, f"{number} 1 2")

    paper_batches.enter_line(opened.first, stage.place, "2026", ref, 1, f"{number} 2 1", stage.now)
    other = refusal_of(
        paper_batches.enter_line, opened.first, stage.place, "2026", ref, 1, "x", stage.now
    )

    assert other.code is Code.LINE_ENTERED
    assert db.session.scalars(select(PaperLine.marks)).all() == ["1,2"]


def test_a_pile_is_read_by_two_and_never_by_one_twice(opened, stage):
    ref = opened.batch(1)
    line = f"{opened.numbers[0]} 1"

    opened.type(ref, opened.first, line)
    meanwhile = refusal_of(opened.type, ref, opened.second, line)
    paper_batches.finish(opened.first, stage.place, "2026", ref, stage.now)
    twice = refusal_of(opened.type, ref, opened.first, line)

    assert meanwhile.code is Code.PASS_OF_ANOTHER
    assert (type(twice), twice.code) == (NotAllowed, Code.PASS_NEEDS_ANOTHER)


def test_a_pass_has_as_many_lines_as_the_act_says(opened, stage):
    ref, line = opened.batch(2), f"{opened.numbers[0]} 1"
    opened.type(ref, opened.first, line)

    short = refusal_of(paper_batches.finish, opened.first, stage.place, "2026", ref, stage.now)
    opened.type(ref, opened.first, line, line)
    full = refusal_of(
        paper_batches.enter_line, opened.first, stage.place, "2026", ref, 3, line, stage.now
    )

    assert (short.code, short.facts) == (Code.PASS_SHORT, {"size": 2, "entered": 1})
    assert (full.code, full.field) == (Code.PASS_FULL, "line")


def test_undo_line_takes_the_last_line_back_and_no_other(opened, stage):
    ref, number = opened.batch(2), opened.numbers[0]
    opened.type(ref, opened.first, f"{number} 1", f"{number} 2")

    wrong = refusal_of(
        paper_batches.undo_line, opened.first, stage.place, "2026", ref, 1, stage.now
    )
    said = paper_batches.undo_line(opened.first, stage.place, "2026", ref, 2, stage.now)

    assert wrong.code is Code.NOTHING_TO_UNDO
    assert said.typed() == f"{number} 2"
    assert db.session.scalars(select(PaperLine.line)).all() == [1]


def file_of(*lines):
    return "\n".join(lines).encode()


def test_enter_file_keeps_a_whole_pass_or_nothing(opened, stage):
    ref, number = opened.batch(3), opened.numbers[0]

    broken = refusal_of(
        paper_batches.enter_file, opened.first, stage.place, "2026", ref,
        file_of(f"{number};1;9", "x", f"{number};1;1"), stage.now,
    )  # fmt: skip
    short = refusal_of(
        paper_batches.enter_file, opened.first, stage.place, "2026", ref,
        file_of(f"{number};1"), stage.now,
    )  # fmt: skip
    paper_batches.enter_file(
        opened.first, stage.place, "2026", ref,
        file_of(f'"{number}";1;2', f"{number},0", "x", ""), stage.now,
    )  # fmt: skip

    problems = [(one.line, one.refusal.code) for one in broken.facts["problems"]]
    assert problems == [(1, Code.CHOICE_UNKNOWN), (3, Code.CHOICE_TWICE)]
    assert short.code is Code.PASS_SHORT
    assert opened.record(ref).state is BatchState.SECOND


def test_a_batch_read_the_same_goes_into_the_inbox_when_a_third_approves(opened, stage):
    one, two, three = opened.numbers[:3]
    ref = opened.entered(f"{one} 1 3", f"{two} x", f"{three} 2")

    with one_event(Tag.BATCH_APPROVED) as event:
        assert opened.approve(ref) == 2

    found = db.session.execute(
        select(InboxBallot.number, InboxBallot.marks, InboxBallot.channel)
    ).all()
    assert sorted(map(tuple, found)) == sorted(
        [(one, "1,3", Channel.PAPER), (three, "2", Channel.PAPER)]
    )
    assert db.session.scalars(select(PaperLine)).all() == []
    assert event.facts == '{"counted": 2, "differences": 0, "invalid": 1}'


def test_differences_are_looked_up_before_anybody_approves(opened, stage):
    one, two, three = opened.numbers[:3]
    ref = opened.batch(3)
    opened.read(ref, opened.first, f"{one} 1", f"{two} 2", f"{three} 3")
    opened.read(ref, opened.second, f"{one} 1", f"{two} 1 2", f"{three} 3")
    assert (opened.record(ref).state, opened.record(ref).differences) == (
        BatchState.DIFFERENCES,
        1,
    )

    early = refusal_of(opened.approve, ref)
    unsaid = refusal_of(
        paper_approvals.resolve, opened.second, stage.place, "2026", ref, {1: "x"}, stage.now
    )
    paper_approvals.resolve(opened.second, stage.place, "2026", ref, {2: f"{two} 1 2"}, stage.now)
    opened.approve(ref)

    assert early.code is Code.BATCH_MOVED_ON
    assert (unsaid.code, unsaid.field) == (Code.LINE_EMPTY, "line_2")
    assert set(db.session.scalars(select(InboxBallot.marks))) == {"1", "1,2", "3"}


def test_approve_is_refused_when_a_number_was_printed_less_often(opened):
    one = opened.numbers[0]
    copies = opened.numbers.count(one)
    if copies >= 3:
        pytest.skip("the draw gave this number to three ballots")
    ref = opened.entered(*[f"{one} 1"] * 3)

    refusal = refusal_of(opened.approve, ref)

    assert (refusal.code, refusal.facts) == (
        Code.NUMBER_TOO_OFTEN,
        {"number": one, "copies": copies},
    )


def test_send_back_has_the_pile_read_anew_by_anybody(opened, stage):
    lines = [f"{number} 1" for number in opened.numbers[:3]]
    ref = opened.entered(*lines)

    paper_approvals.send_back(
        opened.member, stage.place, "2026", ref, "Эки барак чаташып калды.", stage.now
    )
    opened.read(ref, opened.second, *lines)
    opened.read(ref, opened.first, *lines)

    assert opened.approve(ref) == 3


def test_approve_is_done_once(opened):
    ref = opened.entered(*(f"{number} 1" for number in opened.numbers[:3]))
    opened.approve(ref)

    refusal = refusal_of(opened.approve, ref)

    assert (type(refusal), refusal.code) == (Conflict, Code.BATCH_MOVED_ON)


def test_the_count_waits_until_every_ballot_of_every_box_is_approved(paper, stage):
    paper.mark(paper.people[0])
    stage.go_to(Phase.COUNTING)
    count = (lifecycle.count, paper.first, stage.place, "2026", KEYS, stage.now)

    closed = refusal_of(*count)
    paper.open_box(1)
    waiting = refusal_of(*count)
    paper.approve(paper.entered(f"{paper.numbers[0]} 2"))
    lifecycle.count(*count[1:])

    assert (closed.code, closed.facts) == (Code.BOX_UNOPENED, {"station": 1})
    assert (waiting.code, waiting.facts) == (Code.BATCHES_WAIT, {"station": 1, "ballots": 1})
