"""What stands out, and what just does not: a table for each threshold."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.documents.findings import FINDINGS
from pb.rules import anomalies
from pb.rules.anomalies import Crowd, FlagKind, Pile, Support
from pb.rules.holidays import Workdays

NINE = datetime(2026, 3, 16, 3, tzinfo=UTC)
"""Monday, nine in the morning in Bishkek."""


def at(hours, day=0):
    return NINE + timedelta(days=day, hours=hours - 9)


def kinds(flags):
    return [flag.kind for flag in flags]


@pytest.mark.parametrize(
    ("marks", "longest"),
    [([], 0), (["1"], 1), (["1", "1", "2"], 2), (["1", "2", "1"], 1), ([None, None], 0),
     (["1", None, "1"], 1), (["2", "1", "1", "1"], 3), ([""] * 4, 4)],
)  # fmt: skip
def test_longest_run_is_of_neighbours_with_the_same_marks_and_never_of_invalid_ones(marks, longest):
    assert anomalies.longest_run(marks) == longest


def test_fastest_looks_at_every_twenty_ballots_in_a_row():
    slow = [NINE + timedelta(seconds=10 * n) for n in range(30)]
    quick = [slow[-1] + timedelta(seconds=3 * n) for n in range(1, 22)]

    assert anomalies.fastest(slow[:19]) is None
    assert anomalies.fastest(slow[:20]) == 190
    assert anomalies.fastest(slow + quick) == 57


@pytest.mark.parametrize(
    ("run", "seconds", "found"),
    [
        (9, (114, None), []),
        (10, (None, None), [FlagKind.IDENTICAL_BALLOTS]),
        (0, (113, 114), [FlagKind.FAST_ENTRY]),
        (11, (10, 20), [FlagKind.IDENTICAL_BALLOTS, FlagKind.FAST_ENTRY, FlagKind.FAST_ENTRY]),
    ],
)
def test_a_pile_stands_out_from_ten_alike_and_below_six_seconds_a_ballot(run, seconds, found):
    assert kinds(anomalies.in_piles([Pile("ref", 1, 2, run, seconds)])) == found


def test_telephones_are_one_flag_with_counts_only():
    assert anomalies.shared_phones([], 3) == []
    assert anomalies.shared_phones([1, 1], 3) == []
    (flag,) = anomalies.shared_phones([2, 1, 3], 3)
    assert flag.key == "shared_phone"
    assert flag.facts == {"phones": 2, "people": 5, "most": 3, "allowed": 3}


@pytest.mark.parametrize(
    ("voters", "voted", "stands_out"),
    [(10, 9, True), (10, 8, False), (9, 9, False), (100, 89, False), (0, 0, False)],
)
def test_an_age_stands_out_from_ninety_per_cent_of_ten_people_on(voters, voted, stands_out):
    flags = anomalies.of_ages([Crowd(25, 1000, 600), Crowd(85, voters, voted)])

    assert bool(flags) is stands_out


@pytest.mark.parametrize(("voted", "stands_out"), [(20, False), (25, True)])
def test_an_age_stands_out_above_twice_the_average(voted, stands_out):
    # The average has the age in it: 100 + 20 of 1 100 is 10,9 %, twice that is 21,8 %.
    flags = anomalies.of_ages([Crowd(25, 1000, 100), Crowd(65, 100, voted)])

    assert bool(flags) is stands_out


@pytest.mark.parametrize(
    ("shares", "found"),
    [
        ((30, 31, 29, 60), [4]),
        ((30, 40, 20, 45), []),
        ((30, 31, 60), []),
        ((30, 30, 30, 30), []),
        ((30, 30, 30, 34), []),
        ((30, 30, 30, 40), [4]),
        ((60, 61, 59, 10), []),
    ],
)
def test_a_station_stands_out_three_deviations_above_the_others(shares, found):
    stations = [Crowd(number, 100, share) for number, share in enumerate(shares, 1)]

    assert [flag.facts["station"] for flag in anomalies.of_stations(stations)] == found


def test_a_station_nobody_belongs_to_is_no_division_by_nothing():
    assert anomalies.of_stations([Crowd(n, 0, 0) for n in range(1, 6)]) == []


@pytest.mark.parametrize(
    ("by_phone", "on_paper", "internet", "paper", "stands_out"),
    [
        (47, 28, 100, 100, True),
        (43, 28, 100, 100, True),
        (42, 28, 100, 100, False),
        (28, 43, 100, 100, True),
        (99, 0, 99, 500, False),
        (0, 0, 0, 0, False),
    ],
)
def test_a_project_stands_out_fifteen_points_apart_where_there_are_ballots_enough(
    by_phone, on_paper, internet, paper, stands_out
):
    flags = anomalies.of_channels([Support(3, by_phone, on_paper)], internet, paper)

    assert bool(flags) is stands_out


@pytest.mark.parametrize(
    ("hour", "day", "stands_out"),
    [(8, 0, False), (19, 0, False), (20, 0, True), (7, 0, True), (0, 1, True), (12, 6, True),
     (12, 5, True), (12, 7, False)],
)  # fmt: skip
def test_marks_stand_out_outside_the_hours_of_stations_and_on_days_off(hour, day, stands_out):
    # Day 5 is Nooruz, a Saturday; day 6 is a Sunday.
    flags = anomalies.odd_hours([(at(hour, day), 2, 3)], Workdays().is_worked)

    assert bool(flags) is stands_out


def test_odd_marks_of_a_day_and_a_station_are_one_flag():
    marks = [(at(21), 2, 3), (at(22), 2, 4), (at(22), 1, 1)]

    flags = anomalies.odd_hours(marks, Workdays().is_worked)

    assert [(flag.about, flag.facts["people"]) for flag in flags] == [
        ("2026-03-16-1", 1),
        ("2026-03-16-2", 7),
    ]


@pytest.mark.parametrize(
    ("late", "before", "stands_out"),
    [(20, 60, True), (20, 61, False), (19, 0, False), (50, 400, False)],
)
def test_an_evening_stands_out_with_a_quarter_of_the_day(late, before, stands_out):
    flags = anomalies.late_jumps([(at(21), late), (at(20), before)])

    assert bool(flags) is stands_out


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_percent_is_the_nearest_whole_one(part, whole):
    assert abs(anomalies.percent(part, whole) * whole - 100 * part) * 2 <= whole
    assert anomalies.percent(part, 0) == 0


def test_every_kind_says_what_it_means_and_what_to_do():
    assert set(FINDINGS) == set(FlagKind)
