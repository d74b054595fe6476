"""Papers about disputed votes: the act that the references were erased."""

from dataclasses import dataclass
from datetime import datetime

from pb.documents.ballot_papers import pdf
from pb.documents.facts import Letterhead, Signatory
from pb.rules.texts import Bilingual


@dataclass(frozen=True)
class ErasureFacts:
    """What was erased, and who stands for it; None where it is to be written by hand."""

    letterhead: Letterhead
    title: Bilingual
    edition: str
    references: int | None
    """How many people's references were erased."""
    decisions: int
    """How many disputes were decided before."""
    public_key: str | None
    """Of the key that was destroyed, in hex; None where the round had none."""
    holders: tuple[Signatory | None, ...]
    erased_at: datetime | None
    opened_by: Signatory | None
    second_by: Signatory | None


def erasure_act(facts: ErasureFacts, language: str) -> bytes:
    """The act of an erasure, to be signed, as a PDF."""
    return pdf("erasure_act.html", facts, language)
