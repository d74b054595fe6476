"""Decisions that change an announced round: proposed by one person, confirmed by another."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, func, select
from sqlalchemy.orm import Mapped, composite, mapped_column

from pb.records.accounts import Account
from pb.records.base import Base, InMunicipality, db, kind, new_ref
from pb.records.proposals import Proposal
from pb.rules.changes import DAYS, VALUES, ChangeKind, ChangeState, Values
from pb.rules.money import Tyiyn
from pb.rules.proposals import IN_THE_RUNNING
from pb.rules.refusals import Code, NotFound
from pb.rules.rounds import Schedule
from pb.rules.texts import Bilingual


class RoundChange(InMunicipality, Base):
    """One decision: the days and values of the round before and after it, the reason, two people.

    The guards of the database let a round change only to what a confirmed one says.
    """

    __tablename__ = "round_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    round_id: Mapped[int]
    state: Mapped[ChangeState] = mapped_column(kind(ChangeState, "known_state"))
    kind: Mapped[ChangeKind] = mapped_column(kind(ChangeKind, "known_kind"))
    reason_ky: Mapped[str]
    reason_ru: Mapped[str]

    was_submission_opens: Mapped[datetime]
    was_submission_closes: Mapped[datetime]
    was_review_closes: Mapped[datetime]
    was_voting_opens: Mapped[datetime]
    was_voting_closes: Mapped[datetime]
    was_results_due: Mapped[datetime]
    submission_opens: Mapped[datetime]
    submission_closes: Mapped[datetime]
    review_closes: Mapped[datetime]
    voting_opens: Mapped[datetime]
    voting_closes: Mapped[datetime]
    results_due: Mapped[datetime]

    was_title_ky: Mapped[str]
    was_title_ru: Mapped[str]
    was_budget: Mapped[Tyiyn]
    was_ceiling: Mapped[Tyiyn | None]
    was_min_choices: Mapped[int]
    was_max_choices: Mapped[int]
    was_threshold: Mapped[int]
    title_ky: Mapped[str]
    title_ru: Mapped[str]
    budget: Mapped[Tyiyn]
    ceiling: Mapped[Tyiyn | None]
    min_choices: Mapped[int]
    max_choices: Mapped[int]
    threshold: Mapped[int]

    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who confirmed or declined it; never who proposed it."""
    decided_at: Mapped[datetime | None]

    reason: Mapped[Bilingual] = composite("reason_ky", "reason_ru")

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        CheckConstraint("decided_by <> proposed_by", "two_people"),
        CheckConstraint(
            "(state = 'change_proposed') = (decided_by IS NULL)"
            " AND (state = 'change_proposed') = (decided_at IS NULL)",
            "decided_whole",
        ),
    )

    @property
    def before(self) -> Schedule:
        """The instants of the round before it."""
        return Schedule(
            self.was_submission_opens,
            self.was_submission_closes,
            self.was_review_closes,
            self.was_voting_opens,
            self.was_voting_closes,
            self.was_results_due,
        )

    @property
    def after(self) -> Schedule:
        """The instants of the round after it."""
        return Schedule(
            self.submission_opens,
            self.submission_closes,
            self.review_closes,
            self.voting_opens,
            self.voting_closes,
            self.results_due,
        )

    @property
    def moved(self) -> list[tuple[str, object, object]]:
        """Each day that moves: its name, the day before, the day after."""
        old, new = self.before.days, self.after.days
        pairs = ((name, getattr(old, name), getattr(new, name)) for name in DAYS)
        return [(name, was, is_) for name, was, is_ in pairs if was != is_]

    @property
    def values(self) -> Values:
        """What it makes of the other values of the round."""
        return Values(**{name: getattr(self, name) for name in VALUES})

    @property
    def changed(self) -> list[tuple[str, object, object]]:
        """Each other value that changes: its name, the value before, the value after."""
        pairs = ((name, getattr(self, f"was_{name}"), getattr(self, name)) for name in VALUES)
        return [(name, was, is_) for name, was, is_ in pairs if was != is_]


def changes_of(municipality_id: int, round_id: int) -> Sequence[RoundChange]:
    """Every decision about a round, the latest first."""
    return db.session.scalars(
        select(RoundChange)
        .where(RoundChange.municipality_id == municipality_id, RoundChange.round_id == round_id)
        .order_by(RoundChange.id.desc())
    ).all()


def people_of_changes(municipality_id: int, round_id: int) -> dict[int, str]:
    """The names of everyone who proposed or decided a change of a round, by their keys."""
    stands = Account.id.in_((RoundChange.proposed_by, RoundChange.decided_by))
    rows = db.session.execute(
        select(Account.id, Account.name)
        .join(RoundChange, stands)
        .where(RoundChange.municipality_id == municipality_id, RoundChange.round_id == round_id)
    )
    return {row[0]: row[1] for row in rows}


def change_of(municipality_id: int, round_id: int, ref: str, *, hold: bool = False) -> RoundChange:
    """A decision by its public id; `hold` keeps others from deciding it meanwhile.

    Raises:
        NotFound: NOT_FOUND.
    """
    query = select(RoundChange).where(
        RoundChange.municipality_id == municipality_id,
        RoundChange.round_id == round_id,
        RoundChange.ref == ref,
    )
    found = db.session.scalar(query.with_for_update() if hold else query)
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def most_asked(municipality_id: int, round_id: int) -> Tyiyn:
    """The most that a proposal of a round asks for which was sent and may still win; 0 for none."""
    most = db.session.scalar(
        select(func.max(Proposal.cost)).where(
            Proposal.municipality_id == municipality_id,
            Proposal.round_id == round_id,
            Proposal.state.in_(IN_THE_RUNNING),
        )
    )
    return Tyiyn(most or 0)
