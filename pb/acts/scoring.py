"""Deeds of a member of a commission: declaring interests, marking, handing in."""

from collections.abc import Mapping
from datetime import datetime

from pb.records import commissions, involvement, score_sheets
from pb.records.base import db
from pb.records.commissions import CommissionMember, Declaration, DeclaredInterest
from pb.records.proposals import Project
from pb.rules.access import Act
from pb.rules.commissions.members import Involvement, Member, require_may_score
from pb.rules.commissions.sheets import ScoreSheet, filled, handed_in
from pb.rules.refusals import Code, Conflict, NotFound, NotValid
from pb.rules.texts import clean_optional
from pb.services import audit
from pb.services.actors import Actor
from pb.services.scoring import Scoring, own_sheets, scoring_held
from pb.services.work import unit_of_work

NOTE_LENGTH = (1, 1_000)


def declare(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    has_interest: bool | None,
    interests: Mapping[str, Involvement],
    now: datetime,
) -> None:
    """Say which applications one has an interest in; said again, it only adds.

    `interests` are by the reference of the proposal. One's own proposals, and those of
    one's groups, are added by themselves.

    Raises:
        NotAllowed, NotFound, NotNow: as usual; NOT_SEATED.
        NotValid: INTEREST_UNSAID, INTEREST_CONTRADICTS.
        Conflict: COMMISSION_MISSING, NOTHING_TO_SCORE, SHEETS_OPEN, SHEET_HANDED_IN.
    """
    with unit_of_work():
        scoring = scoring_held(actor, Act.SCORE_PROPOSALS, municipality_id, round_slug, now)
        seat, member = _at_work(scoring, actor)
        if has_interest is None:
            raise NotValid(Code.INTEREST_UNSAID, "has_interest")
        if has_interest is not bool(interests):
            raise NotValid(Code.INTEREST_CONTRADICTS, "has_interest")
        if not set(interests) <= set(scoring.applications):
            raise NotFound(Code.NOT_FOUND)
        own = dict.fromkeys(_written_by(scoring, seat), Involvement.OWN)
        _declare(scoring, seat, member, {**interests, **own}, now)
        _trace(audit.Tag.INTERESTS_DECLARED, actor, scoring, now)


def save(
    actor: Actor,
    municipality_id: int,
    round_slug: str,
    application: str,
    typed: Mapping[str, str],
    note: str | None,
    now: datetime,
) -> bool:
    """Keep the marks for one application, also half done; says whether every mark is there.

    `typed` is by the key of the criterion; "7,5" and "7.5" are the same.

    Raises:
        NotAllowed, NotFound, NotNow: as usual; NOT_SEATED, DECLARATION_MISSING,
            CONFLICT_OF_INTEREST.
        NotValid: a mark that is none, or not on the scale, at its field.
        Conflict: COMMISSION_MISSING, SHEETS_OPEN, SHEET_HANDED_IN.
    """
    with unit_of_work():
        scoring = scoring_held(actor, Act.SCORE_PROPOSALS, municipality_id, round_slug, now)
        seat, member = _at_work(scoring, actor)
        project = scoring.applications.get(application)
        if project is None:
            raise NotFound(Code.NOT_FOUND)
        if application in _written_by(scoring, seat):
            member = Member(member.ref, member.seats, member.has_declared, frozenset({application}))
        require_may_score(member, application)
        before = own_sheets(scoring, actor).get(application)
        sheet = before[0] if before else ScoreSheet(member.ref, application)
        after = filled(sheet, typed, scoring.criteria, complete=False)
        row = _row(seat, project)
        row.marks = after.marks
        row.note = clean_optional(note, "note", NOTE_LENGTH, lines=True)
        row.saved_at = now
        db.session.add(row)
        db.session.flush()
        _trace(audit.Tag.SHEET_SAVED, actor, scoring, now)
        return len(after.marks) == len(scoring.criteria.marked)


def hand_in(actor: Actor, municipality_id: int, round_slug: str, now: datetime) -> None:
    """Hand in all one's sheets at once: nothing in them changes any more.

    Raises:
        NotAllowed, NotFound, NotNow: as usual; NOT_SEATED, DECLARATION_MISSING.
        NotValid: MARK_MISSING where a sheet is not complete.
        Conflict: COMMISSION_MISSING, SHEETS_OPEN, SHEET_HANDED_IN.
    """
    with unit_of_work():
        scoring = scoring_held(actor, Act.SCORE_PROPOSALS, municipality_id, round_slug, now)
        seat, member = _at_work(scoring, actor)
        kept = score_sheets.own_sheets(municipality_id, seat.id)
        read = own_sheets(scoring, actor)
        for ref in scoring.due(member):
            require_may_score(member, ref)
            found = read.get(ref)
            handed_in(found[0] if found else ScoreSheet(member.ref, ref), scoring.criteria)
            kept[scoring.applications[ref].id].handed_in_at = now
        db.session.flush()
        _trace(audit.Tag.SHEETS_HANDED_IN, actor, scoring, now)


def _at_work(scoring: Scoring, actor: Actor) -> tuple[CommissionMember, Member]:
    """The seat of a person while there is still something to do for it."""
    seat, member = scoring.seat_of(actor)
    scoring.require_sealed()
    if any(one == member.ref for one, _ in scoring.handed_in):
        raise Conflict(Code.SHEET_HANDED_IN)
    return seat, member


def _row(seat: CommissionMember, project: Project) -> score_sheets.ScoreSheet:
    """The sheet as it is kept, or a new one under the member's last declaration."""
    place = seat.municipality_id
    kept = score_sheets.own_sheets(place, seat.id).get(project.id)
    return kept or score_sheets.ScoreSheet(
        municipality_id=place,
        member_id=seat.id,
        project_id=project.id,
        declaration_id=commissions.last_declaration(place, seat.id).id,
    )


def _written_by(scoring: Scoring, seat: CommissionMember) -> list[str]:
    part = involvement.part_in(seat.municipality_id, seat.account_id)
    return [ref for ref, project in scoring.applications.items() if project.proposal_id in part]


def _declare(
    scoring: Scoring,
    seat: CommissionMember,
    member: Member,
    interests: Mapping[str, Involvement],
    now: datetime,
) -> None:
    place = seat.municipality_id
    declaration = Declaration(municipality_id=place, member_id=seat.id, declared_at=now)
    db.session.add(declaration)
    db.session.flush()
    for ref in [one for one in interests if one not in member.conflicts]:
        project = scoring.applications[ref]
        score_sheets.drop_draft(place, seat.id, project.id)
        db.session.add(
            DeclaredInterest(
                municipality_id=place,
                member_id=seat.id,
                project_id=project.id,
                declaration_id=declaration.id,
                involvement=interests[ref],
            )
        )
    db.session.flush()


def _trace(tag: audit.Tag, actor: Actor, scoring: Scoring, now: datetime) -> None:
    commission = scoring.commission
    audit.append(
        tag, actor, commission.municipality_id, now, commission.ref, round=scoring.round.slug
    )
