"""The act of an assembly: sums that fit, two people, and hands that are counted."""

from datetime import timedelta

import pytest

from pb import lifecycle
from pb.acts import assemblies, assembly_acts
from pb.acts.assembly_acts import Seen
from pb.records import assemblies as records
from pb.records import results
from pb.rules.assemblies import Attended, Raised
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid
from pb.rules.rounds import Phase
from pb.rules.rule_sets.choices import AssemblyHands
from pb.rules.tally.election import Outcome
from pb.rules.terms import Terms
from pb.services import opendata
from tests.acts.test_assemblies import refused
from tests.assembly_stage import with_assembly
from tests.stage import KEYS, som

NONE = (0, 0, 0)


@pytest.fixture
def held(stage):
    """Three of four people are marked."""
    made = with_assembly(stage)
    made.mark(*made.people[:3])
    return made


def test_enter_and_confirm_make_hands_that_are_counted(held):
    held.enter(held.said((2, 1, 0), (1, 0, 2), NONE, came=(1, 2)))
    assert records.hands_on_board(held.place, held.stage.round().id) == []

    held.confirm()

    assert records.hands_on_board(held.place, held.stage.round().id) == [
        records.HandsOnBoard(1, 3, 3, {1: (2, 1, 0), 2: (1, 0, 2), 3: (0, 0, 0)})
    ]


@pytest.mark.parametrize(
    ("hands", "came", "code", "field"),
    [
        ([(3, 1, 0), NONE, NONE], (2, 2), Code.HANDS_OVER_MARKED, "favour_1"),
        ([NONE, (0, 0, 4), NONE], (2, 2), Code.HANDS_OVER_MARKED, "favour_2"),
        ([NONE, NONE], (2, 2), Code.HANDS_MISSING, "favour_3"),
        ([(-1, 0, 0), NONE, NONE], (2, 2), Code.NUMBER_OUT_OF_RANGE, "favour_1"),
        ([NONE, NONE, NONE], (3, 2), Code.ATTENDED_OVER_ROLL, "women_archa-tor"),
        ([NONE, NONE, NONE], (-1, 4), Code.NUMBER_OUT_OF_RANGE, "women_archa-tor"),
        ([NONE, NONE, NONE], (0, 0), Code.QUORUM_SHORT, "is_quorate"),
    ],
)
def test_enter_is_refused_when_a_number_does_not_fit(held, hands, came, code, field):
    with pytest.raises(NotValid) as found:
        held.enter(held.said(*hands, came=came))

    assert (found.value.code, found.value.field) == (code, field)
    assert held.act is None


def test_enter_is_refused_when_fewer_came_than_are_marked(held):
    found = refused(
        NotValid, Code.ATTENDED_UNDER_MARKED, held.enter, held.said(NONE, NONE, NONE, came=(1, 1))
    )

    assert found.facts == {"people": 2, "marked": 3}


def test_enter_is_refused_when_all_hands_are_more_than_people_can_raise(stage):
    one_choice = Terms(som(1_000_000), som(300_000), max_choices=1)
    held = with_assembly(stage, terms=one_choice)
    held.mark(*held.people[:3])

    found = refused(
        NotValid, Code.HANDS_OVER_CHOICES, held.enter, held.said((3, 0, 0), (1, 0, 0), NONE)
    )

    assert found.facts == {"hands": 4, "marked": 3, "most": 1, "largest": 3}
    held.enter(held.said((2, 1, 0), (1, 2, 0), NONE))


def test_enter_is_refused_when_fewer_came_than_the_rules_ask_for(stage):
    held = with_assembly(stage, quorum=4)
    held.mark(*held.people[:2])

    found = refused(
        NotValid, Code.QUORUM_SHORT, held.enter, held.said(NONE, NONE, NONE, came=(1, 2))
    )

    assert found.facts == {"people": 3, "needed": 4}


def test_without_a_quorum_nobody_stays_marked_and_no_hand_is_written(held):
    without = held.said(came=(1, 2), is_quorate=False)
    assert refused(Conflict, Code.PEOPLE_MARKED, held.enter, without).facts == {"marked": 3}
    voted = held.said((1, 0, 0), came=(1, 2), is_quorate=False)
    assert refused(NotValid, Code.QUORUM_MISSED, held.enter, voted).field == "favour_1"
    held.take_back(*held.people[:3])

    held.enter(without)
    held.confirm()

    assert records.hands_on_board(held.place, held.stage.round().id) == [
        records.HandsOnBoard(1, 3, 0, {})
    ]


def test_the_one_who_entered_it_does_not_confirm_it(held):
    held.enter(held.said(NONE, NONE, NONE))

    refused(NotAllowed, Code.ASSEMBLY_ACT_NEEDS_ANOTHER, held.confirm, held.first)
    held.confirm(held.member)
    refused(Conflict, Code.ASSEMBLY_ACT_CONFIRMED, held.confirm)
    refused(Conflict, Code.ASSEMBLY_ACT_CONFIRMED, held.enter, held.said(NONE, NONE, NONE))


def test_confirm_is_refused_when_the_act_was_entered_anew_meanwhile(held):
    held.enter(held.said((3, 0, 0), NONE, NONE))
    seen = held.seen()
    held.stage.clock.put(held.stage.now + timedelta(minutes=1))
    held.enter(held.said((2, 0, 0), NONE, NONE))

    refused(Conflict, Code.ACT_CHANGED, held.confirm, None, seen)


def test_confirm_is_refused_when_nothing_is_entered(held):
    seen = Seen(held.stage.now, None)

    refused(Conflict, Code.ASSEMBLY_ACT_MISSING, held.confirm, None, seen)


def send_back(held, reason="Каршы чыккандардын саны башка."):
    given = (held.second, held.place, "2026", held.ref, held.seen(), reason)
    assembly_acts.send_back(*given, held.stage.now)


def test_send_back_opens_the_marks_until_it_is_entered_anew(held):
    held.enter(held.said(NONE, NONE, NONE))

    send_back(held)

    refused(Conflict, Code.ASSEMBLY_ACT_MISSING, held.confirm)
    assert held.mark(held.people[3]) == 4
    held.enter(held.said((4, 0, 0), NONE, NONE))
    held.confirm()
    assert held.act.voters == 4


def test_send_back_needs_a_reason_and_another_person(held):
    held.enter(held.said(NONE, NONE, NONE))

    refused(NotValid, Code.TEXT_TOO_SHORT, send_back, held, "жок")
    given = (held.first, held.place, "2026", held.ref, held.seen())
    with pytest.raises(NotAllowed):
        assembly_acts.send_back(*given, "Сандар башка экен.", held.stage.now)


def test_enter_is_refused_before_the_assembly_begins(held):
    held.ref = held.call(held.stage.now + timedelta(days=1))

    refused(Conflict, Code.ASSEMBLY_NOT_BEGUN, held.enter, held.said(NONE, NONE, NONE))


def test_an_act_of_all_the_villages_says_who_came_of_each(stage):
    held = with_assembly(stage)
    held.ref = held.call(stage.now + timedelta(hours=2), None)
    stage.clock.put(stage.now + timedelta(hours=3))
    held.mark(*held.people[:2])
    came = {"archa-tor": Attended(1, 2), "kyzyl-kopuro": Attended(1, 0)}

    found = refused(
        NotValid, Code.ATTENDED_OVER_ROLL, held.enter, held.said(NONE, NONE, NONE, attended=came)
    )

    assert found.field == "women_kyzyl-kopuro"
    held.enter(held.said(NONE, NONE, NONE, attended={"archa-tor": Attended(1, 2)}))
    assert records.attendance_of(held.place, held.assembly.id) == {
        "archa-tor": Attended(1, 2),
        "kyzyl-kopuro": Attended(0, 0),
        "zhany-konush": Attended(0, 0),
    }


def count(held):
    held.stage.go_to(Phase.COUNTING)
    given = (held.second, held.place, "2026", KEYS, held.stage.now)
    lifecycle.count(*given)
    return results.result_of(held.place, held.stage.round().id)


def test_the_count_waits_for_every_assembly(held):
    held.enter(held.said((3, 0, 0), NONE, NONE))

    assert refused(Conflict, Code.ASSEMBLY_WAITS, count, held).facts == {"assembly": 1}
    held.confirm()
    assert count(held).at_assemblies == 3


def test_the_count_goes_on_when_an_assembly_was_cancelled(stage):
    held = with_assembly(stage)
    assemblies.cancel(
        held.member, held.place, "2026", held.ref, "Бороон болуп, эч ким келген жок.", stage.now
    )
    stage.vote(held.people[0], 1)

    assert (count(held).ballots, count_of(held).at_assemblies) == (1, 0)


def count_of(held):
    return results.result_of(held.place, held.stage.round().id)


def test_hands_stand_beside_ballots_and_turn_the_order(held):
    held.stage.vote(held.people[3], 3, 2)
    held.enter(held.said((1, 2, 0), (3, 0, 0), NONE))
    held.confirm()

    result = count(held)

    lines = {one.project.number: one for one in result.lines}
    assert {n: (one.score, one.internet, one.assembly) for n, one in lines.items()} == {
        1: (1, 0, 1), 2: (4, 1, 3), 3: (1, 1, 0),
    }  # fmt: skip
    assert next(one.project.number for one in result.lines) == 2
    assert (result.ballots, result.at_assemblies, result.participants) == (1, 3, 4)
    assert "№ 1 – 1, № 2 – 3, № 3 – 0" in result.explained_ru


def test_only_hands_are_counted_when_they_count_alone(stage):
    held = with_assembly(stage, hands=AssemblyHands.ALONE)
    held.held((1, 3, 0), (4, 0, 0), (2, 2, 0))

    result = count(held)

    assert (result.ballots, result.at_assemblies, result.marks) == (0, 4, 7)
    assert [(one.project.number, one.score) for one in result.lines] == [(2, 4), (3, 2), (1, 1)]
    assert all(one.outcome is Outcome.WON for one in result.lines)


def test_the_facts_of_a_result_say_what_each_assembly_decided(held):
    held.enter(held.said((2, 1, 0), (1, 0, 2), NONE))
    held.confirm()
    stage = held.stage
    count(held)
    lifecycle.confirm(held.member, held.place, "2026", KEYS, stage.storage, stage.now)

    facts = opendata.result_facts(stage.round(), stage.now)

    assert facts["turnout"]["at_assemblies"] == 3
    assert facts["assemblies"] == [
        {
            "number": 1, "attended": 4, "voted": 3,
            "hands": [
                {"project": 1, "for": 2, "against": 1, "abstained": 0},
                {"project": 2, "for": 1, "against": 0, "abstained": 2},
                {"project": 3, "for": 0, "against": 0, "abstained": 0},
            ],
        }
    ]  # fmt: skip
    assert {one["number"]: one["hands"] for one in facts["projects"]} == {1: 2, 2: 1, 3: 0}
    with pytest.raises(Conflict) as found:
        opendata.election_text(stage.round(), stage.now)
    assert found.value.code is Code.HANDS_ARE_NO_BALLOTS


def test_what_was_raised_is_known_by_project_and_nothing_else():
    assert Raised(2, 1, 3).people == 6
