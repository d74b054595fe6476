"""The voter roll."""

import json

import pytest

from pb.acts import residents
from pb.records import residents as records
from pb.records import rounds
from pb.rules.refusals import Code, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services.actors import PLATFORM, STRANGER
from pb.services.audit import Tag
from tests.fingerprint import one_event, refused
from tests.roll_stage import bring_in, file_of, pin, row
from tests.stage import KEYS


def enter(stage, *people, actor=PLATFORM, slug="2026", village="archa-tor"):
    lines = [(person.account_id if person else None, village) for person in people]
    return residents.enter_on_roll(actor, stage.place, stage.round(slug).id, lines, stage.now)


def test_enter_on_roll_gives_each_person_one_line(stage):
    stage.announced()
    people = [stage.person(Role.RESIDENT) for _ in range(2)]

    with one_event(Tag.ROLL_ENTERED) as event:
        written = enter(stage, *people, None)

    assert written == rounds.voters_on_roll(stage.round().id) == 3
    assert all(records.roll_entry_of(stage.round().id, one.account_id) for one in people)
    assert json.loads(event.facts) == {"entries": 3}


def test_enter_on_roll_knows_the_resident_again_in_the_next_round(stage):
    stage.announced()
    stage.announced("2027")
    person = stage.person(Role.RESIDENT)

    enter(stage, person)
    enter(stage, person, slug="2027")

    assert list(records.residents_by_account(stage.place)) == [person.account_id]
    assert [rounds.voters_on_roll(stage.round(slug).id) for slug in ("2026", "2027")] == [1, 1]


def test_enter_on_roll_writes_one_line_when_a_person_is_entered_twice(stage):
    stage.announced()
    person, other = stage.person(Role.RESIDENT), stage.person(Role.RESIDENT)
    enter(stage, person)

    with one_event(Tag.ROLL_ENTERED) as event:
        written = enter(stage, person, other, other)

    assert written == 1
    assert json.loads(event.facts) == {"entries": 1}
    assert rounds.voters_on_roll(stage.round().id) == 2


def test_enter_on_roll_is_refused_and_enters_nobody_when_one_village_is_unknown(stage):
    stage.announced()
    people = [(stage.person(Role.RESIDENT).account_id, place) for place in ("archa-tor", "osh")]

    with refused(NotValid, Code.SETTLEMENT_UNKNOWN, "settlement", given="osh"):
        residents.enter_on_roll(PLATFORM, stage.place, stage.round().id, people, stage.now)


@pytest.mark.parametrize("phase", [Phase.VOTING, Phase.COUNTING])
def test_enter_on_roll_is_refused_when_voting_has_begun(stage, phase):
    stage.announced()
    person = stage.person(Role.RESIDENT)
    stage.go_to(phase)

    with refused(NotNow, Code.NOT_OPEN):
        enter(stage, person)


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.OPERATOR, Role.HEAD, Role.COMMISSION])
def test_enter_on_roll_is_refused_when_the_role_does_not_keep_the_roll(stage, role):
    stage.announced()
    person = stage.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        enter(stage, person, actor=person)


def test_enter_on_roll_is_refused_when_nobody_is_signed_in(stage):
    stage.announced()

    with refused(NotAllowed, Code.SIGN_IN_FIRST):
        enter(stage, None, actor=STRANGER)


def test_enter_on_roll_finds_nothing_when_the_round_is_another_municipalitys(stage):
    stage.announced()
    neighbour = stage.neighbour()
    clerk = neighbour.person(Role.OPERATOR)

    with refused(NotFound, Code.NOT_FOUND):
        enter(stage, None, actor=clerk)
    with refused(NotFound, Code.NOT_FOUND):
        residents.enter_on_roll(clerk, neighbour.place, stage.round().id, [], stage.now)


def test_whoever_was_introduced_is_tied_to_the_line_of_a_roll_that_is_imported(stage):
    stage.announced()
    person, clerk = stage.person(Role.RESIDENT), stage.person(Role.OPERATOR).account_id
    known = [(person.account_id, "archa-tor", pin(1))]

    with one_event(Tag.RESIDENTS_INTRODUCED):
        residents.introduce(PLATFORM, stage.place, known, clerk, KEYS, stage.now)
    bring_in(stage, file_of(row(0), row(1)))

    assert records.roll_entry_of(stage.round().id, person.account_id) is not None


def test_introduce_is_refused_when_a_village_is_unknown_or_somebody_else_does_it(stage):
    clerk = stage.person(Role.OPERATOR)
    people = [(clerk.account_id, "atlantis", pin(1))]

    with refused(NotValid, Code.SETTLEMENT_UNKNOWN, "settlement"):
        residents.introduce(PLATFORM, stage.place, people, None, KEYS, stage.now)
    with refused(NotAllowed, Code.NOT_ALLOWED):
        residents.introduce(clerk, stage.place, people, None, KEYS, stage.now)
