"""Interests of the people of a group, and their names: opened with a trace, noted for ever."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from pb.acts.groups import interests, membership, register
from pb.records import groups
from pb.records.base import db
from pb.records.privacy import PersonalAccess
from pb.records.residents import Resident, resident_of
from pb.rules.groups import InterestKind
from pb.rules.privacy import Purpose
from pb.rules.refusals import Code, Conflict
from pb.rules.roles import Role
from tests.groups_made import (
    NAMES,
    WHY,
    entered,
    founded,
    group_of,
    neighbours,
    refs,
    registered,
)
from tests.rules_adopted import PAPER


def refused(deed, *args, kind=Exception, **changes):
    with pytest.raises(kind) as found:
        deed(*args, **changes)
    return found.value


@pytest.fixture
def clerk(stage):
    """Somebody of the office."""
    return stage.person(Role.OPERATOR, "Н. Эсенова")


def test_open_people_leaves_a_trace_for_each_of_them_and_names_them(stage, clerk):
    people = neighbours(stage)
    ref = registered(stage, *people)
    interests.note_own(people[1], stage.place, ref, InterestKind.POST, "Кеңешке депутат", stage.now)

    refusal = refused(register.open_people, clerk, stage.place, ref, "жок", stage.now)
    assert refusal.field == "reason"
    opened = register.open_people(clerk, stage.place, ref, WHY, stage.now)

    assert [one.name for one in opened.people] == list(NAMES[:3])
    assert opened.notes == ((NAMES[1], InterestKind.POST, "Кеңешке депутат"),)
    looks = db.session.scalars(select(PersonalAccess)).all()
    assert {one.purpose for one in looks} == {Purpose.GROUP}
    own = {resident_of(stage.place, one.account_id).id for one in people}
    assert {one.resident_id for one in looks} == own


def test_open_people_asks_for_the_second_factor_and_for_the_role(stage, clerk):
    ref = registered(stage)
    tired, head = replace(clerk, is_confirmed=False), stage.person(Role.HEAD)

    for who, code in ((tired, Code.STEP_UP_FIRST), (head, Code.NOT_ALLOWED)):
        refusal = refused(register.open_people, who, stage.place, ref, WHY, stage.now)
        assert refusal.code is code
    assert not db.session.scalars(select(PersonalAccess)).all()


def test_open_paper_gives_the_file_with_the_same_trace_and_nothing_where_none_is(stage, clerk):
    ref = entered(stage, clerk)
    printed = founded(stage)

    found = register.open_paper(clerk, stage.place, ref, WHY, stage.storage, stage.now)

    assert found.content == PAPER
    assert len(db.session.scalars(select(PersonalAccess)).all()) == 3
    refusal = refused(register.open_paper, clerk, stage.place, printed, WHY, stage.storage,
                      stage.now)  # fmt: skip
    assert refusal.code is Code.NOT_FOUND
    assert len(db.session.scalars(select(PersonalAccess)).all()) == 3


def test_an_interest_is_noted_once_and_follows_the_person_into_other_groups(stage, clerk):
    people = neighbours(stage, 5)
    first, second = registered(stage, *people[:3]), registered(stage, *people[2:])
    shared = people[2]
    ref = refs(stage, first)[2]

    interests.note(clerk, stage.place, first, ref, InterestKind.WORK, "Бир мекемеде", stage.now)

    for group_ref in (first, second):
        [found] = groups.carried(stage.place, group_of(stage, group_ref).id)
        assert (found.kind, found.members, found.former) == (InterestKind.WORK, 1, 0)
    for deed in (
        lambda: interests.note(clerk, stage.place, first, ref, InterestKind.WORK, "", stage.now),
        lambda: interests.note_own(shared, stage.place, second, InterestKind.WORK, "", stage.now),
    ):
        assert refused(deed, kind=Conflict).code is Code.INTEREST_KEPT
    membership.leave(shared, stage.place, first, stage.now)
    [found] = groups.carried(stage.place, group_of(stage, first).id)
    assert (found.members, found.former) == (0, 1)


def test_an_interest_follows_an_account_that_enrolment_ties_to_another_line(stage):
    people = neighbours(stage, 5)
    first = registered(stage, *people[:3])
    shared = people[1]
    interests.note_own(shared, stage.place, first, InterestKind.MONEY, "", stage.now)
    old = resident_of(stage.place, shared.account_id)
    old.account_id = None
    db.session.flush()
    line = Resident(
        municipality_id=stage.place,
        settlement_id=old.settlement_id,
        account_id=shared.account_id,
        created_at=stage.now,
    )
    db.session.add(line)
    db.session.commit()

    second = registered(stage, people[3], people[4], shared)

    [found] = groups.carried(stage.place, group_of(stage, second).id)
    assert (found.kind, found.members) == (InterestKind.MONEY, 1)
    assert groups.is_member(stage.place, group_of(stage, first).id, shared.account_id)


def test_only_the_office_and_the_person_note_an_interest(stage, clerk):
    people = neighbours(stage, 4)
    ref = registered(stage, *people[:3])
    member, kind = refs(stage, ref)[1], InterestKind.FAMILY

    for who in (people[0], stage.person(Role.HEAD)):
        refusal = refused(interests.note, who, stage.place, ref, member, kind, "", stage.now)
        assert refusal.code is Code.NOT_ALLOWED
    refusal = refused(interests.note_own, people[3], stage.place, ref, kind, "", stage.now)
    assert refusal.code is Code.NOT_FOUND
    refusal = refused(interests.note, clerk, stage.place, ref, "0" * 12, kind, "", stage.now)
    assert refusal.code is Code.NOT_FOUND
