"""Letting go of what nobody needs any more: sessions that ended, messages sent, jobs done, who
supported what in rounds that are over.

Papers, results, the trail of deeds and who looked at whose data are not of these: they stay.
"""

from datetime import datetime, timedelta

from pb.records import jobs, messages, sessions, supports
from pb.services.work import unit_of_work

KEPT_FOR = timedelta(days=90)
"""Long enough to see a stranger among one's devices, and to compare with the gateway's bill."""


def forget_old(now: datetime) -> None:
    """Delete the sessions, messages, jobs and support that were over so long ago."""
    before = now - KEPT_FOR
    for subject in (sessions, messages, jobs, supports):
        # Looked at first: the clock comes by every minute, and a deed would hold up the writers.
        if subject.are_any_over_before_everywhere(before):
            with unit_of_work():
                subject.forget_everywhere(before)
