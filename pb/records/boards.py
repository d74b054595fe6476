"""Signed lots, and the boards that were published: nothing here is ever changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.annulments import BallotAnnulment
from pb.records.ballots import Ballot, Lot, Participation
from pb.records.base import Base, InMunicipality, Stamped, db, hold_key, kind
from pb.rules.board import LotChannel, LotHead, chained
from pb.rules.tally.election import Channel

SEALING = 7_003 << 32
"""With the key of the round: whoever seals in it. Keys of other deeds lie elsewhere."""


class LotSeal(InMunicipality, Base):
    """What was signed of a lot. It says nothing of when: the lots of a round come in no time."""

    __tablename__ = "lot_seal"

    lot_id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int]
    sequence: Mapped[int]
    """Of the signed lots of a round, from 1, without a gap."""
    channel: Mapped[LotChannel] = mapped_column(kind(LotChannel, "known_channel"))
    internet: Mapped[int]
    paper: Mapped[int]
    assembly: Mapped[int]
    root: Mapped[bytes]
    """Of the leaves of its ballots."""
    previous: Mapped[bytes]
    """SHA-256 over the text and the signature of the one before; zeros for the first."""
    signature: Mapped[bytes]
    """Ed25519, of the text of `rules.board.LotHead`."""

    __table_args__ = (
        CheckConstraint("internet >= 0 AND paper >= 0 AND assembly >= 0", "numbers_not_negative"),
        CheckConstraint("channel = 'mixed' OR internet + paper + assembly >= 20", "nobody_alone"),
        ForeignKeyConstraint(["lot_id"], ["lot.id"]),
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        UniqueConstraint("round_id", "sequence"),
    )

    def head(self, round_: str) -> LotHead:
        """What was signed; `round_` are the slugs of municipality and round, "/" between."""
        return LotHead(
            round_,
            self.sequence,
            self.channel,
            self.internet,
            self.paper,
            self.assembly,
            self.root,
            self.previous,
        )

    def link(self, round_: str) -> bytes:
        """What the next lot says of this one, and a witness keeps."""
        return chained(self.head(round_).text(), self.signature)


class Board(Stamped, InMunicipality, Base):
    """A file anyone can recount a round by; its bytes lie in the storage under its hash."""

    __tablename__ = "board"

    round_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    """That of the result it holds."""
    sha256: Mapped[str]
    size: Mapped[int]
    """Bytes."""
    ballots: Mapped[int]
    lots: Mapped[int]
    root: Mapped[bytes]
    """The final root: SHA-256 over every line but the last."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
    )


@dataclass(frozen=True)
class Opened:
    """A ballot as it goes onto the board."""

    lot: int
    """Sequence of its lot."""
    number: int
    marks: str
    salt: bytes


def seals_of(round_id: int) -> Sequence[LotSeal]:
    """The signed lots of a round, the first one first."""
    return db.session.scalars(
        select(LotSeal).where(LotSeal.round_id == round_id).order_by(LotSeal.sequence)
    ).all()


def hold_box(round_id: int) -> None:
    """Be the only one who seals in a round until the end of the deed."""
    hold_key(SEALING + round_id)


def last_seal(round_id: int) -> LotSeal | None:
    """The lot that was signed last; None before the first."""
    return db.session.scalar(
        select(LotSeal)
        .where(LotSeal.round_id == round_id)
        .order_by(LotSeal.sequence.desc())
        .limit(1)
    )


def has_unsigned(round_id: int) -> bool:
    """Whether a lot was never signed: that of an imported election, or one sealed long ago."""
    found = (
        select(Lot.id)
        .outerjoin(LotSeal, LotSeal.lot_id == Lot.id)
        .where(Lot.round_id == round_id, LotSeal.lot_id.is_(None))
        .limit(1)
    )
    return db.session.scalar(found) is not None


def opened_ballots(round_id: int) -> Iterator[Opened]:
    """Every ballot in a signed lot of a round that counts, in no order."""
    rows = db.session.execute(
        select(LotSeal.sequence, Ballot.number, Ballot.marks, Ballot.salt)
        .join(LotSeal, LotSeal.lot_id == Ballot.lot_id)
        .outerjoin(BallotAnnulment, BallotAnnulment.ballot_id == Ballot.ballot_id)
        .where(Ballot.round_id == round_id, BallotAnnulment.ballot_id.is_(None))
    )
    for sequence, number, marks, salt in rows:
        # A signed lot holds none without.
        yield Opened(sequence, number or 0, marks, salt or b"")


def participation_by_channel(round_id: int) -> dict[Channel, int]:
    """How many people took part in a round, for every channel."""
    rows = db.session.execute(
        select(Participation.channel, func.count())
        .where(Participation.round_id == round_id)
        .group_by(Participation.channel)
    )
    counted: dict[Channel, int] = {row[0]: row[1] for row in rows}
    return {channel: counted.get(channel, 0) for channel in Channel}


def board_of(municipality_id: int, round_id: int) -> Board | None:
    """The latest board of a round; None before it is published."""
    return db.session.scalar(
        select(Board)
        .where(Board.municipality_id == municipality_id, Board.round_id == round_id)
        .order_by(Board.version.desc())
        .limit(1)
    )
