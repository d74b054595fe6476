"""Paper against the internet, two approvals at once, a power cut: real processes, real commits."""

import multiprocessing
import os
import secrets
import signal
from datetime import timedelta

from sqlalchemy import select

from pb.acts import ballots, box_acts, paper_approvals, paper_batches, paper_marks
from pb.records.ballots import InboxBallot, Participation
from pb.records.base import db
from pb.records.paper_batches import PaperLine
from pb.records.paper_marks import PaperMark
from pb.records.stations import BoxAct
from pb.rules.paper_ballots import BoxFacts
from pb.rules.refusals import Code
from pb.rules.rounds import Phase
from tests.paper_stage import with_station
from tests.races.finish import number_of, told, vote
from tests.races.worker import make_app


def mark(paper, person, now=None):
    stage = paper.stage
    given = (paper.first, stage.place, "2026", paper.station, paper.line_of(person))
    return paper_marks.mark, (*given, now or stage.now)


def opened(stage, size=2):
    """A station whose box holds so many ballots, and a batch of them all."""
    paper = with_station(stage, voters=size, stock=size)
    for person in paper.people:
        paper.mark(person)
    paper.open_box(size)
    return paper


def test_one_person_votes_once_when_telephone_and_paper_come_at_once(field):
    stage, race = field
    paper = with_station(stage, voters=6, stock=6)
    by_phone = [vote(stage, person, 1) for person in paper.people]
    on_paper = [mark(paper, person) for person in paper.people]

    answers = told(race(*[by_phone] * 4, *[on_paper] * 4))

    assert number_of(Participation, stage) == 6
    receipts = {one.ballot_id for one in answers if isinstance(one, ballots.Receipt)}
    marks = [one for one in answers if isinstance(one, int)]
    assert len(receipts) == number_of(InboxBallot, stage)
    assert len(marks) == number_of(PaperMark, stage)
    assert len(receipts) + len(marks) == 6, answers


def test_a_batch_goes_in_once_when_eight_approve_it_at_once(field):
    stage, race = field
    paper = opened(stage)
    ref = paper.entered(*(f"{number} 1" for number in paper.numbers))
    approve = paper_approvals.approve, (paper.member, stage.place, "2026", ref, stage.now)

    answers = told(race(*[[approve]] * 8))

    assert sorted(answers, key=str) == [2, *[Code.BATCH_MOVED_ON] * 7], answers
    assert number_of(InboxBallot, stage) == 2


def test_nobody_is_marked_behind_the_act_of_a_box(field):
    stage, race = field
    paper = with_station(stage, voters=7, stock=7)
    closes = stage.round().voting_closes
    stage.go_to(Phase.COUNTING)
    act = (
        box_acts.open_box,
        (paper.first, stage.place, "2026", paper.station, BoxFacts(0, 0, 7), stage.now),
    )

    answers = told(race(*[[mark(paper, person, closes)] for person in paper.people], [act]))

    marked = db.session.scalar(select(BoxAct.marks).where(BoxAct.municipality_id == stage.place))
    assert number_of(PaperMark, stage) == number_of(Participation, stage) == marked
    assert {one for one in answers if not isinstance(one, int)} <= {Code.BOX_OPENED}


def test_one_reads_a_pile_when_two_begin_it_at_once(field):
    stage, race = field
    paper = opened(stage)
    ref, line = paper.batch(2), f"{paper.numbers[0]} 1"
    begin = [
        [(paper_batches.enter_line, (one, stage.place, "2026", ref, 1, line, stage.now))]
        for one in (paper.first, paper.second)
    ]

    answers = told(race(*begin))

    assert sorted(isinstance(one, Code) for one in answers) == [False, True], answers
    assert Code.PASS_OF_ANOTHER in answers
    assert number_of(PaperLine, stage) == 1


def typist(url, folder, pipe, operator, place, ref, lines, now):
    """Type lines for ever, and say after each that it was acknowledged."""
    with make_app(url, folder).app_context():
        for number, line in enumerate(lines, start=1):
            paper_batches.enter_line(operator, place, "2026", ref, number, line, now)
            pipe.send(number)
            now += timedelta(seconds=4)


def test_a_power_cut_loses_no_line_that_was_acknowledged(field, tmp_path):
    stage, _ = field
    paper = opened(stage, size=200)
    ref = paper.batch(200)
    lines = [f"{secrets.choice(paper.numbers)} {1 + n % 3}" for n in range(200)]
    url = db.engine.url.render_as_string(hide_password=False)
    db.session.remove()
    context = multiprocessing.get_context("forkserver")
    ours, theirs = context.Pipe(duplex=False)
    given = (url, str(tmp_path), theirs, paper.first, stage.place, ref, lines, stage.now)
    process = context.Process(target=typist, args=given)
    process.start()
    theirs.close()

    acknowledged = 0
    while acknowledged < 20:
        acknowledged = ours.recv()
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    try:
        while True:
            acknowledged = ours.recv()
    except EOFError:
        pass

    kept = db.session.scalars(
        select(PaperLine.line).where(PaperLine.municipality_id == stage.place)
    )
    assert sorted(kept)[:acknowledged] == list(range(1, acknowledged + 1))
    paper.stage.clock.put(stage.now)
    following = number_of(PaperLine, stage) + 1
    paper_batches.enter_line(
        paper.first, stage.place, "2026", ref, following, lines[following - 1], stage.now
    )
    assert number_of(PaperLine, stage) == following
