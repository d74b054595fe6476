"""Jobs: done once, shown as they go, and shown as not done when nobody does them any more."""

import json

import pytest

from pb import lifecycle
from pb.acts import jobs, papers
from pb.records import jobs as records
from pb.records.base import db
from pb.records.documents import Document
from pb.rules.jobs import JobError, JobKind, JobState
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound
from pb.rules.roles import Role
from pb.services.actors import PLATFORM
from pb.services.audit import Tag
from pb.services.jobs import Tools, ask
from pb.services.work import unit_of_work
from tests.fingerprint import fingerprint, one_event, refused
from tests.stage import KEYS


@pytest.fixture
def tools(stage):
    return Tools(stage.storage, KEYS, stage.clock)


def run(tools, work):
    return lifecycle.run_jobs(tools, {JobKind.CHECK_PAPERS: work})


def asked(stage, place=None, **facts):
    ref = ask(PLATFORM, place, JobKind.CHECK_PAPERS, stage.now, **facts)
    return lambda: records.job_of(place, ref)


def test_a_job_is_done_once_with_the_facts_it_was_asked_with(stage, tools):
    job = asked(stage, stage.place, file="a1b2")
    seen = []

    def work(begun, _tools, _tell):
        seen.append((begun.municipality_id, begun.facts))
        return {"lines": 7}

    with one_event(Tag.JOB_DONE):
        assert run(tools, work) == 1
    assert run(tools, work) == 0

    assert seen == [(stage.place, {"file": "a1b2"})]
    assert (job().state, json.loads(job().report)) == (JobState.DONE, {"lines": 7})
    assert job().started_at == job().finished_at == stage.now


def test_no_job_is_left_when_the_deed_that_asked_for_it_fails(stage):
    before = fingerprint()

    def deed():
        with unit_of_work():
            asked(stage)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        deed()

    assert fingerprint() == before


def test_whoever_watches_a_job_sees_how_much_of_it_is_done(stage, tools):
    job = asked(stage)
    seen = []

    def work(_begun, _tools, tell):
        for done in (0, 50, 120):
            tell(done, 120)
            seen.append((job().state, job().done, job().total))
        return {}

    run(tools, work)

    assert seen == [(JobState.RUNNING, done, 120) for done in (0, 50, 120)]


def test_a_job_that_breaks_is_shown_as_not_done_and_the_next_one_begins(stage, tools, caplog):
    first, second = asked(stage), asked(stage)

    def work(begun, _tools, _tell):
        if begun.ref == first().ref:
            raise KeyError("x")
        return {}

    with caplog.at_level("ERROR", "pb"):
        assert run(tools, work) == 2

    assert (first().state, first().error, first().report) == ("failed", JobError.BROKEN, None)
    assert second().state == JobState.DONE
    assert [record.message for record in caplog.records] == ["a job broke"]


def test_a_job_that_is_refused_tells_the_code_and_leaves_nothing_half_done(stage, tools):
    job = asked(stage)

    def work(_begun, _tools, _tell):
        with unit_of_work():
            asked(stage)
            raise Conflict(Code.RESULT_EXISTS, given="a name")

    with one_event(Tag.JOB_FAILED) as event:
        run(tools, work)

    assert (job().error, json.loads(job().report)) == (JobError.REFUSED, {"code": "result_exists"})
    assert event.facts == '{"error": "job_refused", "kind": "check_papers"}'
    assert len(records.latest_jobs_everywhere()) == 1


def test_the_job_of_a_dead_worker_is_shown_as_not_done(stage):
    running, waiting = asked(stage), asked(stage)
    jobs.begin_next(stage.now)

    assert jobs.fail_abandoned(stage.now) == 1
    assert jobs.fail_abandoned(stage.now) == 0

    assert (running().state, running().error) == ("failed", JobError.WORKER_ENDED)
    assert (waiting().state, waiting().started_at) == ("queued", None)


def test_a_job_that_was_given_up_stays_so_whatever_comes_of_it_later(stage):
    job = asked(stage)
    begun = jobs.begin_next(stage.now)
    jobs.fail_abandoned(stage.now)
    before = fingerprint()

    jobs.tell(begun.id, 5, 10)
    jobs.finish(begun.id, {}, stage.now)
    jobs.fail(begun.id, JobError.BROKEN, stage.now)

    assert fingerprint() == before
    assert job().error is JobError.WORKER_ENDED


def test_jobs_are_seen_in_their_municipality_alone_and_by_the_platform_everywhere(stage):
    other = stage.neighbour()
    mine, whole = asked(stage, stage.place), asked(stage)

    assert records.job_of(stage.place, mine().ref).ref == mine().ref
    assert [job.ref for job in records.latest_jobs_everywhere()] == [whole().ref, mine().ref]
    with pytest.raises(NotFound):
        records.job_of(other.place, mine().ref)


def test_a_paper_whose_bytes_are_gone_is_found(stage, tools, monkeypatch):
    monkeypatch.setattr(papers, "TELL_EVERY", 1)
    stage.open_voting(100, voters=1)
    stage.decided()
    ref = papers.ask_check(PLATFORM, stage.now)
    gone = db.session.query(Document).order_by(Document.id).first()
    del stage.storage._kept[gone.sha256]

    assert lifecycle.run_jobs(tools) == 1

    job = records.job_of(None, ref)
    assert json.loads(job.report) == {"papers": 2, "damaged": [gone.ref]}
    assert (job.done, job.total) == (2, 2)


def test_only_the_platform_has_the_papers_checked(stage):
    clerk = stage.person(Role.OPERATOR)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        papers.ask_check(clerk, stage.now)
