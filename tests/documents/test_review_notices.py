"""Messages about a review fit into two parts, whatever their numbers, and tell no reason."""

from datetime import date

import pytest

from pb.documents import notices
from pb.rules.appeals import AppealAnswer
from pb.rules.messages import PARTS, parts
from pb.rules.reviews import Outcome

PHONE = "0700 000 000 000"
DAY = date(2026, 12, 30)
MOST = 99_999


@pytest.mark.parametrize("outcome", list(Outcome))
def test_the_outcome_of_a_review_fits(outcome):
    text = notices.of_outcome(MOST, outcome, DAY, PHONE)

    assert parts(text) <= PARTS
    assert str(MOST) in text
    assert ("30.12" in text) is (outcome is Outcome.RETURNED)


@pytest.mark.parametrize("answer", list(AppealAnswer))
def test_the_answer_to_an_appeal_and_another_cost_fit(answer):
    for text in (notices.of_appeal(MOST, answer, PHONE), notices.of_estimate(MOST, PHONE)):
        assert parts(text) <= PARTS
        assert str(MOST) in text


def test_a_municipality_without_a_telephone_is_no_trouble():
    assert notices.of_estimate(7, None).endswith("Демилге")
