"""What a proposal is made of beside its texts: money, files, co-authors, versions, its end."""

from collections.abc import Sequence
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

from pb.records.base import Base, InMunicipality, Stamped, db, kind
from pb.rules.co_authors import Consent
from pb.rules.contributions import Kind, Party, is_confirmed_by_letter
from pb.rules.money import Tyiyn
from pb.rules.proposal_files import FileKind
from pb.rules.refusals import Code, NotFound


class _OfProposal(InMunicipality):
    """Columns of a row that belongs to one proposal."""

    proposal_id: Mapped[int]


def _of_proposal() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["municipality_id", "proposal_id"], ["proposal.municipality_id", "proposal.id"]
    )


class ProposalLine(_OfProposal, Base):
    """One thing the money is for."""

    __tablename__ = "proposal_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    title: Mapped[str]
    amount: Mapped[Tyiyn]

    __table_args__ = (
        _of_proposal(),
        UniqueConstraint("proposal_id", "number"),
        CheckConstraint("amount > 0", "amount_positive"),
    )


class ProposalContribution(_OfProposal, Base):
    """What one party promises; labour is people times days times the pay of a day."""

    __tablename__ = "proposal_contribution"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    party: Mapped[Party] = mapped_column(kind(Party, "known_party"))
    kind: Mapped[Kind] = mapped_column(kind(Kind, "known_kind"))
    what: Mapped[str | None]
    pledged: Mapped[Tyiyn]
    people: Mapped[int | None]
    days: Mapped[int | None]
    rate: Mapped[Tyiyn | None]
    """Pay of one person for one day; null, with the other two, where labour was only valued."""

    __table_args__ = (
        _of_proposal(),
        UniqueConstraint("proposal_id", "number"),
        CheckConstraint("pledged > 0", "pledged_positive"),
        CheckConstraint(
            "(people IS NULL) = (days IS NULL) AND (people IS NULL) = (rate IS NULL)"
            " AND (people IS NULL OR (kind = 'labour' AND people * days * rate = pledged))",
            "labour_reckoned",
        ),
    )

    @property
    def wants_letter(self) -> bool:
        """Whether only a letter of its party binds whoever promised it."""
        return is_confirmed_by_letter(self.party, self.kind)


class ProposalFile(_OfProposal, Base):
    """A photo or a paper; its bytes are in the storage under their hash."""

    __tablename__ = "proposal_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    """The order they are shown in."""
    kind: Mapped[FileKind] = mapped_column(kind(FileKind, "known_kind"))
    sha256: Mapped[str]
    small_sha256: Mapped[str | None]
    """The picture for pages; null for a PDF."""
    media_type: Mapped[str]
    size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    name: Mapped[str]
    """What the file was called, at most 100 characters; never part of an address."""
    caption: Mapped[str]
    """What is on it, in the words of the author."""
    contribution: Mapped[int | None]
    """The number of the contribution a letter confirms; null for a letter about several."""
    added_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime]

    __table_args__ = (
        _of_proposal(),
        UniqueConstraint("proposal_id", "sha256"),
        CheckConstraint("size > 0", "size_positive"),
        CheckConstraint(
            "(media_type = 'image/jpeg') = (small_sha256 IS NOT NULL)"
            " AND (small_sha256 IS NULL) = (width IS NULL)"
            " AND (small_sha256 IS NULL) = (height IS NULL)",
            "picture_whole",
        ),
        CheckConstraint(
            "contribution IS NULL OR (contribution >= 1 AND kind = 'paper_commitment')",
            "letter_of_one",
        ),
    )

    @property
    def is_picture(self) -> bool:
        """Whether it is shown on the page."""
        return self.small_sha256 is not None


class CoAuthor(Stamped, _OfProposal, Base):
    """Somebody asked to write on a proposal too; nobody is named before they consent."""

    __tablename__ = "proposal_author"

    id: Mapped[int] = mapped_column(primary_key=True)
    tag: Mapped[bytes] = mapped_column(unique=True)
    """The SHA-256 of what stands in the link."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    state: Mapped[Consent] = mapped_column(kind(Consent, "known_state"))
    answered_at: Mapped[datetime | None]

    __table_args__ = (
        _of_proposal(),
        CheckConstraint(
            "state <> 'consent_given' OR (account_id IS NOT NULL AND answered_at IS NOT NULL)",
            "consent_whole",
        ),
    )


class ProposalVersion(_OfProposal, Base):
    """What was public at one submission or translation; never changed."""

    __tablename__ = "proposal_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    at: Mapped[datetime]
    facts: Mapped[str]
    """Canonical JSON, as `rules/proposal_versions.py` says."""
    sha256: Mapped[str]
    cost: Mapped[Tyiyn]

    __table_args__ = (
        _of_proposal(),
        UniqueConstraint("proposal_id", "number"),
        CheckConstraint("number >= 1", "number_from_one"),
    )


class Withdrawal(_OfProposal, Base):
    """The end its leader gave to a proposal; the number it had on the ballot is used no more."""

    __tablename__ = "withdrawal"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int]
    number: Mapped[int | None]
    at: Mapped[datetime]

    __table_args__ = (
        _of_proposal(),
        UniqueConstraint("proposal_id"),
        UniqueConstraint("round_id", "number"),
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
    )


def versions_of(municipality_id: int, proposal_id: int) -> Sequence[ProposalVersion]:
    """The versions of a proposal, the first one first."""
    return db.session.scalars(
        select(ProposalVersion)
        .where(
            ProposalVersion.municipality_id == municipality_id,
            ProposalVersion.proposal_id == proposal_id,
        )
        .order_by(ProposalVersion.number)
    ).all()


def next_version(proposal_id: int) -> int:
    """The number the next version of a proposal gets."""
    last = db.session.scalar(
        select(func.max(ProposalVersion.number)).where(ProposalVersion.proposal_id == proposal_id)
    )
    return (last or 0) + 1


def co_authors_of(municipality_id: int, proposal_id: int) -> Sequence[CoAuthor]:
    """Everybody who was asked to write along, in the order they were."""
    return db.session.scalars(
        select(CoAuthor)
        .where(CoAuthor.municipality_id == municipality_id, CoAuthor.proposal_id == proposal_id)
        .order_by(CoAuthor.id)
    ).all()


def is_co_author(municipality_id: int, proposal_id: int, account_id: int) -> bool:
    """Whether an account consented to write on a proposal."""
    found = db.session.scalar(
        select(CoAuthor.id).where(
            CoAuthor.municipality_id == municipality_id,
            CoAuthor.proposal_id == proposal_id,
            CoAuthor.account_id == account_id,
            CoAuthor.state == Consent.GIVEN,
        )
    )
    return found is not None


def invitation_by(municipality_id: int, tag: bytes, *, hold: bool = False) -> CoAuthor:
    """The invitation a link leads to.

    Raises:
        NotFound: NOT_FOUND.
    """
    query = select(CoAuthor).where(CoAuthor.municipality_id == municipality_id, CoAuthor.tag == tag)
    found = db.session.scalar(query.with_for_update() if hold else query)
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found
