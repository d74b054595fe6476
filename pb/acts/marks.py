"""Telling people that a vote was marked in their name, in whatever channel.

Found from the marks themselves and not written by the cast: so no vote waits for it, nothing of it
can be lost, and no message stands in the transaction of a ballot.
"""

import secrets
from datetime import datetime, timedelta

from pb.documents import notices
from pb.gateways.keys import Keys
from pb.records import marks
from pb.rules import calendar
from pb.rules.messages import MessageKind
from pb.rules.privacy import Notice
from pb.services import messages, phones
from pb.services.work import unit_of_work

AT_ONCE = 200
"""Votes that are told of in one transaction."""

LATEST = timedelta(days=30)
"""After the close; a worker that slept longer tells nobody of old votes."""


def tell_of_marks(keys: Keys, now: datetime) -> int:
    """Write to everyone whose vote was marked in an hour that is over; returns how many votes.

    Who has no phone stands on the list that is read aloud.
    """
    number = 0
    while some := _tell_some(keys, now):
        number += some
    return number


def _tell_some(keys: Keys, now: datetime) -> int:
    hour = calendar.hour_of(now)
    with unit_of_work():
        found = marks.untold_marks_everywhere(hour, now - LATEST, AT_ONCE)
        told = []
        for one in found:
            how = Notice.LIST
            if one.phone_locked is not None:
                how = Notice.SMS
                messages.queue(
                    one.municipality_id,
                    MessageKind.VOTE_MARKED,
                    phones.unlock(one.phone_locked, keys),
                    notices.of_vote(one.place_phone),
                    # An occasion of its own each time: a vote after an undone one is told too.
                    f"vote-marked:{one.entry_ref}:{secrets.token_hex(4)}",
                    keys,
                    # Of the hour before: it is sent when that hour is over, which is now.
                    hour - timedelta(hours=1),
                )
            told.append((one, how))
        if told:
            marks.mark_told(told)
        return len(told)
