"""Working days of the country, and the calendar that follows from the rules."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.rules.holidays import Holiday, Workdays, holidays, knows_the_moon_of
from pb.rules.refusals import Code, NotValid
from pb.rules.rule_sets import Parameter, RuleSet
from pb.rules.rule_sets.calendars import Days, Step, check_notice, check_terms, days_from, lines

P = Parameter
COUNTRY = Workdays()
DAY = timedelta(days=1)
DATES = st.dates(date(2025, 1, 1), date(2028, 12, 31))
TERMS = st.fixed_dictionaries(
    {
        P.NOTICE: st.integers(0, 20),
        P.SUBMISSION: st.integers(1, 40),
        P.SCREENING: st.integers(1, 30),
        P.DISCUSSION: st.integers(0, 15),
        P.VOTING: st.integers(1, 20),
        P.RESULT_PUBLICATION: st.integers(0, 10),
    }
)


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        (date(2026, 1, 1), False),
        (date(2026, 1, 7), False),
        (date(2026, 1, 8), True),
        (date(2026, 2, 23), True),
        (date(2026, 3, 9), True),  # 8 March was a Sunday, and nothing moves
        (date(2026, 3, 20), False),
        (date(2026, 4, 7), True),
        (date(2026, 5, 4), False),
        (date(2026, 5, 9), False),
        (date(2026, 5, 27), False),
        (date(2026, 8, 31), False),
        (date(2026, 11, 7), False),  # a Saturday, not a holiday
        (date(2025, 11, 7), True),
        (date(2026, 7, 4), False),
    ],
)
def test_a_day_is_worked_as_the_labour_code_of_2025_says(day, is_worked):
    assert COUNTRY.is_worked(day) is is_worked


def test_what_a_municipality_enters_goes_before_the_calendar_of_the_country():
    decree = Workdays(off={date(2026, 1, 8)}, worked={date(2026, 2, 7)})

    assert not decree.is_worked(date(2026, 1, 8))
    assert decree.is_worked(date(2026, 2, 7))
    assert decree.after(date(2025, 12, 31), 1) == date(2026, 1, 9)


def test_the_holidays_by_the_moon_are_known_for_the_years_ahead():
    assert holidays(2026)[date(2026, 3, 20)] is Holiday.OROZO_AIT
    assert [year for year in range(2025, 2031) if not knows_the_moon_of(year)] == [2029, 2030]


@given(DATES, st.integers(1, 60))
def test_a_term_ends_on_a_working_day_after_as_many_of_them(day, number):
    end = COUNTRY.after(day, number)

    assert COUNTRY.is_worked(end)
    assert COUNTRY.between(day + DAY, end) == number


def test_the_calendar_of_the_defaults_worked_out_by_hand():
    """Announced on Monday 2 March 2026; Orozo Ait on 20 March and the May holidays lie in it."""
    days = days_from(RuleSet.of(), date(2026, 3, 2), COUNTRY)

    assert days == Days(
        submission_from=date(2026, 3, 17),  # ten working days: 3–6, 9–13 and 16 March
        submission_to=date(2026, 4, 5),
        review_to=date(2026, 4, 20),
        voting_from=date(2026, 4, 26),
        voting_to=date(2026, 5, 5),
        results_by=date(2026, 5, 13),  # 6–9 May are holidays, 10 is a Sunday: 11, 12, 13
    )


@given(TERMS, DATES)
def test_the_calendar_that_follows_is_one_the_rules_let_be(terms, announced):
    rule_set = RuleSet.of(terms)
    days = days_from(rule_set, announced, COUNTRY)

    check_terms(rule_set, days)
    check_notice(rule_set, announced, days.submission_from, COUNTRY)
    found = lines(rule_set, announced, days, COUNTRY)
    assert all(one.last + DAY == two.first for one, two in itertools.pairwise(found))
    by_step = {line.step: line for line in found}
    assert by_step[Step.VOTING].days == terms[P.VOTING]
    assert by_step[Step.SUBMISSION].days == terms[P.SUBMISSION]
    assert by_step[Step.ANSWERS].working_days == 15


@given(TERMS, DATES, st.sampled_from(["submission_to", "review_to", "voting_from", "voting_to"]))
def test_a_day_less_than_the_rules_give_is_refused_where_it_is(terms, announced, field):
    rule_set = RuleSet.of(terms)
    kept = days_from(rule_set, announced, COUNTRY)
    hurried = Days(**{**vars(kept), field: getattr(kept, field) - DAY})

    with pytest.raises(NotValid) as found:
        check_terms(rule_set, hurried)

    assert found.value.code is Code.TERM_SHORTER_THAN_RULE
    assert found.value.field == field
    assert found.value.facts["earliest"] == getattr(kept, field)


@given(DATES, st.integers(1, 20))
def test_a_notice_a_day_shorter_than_the_rules_is_refused(announced, number):
    rule_set = RuleSet.of({P.NOTICE: number})
    first = COUNTRY.after(announced, number) + DAY

    check_notice(rule_set, announced, first, COUNTRY)
    with pytest.raises(NotValid) as found:
        check_notice(rule_set, announced, first - DAY, COUNTRY)

    assert found.value.facts == {"number": number, "earliest": first}


def test_a_round_without_notice_may_be_announced_on_its_first_day():
    check_notice(RuleSet.of({P.NOTICE: 0}), date(2026, 3, 2), date(2026, 3, 2), COUNTRY)
