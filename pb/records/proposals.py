"""Proposals that residents send, and the projects that stand on the ballot."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Select,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.orm import Mapped, composite, joinedload, mapped_column, relationship

from pb.records.base import Base, InMunicipality, Stamped, db, kind, new_ref
from pb.records.places import Settlement
from pb.rules.money import Tyiyn
from pb.rules.proposals import Ground, ProposalState
from pb.rules.refusals import Code, NotFound
from pb.rules.texts import Bilingual

if TYPE_CHECKING:
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
    register_number: Mapped[int | None]
    """Given at the first submission, per round; printed on the receipt."""
    state: Mapped[ProposalState] = mapped_column(kind(ProposalState, "known_state"))

    title_ky: Mapped[str | None]
    title_ru: Mapped[str | None]
    problem_ky: Mapped[str | None]
    problem_ru: Mapped[str | None]
    solution_ky: Mapped[str | None]
    solution_ru: Mapped[str | None]
    beneficiaries: Mapped[int | None]
    """How many people gain by it."""
    cost: Mapped[Tyiyn]
    """What is asked of the budget."""
    own_cash: Mapped[Tyiyn]
    own_kind: Mapped[Tyiyn]
    own_labour: Mapped[Tyiyn]
    """The authors' own contribution: money; things and labour at their stated value."""

    submitted_at: Mapped[datetime | None]
    review_number: Mapped[int] = mapped_column(default=0)
    """Of its last review; 0 before the first."""

    title: Mapped[Bilingual] = composite("title_ky", "title_ru")
    problem: Mapped[Bilingual] = composite("problem_ky", "problem_ru")
    solution: Mapped[Bilingual] = composite("solution_ky", "solution_ru")
    settlement: Mapped[Settlement | None] = relationship(
        primaryjoin="Proposal.settlement_id == Settlement.id",
        foreign_keys="Proposal.settlement_id",
        viewonly=True,
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
        UniqueConstraint("round_id", "register_number"),
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "settlement_id"], ["settlement.municipality_id", "settlement.id"]
        ),
        CheckConstraint("title_ky IS NOT NULL OR title_ru IS NOT NULL", "titled"),
        CheckConstraint("cost > 0", "cost_positive"),
        CheckConstraint("own_cash >= 0 AND own_kind >= 0 AND own_labour >= 0", "own_not_negative"),
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
        return self.project.cost if self.project else self.cost

    @property
    def own_contribution(self) -> Tyiyn:
        """Cash, things and labour together."""
        return Tyiyn(self.own_cash + self.own_kind + self.own_labour)


class Project(InMunicipality, Base):
    """What stands on the ballot: number, cost and name as they were when it was put there."""

    __tablename__ = "project"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int]
    number: Mapped[int]
    """The same on screen, on paper and in the protocol; from 1."""
    proposal_id: Mapped[int | None]
    """Null for a project of an imported election."""
    source_ref: Mapped[str | None]
    """Its id in the file an imported election came from."""
    heading_number: Mapped[int | None]
    """The heading whose money it is paid from; null is the common pot."""
    was_selected: Mapped[bool | None]
    """What the imported file itself says of it; null for a round held here."""
    title_ky: Mapped[str | None]
    title_ru: Mapped[str | None]
    settlement_ky: Mapped[str | None]
    settlement_ru: Mapped[str | None]
    cost: Mapped[Tyiyn]
    own_contribution: Mapped[Tyiyn]

    title: Mapped[Bilingual] = composite("title_ky", "title_ru")
    settlement: Mapped[Bilingual] = composite("settlement_ky", "settlement_ru")
    proposal: Mapped[Proposal | None] = relationship(
        back_populates="project", lazy="raise_on_sql", viewonly=True
    )

    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        UniqueConstraint("round_id", "source_ref"),
        UniqueConstraint("proposal_id"),
        UniqueConstraint("municipality_id", "id"),
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        ForeignKeyConstraint(
            ["municipality_id", "proposal_id"], ["proposal.municipality_id", "proposal.id"]
        ),
        CheckConstraint("number >= 1", "number_from_one"),
        CheckConstraint("cost > 0 AND own_contribution >= 0", "money_fits"),
        CheckConstraint("title_ky IS NOT NULL OR title_ru IS NOT NULL", "titled"),
    )


def _with_place() -> tuple[Any, ...]:
    # Made when asked for: at import the tables these lead to are not all known yet.
    return (
        joinedload(Proposal.settlement),
        joinedload(Proposal.project),
        joinedload(Proposal.review),
    )


def _proposals(municipality_id: int) -> Select[Any]:
    return select(Proposal).where(Proposal.municipality_id == municipality_id)


def proposal_of(municipality_id: int, ref: str, *, hold: bool = False) -> Proposal:
    """A proposal with its village and its project.

    Raises:
        NotFound: NOT_FOUND, also for a proposal of another municipality.
    """
    query = _proposals(municipality_id).where(Proposal.ref == ref)
    if hold:
        query = query.with_for_update(of=Proposal)
    found: Proposal | None = db.session.scalar(query.options(*_with_place()))
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def public_proposals(municipality_id: int, round_id: int) -> Sequence[Proposal]:
    """What the public may see of a round: everything once submitted, in order of the register."""
    return db.session.scalars(
        _proposals(municipality_id)
        .where(Proposal.round_id == round_id, Proposal.state != ProposalState.DRAFT)
        .order_by(Proposal.register_number)
        .options(*_with_place())
    ).all()


def proposals_by(municipality_id: int, account_id: int) -> Sequence[Proposal]:
    """The proposals of one author with the drafts, the latest first."""
    return db.session.scalars(
        _proposals(municipality_id)
        .where(Proposal.author_id == account_id)
        .order_by(Proposal.id.desc())
        .options(*_with_place())
    ).all()


def counts_by_state(municipality_id: int, round_id: int) -> dict[ProposalState, int]:
    """How many proposals of a round stand in each state."""
    rows = db.session.execute(
        select(Proposal.state, func.count())
        .where(Proposal.municipality_id == municipality_id, Proposal.round_id == round_id)
        .group_by(Proposal.state)
    )
    return {row[0]: row[1] for row in rows}


def next_register_number(round_id: int) -> int:
    """The number the next submitted proposal of a round gets."""
    last = db.session.scalar(
        select(func.max(Proposal.register_number)).where(Proposal.round_id == round_id)
    )
    return (last or 0) + 1


def next_project_number(round_id: int) -> int:
    """The number the next project on the ballot gets."""
    last = db.session.scalar(select(func.max(Project.number)).where(Project.round_id == round_id))
    return (last or 0) + 1


def projects_of(round_id: int) -> Sequence[Project]:
    """What stands on the ballot of a round, by number, each with its proposal."""
    return db.session.scalars(
        select(Project)
        .where(Project.round_id == round_id)
        .order_by(Project.number)
        .options(joinedload(Project.proposal))
    ).all()


def numbers_on_ballot(round_id: int) -> frozenset[int]:
    """The numbers that stand on the ballot of a round."""
    return frozenset(db.session.scalars(select(Project.number).where(Project.round_id == round_id)))


def project_of(municipality_id: int, round_id: int, number: int) -> Project:
    """A project by its number on the ballot.

    Raises:
        NotFound: NOT_FOUND.
    """
    found = db.session.scalar(
        select(Project).where(
            Project.municipality_id == municipality_id,
            Project.round_id == round_id,
            Project.number == number,
        )
    )
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found
