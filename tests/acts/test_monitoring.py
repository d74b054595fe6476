"""Forming a group and beginning an evaluation: who may, and of what."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pb.acts import monitoring
from pb.acts.monitoring import GroupFacts
from pb.records import involvement
from pb.records import monitoring as records
from pb.rules.monitoring import EvaluationState
from pb.rules.refusals import Code, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.texts import Bilingual
from pb.services.actors import STRANGER
from tests.fingerprint import refused
from tests.monitoring_stage import (
    Monitored,
    one_deed,
)
from tests.stage import Stage


@pytest.fixture
def monitored(stage: Stage) -> Monitored:
    """A past winner and a group to look at it."""
    return Monitored.on(stage)


def test_form_group_keeps_the_act_that_made_it_and_its_members(monitored):
    with one_deed(monitored.place, "group.formed", members=3):
        ref = monitored.form_group()

    group = records.groups_of(monitored.place)[0]
    assert group.ref == ref
    assert group.constituted_by.ru == "Постановление № 3 от 14.01.2026"
    assert records.members_of(monitored.place, group.id) == 3


def test_form_group_is_refused_to_anyone_but_the_platform(monitored):
    head = monitored.stage.person(Role.HEAD)
    facts = GroupFacts(Bilingual("Топ", "Группа"), Bilingual("Токтом", "Акт 1"), date(2026, 1, 1))

    with refused(NotAllowed, Code.NOT_ALLOWED):
        monitoring.form_group(head, monitored.place, facts, {}, monitored.stage.now)


def test_form_group_is_refused_when_someone_does_not_hold_the_role(monitored):
    members = [*monitored.members[:2], monitored.stage.person(Role.RESIDENT)]

    with refused(NotAllowed, Code.NOT_ALLOWED, "members"):
        monitored.form_group(members)


def test_form_group_is_refused_when_it_is_too_small_or_ends_before_it_begins(monitored):
    with refused(NotValid, Code.NUMBER_OUT_OF_RANGE, "members"):
        monitored.form_group(monitored.members[:2])
    with refused(NotValid, Code.DATES_OUT_OF_ORDER, "valid_to"):
        monitored.form_group(valid_to=date(2026, 1, 14))


def test_draft_begins_an_evaluation_that_nobody_else_reads(monitored):
    with one_deed(monitored.place, "evaluation.drafted", project=1):
        ref = monitored.draft()

    evaluation = monitored.evaluation(ref)
    assert evaluation.state is EvaluationState.DRAFT
    assert evaluation.visited_on == monitored.today
    assert (evaluation.project.number, evaluation.round.slug) == (1, "2026")
    assert records.published_evaluations(monitored.place) == []
    assert [
        found.ref for found in records.evaluations_of_group(monitored.place, evaluation.group_id)
    ] == [ref]
    with pytest.raises(NotFound):
        records.published_evaluation(monitored.place, ref)


def test_draft_begun_again_by_the_group_is_the_same_one(monitored):
    ref = monitored.draft()
    monitored.wait(days=1)

    again = monitored.draft(monitored.members[1])

    assert again == ref
    assert monitored.evaluation(ref).visited_on == monitored.today


def test_draft_is_refused_when_the_project_did_not_win(monitored):
    with refused(NotValid, Code.NOT_A_WINNER, "project"):
        monitored.draft(project=2)


def test_draft_is_refused_when_there_is_no_such_project(monitored):
    with refused(NotFound, Code.NOT_FOUND):
        monitored.draft(project=3)


def test_draft_is_refused_when_the_round_is_not_decided(monitored):
    monitored.stage.open_voting(100_000, slug="2027")

    with refused(NotNow, Code.NOT_OPEN):
        monitored.draft(slug="2027")


def test_draft_is_refused_when_the_day_of_the_visit_cannot_be(monitored):
    for day in (monitored.today + timedelta(days=1), monitored.today - timedelta(days=30)):
        with refused(NotValid, Code.VISIT_OUT_OF_RANGE, "visited_on"):
            monitored.draft(visited_on=day)


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.OPERATOR, Role.HEAD, Role.COMMISSION])
def test_draft_is_refused_to_whoever_does_not_monitor(monitored, role):
    other = monitored.stage.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        monitored.draft(other)


def test_draft_is_refused_to_someone_who_has_not_signed_in(monitored):
    with refused(NotAllowed, Code.SIGN_IN_FIRST):
        monitored.draft(STRANGER)


def test_draft_is_refused_to_a_monitor_who_belongs_to_no_group(monitored):
    alone = monitored.stage.person(Role.MONITORING)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        monitored.draft(alone)


def test_draft_is_refused_to_a_group_whose_mandate_is_over(monitored):
    people = [monitored.stage.person(Role.MONITORING) for _ in range(3)]
    monitored.form_group(people, valid_to=monitored.today + timedelta(days=1))
    ref = monitored.draft(people[0])
    monitored.wait(days=1)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        monitored.draft(people[0])
    with refused(NotAllowed, Code.NOT_ALLOWED):
        monitored.record(ref, people[0])


def test_draft_is_refused_to_a_monitor_of_another_municipality(monitored):
    neighbour = monitored.elsewhere()

    with refused(NotFound, Code.NOT_FOUND):
        monitored.draft(neighbour)


def test_draft_is_refused_to_the_author_of_the_proposal(monitored):
    project_id = monitored.evaluation(monitored.draft()).project_id
    (author,) = involvement.people_behind(monitored.place, project_id)
    both = replace(monitored.member, account_id=author, roles=frozenset({Role.MONITORING}))
    monitored.add_member(author)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        monitored.draft(both)
