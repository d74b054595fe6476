"""The numbers of the list people sign at an assembly: fixed, whatever is decided about the roll."""

from datetime import timedelta

import pytest

from pb.acts import assemblies, assembly_papers
from pb.acts.assemblies import AssemblyFacts
from pb.acts.rolls.decisions import PersonFacts
from pb.records import assemblies as records
from pb.records import assembly_marks
from pb.records.base import db
from pb.rules.refusals import Code, Conflict, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.rule_sets import Parameter
from pb.rules.rule_sets.choices import AssemblyHands
from pb.services import assemblies as guards
from tests.acts.test_roll_freeze import agree, propose_addition, propose_strike
from tests.assembly_stage import CLUB, with_assembly
from tests.documents.reading import Pdf
from tests.fingerprint import fingerprint
from tests.roll_stage import frozen, pin


@pytest.fixture
def printed(stage):
    """A frozen roll of four in its voting, an assembly that has begun, and its list by number."""
    stage.announced(rules={Parameter.ASSEMBLY_HANDS: AssemblyHands.BESIDE.value})
    stage.on_ballot(100_000)
    frozen(stage, 4)
    clerk, starts = stage.person(Role.OPERATOR), stage.round().voting_opens + timedelta(hours=9)
    facts = AssemblyFacts(CLUB, starts, "archa-tor")
    ref = assemblies.announce(clerk, stage.place, "2026", facts, stage.now)
    stage.go_to(Phase.VOTING)
    stage.clock.put(starts + timedelta(hours=1))
    assembly = records.assembly_of(stage.place, stage.round().id, ref)
    return stage, assembly, numbers(stage, assembly)


def numbers(stage, assembly):
    """Lines by number, as the page with the boxes to tick and the printed list have them."""
    db.session.expire_all()
    found = guards.boxes(stage.round(), assembly, 50, 0, marked=False)
    return {one.number: one.ref for one in found}


def line(stage, ref):
    [found] = assembly_marks.lines_held(stage.place, stage.round().id, [ref])
    return found


def add(stage, number, name="Тестов Бек"):
    """Have a person of a passport on the roll, again or for the first time."""
    facts = PersonFacts(pin(number, sex=1 + number % 2), name, "archa-tor")
    agree(stage, propose_addition(stage, facts))
    stage.clock.put(stage.now + timedelta(minutes=1))


def strike(stage, ref):
    agree(stage, propose_strike(stage, line(stage, ref)))


def test_a_line_that_is_struck_takes_its_number_with_it_and_nobody_moves_up(printed):
    stage, assembly, before = printed
    assert sorted(before) == [1, 2, 3, 4]

    strike(stage, before[2])

    after = numbers(stage, assembly)
    assert after == {at: ref for at, ref in before.items() if at != 2}


def test_whoever_is_added_comes_after_all_others_whatever_the_name(printed):
    stage, assembly, before = printed

    for number in (7, 5):
        add(stage, number, "Аалиева Аяна")

    after = numbers(stage, assembly)
    assert {at: after[at] for at in before} == before
    assert sorted(after) == [1, 2, 3, 4, 5, 6]


def test_a_line_that_comes_back_has_the_number_it_had(printed):
    stage, assembly, _ = printed
    add(stage, 9, "Аалиева Аяна")
    whole = numbers(stage, assembly)
    assert sorted(whole) == [1, 2, 3, 4, 5]

    for at, passport in ((5, 9), (3, 2)):
        strike(stage, whole[at])
        assert numbers(stage, assembly) == {one: ref for one, ref in whole.items() if one != at}
        add(stage, passport)

    assert numbers(stage, assembly) == whole


def test_the_printed_list_has_the_numbers_of_the_boxes(printed):
    stage, assembly, before = printed
    strike(stage, before[2])
    member = stage.person(Role.COMMISSION)

    given = (member, stage.place, "2026", assembly.ref, 1, "Жыйынга тизме керек.", "ky", stage.now)
    [page] = Pdf(assembly_papers.print_list(*given)).pages

    assert [name in page for name in ("1Тестова", "2Тестовб", "3Тестовв", "4Тестовг")] == [
        True,
        False,
        True,
        True,
    ]


def test_nobody_changes_the_part_of_the_list_or_the_page_of_boxes_when_others_are_struck(
    printed, monkeypatch
):
    stage, assembly, before = printed
    monkeypatch.setattr(assembly_papers, "A_FILE", 2)
    strike(stage, before[1])
    add(stage, 7)
    member = stage.person(Role.COMMISSION)

    def part(number):
        why = "Жыйынга тизме керек."
        given = (member, stage.place, "2026", assembly.ref, number, why, "ky", stage.now)
        [page] = Pdf(assembly_papers.print_list(*given)).pages
        return [at for at in range(1, 7) if f"{at}Тест" in page]

    def boxes(offset):
        found = guards.boxes(stage.round(), assembly, 2, offset, marked=False)
        return [one.number for one in found]

    assert [part(1), part(2), part(3)] == [[2], [3, 4], [5]]
    assert [boxes(0), boxes(2), boxes(4)] == [[2], [3, 4], [5]]
    assert guards.last_box(stage.round(), assembly, marked=False) == 5
    with pytest.raises(NotValid) as refused:
        part(4)
    assert refused.value.facts["largest"] == 3


def test_the_list_is_not_printed_before_the_roll_is_frozen(stage):
    called = with_assembly(stage)
    before = fingerprint()

    given = (called.member, stage.place, "2026", called.ref, 1, "Жыйынга тизме керек.", "ky")
    with pytest.raises(Conflict) as refused:
        assembly_papers.print_list(*given, stage.now)

    assert refused.value.code is Code.ROLL_NOT_FROZEN
    assert fingerprint() == before
