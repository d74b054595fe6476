"""How long sessions last and how long one waits."""

from datetime import timedelta

import pytest

from pb.rules import sessions


def test_staff_sit_at_shared_desks_and_residents_at_their_own_phones():
    assert sessions.idle(is_staff=True) == timedelta(minutes=30)
    assert sessions.idle(is_staff=False) == timedelta(minutes=60)
    assert sessions.longest(is_staff=True) == timedelta(hours=8)
    assert sessions.longest(is_staff=False) == timedelta(hours=12)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 32), (7, 60), (8, 60), (20, 60), (10_000, 60)],
)
def test_each_failure_doubles_the_wait_up_to_a_minute(failures, seconds):
    assert sessions.wait_after(failures) == timedelta(seconds=seconds)
