"""Sealing: ballots leave the inbox for the box in signed lots, in an order drawn by lot."""

import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from pb.gateways.keys import Keys
from pb.records import annulments, ballots, boards, places, rounds
from pb.records.ballots import Ballot, InboxBallot, Lot
from pb.records.base import db
from pb.records.boards import LotSeal
from pb.records.rounds import Round
from pb.rules import board, calendar
from pb.rules.access import Act
from pb.rules.board import LotChannel, LotHead
from pb.rules.rounds import Phase
from pb.rules.tally.election import Channel
from pb.services import audit
from pb.services.actors import Actor, require
from pb.services.work import unit_of_work


def seal_lots(actor: Actor, municipality_id: int, round_id: int, keys: Keys, now: datetime) -> int:
    """Move what waits in the inbox into the box, shuffled and signed; how many ballots moved.

    While voting lasts a channel with fewer than LOT ballots waits, so that a lot never tells who is
    in it; after it everything moves. The move is what parts a ballot from the transaction of its
    voter.

    Raises:
        NotAllowed, NotNow: as the tables say.
    """
    with unit_of_work():
        round_ = rounds.round_by_id(municipality_id, round_id, hold=True)
        require(actor, Act.SEAL_LOT, municipality_id, round_, now)
        waiting = list(ballots.inbox_of(round_id))
        is_over = round_.phase(now) is not Phase.VOTING
        number = 0
        # What does not count hides nobody: who changed a vote again and again is one person.
        out = annulments.annulled_of(round_id)
        by_channel = Counter(dict.fromkeys((one.channel for one in waiting), 0))
        by_channel.update(one.channel for one in waiting if one.ballot_id not in out)
        for channel, channels in board.lots_due(by_channel, is_over=is_over):
            some = [ballot for ballot in waiting if ballot.channel in channels]
            secrets.SystemRandom().shuffle(some)
            lot = _box(round_, some)
            _sign(round_, lot, channel, some, keys)
            ballots.take_from_inbox(round_id, channels)
            number += lot.size
            audit.append(
                audit.Tag.LOT_SEALED,
                actor,
                municipality_id,
                calendar.hour_of(now),
                round_.slug,
                sequence=lot.sequence,
                size=lot.size,
            )
        return number


def _box(round_: Round, some: Sequence[InboxBallot]) -> Lot:
    """Put the ballots into the box, each with a salt of its own."""
    lot = Lot(
        municipality_id=round_.municipality_id,
        round_id=round_.id,
        sequence=ballots.next_lot_sequence(round_.id),
        size=len(some),
    )
    db.session.add(lot)
    db.session.flush()
    for ballot in some:
        # What waited before lots were signed gets its salt now.
        ballot.salt = ballot.salt or secrets.token_bytes(board.SALT)
    db.session.execute(
        db.insert(Ballot),
        [
            {
                "ballot_id": ballot.ballot_id,
                "municipality_id": round_.municipality_id,
                "round_id": round_.id,
                "lot_id": lot.id,
                "channel": ballot.channel,
                "number": ballot.number,
                "marks": ballot.marks,
                "salt": ballot.salt,
                "lineage": ballot.lineage,
                "change_tag": ballot.change_tag,
            }
            for ballot in some
        ],
    )
    return lot


def _sign(
    round_: Round, lot: Lot, channel: LotChannel, some: Sequence[InboxBallot], keys: Keys
) -> None:
    """Sign the lot, and in it everything that was signed before."""
    name = f"{places.municipality_by_id(round_.municipality_id).slug}/{round_.slug}"
    before = boards.last_seal(round_.id)
    numbers = Counter(ballot.channel for ballot in some)
    head = LotHead(
        name,
        before.sequence + 1 if before else 1,
        channel,
        numbers[Channel.INTERNET],
        numbers[Channel.PAPER],
        numbers[Channel.ASSEMBLY],
        board.lot_root(
            [
                board.ballot_leaf(name, ballot.number, ballot.marks, ballot.salt or b"")
                for ballot in some
            ]
        ),
        before.link(name) if before else board.FIRST,
    )
    db.session.add(
        LotSeal(
            lot_id=lot.id,
            municipality_id=round_.municipality_id,
            round_id=round_.id,
            sequence=head.sequence,
            channel=head.channel,
            internet=head.internet,
            paper=head.paper,
            assembly=head.assembly,
            root=head.root,
            previous=head.previous,
            signature=keys.sign(head.text()),
        )
    )
    db.session.flush()
