"""Who belongs to an initiative group, and what ties them. Personal: no door may import this file.

A member is a resident: by the account that joined, or by the line a clerk took from the paper. An
enrolment may tie the account to another line of the same person, so a person is met by either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    and_,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from pb.records.accounts import Account
from pb.records.base import Base, InMunicipality, Stamped, db, kind, new_ref
from pb.records.identities import can_sign_in
from pb.records.personal import PersonalText, Sealed
from pb.records.residents import Resident
from pb.rules.groups import InterestKind, Part
from pb.rules.refusals import Code, NotFound

ONE_LEADER = text("part = 'leader'")
STANDS = text("left_at IS NULL")


class Membership(Stamped, InMunicipality, Base):
    """A person in a group; who left keeps the row."""

    __tablename__ = "initiative_group_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    group_id: Mapped[int]
    resident_id: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    """Null for somebody taken from the paper."""
    name: Mapped[Sealed[str] | None] = mapped_column(PersonalText)
    """As it stands on the paper; null where the account has the name."""
    part: Mapped[Part] = mapped_column(kind(Part, "known_part"))
    consented_at: Mapped[datetime]
    """When they confirmed; of the paper, when it was entered with their signature."""
    was_present: Mapped[bool] = mapped_column(default=False)
    """At the founding meeting."""
    lead_offered_at: Mapped[datetime | None]
    """When the leader passed the lead on to them; null again once they answered."""
    left_at: Mapped[datetime | None]
    leaving_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Who of the office wrote down that somebody without a telephone asks to leave."""
    let_go_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """The second person, who confirmed it; null for who left by themselves."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "group_id"],
            ["initiative_group.municipality_id", "initiative_group.id"],
            name="fk_initiative_group_member_group",
        ),
        ForeignKeyConstraint(
            ["municipality_id", "resident_id"],
            ["resident.municipality_id", "resident.id"],
            name="fk_initiative_group_member_resident",
        ),
        UniqueConstraint("municipality_id", "id"),
        CheckConstraint("(account_id IS NULL) = (name IS NOT NULL)", "has_one_name"),
        CheckConstraint("part <> 'leader' OR left_at IS NULL", "leader_stays"),
        CheckConstraint("let_go_by <> leaving_by", "two_people_let_go"),
        CheckConstraint(
            "let_go_by IS NULL OR (leaving_by IS NOT NULL AND left_at IS NOT NULL)", "let_go_whole"
        ),
        CheckConstraint(
            "lead_offered_at IS NULL OR (part <> 'leader' AND left_at IS NULL)", "offered_to_member"
        ),
        Index(
            "uq_initiative_group_member_one_leader",
            "group_id",
            unique=True,
            sqlite_where=ONE_LEADER,
            postgresql_where=ONE_LEADER,
        ),
        Index(
            "uq_initiative_group_member_once",
            "group_id",
            "resident_id",
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
    )


class NotedInterest(Stamped, InMunicipality, Base):
    """A conflict of interest of a member, marked for ever: the database refuses any change."""

    __tablename__ = "initiative_group_interest"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int]
    kind: Mapped[InterestKind] = mapped_column(kind(InterestKind, "known_interest"))
    note: Mapped[Sealed[str] | None] = mapped_column(PersonalText)
    """What the tie is, for the office."""
    noted_on: Mapped[date]
    noted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "member_id"],
            ["initiative_group_member.municipality_id", "initiative_group_member.id"],
            name="fk_initiative_group_interest_member",
        ),
        UniqueConstraint("member_id", "kind"),
    )


@dataclass(frozen=True)
class Known:
    """A member with the name there is of them, closed."""

    member: Membership
    name: Sealed[str]
    account_id: int | None
    """Whoever can sign in as them today."""


@dataclass(frozen=True)
class Tie:
    """An interest of somebody who is or was in a group."""

    kind: InterestKind
    noted_on: date
    note: Sealed[str] | None
    member: Membership
    """In the group that is asked about, wherever it was noted."""


def is_of(account_id: int) -> ColumnElement[bool]:
    """That a membership is this account's, by itself or through its resident."""
    theirs = select(Resident.id).where(Resident.account_id == account_id)
    return or_(Membership.account_id == account_id, Membership.resident_id.in_(theirs))


def people_of(municipality_id: int, group_id: int, *, hold: bool = False) -> Sequence[Known]:
    """Everyone who is or was in a group: the leader, then in the order they came."""
    own, theirs = aliased(Account), aliased(Account)
    query = (
        select(Membership, own.name, theirs.id)
        .outerjoin(own, own.id == Membership.account_id)
        .join(Resident, Resident.id == Membership.resident_id)
        .outerjoin(theirs, and_(theirs.id == Resident.account_id, can_sign_in(theirs)))
        .where(Membership.municipality_id == municipality_id, Membership.group_id == group_id)
        .order_by(Membership.part.desc(), Membership.id)
    )
    if hold:
        query = query.with_for_update(of=Membership).execution_options(populate_existing=True)
    return [
        Known(member, member.name or Sealed(name or ""), member.account_id or account_id)
        for member, name, account_id in db.session.execute(query)
    ]


def standing(municipality_id: int, group_id: int) -> Sequence[Known]:
    """Those who are in the group now."""
    return [one for one in people_of(municipality_id, group_id) if one.member.left_at is None]


def membership_of(municipality_id: int, group_id: int, account_id: int) -> Membership | None:
    """Somebody's own place in a group, held until the end of the deed; None for who has none."""
    return db.session.scalar(
        select(Membership)
        .where(
            Membership.municipality_id == municipality_id,
            Membership.group_id == group_id,
            Membership.left_at.is_(None),
            is_of(account_id),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def member_called(municipality_id: int, group_id: int, ref: str) -> Membership:
    """A member of a group by public id, one who left too; held until the end of the deed.

    Raises:
        NotFound: NOT_FOUND.
    """
    found = db.session.scalar(
        select(Membership)
        .where(
            Membership.municipality_id == municipality_id,
            Membership.group_id == group_id,
            Membership.ref == ref,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def ties_of(municipality_id: int, group_id: int) -> Sequence[Tie]:
    """The interests of everyone who is or was in a group, noted in any group, the oldest first."""
    here, there = aliased(Membership), aliased(Membership)
    same = or_(there.resident_id == here.resident_id, there.account_id == here.account_id)
    rows = db.session.execute(
        select(NotedInterest, here)
        .join(there, there.id == NotedInterest.member_id)
        .join(here, same)
        .where(
            NotedInterest.municipality_id == municipality_id,
            there.municipality_id == municipality_id,
            here.municipality_id == municipality_id,
            here.group_id == group_id,
        )
        .order_by(NotedInterest.noted_on, NotedInterest.id, here.id)
    )
    return [Tie(one.kind, one.noted_on, one.note, member) for one, member in rows]
