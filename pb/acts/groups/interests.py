"""Conflicts of interest of the members of a group: noted once, kept for ever."""

from datetime import datetime

from pb.records.base import db
from pb.records.groups import InitiativeGroup, members
from pb.records.groups.members import Membership, NotedInterest
from pb.records.personal import Sealed
from pb.rules import calendar
from pb.rules import groups as rules
from pb.rules.access import Act
from pb.rules.groups import Interest, InterestKind
from pb.rules.refusals import Code, Conflict
from pb.rules.texts import clean_optional
from pb.services import audit
from pb.services import groups as service
from pb.services.actors import Actor, account_of, require
from pb.services.work import unit_of_work


def note_own(
    actor: Actor, municipality_id: int, ref: str, kind: InterestKind, note: str, now: datetime
) -> None:
    """Say of oneself what ties one to those who decide or are paid.

    Raises:
        NotFound: no such group, or none of theirs.
        Conflict: INTEREST_KEPT for one that stands already.
        NotValid: whatever a note may not be, at "note".
    """
    require(actor, Act.NOTE_INTEREST, municipality_id)
    with unit_of_work():
        group, member = service.own_place(actor, municipality_id, ref)
        _note(actor, group, member, kind, note, "member", now)


def note(
    actor: Actor,
    municipality_id: int,
    ref: str,
    member_ref: str,
    kind: InterestKind,
    text: str,
    now: datetime,
) -> None:
    """Mark an interest of a member, also of one who left.

    Raises:
        NotFound: no such group or member.
        NotAllowed: NOT_ALLOWED.
        Conflict: INTEREST_KEPT for one that stands already.
        NotValid: whatever a note may not be, at "note".
    """
    for act in (Act.REGISTER_GROUP, Act.NOTE_INTEREST):
        require(actor, act, municipality_id)
    with unit_of_work():
        group = service.of_office(municipality_id, ref, hold=True)
        member = members.member_called(municipality_id, group.id, member_ref)
        _note(actor, group, member, kind, text, "office", now)


def _note(
    actor: Actor,
    group: InitiativeGroup,
    member: Membership,
    kind: InterestKind,
    text: str,
    by: str,
    now: datetime,
) -> None:
    said = clean_optional(text, "note", rules.NOTE_LENGTH, lines=True)
    day = calendar.day_of(now)
    person = str(member.resident_id)
    before = frozenset(
        Interest(person, tie.kind, tie.noted_on)
        for tie in members.ties_of(group.municipality_id, group.id)
        if tie.member.resident_id == member.resident_id
    )
    if rules.marked(before, person, kind, day) == before:
        raise Conflict(Code.INTEREST_KEPT)
    db.session.add(
        NotedInterest(
            municipality_id=group.municipality_id,
            member_id=member.id,
            kind=kind,
            note=Sealed(said) if said else None,
            noted_on=day,
            noted_by=account_of(actor),
            created_at=now,
        )
    )
    audit.append(
        audit.Tag.INITIATIVE_INTEREST,
        actor,
        group.municipality_id,
        now,
        group.ref,
        kind=kind.value,
        by=by,
    )
