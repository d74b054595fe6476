"""Freezing a roll by two, and what two may change about it afterwards."""

import json

import pytest

from pb.acts import residents as platform
from pb.acts.rolls import corrections, decisions, freezing
from pb.acts.rolls.decisions import PersonFacts
from pb.records import places, roll_lines, rolls, rounds
from pb.records.audit import events_of
from pb.rules.people import Sex
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rolls import leaves
from pb.rules.rolls.states import DecisionKind, DecisionState, EntryStatus, RollState
from pb.rules.rounds import Phase
from pb.services.actors import PLATFORM
from pb.services.audit import Tag
from pb.services.rolls import changes
from tests.fingerprint import one_event, refused
from tests.roll_stage import WHY, frozen, imported, lines, pin
from tests.stage import KEYS

REASON = "Жаңы көчүп келген, паспорту көрүлдү"
NEWCOMER = PersonFacts(pin(50, sex=1), "Үсөнова Айгүл", "archa-tor", "Манас, 5")


@pytest.fixture
def announced(stage):
    stage.announced()
    return stage


def roll(stage):
    return rolls.roll_of(stage.round().id)


def propose(stage, member=None):
    member = member or stage.person(Role.COMMISSION)
    freezing.propose(member, stage.place, "2026", stage.now)
    return member


def confirm(stage, member=None):
    member = member or stage.person(Role.COMMISSION)
    freezing.confirm(member, stage.place, "2026", stage.now)


def propose_addition(stage, facts=NEWCOMER, reason=REASON, clerk=None):
    clerk = clerk or stage.person(Role.OPERATOR)
    return decisions.propose_addition(clerk, stage.place, "2026", facts, reason, KEYS, stage.now)


def propose_strike(stage, line, reason="Өлгөндүгү тууралуу күбөлүк келди", clerk=None):
    clerk = clerk or stage.person(Role.OPERATOR)
    return decisions.propose_strike(clerk, stage.place, "2026", line.ref, reason, stage.now)


def agree(stage, ref, member=None):
    member = member or stage.person(Role.COMMISSION)
    decisions.agree(member, stage.place, "2026", ref, KEYS, stage.now)


def changed(stage):
    found = rolls.changes_after_freeze(stage.round().id)
    return found.added, found.struck, found.waiting


def test_two_members_freeze_a_roll_with_its_counts_and_its_root(announced):
    imported(announced, 5)
    first = propose(announced)
    second = announced.person(Role.COMMISSION)

    with one_event(Tag.ROLL_FROZEN) as event:
        confirm(announced, second)

    found = roll(announced)
    assert (found.number, found.women, found.men) == (5, 3, 2)
    assert (found.proposed_by, found.frozen_by) == (first.account_id, second.account_id)
    expected = leaves.root(
        leaves.leaf("togz-archa", "2026", KEYS.pin_tag(pin(n, sex=1 + n % 2)), "archa-tor")
        for n in range(5)
    )
    assert found.root == expected
    assert json.loads(event.facts)["root"] == expected.hex()


def test_whoever_proposed_the_freeze_does_not_confirm_it(announced):
    imported(announced)
    member = propose(announced)

    with refused(NotAllowed, Code.ANOTHER_MEMBER_NEEDED):
        confirm(announced, member)


def test_confirm_is_refused_when_the_roll_was_changed_after_the_proposal(announced):
    [line, *_] = imported(announced)
    propose(announced)
    clerk, member = announced.person(Role.OPERATOR), announced.person(Role.COMMISSION)
    corrections.strike(clerk, announced.place, "2026", line.ref, WHY, announced.now)

    with refused(Conflict, Code.FREEZE_NOT_PROPOSED):
        confirm(announced, member)
    assert roll(announced).state is RollState.OPEN


def test_a_roll_is_frozen_once(announced):
    frozen(announced)
    member = announced.person(Role.COMMISSION)

    with refused(Conflict, Code.ROLL_FROZEN):
        propose(announced, member)
    with refused(Conflict, Code.ROLL_FROZEN):
        confirm(announced, member)


def test_a_roll_with_lines_without_a_number_is_not_frozen(announced):
    imported(announced)
    voter = announced.person(Role.RESIDENT)
    people = [(voter.account_id, "archa-tor")]
    platform.enter_on_roll(PLATFORM, announced.place, announced.round().id, people, announced.now)
    member = announced.person(Role.COMMISSION)

    with refused(Conflict, Code.ROLL_INCOMPLETE, number=1):
        propose(announced, member)


def test_an_empty_roll_is_not_frozen(announced):
    member = announced.person(Role.COMMISSION)

    with refused(Conflict, Code.ROLL_MISSING):
        propose(announced, member)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.HEAD, Role.RESIDENT, Role.MONITORING])
def test_nobody_but_the_commission_freezes(announced, role):
    imported(announced)
    person = announced.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        propose(announced, person)


def test_a_roll_is_not_frozen_once_voting_has_begun(announced):
    imported(announced)
    member = announced.person(Role.COMMISSION)
    announced.go_to(Phase.VOTING)

    with refused(NotNow, Code.NOT_OPEN):
        propose(announced, member)


def test_the_platform_enters_nobody_on_a_frozen_roll(announced):
    frozen(announced)
    people = [(None, "archa-tor")]

    with refused(Conflict, Code.ROLL_FROZEN):
        platform.enter_on_roll(
            PLATFORM, announced.place, announced.round().id, people, announced.now
        )


def test_an_addition_needs_a_second_person_and_is_counted_in_public(announced):
    frozen(announced, 3)
    ref = propose_addition(announced)
    assert (rounds.voters_on_roll(announced.round().id), changed(announced)) == (3, (0, 0, 1))

    member = announced.person(Role.COMMISSION)
    with one_event(Tag.ROLL_CHANGE_AGREED):
        agree(announced, ref, member)

    assert (rounds.voters_on_roll(announced.round().id), changed(announced)) == (4, (1, 0, 0))
    [line] = [one for one in lines(announced) if one.is_added_later]
    assert (line.sex, line.pin_tag) == (Sex.FEMALE, KEYS.pin_tag(NEWCOMER.pin))
    assert roll(announced).number == 3
    decision = rolls.decision_of(announced.round().id, ref)
    assert (decision.person_locked, decision.state) == (None, DecisionState.AGREED)


def test_a_strike_needs_a_second_person_and_takes_the_vote_away(announced):
    [line, *_] = frozen(announced, 3)
    ref = propose_strike(announced, line)
    assert rounds.voters_on_roll(announced.round().id) == 3

    agree(announced, ref)

    assert rounds.voters_on_roll(announced.round().id) == 2
    assert changed(announced) == (0, 1, 0)


def test_whoever_was_struck_comes_back_by_another_decision(announced):
    [line, *_] = frozen(announced, 2)
    agree(announced, propose_strike(announced, line))
    number = next(pin(n, sex=1 + n % 2) for n in range(2)
                  if KEYS.pin_tag(pin(n, sex=1 + n % 2)) == line.pin_tag)  # fmt: skip
    facts = PersonFacts(number, "Тестов Бек", "archa-tor")

    agree(announced, propose_addition(announced, facts))

    again = roll_lines.line_of(announced.round().id, line.ref)
    assert (again.status, again.is_added_later) == (EntryStatus.ACTIVE, True)
    assert len(lines(announced)) == 2


def test_a_declined_change_leaves_the_roll_as_it_is_and_forgets_the_person(announced):
    frozen(announced, 3)
    ref = propose_addition(announced)
    member = announced.person(Role.COMMISSION)

    decisions.decline(member, announced.place, "2026", ref, announced.now)

    assert rounds.voters_on_roll(announced.round().id) == 3
    assert rolls.decision_of(announced.round().id, ref).person_locked is None
    with refused(Conflict, Code.DECISION_MADE):
        agree(announced, ref, member)


def test_the_commission_sees_a_masked_name_and_the_village(announced):
    frozen(announced, 3)
    propose_addition(announced)

    [change] = changes.changes_of(announced.place, announced.round().id, KEYS)

    assert (change.who, change.village, change.kind) == (
        "Үсөнова А.",
        places.settlement_of(announced.place, "archa-tor").name,
        DecisionKind.ADD,
    )


def test_nobody_is_added_twice(announced):
    frozen(announced, 3)
    clerk = announced.person(Role.OPERATOR)
    there = PersonFacts(pin(1), "Тестов Бек", "archa-tor")
    propose_addition(announced, clerk=clerk)

    with refused(Conflict, Code.DECISION_WAITS):
        propose_addition(announced, clerk=clerk)
    with refused(Conflict, Code.ON_ROLL_ALREADY):
        propose_addition(announced, there, clerk=clerk)


@pytest.mark.parametrize(
    "reason",
    ["Үсөнованы кошуу керек, жаңы келди", f"Номери {NEWCOMER.pin} болгон адам келди"],
)
def test_a_public_reason_names_nobody(announced, reason):
    frozen(announced)
    clerk = announced.person(Role.OPERATOR)

    with refused(NotValid, Code.REASON_NAMES_PERSON, "reason"):
        propose_addition(announced, reason=reason, clerk=clerk)


def test_a_roll_that_is_not_frozen_needs_no_decision(announced):
    [line, *_] = imported(announced)
    clerk = announced.person(Role.OPERATOR)

    with refused(Conflict, Code.ROLL_NOT_FROZEN):
        propose_addition(announced, clerk=clerk)
    with refused(Conflict, Code.ROLL_NOT_FROZEN):
        propose_strike(announced, line, clerk=clerk)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.HEAD, Role.MONITORING])
def test_nobody_but_the_commission_agrees(announced, role):
    frozen(announced)
    ref, person = propose_addition(announced), announced.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        agree(announced, ref, person)


def test_a_decision_of_a_neighbour_is_not_found(announced):
    frozen(announced)
    ref = propose_addition(announced)
    stranger = announced.neighbour().person(Role.COMMISSION)

    with refused(NotFound, Code.NOT_FOUND):
        agree(announced, ref, stranger)


def test_every_change_after_the_freeze_leaves_two_traces(announced):
    frozen(announced)

    agree(announced, propose_addition(announced))

    for tag in (Tag.ROLL_CHANGE_PROPOSED, Tag.ROLL_CHANGE_AGREED):
        [event] = events_of(announced.place, tag)
        assert json.loads(event.facts) == {"kind": "add", "round": "2026"}
