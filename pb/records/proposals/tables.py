"""The table of proposals that residents send."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    UniqueConstraint,
    func,
    select,
    type_coerce,
)
from sqlalchemy.orm import (
    Mapped,
    column_property,
    composite,
    mapped_column,
    relationship,
)

from pb.records.base import Base, InMunicipality, Stamped, kind, new_ref
from pb.records.places import Settlement
from pb.records.proposal_parts import (
    ProposalContribution,
    ProposalFile,
    ProposalLine,
    Withdrawal,
)
from pb.rules.contributions import OWN
from pb.rules.money import ZERO, Tyiyn
from pb.rules.proposals import Ground, ProposalState
from pb.rules.rule_sets.choices import Applicant, InitiativeKind, Sector
from pb.rules.texts import Bilingual

if TYPE_CHECKING:
    from pb.records.groups import InitiativeGroup
    from pb.records.proposals.projects import Project
    from pb.records.reviews import Review


class Proposal(Stamped, InMunicipality, Base):
    """What residents ask to be done, from the draft to the office's answer with its reason."""

    __tablename__ = "proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    round_id: Mapped[int]
    settlement_id: Mapped[int | None]
    """Null means all the villages."""
    heading_number: Mapped[int | None]
    """The category it was sent under; null where the round has none, or villages decide it."""
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    """Who leads: sends and withdraws it; who else may write is in `proposal_author`."""
    started_as: Mapped[str | None]
    """The token of the form it was begun with: sent twice, it is still one draft."""
    version: Mapped[int] = mapped_column(default=1)
    """Grows with each change, so that nobody sends what they have not looked over."""
    language: Mapped[str]
    """The author writes in this one; the other may follow."""
    applicant: Mapped[Applicant | None] = mapped_column(kind(Applicant, "known_applicant"))
    group_id: Mapped[int | None]
    """The initiative group it is sent in the name of; only with that applicant, and then always."""
    initiative: Mapped[InitiativeKind | None] = mapped_column(
        kind(InitiativeKind, "known_initiative")
    )
    sector: Mapped[Sector | None] = mapped_column(kind(Sector, "known_sector"))
    """Of those that may get extra points; null for any other."""
    register_number: Mapped[int | None]
    """Given at the first submission, per round; printed on the receipt."""
    state: Mapped[ProposalState] = mapped_column(kind(ProposalState, "known_state"))

    title_ky: Mapped[str | None]
    title_ru: Mapped[str | None]
    problem_ky: Mapped[str | None]
    problem_ru: Mapped[str | None]
    solution_ky: Mapped[str | None]
    solution_ru: Mapped[str | None]
    gains_ky: Mapped[str | None]
    gains_ru: Mapped[str | None]
    """Who gains by it."""
    timetable_ky: Mapped[str | None]
    timetable_ru: Mapped[str | None]
    upkeep_ky: Mapped[str | None]
    upkeep_ru: Mapped[str | None]
    """Who looks after it when it is done, and from what."""
    risks_ky: Mapped[str | None]
    risks_ru: Mapped[str | None]
    beneficiaries: Mapped[int | None]
    """How many people gain by it."""
    address: Mapped[str | None]
    latitude: Mapped[int | None]
    longitude: Mapped[int | None]
    """The point on the map, in millionths of a degree (WGS 84), north and east positive."""
    works_from: Mapped[date | None] = mapped_column(Date())
    works_to: Mapped[date | None] = mapped_column(Date())
    """First and last day of the work, both inclusive."""
    cost: Mapped[Tyiyn | None]
    """What is asked of the budget; null in a draft that has not come so far."""
    own_contribution: Mapped[Tyiyn] = column_property(
        type_coerce(
            select(func.coalesce(func.sum(ProposalContribution.pledged), 0))
            .where(
                ProposalContribution.proposal_id == id,
                ProposalContribution.party.in_(sorted(OWN)),
            )
            .correlate_except(ProposalContribution)
            .scalar_subquery(),
            BigInteger(),  # type: ignore[arg-type]
        )
    )
    """Cash, things and labour that others than the municipality promise."""
    total_cost: Mapped[Tyiyn | None]
    """All of it: the sum of the budget lines, where there are any."""
    papers_to_bring: Mapped[str] = mapped_column(default="")
    """Papers the author brings to the office: values of `Paper`, a comma between them."""

    support_opened_at: Mapped[datetime | None]
    """Since when everyone may read and support the draft; what is supported stays as it is."""
    supporters: Mapped[int | None]
    """How many residents supported it when it was sent; null where none were asked for."""
    submitted_at: Mapped[datetime | None]
    review_number: Mapped[int] = mapped_column(default=0)
    """Of its last review; 0 before the first."""

    title: Mapped[Bilingual] = composite("title_ky", "title_ru")
    problem: Mapped[Bilingual] = composite("problem_ky", "problem_ru")
    solution: Mapped[Bilingual] = composite("solution_ky", "solution_ru")
    gains: Mapped[Bilingual] = composite("gains_ky", "gains_ru")
    timetable: Mapped[Bilingual] = composite("timetable_ky", "timetable_ru")
    upkeep: Mapped[Bilingual] = composite("upkeep_ky", "upkeep_ru")
    risks: Mapped[Bilingual] = composite("risks_ky", "risks_ru")
    lines: Mapped[list[ProposalLine]] = relationship(
        order_by=ProposalLine.number, cascade="all, delete-orphan", lazy="raise_on_sql"
    )
    contributions: Mapped[list[ProposalContribution]] = relationship(
        order_by=ProposalContribution.number, cascade="all, delete-orphan", lazy="raise_on_sql"
    )
    files: Mapped[list[ProposalFile]] = relationship(
        order_by=(ProposalFile.number, ProposalFile.id),
        cascade="all, delete-orphan",
        lazy="raise_on_sql",
    )
    withdrawal: Mapped[Withdrawal | None] = relationship(viewonly=True, lazy="raise_on_sql")
    settlement: Mapped[Settlement | None] = relationship(
        primaryjoin="Proposal.settlement_id == Settlement.id",
        foreign_keys="Proposal.settlement_id",
        viewonly=True,
        lazy="raise_on_sql",
    )
    group: Mapped["InitiativeGroup | None"] = relationship(
        primaryjoin="Proposal.group_id == InitiativeGroup.id",
        foreign_keys="Proposal.group_id",
        lazy="raise_on_sql",
    )
    project: Mapped["Project | None"] = relationship(
        back_populates="proposal", lazy="raise_on_sql", viewonly=True
    )
    review: Mapped["Review | None"] = relationship(
        primaryjoin="and_(Review.proposal_id == Proposal.id,"
        " Review.number == Proposal.review_number)",
        foreign_keys="[Review.proposal_id, Review.number]",
        uselist=False,
        viewonly=True,
        lazy="raise_on_sql",
    )
    """The last one, open or final."""

    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        UniqueConstraint("municipality_id", "round_id", "id"),
        UniqueConstraint("round_id", "register_number"),
        UniqueConstraint("author_id", "started_as"),
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "settlement_id"], ["settlement.municipality_id", "settlement.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "group_id"],
            ["initiative_group.municipality_id", "initiative_group.id"],
        ),
        CheckConstraint(
            "(group_id IS NOT NULL) = (coalesce(applicant, '') = 'applicant_groups')",
            "group_if_its_applicant",
        ),
        CheckConstraint(
            "supporters IS NULL OR (supporters >= 0 AND state <> 'draft')", "supporters_if_sent"
        ),
        CheckConstraint("title_ky IS NOT NULL OR title_ru IS NOT NULL", "titled"),
        CheckConstraint("cost > 0", "cost_positive"),
        CheckConstraint(
            "state IN ('draft', 'returned') OR total_cost >= cost", "cost_within_total"
        ),
        CheckConstraint(
            "state = 'draft' OR (cost IS NOT NULL AND total_cost IS NOT NULL"
            " AND coalesce(problem_ky, problem_ru) IS NOT NULL"
            " AND coalesce(solution_ky, solution_ru) IS NOT NULL)",
            "whole_if_not_draft",
        ),
        CheckConstraint("language IN ('ky', 'ru')", "known_language"),
        CheckConstraint("version >= 1", "version_from_one"),
        CheckConstraint("beneficiaries >= 1", "beneficiaries_from_one"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", "point_whole"),
        CheckConstraint(
            "latitude BETWEEN -90000000 AND 90000000"
            " AND longitude BETWEEN -180000000 AND 180000000",
            "point_on_earth",
        ),
        CheckConstraint("works_from <= works_to", "work_ends_after_it_begins"),
        CheckConstraint("state = 'draft' OR submitted_at IS NOT NULL", "submitted_if_not_draft"),
        CheckConstraint("state = 'draft' OR review_number >= 1", "reviewed_if_not_draft"),
    )

    @property
    def answered(self) -> "Review | None":
        """The review that is decided and stands; None while it waits, whatever is drafted."""
        return self.review if self.review is not None and self.review.is_final else None

    @property
    def reason(self) -> str | None:
        """Why it was returned or not admitted, as the office wrote it; never missing then."""
        return self.answered.reason if self.answered else None

    @property
    def reason_language(self) -> str | None:
        """The language of the reason."""
        return self.answered.reason_language if self.answered else None

    @property
    def ground(self) -> Ground | None:
        """From the closed list; only with not_admitted."""
        return self.answered.ground if self.answered else None

    @property
    def mend_by(self) -> date | None:
        """Last day to send a returned proposal again, inclusive."""
        return self.answered.mend_by if self.answered else None

    @property
    def reviewed_at(self) -> datetime | None:
        """When the answer that stands was given."""
        return self.answered.final_at if self.answered else None

    @property
    def cost_agreed(self) -> Tyiyn:
        """What it takes of the budget: on the ballot the cost agreed with the author."""
        return self.project.cost if self.project else self.cost or ZERO

    @property
    def other_language(self) -> str:
        """The language it may be translated into."""
        return "ru" if self.language == "ky" else "ky"

    @property
    def is_translated(self) -> bool:
        """Whether each text that was written stands in the other language too."""
        texts = (self.title, self.problem, self.gains, self.solution, self.timetable, self.upkeep,
                 self.risks)  # fmt: skip
        return all(text.is_complete for text in texts if text.ky or text.ru)

    def written(self, name: str) -> str | None:
        """A text as the author wrote it, in the author's language."""
        found: str | None = getattr(self, f"{name}_{self.language}")
        return found
