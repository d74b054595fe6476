"""Publishing an evaluation and answering it: what is public never changes."""

import json
from datetime import date

import pytest

from pb.records import documents
from pb.records import monitoring as records
from pb.rules.monitoring import Answer
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotValid
from pb.rules.roles import Role
from pb.services.actors import PLATFORM
from tests.fingerprint import refused
from tests.monitoring_stage import (
    FINDING,
    WHY_NOT,
    Monitored,
    one_deed,
)
from tests.stage import Stage


@pytest.fixture
def monitored(stage: Stage) -> Monitored:
    """A past winner and a group to look at it."""
    return Monitored.on(stage)


def test_publish_makes_it_public_and_asks_the_office(monitored):
    ref = monitored.written()

    with one_deed(monitored.place, "evaluation.published", recommendations=2):
        paper = monitored.publish(ref)

    evaluation = records.published_evaluation(monitored.place, ref)
    assert evaluation.register_number == 1
    assert evaluation.published_at == monitored.stage.now
    assert (
        records.published_photo(monitored.place, evaluation.photos[0].small_sha256) == "image/jpeg"
    )
    # from Wednesday, 18 March: week-ends are not counted, nor is a holiday on a Friday
    assert {asked.due_on for asked in evaluation.recommendations} == {date(2026, 4, 8)}
    assert len(records.unanswered(monitored.place)) == 2
    (kept,) = documents.documents_about(monitored.place, ref)
    assert (kept.ref, kept.number, kept.language) == (paper.ref, 1, "ky+ru")
    assert monitored.stage.storage.get(paper.sha256).startswith(b"%PDF-")
    assert json.loads(kept.facts)["finding"]["ky"] == FINDING


def test_publish_needs_no_recommendations(monitored):
    ref = monitored.written(recommendations=[])

    monitored.publish(ref)

    assert records.published_evaluation(monitored.place, ref).recommendations == []
    assert len(documents.documents_about(monitored.place, ref)) == 1


def test_publish_counts_the_register_of_each_municipality(monitored):
    first = monitored.published()

    second = monitored.published()

    assert monitored.evaluation(second).register_number == 2
    assert [found.ref for found in records.published_evaluations(monitored.place)] == [
        second,
        first,
    ]
    neighbour = monitored.elsewhere().municipality_id
    assert neighbour
    assert records.next_register_number(neighbour) == 1


def test_publish_is_refused_until_everything_is_there(monitored):
    ref = monitored.draft()
    with refused(NotValid, Code.INDICATORS_MISSING, "score_finished_on_time"):
        monitored.publish(ref)
    monitored.record(ref, finding=None)
    with refused(NotValid, Code.TEXT_MISSING, "finding"):
        monitored.publish(ref)
    monitored.record(ref)
    with refused(NotValid, Code.PHOTO_MISSING, "photo"):
        monitored.publish(ref)

    monitored.add_photo(ref)
    monitored.publish(ref)

    assert monitored.evaluation(ref).is_published


def test_nothing_is_written_to_a_published_evaluation(monitored):
    ref = monitored.published()

    for deed in (
        lambda: monitored.record(ref),
        lambda: monitored.add_photo(ref, colour="red"),
        lambda: monitored.publish(ref),
    ):
        with refused(Conflict, Code.EVALUATION_PUBLISHED):
            deed()


def test_the_platform_itself_evaluates_nothing(monitored):
    ref = monitored.written()

    with refused(NotAllowed, Code.NOT_ALLOWED):
        monitored.publish(ref, PLATFORM)


def test_answer_is_kept_and_the_report_waits_for_the_others(monitored):
    first, second = monitored.recommendations(monitored.published())
    head = monitored.stage.person(Role.HEAD)

    with one_deed(monitored.place, "recommendation.answered", answer="accepted"):
        paper = monitored.answer(first, head)

    assert paper is None
    asked = records.recommendation_of(monitored.place, first)
    assert (asked.answer, asked.reasons) == (Answer.ACCEPTED, None)
    assert (asked.answered_at, asked.answered_by) == (monitored.stage.now, head.account_id)
    assert [waiting.ref for waiting in records.unanswered(monitored.place)] == [second]


def test_answer_to_the_last_recommendation_makes_the_next_report_and_the_former_stays(monitored):
    ref = monitored.published()
    first, second = monitored.recommendations(ref)
    head = monitored.stage.person(Role.HEAD)
    monitored.wait(days=3)
    monitored.answer(first, head)
    monitored.wait(days=1)

    with one_deed(monitored.place, "recommendation.answered", answer="refused"):
        paper = monitored.answer(second, head, answer=Answer.REFUSED, reasons=WHY_NOT)

    later, former = documents.documents_about(monitored.place, ref)
    assert paper
    assert (later.ref, later.number, former.number) == (paper.ref, 2, 1)
    assert later.sha256 != former.sha256
    assert monitored.stage.storage.get(former.sha256)
    answers = [line["answer"] for line in json.loads(later.facts)["recommendations"]]
    assert answers == ["accepted", "refused"]
    assert json.loads(later.facts)["recommendations"][1]["answer_text"]["ky"] == WHY_NOT
    assert {line["answer"] for line in json.loads(former.facts)["recommendations"]} == {None}
    assert records.unanswered(monitored.place) == []


def test_answer_is_taken_when_it_is_late(monitored):
    first, _ = monitored.recommendations(monitored.published())
    monitored.wait(days=60)

    monitored.answer(first)

    assert records.recommendation_of(monitored.place, first).answer is Answer.ACCEPTED


def test_answer_is_refused_when_it_gives_no_reasons(monitored):
    first, _ = monitored.recommendations(monitored.published())
    head = monitored.stage.person(Role.HEAD)

    for answer in (Answer.PARTLY, Answer.REFUSED):
        for reasons in (None, "", "акча жок", "          "):
            with refused(NotValid, Code.ANSWER_NEEDS_REASONS, "reasons"):
                monitored.answer(first, head, answer=answer, reasons=reasons)

    assert records.recommendation_of(monitored.place, first).answer is None


def test_answer_is_refused_when_it_was_given_before(monitored):
    first, _ = monitored.recommendations(monitored.published())
    head = monitored.stage.person(Role.HEAD)
    monitored.answer(first, head)

    with refused(Conflict, Code.ANSWERED_ALREADY):
        monitored.answer(first, head, answer=Answer.REFUSED, reasons=WHY_NOT)

    assert records.recommendation_of(monitored.place, first).answer is Answer.ACCEPTED


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.MONITORING, Role.COMMISSION])
def test_answer_is_refused_to_whoever_does_not_answer_for_the_office(monitored, role):
    first, _ = monitored.recommendations(monitored.published())
    other = monitored.stage.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        monitored.answer(first, other)


def test_answer_finds_nothing_of_another_municipality(monitored):
    first, _ = monitored.recommendations(monitored.published())
    neighbour = monitored.stage.neighbour()
    head = neighbour.person(Role.HEAD)

    with refused(NotFound, Code.NOT_FOUND):
        monitored.answer(first, head)
    with refused(NotFound, Code.NOT_FOUND):
        monitored.answer(first, head, place=neighbour.place)


def test_answer_finds_nothing_in_a_draft(monitored):
    first, _ = monitored.recommendations(monitored.written())
    head = monitored.stage.person(Role.HEAD)

    with refused(NotFound, Code.NOT_FOUND):
        monitored.answer(first, head)
