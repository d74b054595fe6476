"""Which days of an announced round may still move, and how a round that stood still goes on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.rules.changes import DAYS, ENDS, check_forward, suspended
from pb.rules.refusals import Code, NotValid
from pb.rules.rule_sets.calendars import Days

DAY = timedelta(days=1)
START = date(2026, 3, 2)
STANDING = Days(*(START + timedelta(days=n) for n in (10, 20, 30, 40, 50, 60)))
TODAYS = st.integers(0, 70).map(lambda n: START + timedelta(days=n))


@given(TODAYS, st.sampled_from(DAYS), st.integers(1, 30))
def test_a_day_moves_forward_only_while_it_has_not_come(today, name, number):
    standing = getattr(STANDING, name)
    moved = replace(STANDING, **{name: standing + timedelta(days=number)})
    # An end holds through its own day, a beginning has come in the morning of it.
    may = standing > today or (standing == today and name in ENDS)

    if may:
        assert check_forward(STANDING, moved, today) == (name,)
    else:
        with pytest.raises(NotValid) as found:
            check_forward(STANDING, moved, today)
        assert (found.value.code, found.value.field) == (Code.DAY_IS_OVER, name)


@given(TODAYS, st.sampled_from(DAYS), st.integers(1, 9))
def test_no_day_moves_back(today, name, number):
    moved = replace(STANDING, **{name: getattr(STANDING, name) - timedelta(days=number)})

    with pytest.raises(NotValid) as found:
        check_forward(STANDING, moved, today)

    assert found.value.code is Code.DAY_MOVES_BACK


def test_a_change_that_moves_nothing_is_none():
    with pytest.raises(NotValid) as found:
        check_forward(STANDING, STANDING, START)

    assert found.value.code is Code.NOTHING_MOVES


@given(st.integers(0, 60).map(lambda n: START + timedelta(days=n)), st.integers(1, 60))
def test_a_round_that_stood_still_goes_on_in_order_and_may_be_moved_so(today, number):
    later = suspended(STANDING, number, today)

    moved = check_forward(STANDING, later, today)
    days = [getattr(later, name) for name in DAYS]
    assert days == sorted(days)
    assert {getattr(later, name) - getattr(STANDING, name) for name in moved} == {number * DAY}
    assert all(getattr(STANDING, name) <= today for name in set(DAYS) - set(moved))


@pytest.mark.parametrize("number", [0, -1, 61])
def test_a_round_stands_still_for_a_day_to_sixty(number):
    with pytest.raises(NotValid) as found:
        suspended(STANDING, number, START)

    assert (found.value.code, found.value.field) == (Code.NUMBER_OUT_OF_RANGE, "number")
