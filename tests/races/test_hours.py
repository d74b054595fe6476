"""Workers that strike at once: one row, and none of them breaks."""

from datetime import timedelta

from pb.acts import hours
from pb.records.strokes import last_stroke
from tests.races.worker import RUNNERS


def test_the_first_strokes_of_all_at_once_leave_one_row_and_nobody_breaks(field):
    stage, race = field
    strikes = [[(hours.strike, (stage.now + timedelta(seconds=1),))] for _ in range(RUNNERS)]

    answers = race(*strikes)

    assert answers == [[]] * RUNNERS
    assert last_stroke().at == stage.now + timedelta(seconds=1)
