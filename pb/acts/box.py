"""Sealing: ballots leave the inbox for the box in signed lots, in an order drawn by lot."""

import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from pb.gateways.keys import Keys
from pb.records import annulments, ballots, boards, places, rounds
from pb.records.ballots import Lot, Waiting
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
        is_over = rounds.round_by_id(municipality_id, round_id).phase(now) is not Phase.VOTING
        # Nobody waits in front of the polls for the sealing: what comes in meanwhile is not in the
        # lot. After the voting nobody may come in, or a late ballot would be left in a lot alone.
        round_ = rounds.round_by_id(municipality_id, round_id, hold=True, shared=not is_over)
        boards.hold_box(round_id)
        require(actor, Act.SEAL_LOT, municipality_id, round_, now)
        if (round_.phase(now) is not Phase.VOTING) is not is_over:
            # The days of the round were changed just now: the next minute seals.
            return 0
        waiting = list(ballots.inbox_of(round_id))
        number = 0
        # What does not count hides nobody: who changed a vote again and again is one person.
        out = annulments.annulled_of(round_id)
        by_channel = Counter(dict.fromkeys((one.channel for one in waiting), 0))
        by_channel.update(one.channel for one in waiting if one.ballot_id not in out)
        for channel, channels in board.lots_due(by_channel, is_over=is_over):
            some = [ballot for ballot in waiting if ballot.channel in channels]
            secrets.SystemRandom().shuffle(some)
            # What waited before lots were signed gets its salt now.
            salted = [(one, one.salt or secrets.token_bytes(board.SALT)) for one in some]
            lot = _lot(round_, len(some))
            ballots.put_in_box(lot, salted)
            _sign(round_, lot, channel, salted, keys)
            ballots.take_from_inbox(lot)
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


def _lot(round_: Round, size: int) -> Lot:
    """The next lot of the box."""
    lot = Lot(
        municipality_id=round_.municipality_id,
        round_id=round_.id,
        sequence=ballots.next_lot_sequence(round_.id),
        size=size,
    )
    db.session.add(lot)
    db.session.flush()
    return lot


def _sign(
    round_: Round,
    lot: Lot,
    channel: LotChannel,
    salted: Sequence[tuple[Waiting, bytes]],
    keys: Keys,
) -> None:
    """Sign the lot, and in it everything that was signed before."""
    name = f"{places.municipality_by_id(round_.municipality_id).slug}/{round_.slug}"
    before = boards.last_seal(round_.id)
    numbers = Counter(ballot.channel for ballot, _salt in salted)
    head = LotHead(
        name,
        before.sequence + 1 if before else 1,
        channel,
        numbers[Channel.INTERNET],
        numbers[Channel.PAPER],
        numbers[Channel.ASSEMBLY],
        board.lot_root(
            [board.ballot_leaf(name, ballot.number, ballot.marks, salt) for ballot, salt in salted]
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
