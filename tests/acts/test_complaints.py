"""Complaints about looks at personal data: made by the person, answered by somebody else."""

from datetime import timedelta

import pytest

from pb.acts import privacy as acts
from pb.records import privacy as records
from pb.rules import calendar
from pb.rules.privacy import Field, Purpose
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound
from pb.rules.roles import Role
from pb.services import privacy
from pb.services.audit import Tag
from pb.services.privacy import Looking, Subject
from pb.services.work import unit_of_work
from tests.fingerprint import one_event, refused

WHY = "Тизмеге кирүү арызын текшерүү № 12"


@pytest.fixture
def person(stage):
    """A resident on the roll of a round."""
    stage.announced()
    [resident] = stage.voters(1)
    return resident


def look(stage, person, clerk=None):
    clerk = clerk or stage.person(Role.OPERATOR)
    with unit_of_work():
        subjects = [Subject(acts.own_resident(person, stage.place))]
        looking = Looking(Purpose.ROLL_QUESTION, WHY)
        privacy.opened(clerk, stage.place, subjects, looking, {Field.NAME}, stage.now)


def access_of(stage, person):
    look(stage, person)
    [(access, _, _)] = records.accesses_to(stage.place, acts.own_resident(person, stage.place), 9)
    return access


def test_a_complaint_is_due_within_seven_days_and_answered_once(stage, person):
    access = access_of(stage, person)
    head, member = stage.person(Role.HEAD), stage.person(Role.COMMISSION)

    with one_event(Tag.COMPLAINT_MADE) as event:
        acts.complain(
            person, stage.place, access.ref, "Мен эч кандай арыз жазган эмесмин.", stage.now
        )
    [(complaint, about)] = records.complaints_of(stage.place, 9)
    assert about.ref == access.ref
    assert complaint.due_on == calendar.day_of(stage.now) + timedelta(days=7)
    assert "арыз" not in str(vars(event))

    with one_event(Tag.COMPLAINT_ANSWERED):
        acts.answer(head, stage.place, complaint.ref, "Арызды атаңыз берген экен.", stage.now)
    with refused(Conflict, Code.COMPLAINT_ANSWERED):
        acts.answer(member, stage.place, complaint.ref, "Дагы бир жооп болсун.", stage.now)
    with refused(Conflict, Code.COMPLAINED_ALREADY):
        acts.complain(person, stage.place, access.ref, "", stage.now)


def test_a_complaint_waits_at_the_desk_of_those_who_may_answer_it(stage, person):
    head = stage.person(Role.HEAD)
    look(stage, person, head)
    [(access, _, _)] = records.accesses_to(stage.place, acts.own_resident(person, stage.place), 9)
    acts.complain(person, stage.place, access.ref, "", stage.now)
    member = stage.person(Role.COMMISSION)

    def waiting(actor):
        return records.complaints_to_answer(stage.place, actor.account_id)

    assert waiting(head) == []
    [complaint] = waiting(member)
    acts.answer(member, stage.place, complaint.ref, "Төрага паспорт боюнча текшерген.", stage.now)
    assert waiting(member) == []


def test_nobody_complains_of_a_look_at_somebody_elses_data(stage, person):
    access = access_of(stage, person)
    [other] = stage.voters(1)

    with refused(NotFound, Code.NOT_FOUND):
        acts.complain(other, stage.place, access.ref, "", stage.now)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.DEPUTY, Role.MONITORING, Role.RESIDENT])
def test_a_complaint_is_answered_by_the_head_or_the_commission(stage, person, role):
    access = access_of(stage, person)
    acts.complain(person, stage.place, access.ref, "", stage.now)
    [(complaint, _)] = records.complaints_of(stage.place, 9)
    other = stage.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        acts.answer(other, stage.place, complaint.ref, "Баары эреже боюнча.", stage.now)


def test_nobody_answers_for_a_look_of_their_own(stage, person):
    member = stage.person(Role.COMMISSION)
    look(stage, person, member)
    [(access, _, _)] = records.accesses_to(stage.place, acts.own_resident(person, stage.place), 9)
    acts.complain(person, stage.place, access.ref, "", stage.now)
    [(complaint, _)] = records.complaints_of(stage.place, 9)

    with refused(NotAllowed, Code.NOT_YOURSELF):
        acts.answer(member, stage.place, complaint.ref, "Баары эреже боюнча.", stage.now)


def test_a_neighbour_sees_neither_look_nor_complaint(stage, person):
    access = access_of(stage, person)
    acts.complain(person, stage.place, access.ref, "", stage.now)
    [(complaint, _)] = records.complaints_of(stage.place, 9)
    neighbour = stage.neighbour()
    head = neighbour.person(Role.HEAD)

    assert records.complaints_of(neighbour.place, 9) == []
    assert records.looks_by_month(neighbour.place, stage.now - timedelta(days=9)) == []
    with refused(NotFound, Code.NOT_FOUND):
        acts.answer(head, neighbour.place, complaint.ref, "Баары эреже боюнча.", stage.now)
