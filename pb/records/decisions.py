"""What two people decided about a vote, and the ballots that do not count; never a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.annulments import BallotAnnulment
from pb.records.ballots import Ballot, InboxBallot
from pb.records.base import Base, InMunicipality, db, kind, new_ref
from pb.records.boards import LotSeal
from pb.rules.disputes import ANNULS, AnnulmentKind, DisputeKind
from pb.rules.refusals import Code, NotFound
from pb.rules.tally.election import Channel


class Decision(InMunicipality, Base):
    """An exception two people stand for, with its reason; only the second name is added later."""

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    round_id: Mapped[int]
    number: Mapped[int]
    """Counted from 1 in its round; the board names it."""
    kind: Mapped[DisputeKind] = mapped_column(kind(DisputeKind, "known_kind"))
    reason: Mapped[str]
    """In the words of whoever opened it; for the person it is about, and for whoever may see it."""
    opened_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime]
    second_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    """Null while the second person has not agreed."""
    is_dropped: Mapped[bool] = mapped_column(default=False)
    """The second person did not agree."""

    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        UniqueConstraint("municipality_id", "id"),
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        CheckConstraint("opened_by <> second_by", "two_people"),
        CheckConstraint("(second_by IS NULL) = (decided_at IS NULL)", "decided_whole"),
        CheckConstraint("length(reason) >= 10", "has_reason"),
        CheckConstraint("NOT is_dropped OR decided_at IS NOT NULL", "dropped_by_somebody"),
    )


class Erasure(InMunicipality, Base):
    """That the references of a round were erased, by two, and the key destroyed."""

    __tablename__ = "erasure"

    round_id: Mapped[int] = mapped_column(primary_key=True)
    references: Mapped[int] = mapped_column("references_erased")
    """How many people's references were erased."""
    opened_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime]
    second_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    erased_at: Mapped[datetime | None]
    """Null while the second person has not agreed."""
    swept_at: Mapped[datetime | None]
    """When the pages under the tables were written anew: only then is it gone from the disk."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        CheckConstraint("opened_by <> second_by", "two_people"),
        CheckConstraint("(second_by IS NULL) = (erased_at IS NULL)", "erased_whole"),
        CheckConstraint("swept_at IS NULL OR erased_at IS NOT NULL", "swept_if_erased"),
        CheckConstraint("references_erased >= 0", "number_not_negative"),
    )


@dataclass(frozen=True)
class Annulled:
    """A ballot that does not count, as it goes onto the board."""

    lot: int
    """Sequence of its lot."""
    leaf: bytes
    channel: Channel
    kind: AnnulmentKind
    decision: int | None
    """Number of the decision; None where the voter replaced it."""


@dataclass(frozen=True)
class Traced:
    """A ballot found by its lineage or its change tag: never what is marked on it, for no page."""

    ballot_id: str
    number: int
    marks: str
    salt: bytes
    lineage: bytes | None
    change_tag: bytes | None


def next_number(round_id: int) -> int:
    """The number the next decision of a round gets, from 1."""
    last = db.session.scalar(select(func.max(Decision.number)).where(Decision.round_id == round_id))
    return (last or 0) + 1


def decisions_of(municipality_id: int, round_id: int) -> Sequence[Decision]:
    """The decisions of a round, the latest first."""
    return db.session.scalars(
        select(Decision)
        .where(Decision.municipality_id == municipality_id, Decision.round_id == round_id)
        .order_by(Decision.number.desc())
    ).all()


def decided_of(municipality_id: int, round_id: int) -> list[Decision]:
    """The decisions of a round that two people stand for, the first one first."""
    found = decisions_of(municipality_id, round_id)
    return [one for one in reversed(found) if one.decided_at and not one.is_dropped]


def annulling_of(municipality_id: int, round_id: int) -> list[Decision]:
    """Those of them that took a ballot out of the count."""
    return [one for one in decided_of(municipality_id, round_id) if one.kind in ANNULS]


def decision_of(municipality_id: int, round_id: int, ref: str, *, hold: bool = False) -> Decision:
    """A decision by its public id.

    Raises:
        NotFound: NOT_FOUND.
    """
    query = select(Decision).where(
        Decision.municipality_id == municipality_id,
        Decision.round_id == round_id,
        Decision.ref == ref,
    )
    found = db.session.scalar(query.with_for_update() if hold else query)
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def live_ballot(
    round_id: int, *, lineage: bytes | None = None, change_tag: bytes | None = None
) -> Traced | None:
    """The ballot that counts of a lineage, or under a change code, wherever it lies."""
    for table in (InboxBallot, Ballot):
        known = table.lineage == lineage if lineage else table.change_tag == change_tag
        query = (
            select(
                table.ballot_id,
                table.number,
                table.marks,
                table.salt,
                table.lineage,
                table.change_tag,
            )
            .outerjoin(BallotAnnulment, BallotAnnulment.ballot_id == table.ballot_id)
            .where(table.round_id == round_id, known, BallotAnnulment.ballot_id.is_(None))
        )
        row = db.session.execute(query).first()
        if row:
            # What waits with a lineage has a number and a salt.
            return Traced(row[0], row[1] or 0, row[2], row[3] or b"", row[4], row[5])
    return None


def annulled_on_board(round_id: int) -> Sequence[Annulled]:
    """The ballots in signed lots of a round that do not count, by their leaves."""
    rows = db.session.execute(
        select(
            LotSeal.sequence,
            BallotAnnulment.leaf,
            Ballot.channel,
            BallotAnnulment.kind,
            Decision.number,
        )
        .join(Ballot, Ballot.ballot_id == BallotAnnulment.ballot_id)
        .join(LotSeal, LotSeal.lot_id == Ballot.lot_id)
        .outerjoin(Decision, Decision.id == BallotAnnulment.decision_id)
        .where(BallotAnnulment.round_id == round_id)
        .order_by(BallotAnnulment.leaf)
    )
    return [Annulled(*row) for row in rows]


def erasure_of(municipality_id: int, round_id: int, *, hold: bool = False) -> Erasure | None:
    """The erasure of a round; None before it is asked for."""
    query = select(Erasure).where(
        Erasure.municipality_id == municipality_id, Erasure.round_id == round_id
    )
    return db.session.scalar(query.with_for_update() if hold else query)


def unswept_everywhere() -> list[tuple[int, int]]:
    """Municipality and round of each erasure, in any municipality, that was not swept yet."""
    rows = db.session.execute(
        select(Erasure.municipality_id, Erasure.round_id)
        .where(Erasure.erased_at.is_not(None), Erasure.swept_at.is_(None))
        .order_by(Erasure.round_id)
    )
    return [(row[0], row[1]) for row in rows]
