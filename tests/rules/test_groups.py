"""Initiative groups: founding, roles, people in two groups, interests that stay."""

from datetime import date
from fractions import Fraction

import pytest

from pb.rules.groups import (
    GroupMember,
    GroupRules,
    GroupState,
    Interest,
    InterestKind,
    Part,
    check_founding,
    check_list,
    interests_of,
    marked,
    require_free,
    require_group_move,
    require_kept,
)
from pb.rules.quorum import Quorum
from pb.rules.refusals import Code, Conflict, NotValid

# From the state in the row to the state in the column: draft, founded, registered, active_group,
# dissolved.
MOVES = """
    draft         . x . . x
    founded       x . x . x
    registered    . . . x x
    active_group  . . . . x
    dissolved     . . . . .
"""
NOTED = date(2026, 3, 2)
RULES = GroupRules()


def members(number, *, consented=None, present=None):
    """A leader and others; all consented and were at the meeting unless told how many."""
    return [
        GroupMember(
            f"p{at}",
            Part.MEMBER if at > 1 else Part.LEADER,
            at <= (number if consented is None else consented),
            at <= (number if present is None else present),
        )
        for at in range(1, number + 1)
    ]


def refusal(call):
    with pytest.raises((NotValid, Conflict)) as refused:
        call()
    return refused.value


def test_require_group_move_lets_through_what_the_printed_table_does():
    may_move = {}
    for state in GroupState:
        may_move[state.value] = marks = []
        for to in GroupState:
            try:
                require_group_move(state, to)
                marks.append("x")
            except Conflict:
                marks.append(".")

    assert may_move == {row.split()[0]: row.split()[1:] for row in MOVES.strip().splitlines()}


def test_require_group_move_says_where_the_group_stands_when_it_has_moved_on():
    refused = refusal(lambda: require_group_move(GroupState.DISSOLVED, GroupState.ACTIVE))

    assert refused.code is Code.GROUP_MOVED_ON
    assert refused.facts == {"state": GroupState.DISSOLVED, "to": GroupState.ACTIVE}


def test_check_founding_takes_three_who_consented_and_came():
    assert len(check_founding(members(3), RULES, has_protocol=True)) == 3
    assert len(check_founding(members(7), GroupRules(most=7), has_protocol=True)) == 7


def test_check_founding_leaves_out_who_did_not_consent():
    founding = check_founding(members(5, consented=4), RULES, has_protocol=True)

    assert [one.person for one in founding] == ["p1", "p2", "p3", "p4"]


@pytest.mark.parametrize(
    ("given", "rules", "has_protocol", "code", "field"),
    [
        (members(2), RULES, True, Code.GROUP_TOO_SMALL, "members"),
        (members(5, consented=2), RULES, True, Code.GROUP_TOO_SMALL, "members"),
        (members(9), GroupRules(fewest=10), True, Code.GROUP_TOO_SMALL, "members"),
        (members(8), GroupRules(most=7), True, Code.GROUP_TOO_LARGE, "members"),
        (members(4, present=2), RULES, True, Code.FOUNDING_NOT_QUORATE, "members"),
        (members(3), RULES, False, Code.FOUNDING_PAPER_MISSING, "protocol"),
        (members(3, consented=0), RULES, True, Code.CONSENT_MISSING, "leader"),
    ],
)
def test_check_founding_refuses_a_group_that_is_not_as_the_rule_says(
    given, rules, has_protocol, code, field
):
    refused = refusal(lambda: check_founding(given, rules, has_protocol=has_protocol))

    assert (refused.code, refused.field) == (code, field)


def test_check_founding_says_how_many_are_missing_and_how_many_did_not_answer():
    refused = refusal(lambda: check_founding(members(5, consented=2), RULES, has_protocol=True))

    assert refused.facts == {"number": 2, "fewest": 3, "waiting": 3}


def test_check_founding_counts_the_meeting_among_those_who_consented():
    # three consented and two of them came: more than half of three; the two others came too
    given = members(5, consented=3, present=2)
    with_guests = [
        *given[:3],
        *(GroupMember(one.person, has_consented=False, was_present=True) for one in given[3:]),
    ]

    assert len(check_founding(with_guests, RULES, has_protocol=True)) == 3
    all_needed = GroupRules(quorum=Quorum(Fraction(1)))
    refused = refusal(lambda: check_founding(with_guests, all_needed, has_protocol=True))
    assert refused.facts == {"present": 2, "needed": 3}


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ([*members(3), GroupMember("p2")], Code.MEMBER_TWICE, "member_4"),
        (members(3)[1:], Code.LEADER_MISSING, "leader"),
        ([*members(3), GroupMember("p9", Part.LEADER)], Code.LEADERS_SEVERAL, "leader"),
        ([], Code.LEADER_MISSING, "leader"),
    ],
)
def test_check_list_refuses_a_person_twice_and_anything_but_one_leader(given, code, field):
    refused = refusal(lambda: check_list(given))

    assert (refused.code, refused.field) == (code, field)


def test_require_free_refuses_a_person_of_another_group_without_naming_them():
    refused = refusal(lambda: require_free(members(3), {"p3", "x"}, RULES))

    assert (refused.code, refused.field) == (Code.PERSON_IN_OTHER_GROUP, "member_3")
    assert "p3" not in str(refused)


def test_require_free_lets_people_be_in_two_groups_where_the_rule_does():
    require_free(members(3), {"p3"}, GroupRules(is_one_a_round=False))
    require_free(members(3), {"x"}, RULES)


def test_marked_keeps_an_interest_with_the_day_it_was_first_noted():
    first = marked([], "p1", InterestKind.FAMILY, NOTED)

    again = marked(first, "p1", InterestKind.FAMILY, date(2027, 1, 1))
    more = marked(first, "p1", InterestKind.WORK, date(2027, 1, 1))

    assert again == first == {Interest("p1", InterestKind.FAMILY, NOTED)}
    assert first < more


def test_require_kept_refuses_to_take_an_interest_away_or_to_change_its_day():
    before = marked([], "p1", InterestKind.FAMILY, NOTED)
    changed = marked([], "p1", InterestKind.FAMILY, date(2027, 1, 1))

    for after in (frozenset(), changed):
        assert refusal(lambda after=after: require_kept(before, after)).code is Code.INTEREST_KEPT
    require_kept(before, marked(before, "p2", InterestKind.MONEY, NOTED))
    require_kept(before, before)


def test_interests_follow_a_person_into_the_next_group():
    interests = marked([], "p2", InterestKind.MONEY, NOTED)
    interests = marked(interests, "elsewhere", InterestKind.WORK, NOTED)

    next_group = [GroupMember("p9", Part.LEADER), GroupMember("p2")]

    assert interests_of(next_group, interests) == (Interest("p2", InterestKind.MONEY, NOTED),)
    assert interests_of([GroupMember("p9")], interests) == ()
