"""The office and initiative groups: papers of two, the register."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from pb.acts.groups import membership, paper, register
from pb.acts.groups.paper import OnPaper
from pb.records import groups
from pb.records.base import db
from pb.records.groups import members
from pb.records.residents import Resident, resident_of
from pb.rules.groups import GroupState, Part
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotValid
from pb.rules.roles import Role
from pb.rules.rule_sets import Parameter
from pb.services import groups as service
from pb.services.groups.people import people_masked
from tests.groups_made import (
    FACTS,
    NAMES,
    WHY,
    begun,
    entered,
    founded,
    group_of,
    joined,
    neighbours,
    on_paper,
    pin,
    registered,
    resident,
)
from tests.rules_adopted import PAPER, adopt
from tests.stage import KEYS

ABSENT = list(enumerate(NAMES, start=1))


def refused(deed, *args, kind=Exception, **changes):
    with pytest.raises(kind) as found:
        deed(*args, **changes)
    return found.value


@pytest.fixture
def clerk(stage):
    """Somebody of the office."""
    return stage.person(Role.OPERATOR, "Н. Эсенова")


@pytest.fixture
def other(stage):
    """Another one."""
    return stage.person(Role.OPERATOR, "Т. Маматов")


def test_enter_waits_for_a_second_person_and_then_founds_the_group(stage, clerk, other):
    ref = entered(stage, clerk)

    group = group_of(stage, ref)
    assert (group.state, group.paper_media_type) == (GroupState.DRAFT, "application/pdf")
    refusal = refused(paper.confirm, clerk, stage.place, ref, stage.now, kind=NotAllowed)
    assert refusal.code is Code.NOT_YOURSELF
    paper.confirm(other, stage.place, ref, stage.now)

    group = group_of(stage, ref)
    assert (group.state, group.confirmed_by) == (GroupState.FOUNDED, other.account_id)
    assert register.register(clerk, stage.place, ref, stage.now) == 1
    people = people_masked(stage.place, group.id)
    assert [one.name for one in people] == ["Абдылдаева Г.", "Бекмурзаев Ө.", "Сыдыкова Ж."]
    assert [one.part for one in people] == [Part.LEADER, Part.MEMBER, Part.MEMBER]


def test_enter_keeps_no_number_and_knows_the_same_person_again(stage, clerk):
    number = pin()
    lines = [OnPaper(at, name, number if at == 1 else "") for at, name in enumerate(NAMES[:3], 1)]
    first = group_of(stage, entered(stage, clerk, said=on_paper(*lines)))
    second = group_of(stage, entered(stage, clerk, said=on_paper(*lines)))

    found = [
        [one.member.resident_id for one in members.standing(stage.place, group.id)]
        for group in (first, second)
    ]
    assert found[0][0] == found[1][0]
    assert len({*found[0], *found[1]}) == 5
    kept = db.session.get_one(Resident, found[0][0])
    assert (kept.pin_tag, kept.account_id) == (KEYS.pin_tag(number), None)


def test_who_stands_on_paper_and_signs_in_later_is_the_same_member(stage, clerk, other):
    person = resident(stage, NAMES[1])
    known = resident_of(stage.place, person.account_id)
    number = pin()
    known.pin_tag = KEYS.pin_tag(number)
    db.session.commit()
    lines = [OnPaper(1, NAMES[0]), OnPaper(2, NAMES[1], number), OnPaper(3, NAMES[2])]

    ref = entered(stage, clerk, said=on_paper(*lines, leader=2))

    assert [one.ref for one in groups.groups_led_by(stage.place, person.account_id)] == [ref]
    paper.confirm(other, stage.place, ref, stage.now)
    register.register(clerk, stage.place, ref, stage.now)
    assert service.acting_for(person, stage.place, ref, stage.now).ref == ref


@pytest.mark.parametrize(
    ("code", "field", "changes"),
    [
        (Code.LEADER_MISSING, "leader", {"said": on_paper(leader=None)}),
        (Code.LEADER_MISSING, "leader", {"said": on_paper(leader=9)}),
        (Code.SIGNATURES_UNSEEN, "signed", {"said": on_paper(signed=False)}),
        (Code.GROUP_TOO_SMALL, "members", {"said": on_paper(OnPaper(1, NAMES[0]))}),
        (
            Code.MEMBER_TWICE,
            "member_4",
            {"said": on_paper(OnPaper(1, NAMES[0]), OnPaper(4, "АБДЫЛДАЕВА  Гулзат"))},
        ),
        (Code.NAME_CHARACTER, "member_2", {"said": on_paper(OnPaper(2, "<script>"))}),
        (Code.NAME_WITHOUT_LETTERS, "member_2", {"said": on_paper(OnPaper(2, "1234"))}),
        (Code.PIN_LENGTH, "pin_1", {"said": on_paper(OnPaper(1, NAMES[0], "123"))}),
        (
            Code.SETTLEMENT_UNKNOWN,
            "village_1",
            {"said": on_paper(OnPaper(1, NAMES[0], village="none"))},
        ),
        (Code.SETTLEMENT_UNKNOWN, "village_1", {"facts": replace(FACTS, settlement=None)}),
        (
            Code.FOUNDING_NOT_QUORATE,
            "members",
            {"said": on_paper(*[OnPaper(at, each, "", "", False) for at, each in ABSENT])},
        ),
        (Code.FOUNDING_PAPER_MISSING, "file", {"file": b""}),
        (Code.RESOLUTION_FILE_UNREADABLE, "file", {"file": PAPER[:-6]}),
        (Code.RESOLUTION_FILE_UNREADABLE, "file", {"file": PAPER + b"/JavaScript %%EOF"}),
        (Code.RESOLUTION_FILE_TOO_LARGE, "file", {"file": b"%PDF-" + b"0" * 12_000_000}),
        (Code.TEXT_INVISIBLE, "name", {"facts": replace(FACTS, name="Таза​ суу")}),
    ],
)  # fmt: skip
def test_enter_says_where_the_paper_is_wrong_and_keeps_nothing(stage, clerk, code, field, changes):
    refusal = refused(entered, stage, clerk, kind=NotValid, **changes)

    assert (refusal.code, refusal.field) == (code, field)
    assert groups.waiting(stage.place) == []
    assert db.session.scalar(select(Resident.id).where(Resident.account_id.is_(None))) is None


def test_confirm_asks_what_the_rules_ask_on_that_day(stage, clerk, other):
    ref = entered(stage, clerk)
    adopt(stage, {Parameter.GROUP_MIN_MEMBERS: 5})

    refusal = refused(paper.confirm, other, stage.place, ref, stage.now, kind=NotValid)

    assert refusal.code is Code.GROUP_TOO_SMALL


def test_confirm_is_for_papers_only_and_for_somebody_outside_the_group(stage, clerk):
    people = neighbours(stage)
    ref = begun(stage, people[0])
    assert refused(paper.confirm, clerk, stage.place, ref, stage.now, kind=NotFound)
    joined(stage, people[0], ref, *people[1:])
    member = replace(people[1], roles=people[1].roles | {Role.OPERATOR})
    done = founded(stage, *people)

    for deed in (register.register, paper.confirm):
        refusal = refused(deed, member, stage.place, done, stage.now)
        assert refusal.code in (Code.NOT_YOURSELF, Code.GROUP_MOVED_ON)
    refusal = refused(register.register, member, stage.place, done, stage.now, kind=NotAllowed)
    assert refusal.code is Code.NOT_YOURSELF


def test_register_gives_numbers_in_turn_in_each_municipality(stage, clerk):
    neighbour = stage.neighbour()
    assert [group_of(stage, registered(stage)).register_number for _ in range(2)] == [1, 2]
    assert group_of(neighbour, registered(neighbour)).register_number == 1
    assert len(groups.register(stage.place)) == 2


def test_register_refuses_a_group_that_people_have_left_meanwhile(stage, clerk):
    people = neighbours(stage)
    ref = founded(stage, *people)
    membership.leave(people[2], stage.place, ref, stage.now)

    refusal = refused(register.register, clerk, stage.place, ref, stage.now, kind=Conflict)

    assert (refusal.code, refusal.facts["fewest"]) == (Code.GROUP_BELOW_MINIMUM, 3)
    assert group_of(stage, ref).register_number is None


def test_refuse_needs_a_reason_and_sends_the_group_back_to_its_leader(stage, clerk):
    people = neighbours(stage)
    ref = founded(stage, *people)

    refusal = refused(register.refuse, clerk, stage.place, ref, "жок", "ky", stage.now)
    assert (refusal.code, refusal.field) == (Code.TEXT_TOO_SHORT, "reason")
    register.refuse(clerk, stage.place, ref, "Максаты айтылган эмес.", "ky", stage.now)

    group = group_of(stage, ref)
    assert (group.state, group.reason) == (GroupState.DRAFT, "Максаты айтылган эмес.")
    assert refused(groups.public_group, stage.place, ref, kind=NotFound)


def test_refuse_closes_a_paper_for_good(stage, clerk):
    ref = entered(stage, clerk)

    register.refuse(clerk, stage.place, ref, "Кол коюлган эмес.", "ky", stage.now)

    assert group_of(stage, ref).state is GroupState.DISSOLVED
    assert groups.waiting(stage.place) == []


def test_dissolve_keeps_the_group_in_the_register_with_its_reason(stage, clerk):
    ref = registered(stage)
    founded_only = founded(stage)

    refusal = refused(register.dissolve, clerk, stage.place, founded_only, WHY, "ky", stage.now)
    assert refusal.code is Code.GROUP_MOVED_ON
    register.dissolve(clerk, stage.place, ref, "Иш бүттү, топ таркады.", "ky", stage.now)

    group = groups.public_group(stage.place, ref)
    assert (group.state, group.said.ky) == (GroupState.DISSOLVED, "Иш бүттү, топ таркады.")


def test_the_office_of_a_neighbour_finds_no_group(stage):
    ref = registered(stage)
    neighbour = stage.neighbour()
    clerk = neighbour.person(Role.OPERATOR)

    for deed in (register.register, paper.confirm):
        assert refused(deed, clerk, neighbour.place, ref, neighbour.now).code is Code.NOT_FOUND
    assert refused(register.open_people, clerk, stage.place, ref, WHY, stage.now, kind=NotFound)
