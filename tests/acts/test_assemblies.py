"""Calling an assembly that votes by hands: when, where, whom; moved, cancelled."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pb.acts import assemblies, ballots
from pb.acts.assemblies import AssemblyFacts
from pb.rules.ballots import Marks
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.rule_sets.choices import AssemblyHands
from pb.rules.texts import Bilingual
from pb.services import assemblies as guards
from pb.services import paper_ballots
from tests.assembly_stage import CLUB, with_assembly

REASON = "Клубда жарык өчүп калды, жыйын өткөн жок."


def refused(kind, code, deed, *given):
    with pytest.raises(kind) as found:
        deed(*given)
    assert found.value.code is code
    return found.value


@pytest.fixture
def called(stage):
    return with_assembly(stage)


def announce(called, facts):
    return assemblies.announce(called.first, called.place, "2026", facts, called.stage.now)


def later(called, days=1):
    return called.assembly.starts_at + timedelta(days=days)


def test_announce_numbers_the_assemblies_of_a_round(called):
    second = called.call(later(called))
    whole = called.call(later(called), None)

    lines = guards.assembly_lines(called.stage.round(), called.stage.now)
    assert [(one.assembly.ref, one.assembly.number) for one in lines] == [
        (called.ref, 1), (second, 2), (whole, 3),
    ]  # fmt: skip
    assert [one.state for one in lines] == ["assembly_held", *["assembly_called"] * 2]
    assert lines[0].village.ky == "Арча-Төр"
    assert lines[2].village is None


@pytest.mark.parametrize("days", [-1, 30])
def test_announce_is_refused_when_the_day_is_outside_the_voting(called, days):
    schedule = called.stage.round().schedule
    start = schedule.voting_opens if days < 0 else schedule.voting_closes
    facts = called.facts(start + timedelta(seconds=-1 if days < 0 else 0))

    found = refused(NotValid, Code.ASSEMBLY_OUTSIDE_VOTING, announce, called, facts)

    assert found.field == "day"


def test_announce_is_refused_when_the_hour_is_over(called):
    found = refused(
        NotValid, Code.ASSEMBLY_IN_PAST, announce, called, called.facts(called.stage.now)
    )

    assert found.field == "day"


def test_announce_is_refused_when_those_people_are_called_that_day(called):
    start = called.assembly.starts_at + timedelta(hours=4)

    found = refused(Conflict, Code.ASSEMBLY_TWICE, announce, called, called.facts(start))

    assert found.facts["number"] == 1
    announce(called, called.facts(start, "kyzyl-kopuro"))


def test_announce_needs_a_place_in_both_languages_and_a_village_that_there_is(called):
    wrong = AssemblyFacts(Bilingual("Клуб", None), later(called))

    assert refused(
        NotValid, Code.TITLE_NEEDS_BOTH_LANGUAGES, announce, called, wrong
    ).field == "place_ru"  # fmt: skip
    refused(NotValid, Code.SETTLEMENT_UNKNOWN, announce, called, called.facts(later(called), "x"))


def test_announce_is_refused_when_hands_do_not_count(stage):
    stage.open_voting(100_000)
    facts = AssemblyFacts(CLUB, stage.now + timedelta(hours=5), None)
    clerk = stage.person(Role.OPERATOR)

    given = (clerk, stage.place, "2026", facts, stage.now)
    refused(NotNow, Code.HANDS_NOT_ALLOWED, assemblies.announce, *given)


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.HEAD, Role.COMMISSION])
def test_announce_is_refused_to_everyone_but_a_clerk(called, role):
    facts = called.facts(later(called))
    given = (called.stage.person(role), called.place, "2026", facts, called.stage.now)

    refused(NotAllowed, Code.NOT_ALLOWED, assemblies.announce, *given)


def test_an_assembly_of_the_neighbour_is_not_found(called):
    neighbour = called.stage.neighbour()
    stranger = neighbour.person(Role.OPERATOR)

    given = (stranger, neighbour.place, "2026", called.ref, REASON, called.stage.now)
    refused(NotFound, Code.NOT_FOUND, assemblies.cancel, *given)


def move(called, ref, facts):
    assemblies.move(called.first, called.place, "2026", ref, facts, called.stage.now)


def test_move_changes_an_assembly_that_has_not_begun(called):
    ref = called.call(later(called))
    start = later(called) + timedelta(hours=2)

    move(called, ref, called.facts(start, None))

    moved = guards.assembly_lines(called.stage.round(), called.stage.now)[1]
    assert (moved.assembly.starts_at, moved.village) == (start, None)
    refused(Conflict, Code.ASSEMBLY_BEGUN, move, called, called.ref, called.facts(later(called, 2)))


def cancel(called, ref=None, reason=REASON, by=None):
    given = (by or called.member, called.place, "2026", ref or called.ref, reason, called.stage.now)
    assemblies.cancel(*given)


def test_cancel_takes_an_assembly_out_for_good(called):
    cancel(called)

    line = guards.assembly_lines(called.stage.round(), called.stage.now)[0]
    assert (line.state, line.assembly.cancelled_why) == ("assembly_cancelled", REASON)
    for deed in (cancel, lambda one: one.mark(one.people[0]), lambda one: one.enter(one.said())):
        refused(Conflict, Code.ASSEMBLY_CANCELLED, deed, called)
    # The people may be called anew.
    called.call(called.stage.now + timedelta(hours=2))


def test_cancel_is_for_the_clerk_before_it_begins_and_for_the_commission_afterwards(called):
    ref = called.call(later(called))
    refused(NotAllowed, Code.NOT_ALLOWED, cancel, called, ref)
    cancel(called, ref, by=called.first)

    for clerk in (called.first, called.second):
        found = (NotAllowed, Code.ASSEMBLY_CANCEL_NEEDS_ANOTHER)
        refused(*found, cancel, called, None, REASON, clerk)
    tired = replace(called.member, is_confirmed=False)
    refused(NotAllowed, Code.STEP_UP_FIRST, cancel, called, None, REASON, tired)
    turned = replace(called.first, roles=called.member.roles)
    refused(NotAllowed, Code.ASSEMBLY_CANCEL_NEEDS_ANOTHER, cancel, called, None, REASON, turned)
    cancel(called)


def test_cancel_needs_a_reason_and_nobody_marked(called):
    refused(NotValid, Code.TEXT_TOO_SHORT, cancel, called, None, "жок")
    called.mark(called.people[0])

    found = refused(Conflict, Code.PEOPLE_MARKED, cancel, called)

    assert found.facts == {"marked": 1}


def test_cancel_is_refused_when_the_act_stands(called):
    called.mark(*called.people)
    called.enter(called.said((4, 0, 0), (0, 0, 0), (0, 0, 0)))

    refused(Conflict, Code.ASSEMBLY_ACT_STANDS, cancel, called)


def test_nobody_votes_otherwise_when_hands_count_alone(stage):
    called = with_assembly(stage, hands=AssemblyHands.ALONE)
    person, round_ = called.people[0], stage.round()

    for deed in (
        lambda: ballots.check_not_voted(person, stage.place, round_, stage.now),
        lambda: ballots.check(person, stage.place, "2026", Marks((1,)), stage.now),
        lambda: stage.vote(person, 1),
    ):
        refused(NotNow, Code.HANDS_ALONE, deed)
    assert not paper_ballots.is_allowed(round_)
    assert stage.round().phase(stage.now) is Phase.VOTING


@pytest.mark.parametrize("hands", [AssemblyHands.NONE, AssemblyHands.BESIDE])
def test_people_vote_by_phone_when_hands_do_not_count_alone(stage, hands):
    if hands is AssemblyHands.NONE:
        people = stage.open_voting(100_000)
    else:
        people = with_assembly(stage, hands=hands).people

    assert stage.vote(people[0], 1).marks == Marks((1,))
