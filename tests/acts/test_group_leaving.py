"""Members without a telephone leave by a paper that two people of the office stand for."""

import pytest

from pb.acts.groups import invitations, leaving, membership
from pb.records import groups
from pb.records.groups import members
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound
from pb.rules.roles import Role
from tests.groups_made import begun, entered, group_of, invited, neighbours, refs, registered
from tests.records.test_constraints import change, refused
from tests.stage import KEYS


@pytest.fixture
def clerk(stage):
    """Somebody of the office."""
    return stage.person(Role.OPERATOR)


@pytest.fixture
def other(stage):
    """Another one."""
    return stage.person(Role.OPERATOR)


def code_of(kind, deed, *args):
    with pytest.raises(kind) as found:
        deed(*args)
    return found.value.code


def test_let_go_ends_a_membership_that_another_person_wrote_down(stage, clerk, other):
    ref = entered(stage, clerk)
    _, member, _ = refs(stage, ref)
    said = (stage.place, ref, member, stage.now)

    assert code_of(Conflict, leaving.let_go, other, *said) is Code.LEAVING_MOVED_ON
    leaving.write_down(clerk, *said)
    assert code_of(Conflict, leaving.write_down, other, *said) is Code.LEAVING_MOVED_ON
    assert code_of(NotAllowed, leaving.let_go, clerk, *said) is Code.NOT_YOURSELF
    leaving.let_go(other, *said)

    assert groups.number_of_members(stage.place, group_of(stage, ref).id) == 2
    for deed in (leaving.let_go, leaving.drop, leaving.write_down):
        assert code_of(NotFound, deed, other, *said) is Code.NOT_FOUND


def test_drop_keeps_the_member(stage, clerk):
    ref = entered(stage, clerk)
    _, member, _ = refs(stage, ref)
    leaving.write_down(clerk, stage.place, ref, member, stage.now)

    leaving.drop(clerk, stage.place, ref, member, stage.now)

    [found] = [
        one.member
        for one in members.standing(stage.place, group_of(stage, ref).id)
        if one.member.ref == member
    ]
    assert (found.leaving_by, found.left_at) == (None, None)
    said = (stage.place, ref, member, stage.now)
    assert code_of(Conflict, leaving.drop, clerk, *said) is Code.LEAVING_MOVED_ON


def test_write_down_refuses_the_leader_and_whoever_leaves_by_themselves(stage, clerk):
    paper, online = entered(stage, clerk), registered(stage)

    for ref, at, code in ((paper, 0, Code.LEADER_STAYS), (online, 1, Code.LEAVES_THEMSELVES)):
        member = refs(stage, ref)[at]
        said = (stage.place, ref, member, stage.now)
        assert code_of(Conflict, leaving.write_down, clerk, *said) is code
    said = (stage.place, online, "0" * 12, stage.now)
    assert code_of(NotFound, leaving.write_down, clerk, *said) is Code.NOT_FOUND
    resident = neighbours(stage, 1)[0]
    said = (stage.place, paper, refs(stage, paper)[1], stage.now)
    assert code_of(NotAllowed, leaving.write_down, resident, *said) is Code.NOT_ALLOWED


def test_the_database_lets_nobody_go_by_one_person(stage, clerk, other):
    ref = entered(stage, clerk)
    table = "initiative_group_member"

    with refused("leader_stays"):
        change(table, left_at=stage.now)
    with refused("let_go"):
        change(table, leaving_by=clerk.account_id, let_go_by=clerk.account_id)
    with refused("let_go_whole"):
        change(table, let_go_by=other.account_id)
    assert len(refs(stage, ref)) == 3


def test_whoever_left_comes_back_by_a_new_code_only(stage):
    leader, one = neighbours(stage, 2)
    ref = begun(stage, leader)
    invitations.join(one, stage.place, invited(stage, leader, ref), KEYS, stage.now)
    membership.leave(one, stage.place, ref, stage.now)

    invitations.join(one, stage.place, invited(stage, leader, ref), KEYS, stage.now)

    assert len(members.people_of(stage.place, group_of(stage, ref).id)) == 3
    assert groups.number_of_members(stage.place, group_of(stage, ref).id) == 2
