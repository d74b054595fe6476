"""Appeals: their terms in working days, lateness that shows, and moves that are not allowed."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pb.rules.appeals import (
    Appeal,
    AppealAnswer,
    AppealState,
    AppealTerms,
    answer,
    answer_due,
    check_other_person,
    days_overdue,
    filed,
    register,
    registration_due,
)
from pb.rules.holidays import Workdays
from pb.rules.refusals import Code, Conflict, NotAllowed, NotNow, NotValid

TERMS = AppealTerms()
MONDAY = date(2026, 3, 2)
FRIDAY, SATURDAY = date(2026, 3, 6), date(2026, 3, 7)
WOMENS_DAY = date(2026, 3, 8)
NOORUZ = date(2026, 3, 21)
HOLIDAY = date(2026, 3, 9)  # a day off given for the Sunday
WHY = "Комиссия смета боюнча жаңы баа алды."
every = settings(max_examples=60, deadline=None, derandomize=True)


def appeal_in(state):
    """An appeal filed on Monday, brought to a state."""
    one = Appeal(MONDAY)
    if state is not AppealState.FILED:
        one = register(one, MONDAY)
    if state is AppealState.ANSWERED:
        one = answer(one, FRIDAY, AppealAnswer.UPHELD, WHY)
    return one


def overdue(one, today):
    return days_overdue(one, today, registration_due(one, TERMS), answer_due(one, TERMS))


# From the state in the row by the deed in the column: register, answer.
MOVES = """
    filed              x .
    registered_appeal  . x
    answered_appeal    . .
"""
DEEDS = (
    lambda one: register(one, FRIDAY),
    lambda one: answer(one, FRIDAY, AppealAnswer.DISMISSED, WHY),
)


def test_an_appeal_moves_as_the_printed_table_says():
    may_move = {}
    for state in AppealState:
        may_move[state.value] = marks = []
        for deed in DEEDS:
            try:
                deed(appeal_in(state))
                marks.append("x")
            except Conflict:
                marks.append(".")

    assert may_move == {row.split()[0]: row.split()[1:] for row in MOVES.strip().splitlines()}


def test_an_appeal_that_has_moved_on_says_where_it_is():
    with pytest.raises(Conflict) as refused:
        register(appeal_in(AppealState.ANSWERED), FRIDAY)

    assert refused.value.code is Code.APPEAL_MOVED_ON
    assert refused.value.facts == {"state": AppealState.ANSWERED}


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (MONDAY, MONDAY + timedelta(days=1)),
        (FRIDAY, date(2026, 3, 10)),  # over the weekend and the holiday to Tuesday
        (SATURDAY, date(2026, 3, 10)),
    ],
)
def test_an_appeal_is_registered_within_one_working_day(day, due):
    assert registration_due(Appeal(day), TERMS, Workdays({WOMENS_DAY, HOLIDAY})) == due


def test_an_appeal_is_answered_within_fourteen_working_days_of_its_registration():
    # registered on Tuesday the 3rd: 4, 5, 6 | 10 … 13 | 16 … 19 | 23, 24, 25 are fourteen, with
    # the 9th a day off and the 20th Orozo Ait; Nooruz falls on a Saturday
    one = register(Appeal(MONDAY), date(2026, 3, 3))

    assert answer_due(one, TERMS, Workdays({WOMENS_DAY, HOLIDAY, NOORUZ})) == date(2026, 3, 25)
    # where the rule says ten: the 18th
    ten = AppealTerms(answer=10)
    assert answer_due(one, ten, Workdays({WOMENS_DAY, HOLIDAY, NOORUZ})) == date(2026, 3, 18)


def test_who_registers_late_wins_no_time_by_it():
    in_time, late = register(Appeal(MONDAY), date(2026, 3, 3)), register(Appeal(MONDAY), FRIDAY)

    assert answer_due(late, TERMS) == answer_due(in_time, TERMS)
    assert answer_due(Appeal(MONDAY), TERMS) == answer_due(in_time, TERMS)


def test_overdue_is_counted_from_the_day_after_the_term():
    one = Appeal(MONDAY)

    assert overdue(one, date(2026, 3, 3)) == 0
    assert overdue(one, date(2026, 3, 4)) == 1
    waiting = register(one, date(2026, 3, 3))
    due = answer_due(waiting, TERMS)
    assert overdue(waiting, due) == 0
    assert overdue(waiting, due + timedelta(days=3)) == 3


def test_an_answer_given_late_stays_late_by_its_days_for_ever():
    waiting = register(Appeal(MONDAY), MONDAY)
    due = answer_due(waiting, TERMS)
    in_time = answer(waiting, due, AppealAnswer.UPHELD, WHY)
    late = answer(waiting, due + timedelta(days=5), AppealAnswer.UPHELD, WHY)

    assert overdue(in_time, date(2030, 1, 1)) == 0
    assert overdue(late, date(2030, 1, 1)) == 5


def test_filed_takes_an_appeal_until_the_last_day_of_the_window():
    # ten working days after Monday the 2nd: the 16th, or the 17th with a day off
    last = date(2026, 3, 17)

    assert filed(MONDAY, MONDAY, TERMS, Workdays({HOLIDAY})) == Appeal(MONDAY)
    assert filed(MONDAY, last, TERMS, Workdays({HOLIDAY})) == Appeal(last)
    with pytest.raises(NotNow) as refused:
        filed(MONDAY, last + timedelta(days=1), TERMS, Workdays({HOLIDAY}))
    assert refused.value.code is Code.APPEAL_TERM_OVER
    assert refused.value.facts == {"day": last}


@pytest.mark.parametrize(
    ("refuse", "field"),
    [
        (lambda: filed(FRIDAY, MONDAY, TERMS), "filed_on"),
        (lambda: register(Appeal(FRIDAY), MONDAY), "registered_on"),
        (
            lambda: answer(register(Appeal(MONDAY), FRIDAY), MONDAY, AppealAnswer.UPHELD, WHY),
            "answered_on",
        ),
    ],
)
def test_an_appeal_never_moves_back_in_time(refuse, field):
    with pytest.raises(NotValid) as refused:
        refuse()

    assert (refused.value.code, refused.value.field) == (Code.APPEAL_DAY_WRONG, field)


@pytest.mark.parametrize("given_answer", list(AppealAnswer))
def test_answer_is_refused_without_reasons(given_answer):
    with pytest.raises(NotValid) as refused:
        answer(appeal_in(AppealState.REGISTERED), FRIDAY, given_answer, "жок")

    assert (refused.value.code, refused.value.field) == (Code.REASON_MISSING, "reasons")


def test_answer_may_come_on_the_day_of_registration():
    one = register(Appeal(MONDAY), MONDAY)

    assert answer(one, MONDAY, AppealAnswer.DISMISSED, WHY).state is AppealState.ANSWERED


def test_answer_keeps_what_was_said():
    done = appeal_in(AppealState.ANSWERED)

    assert (done.answered_on, done.answer, done.reasons) == (FRIDAY, AppealAnswer.UPHELD, WHY)


@every
@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.integers(0, 20),
    st.sets(st.dates(date(2026, 1, 1), date(2028, 3, 1)), max_size=20),
)
def test_terms_end_on_working_days_and_a_holiday_never_shortens_them(day, late, holidays):
    one = register(Appeal(day), day + timedelta(days=late))

    for due in (
        registration_due(one, TERMS, Workdays(holidays)),
        answer_due(one, TERMS, Workdays(holidays)),
    ):
        assert due.weekday() < 5
        assert due not in holidays
    assert answer_due(one, TERMS, Workdays(holidays)) >= answer_due(one, TERMS)
    assert answer_due(one, TERMS, Workdays(holidays)) > registration_due(
        one, TERMS, Workdays(holidays)
    )


def test_who_refused_never_answers_the_appeal():
    check_other_person(1, 2)
    with pytest.raises(NotAllowed) as refused:
        check_other_person(2, 2)

    assert refused.value.code is Code.APPEAL_NEEDS_ANOTHER
