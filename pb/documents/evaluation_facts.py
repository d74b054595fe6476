"""The facts a report of joint monitoring is made from: who looked at what, and what was answered.

Law and scale: pb.rules.monitoring.
"""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from pb.documents.facts import Letterhead, Signatory
from pb.rules.money import Tyiyn
from pb.rules.monitoring import LARGEST, SMALLEST, Answer
from pb.rules.texts import UNWRITTEN, Bilingual


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator: a score from 1 to 5, or None where it could not be assessed.

    `remark` is in `language`, as the group wrote it; without a score it is the reason why.
    """

    name: Bilingual
    score: int | None
    remark: str | None
    language: str

    def __post_init__(self) -> None:
        if self.score is not None and not SMALLEST <= self.score <= LARGEST:
            raise ValueError(f"score {self.score}")


@dataclass(frozen=True)
class Photo:
    """A photo of the visit; its bytes are handed over beside the facts, under the same SHA-256."""

    sha256: str
    caption: Bilingual


@dataclass(frozen=True)
class RecommendationLine:
    """What the group asks for, of whom and by when, and what was answered; `due` is inclusive."""

    number: int
    text: Bilingual
    addressee: Bilingual
    due: date | None
    answer: Answer | None = None
    answer_text: Bilingual = UNWRITTEN
    answered_on: date | None = None
    answered_by: Signatory | None = None


@dataclass(frozen=True)
class EvaluationFacts:
    """Everything the report of one visit says. `cost` in tyiyn; `published_at` in UTC."""

    letterhead: Letterhead
    year: int
    number: int
    group: Bilingual
    members: int
    project_number: int
    project_title: Bilingual
    settlement: Bilingual
    cost: Tyiyn
    round_title: Bilingual
    edition: str
    visited_on: date
    indicators: tuple[IndicatorLine, ...]
    finding: Bilingual
    photos: tuple[Photo, ...]
    recommendations: tuple[RecommendationLine, ...]
    published_at: datetime

    @property
    def scores(self) -> tuple[int, ...]:
        """The scores that were given."""
        return tuple(line.score for line in self.indicators if line.score is not None)

    @property
    def average(self) -> Fraction | None:
        """The mean of the scores given, exactly; None where nothing could be assessed."""
        return Fraction(sum(self.scores), len(self.scores)) if self.scores else None
