"""What follows from a look at personal data: when it is told of, answered, counted."""

from datetime import UTC, date, datetime

import pytest

from pb.rules import privacy


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 12, 31), date(2026, 1, 1)),
        (date(2026, 11, 22), date(2025, 12, 1)),
        (date(2026, 1, 1), date(2025, 2, 1)),
    ],
)
def test_the_public_page_counts_twelve_months_with_this_one(today, first):
    assert privacy.first_month_shown(today) == first


def test_a_complaint_is_answered_within_seven_days_of_bishkek():
    late_evening_in_bishkek = datetime(2026, 3, 2, 17, 59, tzinfo=UTC)
    past_midnight_there = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)

    assert privacy.answer_due(late_evening_in_bishkek) == date(2026, 3, 9)
    assert privacy.answer_due(past_midnight_there) == date(2026, 3, 10)
