"""Points more for a favoured sector: beside the marks, for it alone, said in every figure."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.rules.commissions.criteria import Bonus, usual
from pb.rules.commissions.results import result_of
from pb.rules.refusals import NotValid
from pb.rules.rule_sets.choices import Sector
from tests.rules.commission_made import application, commission, marks_of, sheet
from tests.rules.test_commission_results import CRITERIA, every, figures


def favoured(points=5):
    """The usual criteria, and so many points more for drinking water."""
    return replace(CRITERIA, bonus=Bonus(Fraction(points), (Sector.WATER,)))


def test_an_application_of_a_favoured_sector_gets_its_points_beside_the_marks():
    sheets = [sheet(f"m{n}", ref, marks_of("5"), CRITERIA) for n in range(1, 6) for ref in "ab"]
    applications = [
        replace(application("a"), sector=Sector.WATER),
        replace(application("b", registered=2), sector=Sector.SANITATION),
    ]

    result = result_of(favoured(), applications, commission(), sheets)

    first, second = figures(result, "a"), figures(result, "b")
    assert (first.bonus, second.bonus) == (5, 0)
    assert (first.exact_total, second.exact_total) == (55, 50)
    assert first.place.number == 1
    assert result.criteria.most == 105


def test_a_bonus_is_said_on_a_total_of_a_hundred():
    half = replace(usual(weight=Fraction(10)), bonus=Bonus(Fraction(5), (Sector.WATER,)))

    assert half.most_of_criteria == 50
    assert half.bonus_of(Sector.WATER) == Fraction(5, 2)
    assert half.bonus_of(None) == 0


@every
@given(
    st.lists(st.sampled_from([None, *Sector]), min_size=2, max_size=4),
    st.lists(st.integers(0, 10), min_size=4, max_size=4),
    st.integers(1, 20),
)
def test_a_bonus_changes_nothing_but_the_totals_of_its_sector(sectors, given_, points):
    refs = [f"p{at}" for at in range(len(sectors))]
    applications = [
        replace(application(ref, registered=at + 1), sector=sector)
        for at, (ref, sector) in enumerate(zip(refs, sectors, strict=True))
    ]
    sheets = [
        sheet(f"m{n}", ref, marks_of(str(given_[at])), CRITERIA)
        for n in range(1, 6)
        for at, ref in enumerate(refs)
    ]

    without = result_of(CRITERIA, applications, commission(), sheets, seed="1 2 3")
    with_ = result_of(favoured(points), applications, commission(), sheets, seed="1 2 3")

    for one in applications:
        before, after = figures(without, one.ref), figures(with_, one.ref)
        assert after.blocks == before.blocks
        assert after.bonus == (points if one.sector is Sector.WATER else 0)
        assert after.total == before.total + after.bonus <= with_.criteria.most


@pytest.mark.parametrize(("points", "sectors"), [(0, (Sector.WATER,)), (5, ())])
def test_a_bonus_of_nothing_or_for_nobody_is_refused(points, sectors):
    with pytest.raises(NotValid):
        Bonus(Fraction(points), sectors)
