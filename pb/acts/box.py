"""Sealing: ballots leave the inbox for the box in lots, in an order drawn by lot."""

import secrets
from datetime import datetime

from pb.records import ballots, rounds
from pb.records.ballots import Ballot, Lot
from pb.records.base import db
from pb.rules import calendar
from pb.rules.access import Act
from pb.rules.rounds import LOT, Phase
from pb.services import audit
from pb.services.actors import Actor, require
from pb.services.work import unit_of_work


def seal_lot(actor: Actor, municipality_id: int, round_id: int, now: datetime) -> int:
    """Move what waits in the inbox into the box, shuffled; returns how many ballots moved.

    While voting lasts fewer than LOT stay where they are, so that a lot never tells who is in it;
    after it everything moves. The move is what parts a ballot from the transaction of its voter.

    Raises:
        NotAllowed, NotNow: as the tables say.
    """
    with unit_of_work():
        round_ = rounds.round_by_id(municipality_id, round_id, hold=True)
        require(actor, Act.SEAL_LOT, municipality_id, round_, now)
        waiting = list(ballots.inbox_of(round_id))
        if not waiting or (round_.phase(now) is Phase.VOTING and len(waiting) < LOT):
            return 0
        secrets.SystemRandom().shuffle(waiting)
        lot = Lot(
            municipality_id=municipality_id,
            round_id=round_id,
            sequence=ballots.next_lot_sequence(round_id),
            size=len(waiting),
        )
        db.session.add(lot)
        db.session.flush()
        db.session.execute(
            db.insert(Ballot),
            [
                {
                    "ballot_id": ballot.ballot_id,
                    "municipality_id": municipality_id,
                    "round_id": round_id,
                    "lot_id": lot.id,
                    "channel": ballot.channel,
                    "number": ballot.number,
                    "marks": ballot.marks,
                }
                for ballot in waiting
            ],
        )
        ballots.empty_inbox(round_id)
        audit.append(
            audit.Tag.LOT_SEALED,
            actor,
            municipality_id,
            calendar.hour_of(now),
            round_.slug,
            sequence=lot.sequence,
            size=lot.size,
        )
        return lot.size
