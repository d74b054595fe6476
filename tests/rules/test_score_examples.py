"""Scoring as real contest rules have it, with every expected figure worked out by hand.

The shapes and numbers are those of the rules named; where a source leaves an end open (is exactly
10 % in the upper or the lower step?), the case says how it is read here.
"""

from fractions import Fraction

import pytest

from pb.rules.commissions.criteria import Block, Criteria, Criterion
from pb.rules.commissions.functions import (
    Alternatives,
    Linear,
    LinearOnField,
    PerHead,
    RoundedFirst,
    Step,
    Steps,
)
from pb.rules.commissions.ranking import Application
from pb.rules.commissions.results import result_of
from pb.rules.commissions.rounding import EXACT, Mode, Rounding, percentage
from pb.rules.money import Tyiyn


def application(ref, **values):
    return Application(
        ref, Tyiyn(100), Tyiyn(90), Tyiyn(10), 5, int(ref), values=tuple(values.items())
    )


def totals(criteria, *applications):
    found = result_of(criteria, applications, [], [], seed="000000").applications
    return {one.application.ref: one.total for one in found}


# Altai 2024, cash shares: municipality 10-25 % of the cost gives 5-100 points (weight 12),
# residents 5-15 % gives 5-100 (weight 12), business 0-7 % gives 0-100 (weight 11); less than
# the start has 0.
ALTAI_MUNICIPALITY = Linear(
    Fraction(10), Fraction(25), Fraction(5), Fraction(100), below=Fraction(0)
)
ALTAI_RESIDENTS = Linear(Fraction(5), Fraction(15), Fraction(5), Fraction(100), below=Fraction(0))
ALTAI_BUSINESS = Linear(Fraction(0), Fraction(7), Fraction(0), Fraction(100))


@pytest.mark.parametrize(
    ("percent", "points"),
    [
        (Fraction(999, 100), Fraction(0)),  # 9.99 % is less than the least
        (Fraction(10), Fraction(5)),
        (Fraction(13), Fraction(24)),  # 3 of 15 of the way: 5 + 95 * 3/15 = 5 + 19
        (Fraction(35, 2), Fraction(105, 2)),  # half-way: 5 + 47.5
        (Fraction(25), Fraction(100)),
        (Fraction(60), Fraction(100)),
    ],
)
def test_altai_share_of_the_municipality(percent, points):
    assert ALTAI_MUNICIPALITY.score(percent) == points


# Share of residents surveyed: more than 10 % gives 100, 5-10 % gives 70, 1-5 % gives 50. Read here:
# exactly 10 % is in the middle step, exactly 5 % too, exactly 1 % in the lowest.
ALTAI_SURVEYED = Steps(
    (
        Step(Fraction(1), Fraction(50)),
        Step(Fraction(5), Fraction(70)),
        Step(Fraction(10), Fraction(100), includes_start=False),
    )
)


@pytest.mark.parametrize(
    ("percent", "points"),
    [
        (Fraction(99, 100), 0),
        (Fraction(1), 50),
        (Fraction(499, 100), 50),
        (Fraction(5), 70),
        (Fraction(10), 70),
        (Fraction(1001, 100), 100),
    ],
)
def test_altai_share_surveyed(percent, points):
    assert ALTAI_SURVEYED.score(percent) == points


def test_altai_block_of_cash_shares_gives_at_most_its_35():
    criteria = Criteria((
        Block("cash", (
            Criterion("municipality", Fraction(12), ALTAI_MUNICIPALITY),
            Criterion("residents", Fraction(12), ALTAI_RESIDENTS),
            Criterion("business", Fraction(11), ALTAI_BUSINESS),
        )),
    ))  # fmt: skip

    found = totals(
        criteria,
        # municipality 13 %: 24 points of 100 under 12 = 2.88; residents 10 %: 5 + 95/2 = 52.5 under
        # 12 = 6.3; business 3.5 %: 50 under 11 = 5.5; together 14.68
        application(
            "1", municipality=Fraction(13), residents=Fraction(10), business=Fraction(7, 2)
        ),
        # all at the top: 12 + 12 + 11
        application("2", municipality=Fraction(25), residents=Fraction(15), business=Fraction(7)),
        # residents below the least: 5 under 12 = 0.6, 0, 0
        application("3", municipality=Fraction(10), residents=Fraction(4), business=Fraction(0)),
    )

    assert criteria.most == 35
    assert found == {"1": Fraction(1468, 100), "2": Fraction(35), "3": Fraction(6, 10)}


def test_primorye_weighs_the_block_of_participation_by_four_tenths():
    # Share of residents at the assembly: more than 10 % gives 100; the lower steps are ours.
    assembly = Steps(
        (Step(Fraction(5), Fraction(60)), Step(Fraction(10), Fraction(100), includes_start=False))
    )
    people = Criterion("assembly", Fraction(100), assembly)
    urgent = Criterion("urgent", Fraction(100), Alternatives((Fraction(0), Fraction(100))))
    blocks = (
        Block("participation", (people,), weight=Fraction(4, 10)),
        Block("rest", (urgent,), Fraction(6, 10)),
    )
    criteria = Criteria(blocks)

    found = totals(
        criteria,
        application("1", assembly=Fraction(11), urgent=Fraction(0)),  # 100 * 0.4 + 0
        application(
            "2", assembly=Fraction(10), urgent=Fraction(1)
        ),  # 60 * 0.4 + 100 * 0.6 = 24 + 60
    )

    assert found == {"1": 40, "2": 84}


def test_kirov_puts_applications_on_a_line_between_the_least_and_the_best_of_them():
    # From the least allowed, 10 %, to the largest among the applications; rounded up to 0.001.
    kirov = LinearOnField(
        Fraction(0),
        Fraction(1),
        start=Fraction(10),
        below=Fraction(0),
        rounding=Rounding(Mode.UP, 3),
    )
    field = [Fraction(10), Fraction(15), Fraction(22), Fraction(40)]

    # the line is 30 long: 0/30; 5/30 = 0.1666… up to 0.167; 12/30 = 0.4; 30/30
    assert [kirov.score(value, field) for value in field] == [
        0,
        Fraction(167, 1000),
        Fraction(4, 10),
        1,
    ]
    assert kirov.ends(field) == (10, 40)


def test_kirov_scores_less_when_a_better_application_comes():
    kirov = LinearOnField(
        Fraction(0), Fraction(1), start=Fraction(10), rounding=Rounding(Mode.UP, 3)
    )

    assert kirov.score(Fraction(20), [Fraction(20), Fraction(15)]) == 1
    # 10/60 = 0.1666… up to 0.167
    assert kirov.score(Fraction(20), [Fraction(20), Fraction(15), Fraction(70)]) == Fraction(
        167, 1000
    )


# Rodniki: 2 people at the assembly 1 point, 3-10 people 2 points, then 5 and 1 more for each 10
# above 10, at most 20. Read here: a ten counts when it is full.
RODNIKI = PerHead(
    Steps((Step(Fraction(2), Fraction(1)), Step(Fraction(3), Fraction(2)))),
    above=10,
    base=Fraction(5),
    increment=Fraction(1),
    every=10,
    cap=Fraction(20),
)


@pytest.mark.parametrize(
    ("people", "points"),
    [
        (0, 0),
        (1, 0),
        (2, 1),
        (3, 2),
        (10, 2),
        (11, 5),  # one above ten, no full ten yet
        (19, 5),
        (20, 6),  # 5 + 1
        (47, 8),  # 37 above ten: 5 + 3
        (159, 19),  # 149 above ten: 5 + 14
        (160, 20),  # 150 above ten: 5 + 15
        (345, 20),  # 5 + 33 would be 38
    ],
)
def test_rodniki_people_at_the_assembly(people, points):
    assert RODNIKI.score(Fraction(people)) == points


def test_rodniki_counts_a_ten_begun_where_the_rule_says_so():
    begun = PerHead(
        RODNIKI.few, 10, Fraction(5), Fraction(1), 10, Fraction(20), counts_started=True
    )

    # 1 above ten is a ten begun; 10 above is one ten; 11 above are two
    assert [begun.score(Fraction(people)) for people in (11, 20, 21)] == [6, 6, 7]


def test_rodniki_contribution_of_both_or_of_one_or_of_none():
    both = Alternatives((Fraction(0), Fraction(6), Fraction(12)))

    assert [both.score(Fraction(met)) for met in (0, 1, 2)] == [0, 6, 12]


# Landscaping: share that voted up to 10 % gives 1, up to 25 % gives 5, more gives 10; percentages
# are rounded to 4 digits first.
LANDSCAPING = RoundedFirst(
    Rounding(Mode.HALF_UP, 4),
    Steps(
        (
            Step(Fraction(10), Fraction(5), includes_start=False),
            Step(Fraction(25), Fraction(10), includes_start=False),
        ),
        Fraction(1),
    ),
)


@pytest.mark.parametrize(
    ("voted", "residents", "points"),
    [
        (0, 100, 1),
        (10, 100, 1),  # exactly 10 %
        (100_001, 1_000_000, 5),  # 10.0001 %
        (1_000_000_4, 100_000_000, 1),  # 10.000004 % is 10.0000 %
        (25, 100, 5),
        (1_001, 4_000, 10),  # 25.025 %
    ],
)
def test_landscaping_share_that_voted(voted, residents, points):
    assert LANDSCAPING.score(percentage(voted, residents, EXACT)) == points


def test_rural_programme_weighs_extra_money_by_8_and_support_by_7():
    # The source gives the two weights; read here as shares of the best application among all.
    best = LinearOnField(Fraction(0), Fraction(1), start=Fraction(0))
    criteria = Criteria(
        (
            Block(
                "all",
                (Criterion("extra", Fraction(8), best), Criterion("support", Fraction(7), best)),
            ),
        ),
        rounding=Rounding(Mode.HALF_UP, 2),
    )

    found = totals(
        criteria,
        application(
            "1", extra=Fraction(30), support=Fraction(20)
        ),  # 8 * 1 + 7 * 20/35 = 8 + 4 = 12
        application(
            "2", extra=Fraction(12), support=Fraction(35)
        ),  # 8 * 12/30 + 7 = 3.2 + 7 = 10.2
        application("3", extra=Fraction(25), support=Fraction(0)),  # 8 * 25/30 = 6.666… to 6.67
    )

    assert found == {"1": 12, "2": Fraction(102, 10), "3": Fraction(667, 100)}


def test_contribution_table_of_a_hundred_points():
    # budget share of at least 5 % 20; citizens' cash 10; business cash 20; residents in kind 10;
    # others in kind 10; residents' labour 30: a hundred in all
    yes = Alternatives((Fraction(0), Fraction(1)))
    weights = {"citizens": 10, "business": 20, "kind": 10, "other_kind": 10, "labour": 30}
    criteria = Criteria((
        Block("contribution", (
            Criterion("budget", Fraction(20), Steps((Step(Fraction(5), Fraction(1)),))),
            *(Criterion(key, Fraction(weight), yes) for key, weight in weights.items()),
        )),
    ))  # fmt: skip
    none = dict.fromkeys(weights, Fraction(0))

    found = totals(
        criteria,
        application("1", budget=Fraction(5), **dict.fromkeys(weights, Fraction(1))),  # everything
        application(
            "2", budget=Fraction(499, 100), **none | {"labour": Fraction(1)}
        ),  # 4.99 % and labour: 30
        application("3", budget=Fraction(40), **none | {"citizens": Fraction(1)}),  # 20 + 10
    )

    assert criteria.most == 100
    assert found == {"1": 100, "2": 30, "3": 30}
