"""Questions under a proposal: who answers, how often one asks, what is hidden and shown."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from pb.rules.questions import (
    LIMITS,
    Side,
    check_answer,
    check_frequency,
    check_hidden,
    side_of,
)
from pb.rules.refusals import Code, Conflict, NotAllowed, NotNow
from pb.rules.roles import Role

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("roles", "is_author", "side"),
    [
        ({Role.RESIDENT}, True, Side.AUTHOR),
        ({Role.RESIDENT, Role.OPERATOR}, True, Side.AUTHOR),
        ({Role.OPERATOR}, False, Side.OFFICE),
        ({Role.RESIDENT}, False, None),
        ({Role.HEAD}, False, None),
        (set(), False, None),
    ],
)
def test_the_author_and_the_office_have_a_side_and_nobody_else(roles, is_author, side):
    assert side_of(roles, is_author=is_author) is side


def test_a_side_answers_once_and_nothing_that_is_hidden():
    assert check_answer(Side.OFFICE, {Side.AUTHOR}, is_hidden=False) is Side.OFFICE
    for side, given, is_hidden, refusal, code in (
        (None, (), False, NotAllowed, Code.ANSWER_NOT_YOURS),
        (Side.ASKER, (), False, NotAllowed, Code.ANSWER_NOT_YOURS),
        (Side.AUTHOR, (), True, Conflict, Code.QUESTION_HIDDEN),
        (Side.AUTHOR, (Side.AUTHOR,), False, Conflict, Code.QUESTION_ANSWERED),
    ):
        with pytest.raises(refusal) as refused:
            check_answer(side, given, is_hidden=is_hidden)
        assert refused.value.code is code


@pytest.mark.parametrize(("number", "span"), LIMITS)
def test_the_next_question_waits_until_the_span_of_the_oldest_is_over(number, span):
    earlier = [NOW - span + MINUTE * (n + 1) for n in range(number)]

    with pytest.raises(NotNow) as refused:
        check_frequency(earlier, NOW)

    assert refused.value.code is Code.QUESTION_TOO_SOON
    assert refused.value.facts["again"] >= NOW + MINUTE
    if (number, span) == LIMITS[0]:
        check_frequency(earlier, NOW + MINUTE)
    check_frequency(earlier[:-1] if number == LIMITS[0][0] else earlier[: LIMITS[0][0] - 1], NOW)


@pytest.mark.parametrize(("is_hidden", "wanted"), list(product((False, True), repeat=2)))
def test_hiding_and_showing_change_something_or_are_refused(is_hidden, wanted):
    if is_hidden is not wanted:
        check_hidden(is_hidden=is_hidden, wanted=wanted)
        return
    with pytest.raises(Conflict) as refused:
        check_hidden(is_hidden=is_hidden, wanted=wanted)

    assert refused.value.code is (Code.QUESTION_HIDDEN if wanted else Code.QUESTION_SHOWN)
