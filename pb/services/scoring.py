"""A commission at work, as the rules see it; marks come out of here to their member alone.

Until all sheets are opened nobody else's marks are read at all, by whatever page asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from pb.records import commissions, proposals, rounds, score_sheets
from pb.records.commissions import Commission, CommissionMember
from pb.records.proposals import Project, Proposal
from pb.records.rounds import Round
from pb.records.score_sheets import SheetOpening
from pb.rules.access import Act
from pb.rules.commissions import codes, terms
from pb.rules.commissions.criteria import Criteria, Criterion
from pb.rules.commissions.figures import Facts
from pb.rules.commissions.members import Member, bar_of, who_must_score
from pb.rules.commissions.ranking import Application
from pb.rules.commissions.results import Spread, spread_of
from pb.rules.commissions.sheets import ScoreSheet
from pb.rules.money import Tyiyn
from pb.rules.quorum import MORE_THAN_HALF
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound
from pb.services import rules
from pb.services.actors import Actor, account_of, require


@dataclass(frozen=True)
class Scoring:
    """The commission of a round, what it scores, and who has handed in: no marks."""

    round: Round
    commission: Commission
    seated: Sequence[CommissionMember]
    members: tuple[Member, ...]
    """As the rules see them, in the same order; called by their numbers."""
    projects: Sequence[Project]
    handed_in: frozenset[tuple[str, str]]
    """Member and application."""
    opening: SheetOpening | None

    @cached_property
    def criteria(self) -> Criteria:
        """What is scored by."""
        return self.commission.criteria

    @cached_property
    def applications(self) -> dict[str, Project]:
        """What is scored, by the reference of the proposal, in the order members see."""
        found = {_proposal(project).ref: project for project in self.projects}
        return {ref: found[ref] for ref in self.codes}

    @cached_property
    def codes(self) -> dict[str, str]:
        """The code of each application; the order of the codes says nothing of the numbers."""
        refs = [_proposal(project).ref for project in self.projects]
        return codes.codes(refs, bytes.fromhex(self.commission.code_seed))

    @property
    def waiting(self) -> tuple[str, ...]:
        """The members who have not declared, or not handed in all that they score."""
        return tuple(member.ref for member in self.members if not self.is_done(member))

    def is_done(self, member: Member) -> bool:
        """Whether a member has handed in everything."""
        due = self.due(member)
        return member.has_declared and all((member.ref, ref) in self.handed_in for ref in due)

    def due(self, member: Member) -> tuple[str, ...]:
        """The applications a member scores."""
        return tuple(ref for ref in self.applications if ref not in member.conflicts)

    def seat_of(self, actor: Actor) -> tuple[CommissionMember, Member]:
        """The seat of a person, as it is kept and as the rules see it.

        Raises:
            NotAllowed: NOT_SEATED.
        """
        account = account_of(actor)
        for seat, member in zip(self.seated, self.members, strict=True):
            if seat.account_id == account:
                return seat, member
        raise NotAllowed(Code.NOT_SEATED)

    def application_coded(self, code: str) -> str:
        """The application a code stands for.

        Raises:
            NotFound: NOT_FOUND.
        """
        for ref, given in self.codes.items():
            if given == code:
                return ref
        raise NotFound(Code.NOT_FOUND)

    def require_sealed(self) -> None:
        """Refuse to change anything after the opening.

        Raises:
            Conflict: SHEETS_OPEN.
        """
        if self.opening is not None:
            raise Conflict(Code.SHEETS_OPEN)

    def require_quorate(self) -> None:
        """Refuse to go on where the marks of too few members would count.

        Raises:
            Conflict: COMMISSION_NOT_QUORATE, with the application.
        """
        needed = MORE_THAN_HALF.of(len(self.members))
        for ref in self.applications:
            counted = sum(
                1 for member in self.members if bar_of(member, ref) is None and self.is_done(member)
            )
            if counted < needed:
                raise Conflict(
                    Code.COMMISSION_NOT_QUORATE, application=ref, number=counted, needed=needed
                )


def scoring_of(municipality_id: int, round_: Round, *, hold: bool = False) -> Scoring:
    """The commission of a round at work; `hold` keeps sheets and opening as they are meanwhile.

    Raises:
        Conflict: COMMISSION_MISSING, NOTHING_TO_SCORE.
    """
    commission = commissions.standing_of(municipality_id, round_.id, hold=hold)
    if commission is None:
        raise Conflict(Code.COMMISSION_MISSING)
    found = scoring_by(commission, round_)
    if not found.projects:
        raise Conflict(Code.NOTHING_TO_SCORE)
    return found


def scoring_by(commission: Commission, round_: Round) -> Scoring:
    """A commission at work; before there is a ballot it has nothing to score."""
    municipality_id = commission.municipality_id
    projects = [one for one in proposals.projects_of(round_.id) if one.proposal is not None]
    seated = commissions.members_of(municipality_id, commission.id)
    refs = {project.id: _proposal(project).ref for project in projects}
    numbers = {seat.id: str(seat.number) for seat in seated}
    pairs = score_sheets.handed_in(municipality_id, commission.id)
    members = commissions.as_rules(municipality_id, seated, refs)
    return Scoring(
        round_,
        commission,
        seated,
        members,
        projects,
        frozenset((numbers[member], refs[project]) for member, project in pairs),
        score_sheets.opening_of(municipality_id, commission.id),
    )


def scoring_held(
    actor: Actor, act: Act, municipality_id: int, round_slug: str, now: datetime
) -> Scoring:
    """The commission of a round for a deed of its members: asked WHO and WHEN, and held.

    Raises:
        NotAllowed, NotFound, NotNow: as the tables say.
        Conflict: COMMISSION_MISSING, NOTHING_TO_SCORE.
    """
    require(actor, act, municipality_id)
    # An opening waits for a signature that is under way: nobody opens sheets of a commission that
    # is just being replaced. Saving a sheet does not hold the round, because people vote in it.
    round_ = rounds.round_of(municipality_id, round_slug, hold=act is Act.OPEN_SHEETS)
    require(actor, act, municipality_id, round_, now)
    return scoring_of(municipality_id, round_, hold=True)


def rounds_owed_by(municipality_id: int, actor: Actor) -> frozenset[int]:
    """The rounds whose commission somebody sits on and has handed in nothing yet."""
    return score_sheets.rounds_owed_by(municipality_id, account_of(actor))


def reason_of_opening(municipality_id: int, commission_id: int) -> str | None:
    """Why the chair did not wait for everyone; None where nobody was left out."""
    opening = score_sheets.opening_of(municipality_id, commission_id)
    return opening.reason if opening else None


def own_sheets(scoring: Scoring, actor: Actor) -> dict[str, tuple[ScoreSheet, str]]:
    """The sheets and notes of whoever asks, by application; nobody else's.

    Raises:
        NotAllowed: NOT_SEATED.
    """
    seat, member = scoring.seat_of(actor)
    refs = {project.id: ref for ref, project in scoring.applications.items()}
    kept = score_sheets.own_sheets(seat.municipality_id, seat.id)
    return {
        refs[key]: (
            ScoreSheet(member.ref, refs[key], sheet.marks, sheet.handed_in_at is not None),
            sheet.note or "",
        )
        for key, sheet in kept.items()
    }


def facts_of(scoring: Scoring, seed: str | None = None) -> Facts:
    """All that the result follows from; without marks until the sheets are opened."""
    commission = scoring.commission
    refs = {project.id: ref for ref, project in scoring.applications.items()}
    numbers = {seat.id: str(seat.number) for seat in scoring.seated}
    excused = frozenset(
        seat.id
        for seat, member in zip(scoring.seated, scoring.members, strict=True)
        if not scoring.is_done(member)
    )
    rule_set = rules.rules_of(scoring.round)
    opened = score_sheets.opened_sheets(commission.municipality_id, commission.id)
    return Facts(
        scoring.criteria,
        tuple(application_of(ref, project) for ref, project in scoring.applications.items()),
        commissions.as_rules(commission.municipality_id, scoring.seated, refs, excused),
        tuple(
            ScoreSheet(numbers[one.member_id], refs[one.project_id], one.marks, is_handed_in=True)
            for one in opened
        ),
        terms.ties(rule_set),
        seed,
        commission.code_seed if commission.is_blind else None,
    )


@dataclass(frozen=True)
class Seen:
    """One criterion of one application after the opening: how far the marks lie apart."""

    criterion: Criterion
    spread: Spread
    own: str | None
    """The mark of whoever looks, exactly, as text; None where they gave none."""


def spreads(scoring: Scoring, member: Member) -> Mapping[str, tuple[Seen, ...]]:
    """For each application the spread of its marks, beside a member's own; empty before."""
    facts = facts_of(scoring)
    found: dict[str, tuple[Seen, ...]] = {}
    for ref in scoring.applications:
        counted = who_must_score(facts.members, ref)
        sheets = [s for s in facts.sheets if s.application == ref and s.member in counted]
        if sheets:
            found[ref] = tuple(_seen(one, sheets, member) for one in scoring.criteria.marked)
    return found


def application_of(ref: str, project: Project) -> Application:
    """A project as a commission ranks it; the cost is the whole one, with the own contribution."""
    proposal = _proposal(project)
    return terms.measured(
        Application(
            ref,
            Tyiyn(project.cost + project.own_contribution),
            project.cost,
            project.own_contribution,
            proposal.beneficiaries or 0,
            proposal.register_number or 0,
            sector=proposal.sector,
        )
    )


def _seen(criterion: Criterion, sheets: Sequence[ScoreSheet], member: Member) -> Seen:
    marks = {sheet.member: sheet.mark(criterion.key) for sheet in sheets}
    given = [mark for mark in marks.values() if mark is not None]
    own = marks.get(member.ref)
    return Seen(criterion, spread_of(given), None if own is None else str(own))


def _proposal(project: Project) -> Proposal:
    if project.proposal is None:
        raise LookupError(f"project {project.id} without a proposal")
    return project.proposal
