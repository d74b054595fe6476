"""A commission's result: figures worked out by hand, who does not count, and what always holds."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pb.rules.commissions.criteria import Block, Criteria, Criterion, Scale, usual
from pb.rules.commissions.functions import Alternatives, LinearOnField
from pb.rules.commissions.members import Bar
from pb.rules.commissions.results import Spread, result_of, spread_of
from pb.rules.commissions.rounding import Mode, Rounding
from pb.rules.quorum import Quorum
from pb.rules.refusals import Code, Conflict, NotNow, NotValid
from tests.rules.commission_made import application, commission, marks_of, member, sheet

CRITERIA = usual()
every = settings(max_examples=40, deadline=None, derandomize=True)


def figures(result, ref):
    return next(one for one in result.applications if one.application.ref == ref)


def test_result_keeps_every_figure_from_the_mark_to_the_total():
    # Importance: 8, 7,5, 9, 6, 10 make 40,5; the mean of five is 8,1; of 10 under 20 it is 16,2.
    # The other four: 5 each, 10 each. Together 16,2 + 40 = 56,2.
    marks = ["8", "7,5", "9", "6", "10"]
    sheets = [
        sheet(f"m{number}", "a", marks_of(mark), CRITERIA) for number, mark in enumerate(marks, 1)
    ]

    result = result_of(CRITERIA, [application("a")], commission(), sheets)

    one = figures(result, "a")
    importance = one.blocks[0].criteria[0]
    assert importance.marks == (
        ("m1", 8), ("m2", Fraction(15, 2)), ("m3", 9), ("m4", 6), ("m5", 10),
    )  # fmt: skip
    assert importance.spread == Spread(Fraction(6), Fraction(10), Fraction(8))
    assert importance.spread.range == 4
    assert importance.mean == importance.points == Fraction(81, 10)
    assert importance.weighted == Fraction(162, 10)
    assert [row.weighted for row in one.blocks[0].criteria[1:]] == [10] * 4
    assert one.blocks[0].sum == one.blocks[0].points == one.exact_total == one.total
    assert one.total == Fraction(562, 10)
    assert one.counted == ("m1", "m2", "m3", "m4", "m5")
    assert one.left_out == ()
    assert (one.place.number, one.place.tied_with) == (1, ())
    assert (result.needed, result.seed) == (3, None)


def test_result_leaves_out_who_has_an_interest_and_who_did_not_declare_with_the_reason():
    members = [
        *commission(5),
        member(6, conflicts=frozenset({"a"})),
        member(7, has_declared=False),
        member(8, is_excused=True),
        member(9),
    ]
    # Six members count with 5; the others gave 10, handed in before it was known.
    sheets = [
        sheet(one.ref, "a", marks_of("10" if number > 5 else "5"), CRITERIA)
        for number, one in enumerate(members[:8], 1)
    ]
    sheets.append(sheet("m9", "a", marks_of("5"), CRITERIA))

    one = figures(result_of(CRITERIA, [application("a")], members, sheets), "a")

    assert one.left_out == (
        ("m6", Bar.CONFLICT), ("m7", Bar.NO_DECLARATION), ("m8", Bar.EXCUSED),
    )  # fmt: skip
    assert one.blocks[0].criteria[0].mean == 5
    assert one.total == 50


def test_result_counts_a_member_for_the_applications_they_have_no_interest_in():
    members = [*commission(4), member(5, conflicts=frozenset({"a"}))]
    sheets = [
        sheet(one.ref, ref, marks_of("10" if one.ref == "m5" else "5"), CRITERIA)
        for one in members
        for ref in "ab"
        if ref not in one.conflicts
    ]
    applications = [application("a"), application("b", registered=2)]

    result = result_of(CRITERIA, applications, members, sheets)

    # b: importance 5, 5, 5, 5, 10 make 30, the mean is 6, under 20 it is 12; and 40 more
    assert figures(result, "b").total == 52
    assert figures(result, "a").total == 50
    assert [one.application.ref for one in result.applications] == ["b", "a"]


def test_result_is_refused_while_a_sheet_is_waited_for():
    sheets = [sheet("m1", "a", marks_of("5"), CRITERIA)]

    with pytest.raises(NotNow) as refused:
        result_of(CRITERIA, [application("a")], commission(), sheets)

    assert refused.value.code is Code.SHEETS_SEALED
    assert refused.value.facts == {"number": 4}


@pytest.mark.parametrize(
    ("barred", "quorum", "needed"),
    [
        (3, Quorum(), 3),  # more than half of five
        (2, Quorum(Fraction(2, 3), is_more_than=False), 4),  # 3 1/3 of five, so four
        (5, Quorum(Fraction(0), is_more_than=False), 1),  # somebody has to
    ],
)
def test_result_is_refused_when_too_few_members_count(barred, quorum, needed):
    conflict = frozenset({"a"})
    members = [member(number, conflicts=conflict) for number in range(1, barred + 1)]
    members += commission(5)[barred:]
    sheets = [sheet(one.ref, "a", marks_of("5"), CRITERIA) for one in members[barred:]]

    with pytest.raises(Conflict) as refused:
        result_of(CRITERIA, [application("a")], members, sheets, quorum=quorum)

    assert refused.value.code is Code.COMMISSION_NOT_QUORATE
    assert refused.value.facts == {"application": "a", "number": 5 - barred, "needed": needed}


def test_result_mixes_marks_and_measures_in_blocks_and_rounds_where_it_says():
    # Marked: 7 and 8 and 8 make 23, the mean 7,666… goes up to 7,7 (of 10, under 50: 38,5).
    # Measured: the own share, from the least to the largest of all applications, 0 to 1 under 50;
    # a bonus of 10 for a priority sector. The block of measures counts 0,4.
    up = Rounding(Mode.UP, 1)
    criteria = Criteria(
        (
            Block("marks", (Criterion("use", Fraction(50), Scale(), mean_rounding=up),)),
            Block(
                "measures",
                (
                    Criterion("own", Fraction(50), LinearOnField(Fraction(0), Fraction(1))),
                    Criterion("sector", Fraction(10), Alternatives((Fraction(0), Fraction(1)))),
                ),
                weight=Fraction(4, 10),
            ),
        ),
        rounding=Rounding(Mode.HALF_UP, 1),
    )
    applications = [
        application(ref, registered=number, values=(("own", Fraction(own)), ("sector", sector)))
        for number, (ref, own, sector) in enumerate(
            [("a", 10, Fraction(1)), ("b", 40, Fraction(0)), ("c", 17, Fraction(0))], 1
        )
    ]
    sheets = [
        sheet(f"m{number}", ref, mark, criteria)
        for ref in "abc"
        for number, mark in enumerate(["7", "8", "8"], 1)
    ]

    result = result_of(criteria, applications, commission(3), sheets)

    # a: 38,5 + 0,4 * (0 + 10) = 42,5;  b: 38,5 + 0,4 * 50 = 58,5
    # c: 7 of 30 on the line, 50 * 7/30 = 11,666…, 0,4 of it 4,666…; 43,1666… to 43,2
    assert {one.application.ref: one.total for one in result.applications} == {
        "a": Fraction(425, 10),
        "b": Fraction(585, 10),
        "c": Fraction(432, 10),
    }
    own = figures(result, "c").blocks[1].criteria[0]
    assert (own.value, own.field, own.points) == (17, (10, 40), Fraction(7, 30))
    assert figures(result, "c").blocks[1].points == Fraction(14, 3)
    assert figures(result, "c").exact_total == Fraction(385, 10) + Fraction(14, 3)
    assert criteria.most == 74  # 50 + 0,4 * 60


def test_result_without_marks_needs_no_sheet():
    criteria = Criteria((
        Block("all", (Criterion("own", Fraction(1), Alternatives((Fraction(0), Fraction(1)))),)),
    ))  # fmt: skip

    result = result_of(criteria, [application("a", values=(("own", Fraction(1)),))], [], [])

    assert result.needed == 0
    assert figures(result, "a").total == 1


def test_result_is_refused_when_a_measured_figure_is_not_known():
    criteria = Criteria((
        Block("all", (Criterion("own", Fraction(1), Alternatives((Fraction(0), Fraction(1)))),)),
    ))  # fmt: skip

    with pytest.raises(NotValid) as refused:
        result_of(criteria, [application("a")], [], [])

    assert (refused.value.code, refused.value.field) == (Code.VALUE_MISSING, "value_own")


def test_result_fails_loudly_on_two_sheets_of_one_member():
    sheets = [sheet("m1", "a", marks_of("5"), CRITERIA)] * 2

    with pytest.raises(ValueError, match="two sheets of m1"):
        result_of(CRITERIA, [application("a")], commission(1), sheets)


def test_result_fails_loudly_on_a_sheet_of_other_criteria():
    one = Criteria((Block("all", (Criterion("importance", Fraction(1), Scale()),)),))

    with pytest.raises(ValueError, match="no mark of m1 for participation"):
        result_of(CRITERIA, [application("a")], commission(1), [sheet("m1", "a", "5", one)])


@pytest.mark.parametrize(
    ("marks", "median"),
    [((3,), 3), ((1, 2), Fraction(3, 2)), ((9, 1, 4), 4), ((7, 1, 2, 4), 3)],
)
def test_spread_has_the_middle_mark_or_half_way_between_two(marks, median):
    spread = spread_of([Fraction(mark) for mark in marks])

    assert spread == Spread(min(marks), max(marks), median)


@every
@given(st.data())
def test_result_is_the_same_in_any_order_and_lies_between_nothing_and_most(data):
    refs, members = ["a", "b", "c"], commission(3)
    applications = [application(ref, registered=number) for number, ref in enumerate(refs)]
    tenths = st.integers(0, 100).map(lambda number: f"{number // 10},{number % 10}")
    marks = st.lists(tenths, min_size=5, max_size=5).map(" ".join)
    sheets = [sheet(one.ref, ref, data.draw(marks), CRITERIA) for one in members for ref in refs]

    result = result_of(CRITERIA, applications, members, sheets)
    again = result_of(
        CRITERIA,
        data.draw(st.permutations(applications)),
        members,
        data.draw(st.permutations(sheets)),
    )

    assert again == result
    for one in result.applications:
        assert 0 <= one.total <= CRITERIA.most
        assert type(one.exact_total) is Fraction
        assert sum(block.points for block in one.blocks) == one.exact_total
        assert abs(one.total - one.exact_total) <= Fraction(1, 200)
        for row in one.blocks[0].criteria:
            assert row.spread is not None
            assert row.spread.smallest <= row.mean <= row.spread.largest
            assert row.spread.smallest <= row.spread.median <= row.spread.largest


@every
@given(st.integers(0, 99), st.integers(0, 99), st.integers(1, 100))
def test_result_never_falls_when_one_mark_rises(first, second, more):
    def total(tenths):
        number = min(tenths, 100)
        marks = [f"{number // 10},{number % 10}", f"{second // 10},{second % 10}"]
        sheets = [
            sheet(f"m{at}", "a", marks_of(mark), CRITERIA) for at, mark in enumerate(marks, 1)
        ]
        return figures(result_of(CRITERIA, [application("a")], commission(2), sheets), "a").total

    assert total(first) <= total(first + more)
