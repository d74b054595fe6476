"""Budget rounds."""

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
from sqlalchemy.orm import Mapped, composite, mapped_column

from pb.records.base import Base, InMunicipality, Stamped, db, kind
from pb.records.residents import RollEntry
from pb.rules.changes import VALUES, Values
from pb.rules.money import Tyiyn
from pb.rules.refusals import Code, NotFound
from pb.rules.rolls.states import EntryStatus
from pb.rules.rounds import Phase, Schedule, phase_of
from pb.rules.rule_sets.choices import AssemblyHands
from pb.rules.tally.election import AllocationRule, TieBreak, VoteType
from pb.rules.terms import Terms
from pb.rules.texts import Bilingual


class Round(Stamped, InMunicipality, Base):
    """One turn of sharing out money. Its rules and dates are frozen at the announcement."""

    __tablename__ = "round"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    edition: Mapped[str]
    title_ky: Mapped[str]
    title_ru: Mapped[str]
    currency: Mapped[str] = mapped_column(default="KGS")
    """ISO 4217; another than KGS only for elections imported from elsewhere."""

    budget: Mapped[Tyiyn]
    ceiling: Mapped[Tyiyn | None]
    """The most one project may take from the budget; null where the budget is the only limit."""
    vote_type: Mapped[VoteType] = mapped_column(kind(VoteType, "known_vote_type"))
    min_choices: Mapped[int]
    max_choices: Mapped[int]
    allocation_rule: Mapped[AllocationRule] = mapped_column(kind(AllocationRule, "known_rule"))
    threshold: Mapped[int]
    """The least number of votes that may win, inclusive."""
    ties: Mapped[str]
    """The declared order of breaking ties, comma between."""
    expected_ballots: Mapped[int]
    points: Mapped[int] = mapped_column(default=0)
    """Cumulative: all that a ballot may give; scoring: the most for one project; otherwise 0."""
    within_budget: Mapped[bool] = mapped_column(default=False)
    """Whether the choices of a ballot together may not cost more than the budget (knapsack)."""
    by_heading: Mapped[int] = mapped_column(default=0)
    """The most choices under one heading; 0 for no limit."""
    hands: Mapped[AssemblyHands] = mapped_column(
        kind(AssemblyHands, "known_hands"), default=AssemblyHands.NONE
    )
    """Whether hands raised at an assembly count, beside ballots or alone."""

    submission_opens: Mapped[datetime]
    submission_closes: Mapped[datetime]
    review_closes: Mapped[datetime]
    voting_opens: Mapped[datetime]
    voting_closes: Mapped[datetime]
    results_due: Mapped[datetime]

    rule_set_id: Mapped[int | None]
    """The rules it is drafted under; null for an imported election and for rounds announced
    before rule sets were kept."""
    rule_set_hash: Mapped[str | None]
    """The fingerprint of those rules, frozen with the round at its announcement."""

    announced_at: Mapped[datetime | None]
    announced_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    """When the result was confirmed by a second person."""
    cancelled_at: Mapped[datetime | None]
    """When two people had decided that it is not held; the guards look for their decision."""
    source: Mapped[str | None]
    """Of an imported election: name and SHA-256 of its file; null for a round held here."""

    title: Mapped[Bilingual] = composite("title_ky", "title_ru")

    __table_args__ = (
        UniqueConstraint("municipality_id", "slug"),
        UniqueConstraint("municipality_id", "id"),
        ForeignKeyConstraint(
            ["municipality_id", "rule_set_id", "rule_set_hash"],
            ["rule_set.municipality_id", "rule_set.id", "rule_set.sha256"],
        ),
        ForeignKeyConstraint(
            ["municipality_id", "rule_set_id"], ["rule_set.municipality_id", "rule_set.id"]
        ),
        CheckConstraint("rule_set_hash IS NULL OR rule_set_id IS NOT NULL", "hash_of_rules"),
        CheckConstraint("budget > 0", "budget_positive"),
        CheckConstraint("ceiling IS NULL OR (ceiling > 0 AND ceiling <= budget)", "ceiling_fits"),
        CheckConstraint("min_choices >= 0 AND max_choices >= min_choices", "choices_fit"),
        CheckConstraint("threshold >= 0", "threshold_not_negative"),
        CheckConstraint(
            "by_heading >= 0 AND points >= 0"
            " AND (points = 0 OR vote_type IN ('cumulative', 'scoring'))"
            " AND (NOT within_budget OR vote_type IN ('approval', 'choose-1'))",
            "ballot_fits_type",
        ),
        CheckConstraint(
            "hands = 'hands_none' OR (vote_type IN ('approval', 'choose-1')"
            " AND allocation_rule NOT LIKE 'equalshares%')",
            "hands_fit_vote",
        ),
        CheckConstraint(
            "submission_opens < submission_closes AND submission_closes <= review_closes"
            " AND review_closes <= voting_opens AND voting_opens < voting_closes"
            " AND voting_closes <= results_due",
            "dates_in_order",
        ),
        CheckConstraint("decided_at IS NULL OR announced_at IS NOT NULL", "decided_if_announced"),
    )

    @property
    def schedule(self) -> Schedule:
        """Its instants."""
        return Schedule(
            self.submission_opens,
            self.submission_closes,
            self.review_closes,
            self.voting_opens,
            self.voting_closes,
            self.results_due,
        )

    @property
    def values(self) -> Values:
        """What of it a decision of two may still change besides its days."""
        return Values(**{name: getattr(self, name) for name in VALUES})

    @property
    def terms(self) -> Terms:
        """Its parameters."""
        return Terms(
            budget=self.budget,
            ceiling=self.ceiling,
            vote_type=self.vote_type,
            min_choices=self.min_choices,
            max_choices=self.max_choices,
            allocation_rule=self.allocation_rule,
            threshold=self.threshold,
            ties=tuple(TieBreak(name) for name in self.ties.split(",")),
            expected_ballots=self.expected_ballots,
            points=self.points,
            within_budget=self.within_budget,
            by_heading=self.by_heading,
            hands=self.hands,
        )

    def phase(self, now: datetime) -> Phase:
        """The phase it is in at an instant."""
        return phase_of(
            self.schedule,
            now,
            announced=self.announced_at is not None,
            decided=self.decided_at is not None,
            cancelled=self.cancelled_at is not None,
        )


def round_of(municipality_id: int, slug: str, *, hold: bool = False) -> Round:
    """A round by its name in addresses; `hold` keeps others from changing it meanwhile.

    Raises:
        NotFound: NOT_FOUND, also for a round of another municipality.
    """
    query = select(Round).where(Round.municipality_id == municipality_id, Round.slug == slug)
    found = db.session.scalar(query.with_for_update() if hold else query)
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def round_by_id(
    municipality_id: int, round_id: int, *, hold: bool = False, shared: bool = False
) -> Round:
    """A round of a municipality by its key; held `shared`, voters still come in meanwhile.

    Raises:
        NotFound: NOT_FOUND, also for a round of another municipality.
    """
    query = select(Round).where(Round.municipality_id == municipality_id, Round.id == round_id)
    found = db.session.scalar(query.with_for_update(read=shared) if hold else query)
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def slug_is_taken(municipality_id: int, slug: str) -> bool:
    """Whether the municipality has a round of this name."""
    return (
        db.session.scalar(
            select(Round.id).where(Round.municipality_id == municipality_id, Round.slug == slug)
        )
        is not None
    )


def announced_rounds(municipality_id: int) -> Sequence[Round]:
    """What the public may see, the latest first."""
    return db.session.scalars(
        select(Round)
        .where(Round.municipality_id == municipality_id, Round.announced_at.is_not(None))
        .order_by(Round.voting_closes.desc(), Round.id.desc())
    ).all()


def all_rounds(municipality_id: int) -> Sequence[Round]:
    """Every round with its drafts, the latest first: for the desk."""
    return db.session.scalars(
        select(Round)
        .where(Round.municipality_id == municipality_id)
        .order_by(Round.voting_closes.desc(), Round.id.desc())
    ).all()


def rounds_to_seal(now: datetime) -> Sequence[Round]:
    """Announced, undecided rounds whose voting has begun, in every municipality: for the clock."""
    return db.session.scalars(
        select(Round).where(
            Round.announced_at.is_not(None),
            Round.decided_at.is_(None),
            Round.cancelled_at.is_(None),
            Round.source.is_(None),
            Round.voting_opens <= now,
        )
    ).all()


def round_imported_from(sha256: str) -> Round | None:
    """The round made of the file with this SHA-256, in any municipality; None if none was."""
    return db.session.scalar(select(Round).where(Round.source.endswith(sha256, autoescape=True)))


def voters_on_roll(round_id: int) -> int:
    """How many people may vote in a round: a count, nobody's name."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(RollEntry)
            .where(RollEntry.round_id == round_id, RollEntry.status == EntryStatus.ACTIVE)
        )
        or 0
    )
