"""The money of a proposal: sums that meet, the own share, and what goes back to whom."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pb.rules.contributions import (
    BudgetLine,
    Contribution,
    Kind,
    Party,
    after_return,
    check_lines,
    check_own_share,
    check_sources,
    labour_value,
    own_contribution,
    own_share,
    returns,
    shared_out,
)
from pb.rules.money import LARGEST, Tyiyn
from pb.rules.refusals import Code, Conflict, NotValid

every = settings(max_examples=80, deadline=None, derandomize=True)


def cash(received, returned=0, party=Party.RESIDENTS):
    return Contribution(party, Kind.CASH, Tyiyn(received), Tyiyn(received), Tyiyn(returned))


def lines(*amounts):
    return [BudgetLine("Түтүк", Tyiyn(amount)) for amount in amounts]


def refusal(call, kind=NotValid):
    with pytest.raises(kind) as refused:
        call()
    return refused.value


def test_labour_is_people_times_days_times_the_rate():
    # 12 people, 5 days, 850,50 som a day: 60 man-days, 51 030 som
    assert labour_value(12, 5, Tyiyn(850_50)) == 51_030_00
    assert labour_value(1, 1, LARGEST) == LARGEST
    assert labour_value(10_000, 366, Tyiyn(1)) == 3_660_000


@pytest.mark.parametrize(
    ("people", "days", "rate", "code", "field"),
    [
        (0, 5, 850_50, Code.NUMBER_OUT_OF_RANGE, "people"),
        (10_001, 5, 850_50, Code.NUMBER_OUT_OF_RANGE, "people"),
        (12, 0, 850_50, Code.NUMBER_OUT_OF_RANGE, "days"),
        (12, 367, 850_50, Code.NUMBER_OUT_OF_RANGE, "days"),
        (12, 5, 0, Code.MONEY_ZERO, "rate"),
        (12, 5, LARGEST, Code.MONEY_TOO_LARGE, "rate"),
    ],
)
def test_labour_is_refused_when_a_number_cannot_be(people, days, rate, code, field):
    refused = refusal(lambda: labour_value(people, days, Tyiyn(rate)))

    assert (refused.code, refused.field) == (code, field)
    assert refused.facts.get("smallest", 1) == 1


def test_check_lines_takes_lines_that_make_up_the_cost_to_the_tyiyn():
    check_lines(lines(100_01, 199_99, 1), Tyiyn(300_01))


@pytest.mark.parametrize("off", [-1, 1])
def test_check_lines_refuses_a_difference_of_one_tyiyn_and_shows_both(off):
    refused = refusal(lambda: check_lines(lines(100_00, 200_00), Tyiyn(300_00 + off)))

    assert (refused.code, refused.field) == (Code.BUDGET_LINES_DIFFER, "lines")
    assert refused.facts == {"summed": 300_00, "cost": 300_00 + off, "difference": 1}


def test_check_lines_refuses_none_at_all_and_a_line_of_nothing():
    assert refusal(lambda: check_lines([], Tyiyn(1))).code is Code.BUDGET_LINES_MISSING
    refused = refusal(lambda: check_lines(lines(100, 0), Tyiyn(100)))
    assert (refused.code, refused.field) == (Code.MONEY_ZERO, "line_2")


def test_check_sources_takes_what_is_asked_and_promised_only_where_it_is_the_cost():
    promised = [cash(40_00), Contribution(Party.BUSINESS, Kind.KIND, Tyiyn(10_00))]

    check_sources(Tyiyn(150_00), Tyiyn(100_00), promised)
    refused = refusal(lambda: check_sources(Tyiyn(150_01), Tyiyn(100_00), promised))

    assert refused.code is Code.SOURCES_DIFFER
    assert refused.facts == {
        "cost": 150_01, "asked": 100_00, "pledged": 50_00, "difference": 1,
    }  # fmt: skip


def test_own_contribution_counts_the_parties_and_kinds_of_the_rule():
    promised = [
        cash(40),
        Contribution(Party.MUNICIPALITY, Kind.CASH, Tyiyn(1_000)),
        Contribution(Party.BUSINESS, Kind.KIND, Tyiyn(7)),
        Contribution(Party.RESIDENTS, Kind.LABOUR, Tyiyn(3)),
    ]

    assert own_contribution(promised) == 50
    assert own_contribution(promised, kinds={Kind.CASH}) == 40
    assert own_contribution(promised, parties={Party.BUSINESS}) == 7


def test_own_share_is_cut_so_that_a_minimum_missed_by_a_tyiyn_never_looks_reached():
    assert own_share(Tyiyn(25), Tyiyn(100)) == 25_00
    assert own_share(Tyiyn(9_999_999), Tyiyn(100_000_000)) == 9_99
    with pytest.raises(ValueError, match="cost"):
        own_share(Tyiyn(0), Tyiyn(0))


def test_check_own_share_says_what_is_needed_and_what_is_missing():
    # 10 % of 333,33 som is 33,333, so 33,34 som are needed
    check_own_share(Tyiyn(33_34), Tyiyn(333_33), 10_00)
    refused = refusal(lambda: check_own_share(Tyiyn(33_33), Tyiyn(333_33), 10_00))

    assert (refused.code, refused.field) == (Code.OWN_CONTRIBUTION_LOW, "contributions")
    assert refused.facts == {
        "own": 33_33, "least": 33_34, "difference": 1, "percent": Fraction(10),
    }  # fmt: skip


@every
@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 10_000))
def test_check_own_share_refuses_exactly_what_is_below_the_least(own, cost, minimum):
    is_enough = own * 10_000 >= cost * minimum

    if is_enough:
        check_own_share(Tyiyn(own), Tyiyn(cost), minimum)
        assert own_share(Tyiyn(own), Tyiyn(cost)) >= minimum
    else:
        refused = refusal(lambda: check_own_share(Tyiyn(own), Tyiyn(cost), minimum))
        mended = Tyiyn(own + refused.facts["difference"])
        check_own_share(mended, Tyiyn(cost), minimum)
        assert own_share(Tyiyn(own), Tyiyn(cost)) < minimum


def test_shared_out_gives_what_is_left_over_to_the_largest_rests():
    # 100 by 1:1:1 is 33 1/3 each: one tyiyn is left and goes to the first listed;
    # 10 by 6:3:2 is 5 5/11, 2 8/11, 1 9/11: two are left, for the third and the second
    assert shared_out(Tyiyn(100), [1, 1, 1]) == (34, 33, 33)
    assert shared_out(Tyiyn(10), [6, 3, 2]) == (5, 3, 2)
    assert shared_out(Tyiyn(0), [6, 3]) == (0, 0)


@pytest.mark.parametrize(("amount", "weights"), [(1, []), (1, [0, 0]), (-1, [1]), (1, [2, -1])])
def test_shared_out_fails_loudly_on_what_cannot_be_shared(amount, weights):
    with pytest.raises(ValueError, match="by"):
        shared_out(Tyiyn(amount), weights)


@every
@given(
    st.integers(0, 10**9),
    st.lists(st.integers(0, 10**7), min_size=1, max_size=8).filter(any),
)
def test_shared_out_loses_no_tyiyn_and_is_never_a_tyiyn_off(amount, weights):
    shares = shared_out(Tyiyn(amount), weights)

    assert sum(shares) == amount
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(amount * weight, sum(weights))) < 1
        assert share == 0 or weight > 0


def test_returns_go_to_those_who_gave_money_and_not_for_labour_and_things():
    given = [
        cash(600_00),
        Contribution(Party.RESIDENTS, Kind.LABOUR, Tyiyn(900_00), Tyiyn(900_00)),
        cash(300_00, 100_00, Party.BUSINESS),
        Contribution(Party.OTHER, Kind.CASH, Tyiyn(500_00)),  # promised, never came
    ]

    # 600 and 200 are held; of 400 left the first gets 3/4
    assert returns(given, Tyiyn(400_00)) == (300_00, 0, 100_00, 0)


def test_returns_are_refused_when_more_is_left_than_was_ever_received():
    refused = refusal(lambda: returns([cash(100, 40)], Tyiyn(61)), Conflict)

    assert refused.code is Code.RETURN_ABOVE_RECEIVED
    assert refused.facts == {"left_over": 61, "received": 60}


def test_returns_of_nothing_are_nothing():
    assert returns([], Tyiyn(0)) == ()
    assert returns([cash(0)], Tyiyn(0)) == (0,)


@st.composite
def cancelled(draw):
    kinds = st.sampled_from(Kind)
    given = []
    for _ in range(draw(st.integers(1, 6))):
        received = draw(st.integers(0, 10**6))
        back = draw(st.integers(0, received))
        given.append(
            Contribution(Party.OTHER, draw(kinds), Tyiyn(received), Tyiyn(received), Tyiyn(back))
        )
    held = sum(one.held for one in given if one.kind is Kind.CASH)
    return given, Tyiyn(draw(st.integers(0, held)))


@every
@given(cancelled())
def test_after_return_no_tyiyn_is_lost_and_nobody_gets_more_than_they_gave(case):
    given_, left = case

    after = after_return(given_, left)

    assert sum(one.held for one in given_) - sum(one.held for one in after) == left
    for before, now in zip(given_, after, strict=True):
        assert before.returned <= now.returned <= now.received
        assert now.received == before.received


@every
@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=6))
def test_after_return_of_everything_nothing_is_held(amounts):
    after = after_return([cash(amount) for amount in amounts], Tyiyn(sum(amounts)))

    assert [one.held for one in after] == [0] * len(amounts)


@pytest.mark.parametrize(("pledged", "received", "returned"), [(-1, 0, 0), (0, 1, 2), (0, 0, -1)])
def test_contribution_fails_loudly_on_what_no_door_lets_through(pledged, received, returned):
    with pytest.raises(ValueError, match=f"{pledged}, {received}, {returned}"):
        Contribution(Party.OTHER, Kind.CASH, Tyiyn(pledged), Tyiyn(received), Tyiyn(returned))
