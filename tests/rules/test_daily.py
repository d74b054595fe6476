"""The voting day by day: nobody alone is in a number, and none follows from the others."""

from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from pb.rules.daily import Span, days, hours, is_large


def spans(found):
    return [(one.first, one.last, one.counts) for one in found]


def test_days_of_many_people_stand_alone_and_the_last_waits_while_the_voting_lasts():
    rows = [(40, 9), (30, 0), (25, 8)]

    assert spans(days(rows, 5, is_over=False)) == [(0, 0, (40, 9)), (1, 1, (30, 0))]
    assert spans(days(rows, 5, is_over=True)) == [
        (0, 0, (40, 9)), (1, 1, (30, 0)), (2, 2, (25, 8)),
    ]  # fmt: skip


def test_a_day_of_few_people_stands_with_the_next_ones():
    assert spans(days([(40, 2), (30, 1), (9, 2), (7, 7)], 5, is_over=True)) == [
        (0, 2, (79, 5)),
        (3, 3, (7, 7)),
    ]


def test_few_people_on_the_last_days_stand_with_the_days_that_waited():
    rows = [(40, 9), (30, 7), (20, 2)]

    assert spans(days(rows[:2], 5, is_over=False)) == [(0, 0, (40, 9))]
    assert spans(days(rows, 5, is_over=True)) == [(0, 0, (40, 9)), (1, 2, (50, 9))]


def test_nothing_is_published_where_few_people_voted_in_all():
    assert days([(2, 0), (1, 1)], 5, is_over=True) == ()
    assert days([], 5, is_over=True) == ()


def test_hours_are_gathered_until_enough_people_are_in_them():
    counts = [0, 0, 5, 20, 30, 3, 0]

    assert hours(counts, 20) == (Span(0, 3, (25,)), Span(4, 6, (33,)))
    assert hours([5, 20, 3], 20) == ()
    assert hours([0] * 24, 20) == ()


ROWS = st.lists(st.tuples(*[st.integers(0, 4)] * 2), max_size=4)
MANY_ROWS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), max_size=8)


@given(ROWS, st.integers(1, 3), st.booleans())
def test_every_published_number_is_large_or_zero_and_days_are_in_one_span_each(rows, few, over):
    found = days(rows, few, is_over=over)

    assert all(is_large(one.counts, few) for one in found)
    covered = [at for one in found for at in range(one.first, one.last + 1)]
    assert covered == list(range(len(covered)))
    for one in found:
        between = rows[one.first : one.last + 1]
        assert one.counts == tuple(map(sum, zip(*between, strict=True)))
    assert all(any(one.counts) for one in found)


@given(ROWS, st.integers(2, 3))
def test_no_small_number_follows_from_any_totals_of_what_is_published(rows, few):
    """Every way the people could have voted that gives the same rows, columns and totals."""
    found = days(rows, few, is_over=True)
    for column in range(2):
        for one in found:
            width = one.last - one.first + 1
            total = one.counts[column]
            fitting = [way for way in product(range(total + 1), repeat=width) if sum(way) == total]
            for at in range(width):
                true = rows[one.first + at][column]
                if 0 < true < few:
                    assert len({way[at] for way in fitting}) > 1


@given(MANY_ROWS, st.integers(2, 5))
def test_no_small_number_follows_from_two_tables_published_one_after_the_other(rows, few):
    """Any run of lines of the later table, less any run of lines of the earlier one in it."""
    tables = [days(rows[:until], few, is_over=False) for until in range(len(rows) + 1)]
    tables.append(days(rows, few, is_over=True))
    for (earlier, later), column in product(pairwise(tables), range(2)):
        for whole, part in product(runs(later), runs(earlier)):
            if reach(part) <= reach(whole):
                rest = sum(one.counts[column] for one in whole)
                rest -= sum(one.counts[column] for one in part)
                assert rest == 0 or rest >= few


def runs(table):
    return [table[a:b] for a in range(len(table)) for b in range(a, len(table) + 1)]


def reach(run):
    return {at for one in run for at in range(one.first, one.last + 1)}


@given(MANY_ROWS, st.integers(2, 5))
def test_what_was_published_stays_as_it_was_until_the_end_and_after_it(rows, few):
    before: tuple[Span, ...] = ()
    for until in range(len(rows) + 1):
        now = days(rows[:until], few, is_over=False)
        assert now[: len(before)] == before
        before = now
    assert days(rows, few, is_over=True)[: len(before)] == before


def test_a_day_of_nobody_does_not_take_the_place_of_the_span_that_waits():
    rows = [(40, 9), (0, 0), (0, 0), (20, 2)]

    assert days(rows[:3], 5, is_over=False) == ()
    assert spans(days(rows, 5, is_over=True)) == [(0, 3, (60, 11))]


def test_few_people_of_one_way_of_voting_leave_out_the_last_days_and_no_earlier_ones():
    rows = [(40, 0), (30, 0), (20, 2)]

    assert spans(days(rows, 5, is_over=True)) == [(0, 0, (40, 0))]


@given(st.lists(st.integers(0, 30), min_size=24, max_size=24))
def test_hours_add_up_to_the_day_and_hide_small_ones(counts):
    found = hours(counts, 20)

    if found:
        assert sum(one.counts[0] for one in found) == sum(counts)
        assert min(one.counts[0] for one in found) >= 20
        assert [one.first for one in found[1:]] == [one.last + 1 for one in found[:-1]]
