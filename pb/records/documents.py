"""Papers that were made: their frozen facts, their hash, and where the bytes are kept."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import ForeignKey, ForeignKeyConstraint, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.base import Base, InMunicipality, Stamped, db, kind, new_ref
from pb.records.places import Municipality
from pb.rules.refusals import Code, NotFound


class DocumentKind(StrEnum):
    """What a paper is."""

    PROTOCOL = "protocol"
    EVALUATION = "evaluation"
    CALLS = "calls"


class Document(Stamped, InMunicipality, Base):
    """One PDF: never made anew, because its hash is what people compare."""

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    round_id: Mapped[int | None]
    subject_ref: Mapped[str | None]
    """The public id of the thing it is about, where that is not the round."""
    kind: Mapped[DocumentKind] = mapped_column(kind(DocumentKind, "known_kind"))
    year: Mapped[int]
    number: Mapped[int]
    """Counted per municipality, kind and year; the same for the Kyrgyz and the Russian text."""
    language: Mapped[str]
    """"ky", "ru", or "ky+ru" where one paper holds both."""
    facts: Mapped[str]
    """The JSON the paper was made from, keys sorted."""
    sha256: Mapped[str]
    """Of the bytes of the PDF, in hex; also its name in the storage."""
    size: Mapped[int]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @property
    def file_name(self) -> str:
        """Under which people keep it: "protocol-2026-3-ky.pdf"."""
        language = self.language.replace("+", "-")
        return f"{self.kind.value}-{self.year}-{self.number}-{language}.pdf"

    __table_args__ = (
        UniqueConstraint("municipality_id", "kind", "year", "number", "language"),
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
    )


def document_of(municipality_id: int, ref: str) -> Document:
    """A paper by its public id.

    Raises:
        NotFound: NOT_FOUND.
    """
    found = db.session.scalar(
        select(Document).where(Document.municipality_id == municipality_id, Document.ref == ref)
    )
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def documents_of_round(municipality_id: int, round_id: int) -> Sequence[Document]:
    """The papers of a round in the order they were made, Kyrgyz before Russian."""
    return db.session.scalars(
        select(Document)
        .where(Document.municipality_id == municipality_id, Document.round_id == round_id)
        .order_by(Document.id)
    ).all()


def documents_about(municipality_id: int, subject_ref: str) -> Sequence[Document]:
    """The papers about one thing, the latest first."""
    return db.session.scalars(
        select(Document)
        .where(Document.municipality_id == municipality_id, Document.subject_ref == subject_ref)
        .order_by(Document.id.desc())
    ).all()


def next_number(municipality_id: int, kind: DocumentKind, year: int) -> int:
    """The number the next paper of a kind gets in a year; nobody else gets it meanwhile."""
    # The municipality is held, but not against rows that only point at it: voting goes on.
    db.session.execute(
        select(Municipality.id)
        .where(Municipality.id == municipality_id)
        .with_for_update(key_share=True)
    )
    last = db.session.scalar(
        select(func.max(Document.number)).where(
            Document.municipality_id == municipality_id,
            Document.kind == kind,
            Document.year == year,
        )
    )
    return (last or 0) + 1


def kept_everywhere() -> list[tuple[str, str]]:
    """The ref and the SHA-256 of every paper of every municipality, in the order they were made."""
    rows = db.session.execute(select(Document.ref, Document.sha256).order_by(Document.id))
    return [(ref, sha256) for ref, sha256 in rows]
