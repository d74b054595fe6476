"""Piles of ballots: read by two, resolved with the paper in hand, approved by a third."""

import pytest
from sqlalchemy import select

from pb import lifecycle
from pb.acts import paper_approvals, paper_batches
from pb.records.ballots import InboxBallot
from pb.records.base import db
from pb.records.paper_batches import PaperLine
from pb.rules.paper_ballots import BatchState
from pb.rules.refusals import Code, Conflict, NotAllowed, Refusal
from pb.rules.rounds import Phase
from pb.rules.tally.election import Channel
from pb.services.audit import Tag
from tests.fingerprint import fingerprint, one_event
from tests.paper_stage import with_station
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
    assert (short.code, short.facts) == (Code.PASS_FILE_UNEVEN, {"size": 3, "entered": 1})
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
