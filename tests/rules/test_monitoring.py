"""Scores, their mean, terms to answer, and answers that need reasons."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.rules import calendar, monitoring
from pb.rules.holidays import Workdays
from pb.rules.monitoring import Answer, Indicator, Score
from pb.rules.numerals import one_decimal
from pb.rules.refusals import Code, NotValid

WHY = "Эсептегич бузук экен, өлчөй албадык."
REFUSING = [Answer.PARTLY, Answer.REFUSED]


def scores(*values: int | None) -> list[Score]:
    """A score for each indicator in its order, with a reason where there is no value."""
    return [
        Score(indicator, value, WHY if value is None else None)
        for indicator, value in zip(Indicator, values, strict=True)
    ]


def test_check_scores_gives_them_in_order_with_cleaned_remarks():
    given = scores(1, 2, 3, 4, 5, None)
    given[0] = Score(Indicator.FINISHED_ON_TIME, 1, "  Үч ай\r\nкечигишти ")

    checked = monitoring.check_scores(given[::-1])

    assert [score.indicator for score in checked] == list(Indicator)
    assert [score.value for score in checked] == [1, 2, 3, 4, 5, None]
    assert checked[0].remark == "Үч ай\nкечигишти"
    assert checked[1].remark is None


@pytest.mark.parametrize("value", [0, -1, 6, 10**30])
def test_check_scores_refuses_a_value_off_the_scale(value):
    with pytest.raises(NotValid) as refused:
        monitoring.check_scores(scores(5, 5, value, 5, 5, 5))

    assert refused.value.code is Code.SCORE_UNREADABLE
    assert refused.value.field == "score_quality"
    assert refused.value.facts["largest"] == 5


@pytest.mark.parametrize("remark", [None, "", "   \n ", "билбейм", "         билбейм         "])
def test_check_scores_refuses_an_indicator_not_assessed_without_a_reason(remark):
    given = scores(5, 5, 5, 5, 5, 5)
    given[2] = Score(Indicator.QUALITY, None, remark)

    with pytest.raises(NotValid) as refused:
        monitoring.check_scores(given)

    assert refused.value.code is Code.SCORE_NEEDS_REASON
    assert refused.value.field == "remark_quality"
    assert refused.value.facts["shortest"] == 10


def test_check_scores_takes_a_reason_of_ten_characters():
    given = scores(5, 5, 5, 5, 5, 5)
    given[2] = Score(Indicator.QUALITY, None, "суу жок эл")

    assert monitoring.check_scores(given)[2].value is None


def test_check_scores_refuses_an_indicator_twice():
    given = [*scores(5, 5, 5, 5, 5, 5), Score(Indicator.QUALITY, 4)]

    with pytest.raises(NotValid) as refused:
        monitoring.check_scores(given)

    assert refused.value.code is Code.INDICATOR_TWICE
    assert refused.value.field == "score_quality"


def test_check_scores_names_what_is_missing():
    with pytest.raises(NotValid) as refused:
        monitoring.check_scores(scores(5, 5, 5, 5, 5, 5)[:4])

    assert refused.value.code is Code.INDICATORS_MISSING
    assert refused.value.field == "score_money_clear"
    assert refused.value.facts["missing"] == (Indicator.MONEY_CLEAR, Indicator.PEOPLE_SATISFIED)


def test_check_scores_lets_a_draft_be_incomplete():
    given = scores(5, 5, 5, 5, 5, 5)[:4]

    assert len(monitoring.check_scores(given, complete=False)) == 4


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ((4, 4, 4, 4, 4, 4), "4,0"),
        ((5, 4, 4, 4, 4, None), "4,2"),
        ((5, 4, 4, None, None, None), "4,3"),
        ((5, 5, 4, None, None, None), "4,7"),
        ((5, 4, 4, 4, None, None), "4,3"),  # 4.25 goes up
        ((1, 1, 1, 1, 1, 1), "1,0"),
        ((None, None, None, None, None, 5), "5,0"),
    ],
)
def test_average_is_shown_with_one_digit_half_up(values, shown):
    mean = monitoring.average(scores(*values))

    assert mean is not None
    assert one_decimal(mean) == shown


def test_average_is_nothing_when_nothing_could_be_assessed():
    assert monitoring.average(scores(None, None, None, None, None, None)) is None


@given(st.lists(st.integers(1, 5), min_size=6, max_size=6))
def test_average_shown_is_never_further_off_than_half_a_tenth(values):
    mean = monitoring.average(scores(*values))

    assert mean is not None
    shown = Fraction(one_decimal(mean).replace(",", "."))
    assert shown - mean <= Fraction(1, 20)
    assert mean - shown < Fraction(1, 20)


def test_answer_is_due_in_fourteen_working_days_of_bishkek():
    late_evening = datetime(2026, 11, 2, 18, 30, tzinfo=UTC)  # 3 November, 00:30 in Bishkek

    usual, nobody_works = Workdays(), Workdays(off=frozenset({date(2026, 11, 11)}))

    assert monitoring.answer_due(late_evening, usual) == date(2026, 11, 23)
    assert monitoring.answer_due(late_evening, nobody_works) == date(2026, 11, 24)


def test_no_holiday_counts_for_an_answer():
    before_the_spring = datetime(2026, 3, 19, 6, 0, tzinfo=UTC)
    days = Workdays()

    due = monitoring.answer_due(before_the_spring, days)

    assert days.between(date(2026, 3, 20), due) == monitoring.DAYS_TO_ANSWER
    assert due > date(2026, 4, 8)  # fourteen days that are no week-end would end earlier


def test_answer_is_late_from_the_day_after_its_term():
    due = date(2026, 11, 23)
    end = calendar.end_of(due)

    assert monitoring.days_late(due, end - timedelta(days=9)) == 0
    assert monitoring.days_late(due, end - timedelta(seconds=1)) == 0
    assert monitoring.days_late(due, end) == 1
    assert monitoring.days_late(due, end + timedelta(days=2)) == 3


@pytest.mark.parametrize("answer", REFUSING)
@pytest.mark.parametrize("reasons", [None, "", " \n ", "акча жок", "     акча жок     "])
def test_answer_is_refused_when_it_gives_no_reasons(answer, reasons):
    with pytest.raises(NotValid) as refused:
        monitoring.check_answer(answer, reasons)

    assert refused.value.code is Code.ANSWER_NEEDS_REASONS
    assert refused.value.field == "reasons"
    assert refused.value.facts["shortest"] == 10


@pytest.mark.parametrize("answer", list(Answer))
def test_answer_keeps_its_reasons_cleaned(answer):
    reasons = monitoring.check_answer(answer, "  Бюджетте   каражат жок,\r\nкийинки жылы карайбыз ")

    assert reasons == "Бюджетте каражат жок,\nкийинки жылы карайбыз"


@pytest.mark.parametrize("reasons", [None, "", "  "])
def test_answer_that_accepts_stands_without_reasons(reasons):
    assert monitoring.check_answer(Answer.ACCEPTED, reasons) is None


def test_visit_lies_between_the_vote_and_today():
    closed = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)  # 21 November, 00:00 in Bishkek
    now = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)

    for day in (date(2026, 11, 21), date(2026, 12, 1)):
        monitoring.check_visit(day, closed, now)
    for day in (date(2026, 11, 20), date(2026, 12, 2)):
        with pytest.raises(NotValid) as refused:
            monitoring.check_visit(day, closed, now)
        assert refused.value.code is Code.VISIT_OUT_OF_RANGE
        assert refused.value.field == "visited_on"
        assert refused.value.facts["latest"] == date(2026, 12, 1)


def test_recommendations_leave_out_the_fields_left_empty():
    texts = ["", "  Насосту  оңдоо керек ", "   ", "Эсептегич орнотуу керек"]

    assert monitoring.check_recommendations(texts) == (
        "Насосту оңдоо керек",
        "Эсептегич орнотуу керек",
    )


def test_recommendation_is_refused_at_its_own_field_when_it_is_too_short():
    with pytest.raises(NotValid) as refused:
        monitoring.check_recommendations(["Насосту оңдоо керек", "оңдоо"])

    assert refused.value.code is Code.TEXT_TOO_SHORT
    assert refused.value.field == "recommendation_2"


def test_recommendations_are_refused_when_there_are_too_many():
    with pytest.raises(NotValid) as refused:
        monitoring.check_recommendations(["Насосту оңдоо керек"] * 11)

    assert refused.value.code is Code.NUMBER_OUT_OF_RANGE
    assert refused.value.facts["largest"] == 10
