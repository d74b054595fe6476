"""Papers that bring a proposal to the office: who entered, who confirmed, the scan they compared.

The author is an account like any other, only without a means to sign in until the office or the
state ties one to it; so nothing personal stands here but the name of the scan in the storage.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from pb.records.accounts import Account
from pb.records.base import Base, InMunicipality, Stamped, db, kind, new_ref
from pb.records.proposals import Proposal
from pb.rules.paper_entries import UNDECIDED, WRITTEN, EntryDeed, EntryState
from pb.rules.refusals import Code, NotFound

UNDECIDED_ONLY = text("state IN ('entry_open', 'entry_waiting', 'entry_sent_back')")


class PaperEntry(Stamped, InMunicipality, Base):
    """One paper and the two people who stand for what was typed from it."""

    __tablename__ = "paper_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    proposal_id: Mapped[int]
    deed: Mapped[EntryDeed] = mapped_column(kind(EntryDeed, "known_deed"))
    state: Mapped[EntryState] = mapped_column(kind(EntryState, "known_state"))
    entered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    version: Mapped[int | None]
    """Of the proposal when it was handed over: what is compared is what is confirmed."""
    scan_sha256: Mapped[str | None]
    """Of the signed paper: its name in the storage."""
    scan_media_type: Mapped[str | None]
    scan_size: Mapped[int | None]
    handed_at: Mapped[datetime | None]
    """When the second person was asked, the last time."""
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who confirmed it, sent it back or dropped it; the author, where it was overtaken."""
    decided_at: Mapped[datetime | None]
    differs: Mapped[str | None]
    """What differs from the paper, for whoever entered it."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "proposal_id"], ["proposal.municipality_id", "proposal.id"]
        ),
        UniqueConstraint("municipality_id", "id"),
        CheckConstraint("decided_by <> entered_by OR state = 'entry_dropped'", "two_people"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", "decided_whole"),
        CheckConstraint(
            "(scan_sha256 IS NULL) = (scan_media_type IS NULL)"
            " AND (scan_sha256 IS NULL) = (scan_size IS NULL)"
            " AND (scan_sha256 IS NULL) = (handed_at IS NULL)"
            " AND (scan_sha256 IS NULL) = (version IS NULL)",
            "handed_whole",
        ),
        CheckConstraint(
            "state NOT IN ('entry_waiting', 'entry_sent_back', 'entry_confirmed')"
            " OR scan_sha256 IS NOT NULL",
            "scanned_if_handed",
        ),
        CheckConstraint(
            "state IN ('entry_open', 'entry_waiting') OR decided_by IS NOT NULL",
            "decided_by_someone",
        ),
        CheckConstraint("state <> 'entry_sent_back' OR differs IS NOT NULL", "differs_if_back"),
        Index(
            "uq_paper_entry_one_undecided",
            "proposal_id",
            unique=True,
            sqlite_where=UNDECIDED_ONLY,
            postgresql_where=UNDECIDED_ONLY,
        ),
    )

    @property
    def is_undecided(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in UNDECIDED


@dataclass(frozen=True)
class Entered:
    """A paper with its proposal, and the names of those who have to do with it."""

    entry: PaperEntry
    proposal: Proposal
    author: str
    """Surname and initials."""
    clerk: str
    has_phone: bool
    """Whether the author can be written to; otherwise the letter is printed."""


def entry_of(municipality_id: int, ref: str, *, hold: bool = False) -> PaperEntry:
    """A paper by its public id.

    Raises:
        NotFound: NOT_FOUND.
    """
    query = select(PaperEntry).where(
        PaperEntry.municipality_id == municipality_id, PaperEntry.ref == ref
    )
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def undecided(municipality_id: int, proposal_id: int, *, hold: bool = False) -> PaperEntry | None:
    """The paper of a proposal that is still on its way."""
    query = select(PaperEntry).where(
        PaperEntry.municipality_id == municipality_id,
        PaperEntry.proposal_id == proposal_id,
        PaperEntry.state.in_(sorted(UNDECIDED)),
    )
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(query)


def written_by(municipality_id: int, proposal_id: int, account_id: int) -> PaperEntry | None:
    """The paper that an account is entering into a proposal now."""
    return db.session.scalar(
        select(PaperEntry).where(
            PaperEntry.municipality_id == municipality_id,
            PaperEntry.proposal_id == proposal_id,
            PaperEntry.entered_by == account_id,
            PaperEntry.deed == EntryDeed.SUBMIT,
            PaperEntry.state.in_(sorted(WRITTEN)),
        )
    )


def last_of(municipality_id: int, proposal_id: int) -> PaperEntry | None:
    """The last paper of a proposal; None for one that was never brought on paper."""
    return db.session.scalar(
        select(PaperEntry)
        .where(PaperEntry.municipality_id == municipality_id, PaperEntry.proposal_id == proposal_id)
        .order_by(PaperEntry.id.desc())
        .limit(1)
    )


def hands_of(municipality_id: int, proposal_id: int) -> frozenset[int]:
    """Everyone who entered, compared or dropped a paper of a proposal (keys of accounts)."""
    rows = db.session.execute(
        select(PaperEntry.entered_by, PaperEntry.decided_by).where(
            PaperEntry.municipality_id == municipality_id, PaperEntry.proposal_id == proposal_id
        )
    )
    return frozenset(key for row in rows for key in row if key is not None)


def entered(municipality_id: int, ref: str) -> Entered:
    """A paper with what its page shows.

    Raises:
        NotFound: NOT_FOUND.
    """
    entry = entry_of(municipality_id, ref)
    return next(iter(_read(municipality_id, entry.id, 1, 0)))


def entries(municipality_id: int, limit: int, offset: int) -> Sequence[Entered]:
    """The papers: first those somebody has to do with, then the others, the latest first."""
    return _read(municipality_id, None, limit, offset)


def count(municipality_id: int) -> int:
    """How many papers there are."""
    query = select(func.count()).select_from(PaperEntry)
    return db.session.scalar(query.where(PaperEntry.municipality_id == municipality_id)) or 0


def _read(municipality_id: int, entry_id: int | None, limit: int, offset: int) -> Sequence[Entered]:
    author, clerk = aliased(Account), aliased(Account)
    query = (
        select(PaperEntry, Proposal, author.name, clerk.name, author.phone_tag)
        .join(Proposal, Proposal.id == PaperEntry.proposal_id)
        .join(author, author.id == Proposal.author_id)
        .join(clerk, clerk.id == PaperEntry.entered_by)
        .where(PaperEntry.municipality_id == municipality_id)
        .order_by(PaperEntry.state.in_(sorted(UNDECIDED)).desc(), PaperEntry.id.desc())
        .limit(limit)
        .offset(offset)
    )
    if entry_id is not None:
        query = query.where(PaperEntry.id == entry_id)
    return [
        Entered(row[0], row[1], row[2], row[3], row[4] is not None)
        for row in db.session.execute(query)
    ]
