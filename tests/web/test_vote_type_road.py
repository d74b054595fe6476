"""Ballots with points and rankings on pages, without JavaScript: typed, looked at, cast, read."""

import re

import pytest

from pb.records import ballots
from pb.rules.tally.election import VoteType
from pb.rules.terms import Terms
from tests.fingerprint import fingerprint
from tests.stage import som
from tests.web.browser import say

BALLOT = "rounds/2026/ballot"
COSTS = (300_000, 200_000, 250_000, 100_000)
CUMULATIVE = Terms(som(500_000), vote_type=VoteType.CUMULATIVE, points=5, max_choices=3)
SCORING = Terms(som(500_000), vote_type=VoteType.SCORING, points=5, max_choices=4)
ORDINAL = Terms(som(500_000), vote_type=VoteType.ORDINAL, max_choices=3)
KNAPSACK = Terms(som(500_000), within_budget=True, max_choices=4)


@pytest.fixture
def voter(request, voting, reader):
    """Somebody who can vote in a round of the type the test is about."""
    codes = voting(*COSTS, terms=request.param)
    return reader().sign_in(codes[0])


def in_the_box(stage):
    return sorted(ballot.marks for ballot in ballots.inbox_of(stage.round().id))


@pytest.mark.parametrize(
    ("voter", "typed", "kept", "shown"),
    [
        (CUMULATIVE, {"p3": "1", "p1": "4", "p2": ""}, "1:4,3:1", "4 упай"),
        (SCORING, {"p1": "5", "p2": "0", "p4": " 2 "}, "1:5,4:2", "5 упай"),
        (ORDINAL, {"r4": "1", "r2": "2"}, "4>2", "1-орун"),
        (KNAPSACK, {"d": ["4", "2"]}, "2,4", "Көпүрө оңдоо 2"),
    ],
    indirect=["voter"],
)
def test_what_was_typed_is_shown_before_and_after_it_is_cast(voter, stage, typed, kept, shown):
    voter.go(BALLOT)

    review = voter.send(typed)
    assert shown in review.text
    assert in_the_box(stage) == []
    receipt = voter.send(press=say("Cast my vote"))

    assert say("Your vote was taken") in receipt.text
    assert shown in receipt.text
    assert in_the_box(stage) == [kept]


@pytest.mark.parametrize(
    ("voter", "typed", "wrong"),
    [
        (CUMULATIVE, {"p3": "3", "p1": "3"}, "6 упай"),
        (CUMULATIVE, {"p3": "many"}, "№ 3"),
        (SCORING, {"p2": "6"}, "№ 2"),
        (ORDINAL, {"r1": "1", "r2": "1"}, "1-орун"),
        (ORDINAL, {"r1": "-"}, "№ 1"),
        (ORDINAL, {"r1": "1e3"}, "№ 1"),
        (ORDINAL, {"r1": "NaN"}, "№ 1"),
        (ORDINAL, {"r4": "1", "r2": "3"}, "2-орун"),
        (ORDINAL, {"r4": "2"}, "1-орун"),
        (CUMULATIVE, {"p3": ["1", "4"]}, "№ 3"),
        (KNAPSACK, {"d": ["1", "3"]}, "550"),
    ],
    indirect=["voter"],
)
def test_what_cannot_be_is_explained_with_all_that_was_typed(voter, stage, typed, wrong):
    voter.go(BALLOT)
    before = fingerprint()

    page = voter.send(typed)

    assert page.status == 400
    assert wrong in re.search(r'<div class="sum" role="alert">(.*?)</div>', page.source, re.S)[1]
    numbers = (
        {name: value for name, value in typed.items() if str(value).isdigit()}
        if "d" not in typed
        else {}
    )
    given = dict(page.form_with("paper").given)
    assert all(given[name] == value for name, value in numbers.items())
    assert fingerprint() == before


@pytest.mark.parametrize("voter", [CUMULATIVE], indirect=True)
def test_a_choice_comes_back_with_its_points_when_it_is_to_be_changed(voter, stage):
    voter.go(BALLOT)
    voter.send({"p3": "1", "p1": "4"})

    page = voter.send(press=say("Change my choice"))

    given = dict(page.form_with("paper").given)
    assert (given["p1"], given["p3"], given["p2"]) == ("4", "1", "")


@pytest.mark.parametrize("voter", [ORDINAL], indirect=True)
def test_each_blank_ballot_has_an_order_of_its_own_that_stays_with_it(voter):
    def order(page):
        return re.findall(r'name="r(\d+)"', page.source)

    orders = {tuple(order(voter.go(BALLOT))) for _ in range(12)}
    last = order(voter.page)
    again = order(voter.send({"r1": "1", "r2": "1"}))

    assert len(orders) > 1
    assert all(sorted(one) == ["1", "2", "3", "4"] for one in orders)
    assert again == last
