"""Many at once: real processes, real commits, on whichever engine is under test."""

import multiprocessing
import os
import secrets
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from itertools import chain
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, make_url, select, text

from pb import lifecycle
from pb.acts import ballots, proposals, residents, results, rounds
from pb.gateways.clock import FixedClock
from pb.gateways.storage import FolderStorage
from pb.records import results as result_records
from pb.records import schema
from pb.records.audit import events_of
from pb.records.ballots import Ballot, InboxBallot, Participation
from pb.records.base import db
from pb.records.documents import Document
from pb.records.residents import RollEntry
from pb.rules.access import Role
from pb.rules.refusals import Code
from pb.rules.rounds import Phase
from pb.services.actors import PLATFORM
from pb.services.audit import Tag
from tests.conftest import NOON
from tests.races.worker import RUNNERS, get_ready, make_app, run
from tests.stage import Stage


@contextmanager
def own_database(folder):
    """The address of an empty database for the races alone, dropped afterwards."""
    server = os.environ.get("PB_TEST_DATABASE_URL")
    if not server:
        yield f"sqlite:///{folder}/races.db"
        return
    address = make_url(server)
    name = f"{address.database}_races_{secrets.token_hex(4)}"
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
        try:
            yield address.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Where the races are held: the database with its schema, and the runners, warmed up."""
    folder = str(tmp_path_factory.mktemp("races"))
    # Runners are forked from a process that has read the code and done nothing else.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([run.__module__])
    with own_database(folder) as url, ExitStack() as stack:
        engine = create_engine(url)
        with engine.connect() as connection:
            schema.upgrade(connection)
        engine.dispose()
        runners = context.Pool(RUNNERS, get_ready, (url, folder, context.Barrier(RUNNERS)))
        stack.callback(runners.join)
        stack.callback(runners.terminate)
        app = make_app(url, folder)
        stack.enter_context(app.app_context())
        stack.callback(lambda: db.engine.dispose())
        yield runners, FolderStorage(Path(folder))


@pytest.fixture
def field(course):
    """A municipality of this race's own, and the race itself: lists of deeds, one a runner."""
    runners, storage = course
    stage = Stage(FixedClock(NOON), storage, slug=f"race-{secrets.token_hex(4)}")

    def race(*lists, meet_at=None):
        assert len(lists) <= RUNNERS
        longest = max(map(len, lists))
        lists = [*lists, *[[]] * (RUNNERS - len(lists))]
        deeds = [([*one, *[None] * (longest - len(one))], meet_at) for one in lists]
        answers = runners.starmap_async(run, deeds, chunksize=1).get(timeout=60)
        db.session.rollback()
        return [[found for found in each if found is not None] for each in answers]

    yield stage, race
    db.session.remove()


def number_of(table, stage):
    place = table.municipality_id == stage.place
    return db.session.scalar(select(func.count()).select_from(table).where(place))


def vote(stage, voter, *choices, paper=None, now=None):
    paper = paper or ballots.issue(100)
    return ballots.cast, (voter, stage.place, "2026", choices, paper, now or stage.now)


def told(answers):
    """All answers of all runners."""
    return list(chain.from_iterable(answers))


def test_one_person_votes_once_when_eight_votes_come_at_once(field):
    stage, race = field
    voters = stage.open_voting(100, 200, voters=6)

    answers = told(race(*[[vote(stage, voter, 1 + n % 2) for voter in voters]
                          for n in range(RUNNERS)]))  # fmt: skip

    receipts = [answer for answer in answers if isinstance(answer, ballots.Receipt)]
    assert len(receipts) == len(voters)
    assert answers.count(Code.VOTED_ALREADY) == len(voters) * (RUNNERS - 1), answers
    assert number_of(Participation, stage) == number_of(InboxBallot, stage) == len(voters)


@pytest.mark.postgresql
@pytest.mark.skipif(not os.environ.get("PB_TEST_DATABASE_URL"), reason="SQLite writes one by one")
def test_one_person_votes_once_when_all_were_found_not_to_have_voted(field):
    """The race at its narrowest: each of the eight is about to write that the person takes part."""
    stage, race = field
    [voter] = stage.open_voting(100, voters=1)

    votes = [[vote(stage, voter, 1)] for _ in range(RUNNERS)]
    answers = told(race(*votes, meet_at="INSERT INTO participation"))

    assert answers.count(Code.VOTED_ALREADY) == RUNNERS - 1, answers
    assert number_of(Participation, stage) == number_of(InboxBallot, stage) == 1


def test_a_button_pressed_eight_times_at_once_gives_one_vote_and_one_receipt(field):
    stage, race = field
    voters = stage.open_voting(100, voters=3)
    papers = [ballots.issue(100) for _ in voters]

    answers = race(*[[vote(stage, voter, 1, paper=paper)
                      for voter, paper in zip(voters, papers, strict=True)]] * RUNNERS)  # fmt: skip

    assert all(each == answers[0] for each in answers)
    assert [receipt.ballot_id for receipt in answers[0]] == [paper.ballot_id for paper in papers]
    assert number_of(Participation, stage) == number_of(InboxBallot, stage) == len(voters)


def test_every_vote_that_was_acknowledged_is_counted_when_the_count_comes_between(field):
    stage, race = field
    voters = stage.open_voting(100, 200, voters=20)
    closes = stage.round().voting_closes
    in_time = closes - timedelta(microseconds=1)
    clerk = stage.person(Role.OPERATOR)
    count = (lifecycle.count, (clerk, stage.place, "2026", closes))
    lists = [[vote(stage, voter, 1, now=in_time) for voter in voters[n::7]] for n in range(7)]

    answers = told(race(*lists, [None, count]))

    acknowledged = [answer for answer in answers if isinstance(answer, ballots.Receipt)]
    others = [answer for answer in answers if not isinstance(answer, ballots.Receipt)]
    assert set(others) <= {1, Code.VOTING_CLOSED, Code.BALLOTS_UNSEALED}, others
    if Code.BALLOTS_UNSEALED in others:  # a vote came between the sealing and the count
        lifecycle.count(clerk, stage.place, "2026", closes)
    result = result_records.result_of(stage.place, stage.round().id)
    assert len(acknowledged) == result.ballots == result.participants
    assert number_of(Ballot, stage) == number_of(Participation, stage) == len(acknowledged)
    assert number_of(InboxBallot, stage) == 0


def test_two_clerks_at_once_never_give_two_projects_one_number(field):
    stage, race = field
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    refs = [stage.submitted() for _ in range(2 * RUNNERS)]
    stage.go_to(Phase.REVIEW)
    clerks = [stage.person(Role.OPERATOR) for _ in range(RUNNERS)]

    answers = race(*[[(proposals.admit, (clerk, stage.place, ref, stage.now))
                      for ref in refs[n::RUNNERS]] for n, clerk in enumerate(clerks)])  # fmt: skip

    assert sorted(told(answers)) == list(range(1, len(refs) + 1))


def test_two_clerks_at_once_give_one_proposal_one_answer(field):
    stage, race = field
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    ref = stage.submitted()
    stage.go_to(Phase.REVIEW)
    clerks = [stage.person(Role.OPERATOR) for _ in range(RUNNERS)]

    answers = told(
        race(*[[(proposals.admit, (clerk, stage.place, ref, stage.now))] for clerk in clerks])
    )

    assert answers.count(1) == 1
    assert answers.count(Code.PROPOSAL_MOVED_ON) == RUNNERS - 1, answers


def test_authors_at_once_never_get_one_register_number(field):
    stage, race = field
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    authors = [stage.person(Role.RESIDENT) for _ in range(RUNNERS)]
    facts = proposals.ProposalFacts("ky", "Көпүрө оңдоо", "К" * 20, "О" * 20, 100)
    drafts = [proposals.save(one, stage.place, "2026", facts, stage.now) for one in authors]

    answers = race(*[[(proposals.submit, (author, stage.place, ref, stage.now))]
                     for author, ref in zip(authors, drafts, strict=True)])  # fmt: skip

    assert sorted(told(answers)) == list(range(1, RUNNERS + 1))


def test_a_result_is_confirmed_once_and_has_one_protocol(field):
    stage, race = field
    stage.open_voting(100, voters=1)
    stage.go_to(Phase.COUNTING)
    lifecycle.count(stage.person(Role.OPERATOR), stage.place, "2026", stage.now)
    members = [stage.person(Role.COMMISSION) for _ in range(RUNNERS)]

    confirm = [
        (results.confirm, (member, stage.place, "2026", stage.storage, stage.now))
        for member in members
    ]

    answers = told(race(*[[deed] for deed in confirm]))

    assert answers.count(Code.RESULT_CONFIRMED) == RUNNERS - 1, answers
    assert number_of(Document, stage) == 2


def test_two_rounds_confirmed_at_once_have_two_protocol_numbers(field):
    stage, race = field
    slugs = ("2026", "2027")
    for slug in slugs:
        stage.clock.put(NOON)
        stage.open_voting(100, voters=1, slug=slug)
    stage.go_to(Phase.COUNTING)
    for slug in slugs:
        lifecycle.count(PLATFORM, stage.place, slug, stage.now)
    members = [stage.person(Role.COMMISSION) for _ in slugs]

    answers = race(*[[(results.confirm, (member, stage.place, slug, stage.storage, stage.now))]
                     for member, slug in zip(members, slugs, strict=True)])  # fmt: skip

    numbers = [[paper.number for paper in papers] for papers in told(answers)]
    assert sorted(numbers) == [[1, 1], [2, 2]], answers


def test_a_round_is_counted_once_when_clerks_count_at_once(field):
    stage, race = field
    for voter in stage.open_voting(100, voters=3):
        stage.vote(voter, 1)
    stage.go_to(Phase.COUNTING)
    clerks = [stage.person(Role.OPERATOR) for _ in range(RUNNERS)]

    answers = told(
        race(*[[(lifecycle.count, (clerk, stage.place, "2026", stage.now))] for clerk in clerks])
    )

    assert answers.count(1) == 1
    assert answers.count(Code.RESULT_EXISTS) == RUNNERS - 1, answers
    assert number_of(Ballot, stage) == 3


def test_a_person_has_one_line_on_the_roll_when_clerks_enter_him_at_once(field):
    stage, race = field
    stage.announced()
    person, round_id = stage.person(Role.RESIDENT), stage.round().id
    lines = [(person.account_id, "archa-tor")]
    enter = (residents.enter_on_roll, (PLATFORM, stage.place, round_id, lines, stage.now))

    answers = told(race(*[[enter]] * RUNNERS))

    assert sorted(answers) == [0] * (RUNNERS - 1) + [1]
    assert number_of(RollEntry, stage) == 1


def test_a_round_is_announced_once(field):
    stage, race = field
    stage.draft()
    heads = [stage.person(Role.HEAD) for _ in range(RUNNERS)]

    answers = race(*[[(rounds.announce, (head, stage.place, "2026", stage.now))] for head in heads])

    assert told(answers).count(Code.ROUND_FROZEN) == RUNNERS - 1
    assert stage.round().announced_by in {head.account_id for head in heads}
    assert len(events_of(stage.place, Tag.ROUND_ANNOUNCED)) == 1
