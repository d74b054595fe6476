"""Handing a ballot out: the person is found on the roll and marked, once over all channels."""

from datetime import datetime

from pb.records import ballots, paper_marks, roll_lines, rounds, stations
from pb.records.base import db
from pb.records.paper_marks import PaperMark
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.refusals import Code, Conflict
from pb.rules.rolls.states import EntryStatus
from pb.rules.tally.election import Channel
from pb.services import audit
from pb.services import paper_ballots as guards
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work


def mark(
    actor: Actor, municipality_id: int, round_slug: str, station_ref: str, ref: str, now: datetime
) -> int:
    """Mark the person of a line at a station; how many people are marked there now.

    The person is told as of any vote (`acts/marks.py`). The trail has no person and the hour only.

    Raises:
        NotFound, NotAllowed, NotNow: as the tables say; PAPER_NOT_ALLOWED.
        Conflict: LINE_STRUCK; BOX_OPENED; STOCK_MISSING where no ballots were printed for the
            station; PERSON_VOTED, with the channel and the hour of the vote that stands.
    """
    with unit_of_work():
        # Shared by stations, like casting; the count holds the round and waits for all of them.
        round_ = rounds.round_of(municipality_id, round_slug)
        require(actor, Act.MARK_ON_PAPER, municipality_id, round_, now)
        guards.require_allowed(round_)
        station = stations.station_of(municipality_id, round_.id, station_ref, hold=True)
        guards.require_marking(station)
        entry = roll_lines.line_of(round_.id, ref, hold=True)
        if entry.status is EntryStatus.STRUCK:
            raise Conflict(Code.LINE_STRUCK)
        hour = calendar.hour_of(now)
        if not ballots.mark_participation(
            municipality_id, round_.id, entry.id, Channel.PAPER, hour
        ):
            stands = ballots.participation_of(round_.id, entry.id)
            channel, voted = stands or (Channel.PAPER, hour)
            raise Conflict(Code.PERSON_VOTED, channel=channel, hour=voted)
        db.session.add(
            PaperMark(
                municipality_id=municipality_id,
                round_id=round_.id,
                roll_entry_id=entry.id,
                station_id=station.id,
                marked_by=account_of(actor),
            )
        )
        db.session.flush()
        audit.append(
            audit.Tag.PAPER_MARKED,
            actor,
            municipality_id,
            hour,
            station.ref,
            round=round_slug,
            station=station.number,
        )
        return paper_marks.marks_at(municipality_id, station.id)
