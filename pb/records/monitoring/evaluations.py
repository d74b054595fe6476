"""One visit of a group to a project: scores, finding, photos, recommendations and their answers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from pb.records.base import Base, InMunicipality, Stamped, kind, new_ref
from pb.records.monitoring.groups import MonitoringGroup
from pb.records.proposals import Project
from pb.records.rounds import Round
from pb.rules.monitoring import Answer, EvaluationState, Indicator, Moment, Score
from pb.rules.texts import Bilingual


class Evaluation(Stamped, InMunicipality, Base):
    """What a group saw on one day; never changed once it is published."""

    __tablename__ = "evaluation"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    register_number: Mapped[int | None]
    """Given at the publication, per municipality, from 1."""
    group_id: Mapped[int]
    project_id: Mapped[int]
    visited_on: Mapped[date] = mapped_column(Date())
    finding_ky: Mapped[str | None]
    finding_ru: Mapped[str | None]
    state: Mapped[EvaluationState] = mapped_column(kind(EvaluationState, "known_state"))
    written_by: Mapped[int]
    """A member of the group; the key below proves it."""
    published_at: Mapped[datetime | None]
    published_by: Mapped[int | None]

    finding: Mapped[Bilingual] = composite("finding_ky", "finding_ru")
    group: Mapped[MonitoringGroup] = relationship(lazy="raise_on_sql", viewonly=True)
    project: Mapped[Project] = relationship(lazy="raise_on_sql", viewonly=True)
    round: Mapped[Round] = relationship(
        secondary="project",
        primaryjoin="Evaluation.project_id == Project.id",
        secondaryjoin="Project.round_id == Round.id",
        uselist=False,
        lazy="raise_on_sql",
        viewonly=True,
    )
    scores: Mapped[list["EvaluationScore"]] = relationship(lazy="raise_on_sql", viewonly=True)
    photos: Mapped[list["EvaluationPhoto"]] = relationship(
        order_by="EvaluationPhoto.position", lazy="raise_on_sql", viewonly=True
    )
    recommendations: Mapped[list["Recommendation"]] = relationship(
        back_populates="evaluation",
        order_by="Recommendation.number",
        lazy="raise_on_sql",
        viewonly=True,
    )

    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        UniqueConstraint("municipality_id", "register_number"),
        ForeignKeyConstraint(
            ["municipality_id", "project_id"], ["project.municipality_id", "project.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "group_id"],
            ["monitoring_group.municipality_id", "monitoring_group.id"],
        ),
        ForeignKeyConstraint(
            ["group_id", "written_by"], ["group_member.group_id", "group_member.account_id"]
        ),
        ForeignKeyConstraint(
            ["group_id", "published_by"], ["group_member.group_id", "group_member.account_id"]
        ),
        CheckConstraint(
            "state = 'draft' OR (published_at IS NOT NULL AND published_by IS NOT NULL"
            " AND register_number IS NOT NULL)",
            "dated_if_published",
        ),
        CheckConstraint(
            "state = 'draft' OR finding_ky IS NOT NULL OR finding_ru IS NOT NULL",
            "finding_if_published",
        ),
    )

    @property
    def is_published(self) -> bool:
        """Whether everyone may read it."""
        return self.state is EvaluationState.PUBLISHED

    @property
    def scores_in_order(self) -> list["EvaluationScore"]:
        """Its scores in the order of the indicators."""
        order = list(Indicator)
        return sorted(self.scores, key=lambda row: order.index(row.indicator))

    @property
    def as_scored(self) -> tuple[Score, ...]:
        """The same as the rules know them."""
        return tuple(Score(row.indicator, row.value, row.remark) for row in self.scores_in_order)


class EvaluationScore(InMunicipality, Base):
    """One indicator of an evaluation."""

    __tablename__ = "evaluation_score"

    evaluation_id: Mapped[int] = mapped_column(primary_key=True)
    indicator: Mapped[Indicator] = mapped_column(
        kind(Indicator, "known_indicator"), primary_key=True
    )
    value: Mapped[int | None]
    """1 to 5; null where it could not be assessed, and the remark says why."""
    remark: Mapped[str | None]
    language: Mapped[str]
    """Of the remark."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "evaluation_id"],
            ["evaluation.municipality_id", "evaluation.id"],
        ),
        CheckConstraint("value IS NULL OR value BETWEEN 1 AND 5", "on_the_scale"),
        # IS NOT NULL stands beside each length: a comparison with null would let the row pass.
        CheckConstraint(
            "value IS NOT NULL OR (remark IS NOT NULL AND length(trim(remark)) >= 10)",
            "reason_if_not_assessed",
        ),
    )


class EvaluationPhoto(InMunicipality, Base):
    """A photo of the visit, kept twice: whole, and small for the page."""

    __tablename__ = "evaluation_photo"

    evaluation_id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    moment: Mapped[Moment] = mapped_column(kind(Moment, "known_moment"))
    caption_ky: Mapped[str | None]
    caption_ru: Mapped[str | None]
    media_type: Mapped[str]
    sha256: Mapped[str]
    """Of the bytes, in hex; also their name in the storage."""
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    small_sha256: Mapped[str]
    small_size: Mapped[int]
    small_width: Mapped[int]
    small_height: Mapped[int]

    caption: Mapped[Bilingual] = composite("caption_ky", "caption_ru")

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "evaluation_id"],
            ["evaluation.municipality_id", "evaluation.id"],
        ),
        UniqueConstraint("evaluation_id", "sha256"),
        CheckConstraint("caption_ky IS NOT NULL OR caption_ru IS NOT NULL", "captioned"),
        CheckConstraint(
            "width > 0 AND height > 0 AND small_width > 0 AND small_height > 0", "has_a_face"
        ),
    )


class Recommendation(InMunicipality, Base):
    """What a group asks of the office; issued with the publication, answered once."""

    __tablename__ = "recommendation"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    evaluation_id: Mapped[int]
    number: Mapped[int]
    text_ky: Mapped[str | None]
    text_ru: Mapped[str | None]
    issued_at: Mapped[datetime | None]
    """Null while the evaluation is a draft."""
    due_on: Mapped[date | None] = mapped_column(Date())
    """The last day to answer in time, inclusive; set with `issued_at`."""
    answer: Mapped[Answer | None] = mapped_column(kind(Answer, "known_answer"))
    reasons: Mapped[str | None]
    """As the office wrote them, in `reasons_language`; only "accepted" may stand without."""
    reasons_language: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    text: Mapped[Bilingual] = composite("text_ky", "text_ru")
    evaluation: Mapped[Evaluation] = relationship(
        back_populates="recommendations", lazy="raise_on_sql", viewonly=True
    )

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "evaluation_id"],
            ["evaluation.municipality_id", "evaluation.id"],
        ),
        UniqueConstraint("evaluation_id", "number"),
        CheckConstraint("number >= 1", "number_from_one"),
        CheckConstraint("text_ky IS NOT NULL OR text_ru IS NOT NULL", "written"),
        CheckConstraint("(issued_at IS NULL) = (due_on IS NULL)", "due_if_issued"),
        CheckConstraint("answer IS NULL OR issued_at IS NOT NULL", "issued_if_answered"),
        CheckConstraint(
            "answer IS NULL OR answer = 'accepted'"
            " OR (reasons IS NOT NULL AND length(trim(reasons)) >= 10)",
            "reasons_unless_accepted",
        ),
        CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL)",
            "answered_whole",
        ),
        CheckConstraint(
            "(reasons IS NULL) = (reasons_language IS NULL)"
            " AND (reasons IS NULL OR answer IS NOT NULL)",
            "reasons_of_an_answer",
        ),
    )
