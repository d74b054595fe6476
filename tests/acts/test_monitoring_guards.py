"""What the database itself refuses, whoever writes to it and however."""

# ruff: noqa: S608 - every statement is written here, nothing comes from outside

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pb.records.base import db
from pb.rules.roles import Role
from tests.monitoring_stage import WHY_NOT, Monitored
from tests.stage import Stage

INSTANT = "'2026-03-20 06:00:00.000000'"


@pytest.fixture
def monitored(stage: Stage) -> Monitored:
    """A past winner and a group to look at it."""
    return Monitored.on(stage)


def run(statement: str, **values: object) -> int:
    """Write past every deed; how many rows it touched."""
    with db.session.begin_nested():
        result = db.session.execute(text(statement), values)
    return result.rowcount  # type: ignore[attr-defined, no-any-return]


def assert_refused(why: str, statement: str, **values: object) -> None:
    """The database does not take it, and says why."""
    with pytest.raises(DBAPIError, match=why):
        run(statement, **values)


CHANGES = [
    "UPDATE evaluation SET finding_ky = 'Баары жакшы, эч кандай кемчилик жок'",
    "UPDATE evaluation SET visited_on = '2026-01-01'",
    "UPDATE evaluation SET state = 'draft'",
    "UPDATE evaluation_score SET value = 5",
    "UPDATE evaluation_score SET remark = 'башка сөз'",
    "DELETE FROM evaluation_score",
    "UPDATE evaluation_photo SET sha256 = small_sha256",
    "UPDATE evaluation_photo SET caption_ky = 'башка сөз'",
    "DELETE FROM evaluation_photo",
    "UPDATE recommendation SET text_ky = 'башка сөз'",
    "UPDATE recommendation SET due_on = '2030-01-01'",
    "DELETE FROM recommendation",
    "DELETE FROM evaluation",
    "DELETE FROM group_member",
    "DELETE FROM monitoring_group",
]


def test_database_keeps_what_is_published(monitored):
    monitored.published()

    for statement in CHANGES:
        assert_refused("is final", statement)


ADDITIONS = [
    "INSERT INTO evaluation_score SELECT evaluation_id, 'quality', 5, NULL, 'ky',"
    " municipality_id FROM evaluation_photo",
    "INSERT INTO evaluation_photo (evaluation_id, position, moment, caption_ky, media_type,"
    " sha256, size, width, height, small_sha256, small_size, small_width, small_height,"
    " municipality_id) SELECT evaluation_id, 9, 'now', 'сөз', media_type, small_sha256, size,"
    " width, height, sha256, small_size, small_width, small_height, municipality_id"
    " FROM evaluation_photo",
    "INSERT INTO recommendation (ref, evaluation_id, number, text_ky, municipality_id)"
    " SELECT 'x', evaluation_id, 9, 'сөз', municipality_id FROM evaluation_photo",
]


def test_database_lets_nothing_be_added_to_what_is_published(monitored):
    monitored.published()

    for statement in ADDITIONS:
        assert_refused("is final", statement)


def test_database_lets_a_draft_be_changed(monitored):
    monitored.written()

    assert run("UPDATE evaluation_score SET value = 5") == 6
    assert run("UPDATE recommendation SET text_ky = 'башка сөз'") == 2
    assert run("DELETE FROM evaluation_photo") == 1


def test_database_refuses_a_refusal_without_reasons(monitored):
    ref = monitored.published()
    head = monitored.stage.person(Role.HEAD)

    for answer in ("refused", "partly"):
        for reasons in (None, "акча жок", "               "):
            assert_refused(
                "reasons_unless_accepted",
                "UPDATE recommendation SET answer = :answer, reasons = :reasons,"
                f" reasons_language = :language, answered_at = {INSTANT}, answered_by = :head",
                answer=answer,
                reasons=reasons,
                language="ky" if reasons else None,
                head=head.account_id,
            )

    assert monitored.evaluation(ref).recommendations[0].answer is None


def test_database_refuses_to_insert_a_refusal_without_reasons(monitored):
    monitored.draft()
    head = monitored.stage.person(Role.HEAD)

    assert_refused(
        "reasons_unless_accepted",
        "INSERT INTO recommendation (ref, evaluation_id, number, text_ky, issued_at, due_on,"
        " answer, answered_at, answered_by, municipality_id)"
        f" SELECT 'x', id, 1, 'сөз', {INSTANT}, '2026-04-07', 'refused', {INSTANT}, :head,"
        " municipality_id FROM evaluation",
        head=head.account_id,
    )


def test_database_refuses_half_an_answer(monitored):
    monitored.published()
    head = monitored.stage.person(Role.HEAD).account_id
    whole = f"reasons = '{WHY_NOT}', reasons_language = 'ky', answered_at = {INSTANT}"

    for change, constraint in (
        ("answer = 'accepted'", "answered_whole"),
        (f"answered_at = {INSTANT}", "answered_whole"),
        (f"reasons = '{WHY_NOT}', reasons_language = 'ky'", "reasons_of_an_answer"),
        (f"answer = 'maybe', answered_by = {head}, {whole}", "known_answer"),
        ("issued_at = NULL", "is final"),
    ):
        assert_refused(constraint, f"UPDATE recommendation SET {change}")


def test_database_keeps_an_answer_that_was_given(monitored):
    first, _ = monitored.recommendations(monitored.published())
    monitored.answer(first)

    for change in (f"answer = 'refused', reasons = '{WHY_NOT}'", "answer = NULL", "number = 7"):
        assert_refused("is final", f"UPDATE recommendation SET {change} WHERE ref = '{first}'")


def test_database_refuses_a_score_that_cannot_be(monitored):
    monitored.written()

    for change, constraint in (
        ("value = 6", "on_the_scale"),
        ("value = 0", "on_the_scale"),
        ("value = NULL", "reason_if_not_assessed"),
        ("value = NULL, remark = 'билбейм'", "reason_if_not_assessed"),
        ("value = NULL, remark = '               '", "reason_if_not_assessed"),
        ("indicator = 'beauty'", "known_indicator"),
    ):
        assert_refused(
            constraint, f"UPDATE evaluation_score SET {change} WHERE indicator = 'quality'"
        )


def test_database_refuses_to_publish_what_is_not_whole(monitored):
    monitored.written()
    whole = f"published_at = {INSTANT}, register_number = 1, published_by = written_by"

    for change, constraint in (
        ("state = 'published'", "dated_if_published"),
        (f"state = 'published', {whole}, finding_ky = NULL", "finding_if_published"),
    ):
        assert_refused(constraint, f"UPDATE evaluation SET {change}")


def test_database_refuses_a_writer_outside_the_group_and_a_project_from_elsewhere(monitored):
    monitored.draft()
    stranger = monitored.stage.person(Role.MONITORING).account_id
    neighbour = monitored.stage.neighbour().place

    assert_refused("(?i)foreign key", f"UPDATE evaluation SET written_by = {stranger}")
    assert_refused("(?i)foreign key", f"UPDATE evaluation SET municipality_id = {neighbour}")
