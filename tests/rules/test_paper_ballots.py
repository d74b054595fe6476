"""Ballots on paper: how one is typed, what two readings differ in, what a box has to add up to."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.rules.ballots import BallotRules, OnBallot
from pb.rules.money import Tyiyn
from pb.rules.paper_ballots import (
    MOST_IN_BATCH,
    BoxFacts,
    Reading,
    StationBallots,
    check_box,
    check_size,
    counts,
    differences,
    drawn_numbers,
    read_line,
    too_often,
)
from pb.rules.refusals import Code, NotValid
from pb.rules.tally.election import VoteType

NUMBERS = frozenset({100, 117, 131})
ON_BALLOT = {number: OnBallot(Tyiyn(100), None) for number in range(1, 10)}
RULES = StationBallots(BallotRules(1, 3), ON_BALLOT, NUMBERS)
SHARED = StationBallots(BallotRules(1, 3, VoteType.CUMULATIVE, points=5), ON_BALLOT, NUMBERS)
RANKED = StationBallots(BallotRules(1, 3, VoteType.ORDINAL), ON_BALLOT, NUMBERS)
READINGS = st.lists(
    st.builds(Reading, st.sampled_from(sorted(NUMBERS)), st.sampled_from(["1", "1,2", "", "x"])),
    max_size=20,
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("117 3 5", Reading(117, "3,5")),
        ("117 5 3", Reading(117, "3,5")),
        ("  117;3;5  ", Reading(117, "3,5")),
        ("117,3,5", Reading(117, "3,5")),
        ("117\t3", Reading(117, "3")),
        ("117 0", Reading(117, "")),
        ("117 x", Reading(117, "x")),
        ("117 Х", Reading(117, "x")),
        ("x", Reading(None, "x")),
        ("0117 3", Reading(117, "3")),
    ],
)
def test_read_line_takes_what_a_clerk_types(typed, read):
    assert read_line(typed, RULES) == read


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", Code.LINE_EMPTY),
        (" ; ", Code.LINE_EMPTY),
        ("117", Code.LINE_WITHOUT_MARKS),
        ("118 1", Code.NUMBER_NOT_PRINTED),
        ("0", Code.NUMBER_NOT_PRINTED),
        ("1e3 1", Code.LINE_UNREADABLE),
        ("-117 1", Code.LINE_UNREADABLE),
        ("117 NaN", Code.LINE_UNREADABLE),
        ("117 ١", Code.LINE_UNREADABLE),
        ("117 0 3", Code.CHOICE_UNKNOWN),
        ("117 3 x", Code.LINE_UNREADABLE),
        ("x 3", Code.LINE_UNREADABLE),
        ("117 12", Code.CHOICE_UNKNOWN),
        ("117 3 3", Code.CHOICE_TWICE),
        ("117 1 2 3 4", Code.LINE_OVER_MARKED),
        ("1" * 100, Code.LINE_UNREADABLE),
    ],
)
def test_read_line_refuses_what_is_no_ballot(typed, code):
    with pytest.raises(NotValid) as found:
        read_line(typed, RULES)

    assert (found.value.code, found.value.field) == (code, "line")


@pytest.mark.parametrize(
    ("typed", "ballots", "marks"),
    [
        ("117 3:2 1:3", SHARED, "1:3,3:2"),
        ("117 3:1", SHARED, "3:1"),
        ("117 3 1 2", RANKED, "3>1>2"),
        ("117 0", RANKED, ""),
    ],
)
def test_read_line_takes_points_and_rankings(typed, ballots, marks):
    read = read_line(typed, ballots)

    assert read == Reading(117, marks)
    assert read_line(read.typed(), ballots) == read


@pytest.mark.parametrize(
    ("typed", "ballots", "code"),
    [
        ("117 3:3 1:3", SHARED, Code.POINTS_TOO_MANY),
        ("117 3", SHARED, Code.POINTS_OUT_OF_RANGE),
        ("117 3:x", SHARED, Code.LINE_UNREADABLE),
        ("117 3:", SHARED, Code.LINE_UNREADABLE),
        ("117 3:0", SHARED, Code.POINTS_OUT_OF_RANGE),
        ("117 3:1:1", SHARED, Code.LINE_UNREADABLE),
        ("117 3:1", RANKED, Code.LINE_UNREADABLE),
        ("117 3 3", RANKED, Code.CHOICE_TWICE),
    ],
)
def test_read_line_refuses_points_and_rankings_that_cannot_be(typed, ballots, code):
    with pytest.raises(NotValid) as found:
        read_line(typed, ballots)

    assert (found.value.code, found.value.field) == (code, "line")


def test_read_line_says_when_fewer_are_marked_than_have_to_be():
    with pytest.raises(NotValid) as found:
        read_line("117 3", StationBallots(BallotRules(2, 3), ON_BALLOT, NUMBERS))

    assert (found.value.code, found.value.facts) == (
        Code.LINE_UNDER_MARKED,
        {"smallest": 2, "chosen": 1},
    )


@given(
    st.sampled_from(sorted(NUMBERS)),
    st.sets(st.sampled_from(sorted(ON_BALLOT)), max_size=3),
)
def test_what_was_read_reads_the_same_when_it_is_typed_again(number, marks):
    read = read_line(f"{number} {' '.join(map(str, marks)) or '0'}", RULES)

    assert read_line(read.typed(), RULES) == read


@pytest.mark.parametrize(
    ("reading", "fewest", "does"),
    [
        (Reading(117, "3"), 1, True),
        (Reading(117, ""), 1, False),
        (Reading(117, ""), 0, True),
        (Reading(117, "x"), 0, False),
        (Reading(None, "x"), 0, False),
    ],
)
def test_a_blank_ballot_counts_only_where_nothing_has_to_be_chosen(reading, fewest, does):
    assert counts(reading, fewest) is does


@given(READINGS, READINGS)
def test_differences_name_the_places_that_differ_and_no_other(first, second):
    found = differences(first, second)

    assert found == differences(second, first)
    for place in range(1, max(len(first), len(second)) + 1):
        same = first[place - 1 : place] == second[place - 1 : place]
        assert (place in found) is not same


@given(READINGS)
def test_a_pile_does_not_differ_from_itself_and_has_no_more_than_was_printed(read):
    printed = Counter(one.number for one in read)

    assert differences(read, read) == ()
    assert too_often(read, printed) is None


def test_too_often_names_the_first_number_and_passes_over_invalid_ballots():
    read = [Reading(131, "1"), Reading(131, "2"), Reading(131, "x"), Reading(None, "x")]

    assert too_often(read, {131: 2}) is None
    assert too_often(read, {131: 1}) == (131, 1)
    assert too_often([*read, Reading(100, "1")], {131: 1}) == (100, 0)


@given(st.lists(st.integers(0, 29), min_size=1))
def test_every_ballot_gets_a_number_of_the_space(draws):
    drawn = drawn_numbers(draws, 30)

    assert drawn.total() == len(draws)
    assert all(100 <= number < 130 for number in drawn)


WHY = "Бир бюллетень алынып кетти."


@pytest.mark.parametrize(
    ("facts", "printed", "marks", "answer"),
    [
        (BoxFacts(3, 1, 6), 10, 3, False),
        (BoxFacts(3, 1, 6), 10, 4, False),
        (BoxFacts(0, 0, 10), 10, 0, False),
        (BoxFacts(3, 1, 5, WHY), 10, 3, False),
        (BoxFacts(4, 1, 5, WHY, is_void=True), 10, 3, True),
        (BoxFacts(3, 1, 6, WHY, is_void=True), 10, 3, False),
        (BoxFacts(0, 0, 0), 0, 0, (Code.STOCK_MISSING, None)),
        (BoxFacts(3, 1, 7), 10, 3, (Code.PAPERS_TOO_MANY, "found")),
        (BoxFacts(3, 1, 5), 10, 3, (Code.PAPERS_MISSING, "explanation")),
        (BoxFacts(4, 1, 5, WHY), 10, 3, (Code.BOX_OVER_MARKS, "is_void")),
        (BoxFacts(4, 1, 5, None, is_void=True), 10, 3, (Code.BOX_OVER_MARKS, "explanation")),
    ],
)
def test_check_box_by_the_table(facts, printed, marks, answer):
    if isinstance(answer, bool):
        assert check_box(facts, printed, marks) is answer
        return
    with pytest.raises(NotValid) as found:
        check_box(facts, printed, marks)
    assert (found.value.code, found.value.field) == answer


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_a_box_that_is_counted_never_holds_more_than_people_or_papers(
    found, spoiled, unused, marks
):
    facts = BoxFacts(found, spoiled, unused, WHY, is_void=True)

    try:
        is_void = check_box(facts, 100, marks)
    except NotValid:
        assert found + spoiled + unused > 100
    else:
        assert is_void is (found > marks)


@pytest.mark.parametrize(
    ("size", "left"), [(0, 10), (11, 10), (-1, 10), (MOST_IN_BATCH + 1, 9_999)]
)
def test_check_size_refuses_what_is_no_pile(size, left):
    with pytest.raises(NotValid) as found:
        check_size(size, left)

    assert found.value.facts == {"largest": min(left, MOST_IN_BATCH)}
    assert check_size(1, 10) == 1
