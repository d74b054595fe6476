"""Headings: money that villages or categories have for themselves."""

import pytest

from pb.rules.headings import Heading, check_headings, heading_for
from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, NotValid
from pb.rules.texts import Bilingual


def village(number, budget, settlement):
    return Heading(number, Bilingual(f"айыл {number}", f"село {number}"), Tyiyn(budget), settlement)


def category(number, budget, name=None):
    return Heading(number, Bilingual(name or f"{number}-багыт", f"№ {number}"), Tyiyn(budget))


VILLAGES = (village(1, 400, 11), village(2, 300, 12))
CATEGORIES = (category(1, 400), category(2, 300))


@pytest.mark.parametrize("headings", [(), VILLAGES, CATEGORIES])
def test_headings_may_have_all_of_the_budget_and_not_a_tyiyn_more(headings):
    check_headings(headings, Tyiyn(700))
    if headings:
        with pytest.raises(NotValid) as refused:
            check_headings(headings, Tyiyn(699))
        assert refused.value.code is Code.HEADINGS_ABOVE_BUDGET
        assert refused.value.facts == {"summed": 700, "budget": 699, "difference": 1}


@pytest.mark.parametrize(
    ("headings", "code"),
    [
        ((VILLAGES[0], CATEGORIES[1]), Code.HEADINGS_MIXED),
        ((category(1, 1, "Жол"), category(2, 1, "ЖОЛ")), Code.HEADING_TWICE),
    ],
)
def test_headings_that_cannot_be_told_apart_are_refused(headings, code):
    with pytest.raises(NotValid) as refused:
        check_headings(headings, Tyiyn(700))

    assert refused.value.code is code


# headings, budget, village, what the author chose, cost, leftover to the pot: whose money
PAID_FROM = [
    ((), 700, 11, None, 500, False, None),
    (VILLAGES, 700, 11, None, 400, False, 1),
    (VILLAGES, 700, 12, 1, 300, False, 2),
    (VILLAGES, 800, 13, None, 700, False, None),
    (VILLAGES, 800, None, None, 700, False, None),
    (VILLAGES, 700, None, None, 700, True, None),
    (VILLAGES, 700, 11, None, 500, True, 1),
    (CATEGORIES, 700, 11, 2, 300, False, 2),
    (CATEGORIES, 800, 11, None, 700, False, None),
]


@pytest.mark.parametrize(("headings", "budget", "at", "chosen", "cost", "pot", "whose"), PAID_FROM)
def test_heading_for_says_whose_money_a_proposal_asks_for(
    headings, budget, at, chosen, cost, pot, whose
):
    found = heading_for(headings, Tyiyn(budget), at, chosen, Tyiyn(cost), leftover_to_pot=pot)

    assert found == whose


@pytest.mark.parametrize(
    ("headings", "at", "chosen", "cost", "code", "field"),
    [
        (VILLAGES, None, None, 100, Code.HEADING_MISSING, "settlement"),
        (VILLAGES, 13, 1, 100, Code.HEADING_MISSING, "settlement"),
        (CATEGORIES, 11, None, 100, Code.HEADING_MISSING, "heading"),
        (CATEGORIES, 11, 3, 100, Code.HEADING_UNKNOWN, "heading"),
        (VILLAGES, 12, None, 301, Code.COST_ABOVE_HEADING, "cost"),
    ],
)
def test_heading_for_refuses_what_nobody_could_pay(headings, at, chosen, cost, code, field):
    with pytest.raises(NotValid) as refused:
        heading_for(headings, Tyiyn(700), at, chosen, Tyiyn(cost), leftover_to_pot=False)

    assert (refused.value.code, refused.value.field) == (code, field)
