"""The sums of minutes: tables of what fits and what does not, and properties of what was let in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.rules.assemblies import Attended, Known, Raised, check_act, check_start
from pb.rules.refusals import Code, NotValid, Refusal
from pb.rules.rounds import Schedule

OPENS = datetime(2026, 5, 1, tzinfo=UTC)
DAY = timedelta(days=1)
SCHEDULE = Schedule(
    OPENS - 9 * DAY, OPENS - 6 * DAY, OPENS - 3 * DAY, OPENS, OPENS + 10 * DAY, OPENS + 15 * DAY
)
KNOWN = Known({"a": 10, "b": 5}, marked=6, quorum=8, projects=(1, 2), most_choices=1)


@pytest.mark.parametrize(
    ("starts", "now", "code"),
    [
        (OPENS, OPENS - DAY, None),
        (OPENS + 10 * DAY - timedelta(seconds=1), OPENS, None),
        (OPENS - timedelta(seconds=1), OPENS - DAY, Code.ASSEMBLY_OUTSIDE_VOTING),
        (OPENS + 10 * DAY, OPENS, Code.ASSEMBLY_OUTSIDE_VOTING),
        (OPENS + DAY, OPENS + DAY, Code.ASSEMBLY_IN_PAST),
        (OPENS + DAY, OPENS + 2 * DAY, Code.ASSEMBLY_IN_PAST),
    ],
)
def test_an_assembly_begins_within_the_voting_and_not_in_the_past(starts, now, code):
    if code is None:
        check_start(starts, SCHEDULE, now)
        return
    with pytest.raises(NotValid) as found:
        check_start(starts, SCHEDULE, now)
    assert (found.value.code, found.value.field) == (code, "day")


def came(a=(5, 3), b=(0, 0)):
    return {"a": Attended(*a), "b": Attended(*b)}


FITS = {1: Raised(4, 1, 1), 2: Raised(2, 4, 0)}


@pytest.mark.parametrize(
    ("attended", "hands", "quorate", "code", "field"),
    [
        (came(), FITS, True, None, None),
        (came((5, 5), (2, 3)), FITS, True, None, None),
        (came((5, 6)), FITS, True, Code.ATTENDED_OVER_ROLL, "women_a"),
        (came((5, 3), (3, 3)), FITS, True, Code.ATTENDED_OVER_ROLL, "women_b"),
        (came((-1, 9)), FITS, True, Code.NUMBER_OUT_OF_RANGE, "women_a"),
        (came((5, 2)), FITS, True, Code.QUORUM_SHORT, "is_quorate"),
        (came(), {1: Raised(4, 1, 1)}, True, Code.HANDS_MISSING, "favour_2"),
        (came(), {**FITS, 2: Raised(2, 4, 1)}, True, Code.HANDS_OVER_MARKED, "favour_2"),
        (came(), {**FITS, 2: Raised(-1, 4, 1)}, True, Code.NUMBER_OUT_OF_RANGE, "favour_2"),
        (came(), {**FITS, 2: Raised(3, 3, 0)}, True, Code.HANDS_OVER_CHOICES, None),
        (came((5, 2)), {}, False, Code.PEOPLE_MARKED, None),
        (came((5, 3)), {}, False, Code.QUORUM_REACHED, "is_quorate"),
        (came((5, 2)), {2: Raised(0, 1, 0)}, False, Code.QUORUM_MISSED, "favour_2"),
    ],
)
def test_the_sums_of_minutes_have_to_fit(attended, hands, quorate, code, field):
    if code is None:
        people = sum(one.people for one in attended.values())
        assert check_act(attended, hands, KNOWN, is_quorate=quorate) == people
        return
    with pytest.raises(Refusal) as found:
        check_act(attended, hands, KNOWN, is_quorate=quorate)
    assert (found.value.code, found.value.field) == (code, field)


def test_fewer_than_are_marked_cannot_have_come():
    known = Known({"a": 10}, marked=6, quorum=0, projects=(), most_choices=1)

    with pytest.raises(Refusal) as found:
        check_act({"a": Attended(2, 3)}, {}, known, is_quorate=True)

    assert found.value.facts == {"people": 5, "marked": 6}


NUMBERS = st.integers(-2, 12)


@given(
    st.tuples(NUMBERS, NUMBERS),
    st.lists(st.builds(Raised, NUMBERS, NUMBERS, NUMBERS), min_size=2, max_size=2),
    st.integers(0, 12),
    st.integers(1, 3),
    st.booleans(),
)
def test_whatever_is_let_in_adds_up(attended, raised, marked, most, quorate):
    known = Known({"a": 10}, marked, 3, (1, 2), most)
    hands = dict(enumerate(raised, start=1))
    try:
        people = check_act({"a": Attended(*attended)}, hands, known, is_quorate=quorate)
    except Refusal:
        return

    assert 0 <= marked <= people <= 10 or not quorate
    assert quorate or marked == 0
    if quorate:
        assert people >= 3
        assert all(min(one.in_favour, one.against, one.abstained) >= 0 for one in raised)
        assert all(one.people <= marked for one in raised)
        assert sum(one.in_favour for one in raised) <= marked * most
