"""Neighbours and clerks at once about initiative groups: real processes, real commits."""

from pb.acts.groups import invitations, register
from pb.records import groups
from pb.rules.refusals import Code
from pb.rules.roles import Role
from tests.groups_made import begun, founded, group_of, invited, neighbours, resident
from tests.races.finish import told
from tests.races.worker import RUNNERS
from tests.stage import KEYS


def test_one_code_lets_one_person_in_however_many_use_it_at_once(field):
    stage, race = field
    leader, *people = neighbours(stage, RUNNERS + 1)
    ref = begun(stage, leader)
    code = invited(stage, leader, ref)

    answers = told(
        race(*[[(invitations.join, (one, stage.place, code, KEYS, stage.now))] for one in people])
    )

    assert answers.count(Code.GROUP_CODE_OVER) == RUNNERS - 1, answers
    assert groups.number_of_members(stage.place, group_of(stage, ref).id) == 2


def test_one_person_with_many_codes_is_one_member(field):
    stage, race = field
    leader, person = resident(stage), resident(stage)
    ref = begun(stage, leader)
    codes = [invited(stage, leader, ref) for _ in range(RUNNERS)]

    answers = told(
        race(*[[(invitations.join, (person, stage.place, code, KEYS, stage.now))]
               for code in codes])
    )  # fmt: skip

    assert answers.count(Code.IN_GROUP_ALREADY) == RUNNERS - 1, answers
    assert groups.number_of_members(stage.place, group_of(stage, ref).id) == 2


def test_clerks_at_once_never_give_two_groups_one_number(field):
    stage, race = field
    people = neighbours(stage)
    refs = [founded(stage, *people) for _ in range(RUNNERS)]
    clerks = [stage.person(Role.OPERATOR) for _ in refs]

    answers = race(*[[(register.register, (clerk, stage.place, ref, stage.now))]
                     for clerk, ref in zip(clerks, refs, strict=True)])  # fmt: skip

    assert sorted(told(answers)) == list(range(1, RUNNERS + 1))
