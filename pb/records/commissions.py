"""Commissions that score the proposals of a round: the seating, its members, what they declared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Select,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from pb.records.accounts import Account, RoleGrant
from pb.records.base import Base, InMunicipality, db, kind, new_ref
from pb.rules.commissions import members as rules
from pb.rules.commissions import written
from pb.rules.commissions.criteria import Criteria
from pb.rules.commissions.members import Involvement, Seat
from pb.rules.refusals import Code, NotFound
from pb.rules.roles import Role
from pb.rules.texts import Bilingual


class Commission(InMunicipality, Base):
    """One seating by an act: entered by one person, signed by another, then frozen.

    A later seating takes the place of an earlier one, until the sheets are opened.
    """

    __tablename__ = "commission"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    round_id: Mapped[int]
    version: Mapped[int]
    """Counted per round from 1."""
    act_number: Mapped[str]
    act_day: Mapped[date]
    act_sha256: Mapped[str | None]
    """Of the file of the act: its name in the storage; null where none was added."""
    act_media_type: Mapped[str | None]
    act_size: Mapped[int | None]
    criteria_text: Mapped[str]
    """As `rules/commissions/written.py` writes it."""
    criteria_sha256: Mapped[str]
    is_blind: Mapped[bool]
    """Whether members see codes, and no villages."""
    code_seed: Mapped[str]
    """What the codes are made of, in hex; public only with the result."""

    seated_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    seated_at: Mapped[datetime]
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    signed_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        UniqueConstraint("round_id", "version"),
        ForeignKeyConstraint(
            ["municipality_id", "round_id"], ["round.municipality_id", "round.id"]
        ),
        CheckConstraint("signed_by <> seated_by", "two_people"),
        CheckConstraint("(signed_by IS NULL) = (signed_at IS NULL)", "signed_whole"),
        CheckConstraint(
            "(act_sha256 IS NULL) = (act_media_type IS NULL)"
            " AND (act_sha256 IS NULL) = (act_size IS NULL)",
            "act_file_whole",
        ),
    )

    @property
    def criteria(self) -> Criteria:
        """What it scores by."""
        return written.criteria_of(self.criteria_text)

    @property
    def is_signed(self) -> bool:
        """Whether a second person stands for it."""
        return self.signed_at is not None


class CommissionMember(InMunicipality, Base):
    """One seat taken; `number` is what a member is called by where names are not published."""

    __tablename__ = "commission_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    commission_id: Mapped[int]
    number: Mapped[int]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    seat_names: Mapped[str]
    """Whom the member speaks for, comma between."""
    is_chair: Mapped[bool]

    account: Mapped[Account] = relationship(lazy="raise_on_sql", viewonly=True)
    """Who it is: for the desk and for the members themselves."""

    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        UniqueConstraint("commission_id", "account_id"),
        UniqueConstraint("commission_id", "number"),
        ForeignKeyConstraint(
            ["municipality_id", "commission_id"], ["commission.municipality_id", "commission.id"]
        ),
        CheckConstraint("number >= 1", "number_from_one"),
    )

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Whom the member speaks for, in the order of the list."""
        named = self.seat_names.split(",")
        return tuple(seat for seat in Seat if seat in named)


class Declaration(InMunicipality, Base):
    """That a member said which interests there are; said again, it adds to what stands."""

    __tablename__ = "declaration"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int]
    declared_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("municipality_id", "member_id", "id"),
        ForeignKeyConstraint(
            ["municipality_id", "member_id"],
            ["commission_member.municipality_id", "commission_member.id"],
        ),
    )


class DeclaredInterest(InMunicipality, Base):
    """An interest of a member in a project; it is never taken back."""

    __tablename__ = "declared_interest"

    member_id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(primary_key=True)
    declaration_id: Mapped[int]
    involvement: Mapped[Involvement] = mapped_column(kind(Involvement, "known_involvement"))

    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_id", "member_id", "declaration_id"],
            ["declaration.municipality_id", "declaration.member_id", "declaration.id"],
            name="fk_declared_interest_declaration",
        ),
        ForeignKeyConstraint(
            ["municipality_id", "project_id"], ["project.municipality_id", "project.id"]
        ),
    )


@dataclass(frozen=True)
class Candidate:
    """Someone who may be seated: who it is, and the position they hold."""

    account_id: int
    ref: str
    name: str
    position: Bilingual


def _of_round(municipality_id: int, round_id: int) -> Select[Any]:
    return (
        select(Commission)
        .where(Commission.municipality_id == municipality_id, Commission.round_id == round_id)
        .order_by(Commission.version.desc())
        .limit(1)
    )


def latest_of(municipality_id: int, round_id: int) -> Commission | None:
    """The last seating of a round, signed or not."""
    found: Commission | None = db.session.scalar(_of_round(municipality_id, round_id))
    return found


def commission_of(municipality_id: int, round_id: int, ref: str) -> Commission:
    """A seating by its public id, held against other deeds.

    Raises:
        NotFound: NOT_FOUND, also for one of another round.
    """
    found = db.session.scalar(
        select(Commission)
        .where(
            Commission.municipality_id == municipality_id,
            Commission.round_id == round_id,
            Commission.ref == ref,
        )
        .with_for_update()
    )
    if found is None:
        raise NotFound(Code.NOT_FOUND)
    return found


def standing_of(municipality_id: int, round_id: int, *, hold: bool = False) -> Commission | None:
    """The commission of a round: the last seating that two people stand for."""
    query = _of_round(municipality_id, round_id).where(Commission.signed_at.is_not(None))
    found: Commission | None = db.session.scalar(query.with_for_update() if hold else query)
    return found


def members_of(municipality_id: int, commission_id: int) -> Sequence[CommissionMember]:
    """The members, by number."""
    return db.session.scalars(
        select(CommissionMember)
        .where(
            CommissionMember.municipality_id == municipality_id,
            CommissionMember.commission_id == commission_id,
        )
        .order_by(CommissionMember.number)
        .options(joinedload(CommissionMember.account))
    ).all()


def as_rules(
    municipality_id: int,
    seated: Sequence[CommissionMember],
    refs: dict[int, str],
    excused: frozenset[int] = frozenset(),
) -> tuple[rules.Member, ...]:
    """The members as the rules see them; `refs` are the applications by the key of the project."""
    keys = [member.id for member in seated]
    said = db.session.execute(
        select(Declaration.member_id, DeclaredInterest.project_id)
        .outerjoin(DeclaredInterest, DeclaredInterest.declaration_id == Declaration.id)
        .where(Declaration.municipality_id == municipality_id, Declaration.member_id.in_(keys))
    ).all()
    declared = {row[0] for row in said}
    return tuple(
        rules.Member(
            str(member.number),
            frozenset(member.seats),
            member.id in declared,
            frozenset(refs[row[1]] for row in said if row[0] == member.id and row[1]),
            member.id in excused,
        )
        for member in seated
    )


def last_declaration(municipality_id: int, member_id: int) -> Declaration:
    """The last declaration of a member who is known to have made one."""
    return db.session.scalars(
        select(Declaration)
        .where(Declaration.municipality_id == municipality_id, Declaration.member_id == member_id)
        .order_by(Declaration.id.desc())
        .limit(1)
    ).one()


def candidates(municipality_id: int) -> list[Candidate]:
    """Everyone who holds the role of a member here, by name."""
    rows = db.session.execute(
        select(Account, RoleGrant)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            RoleGrant.municipality_id == municipality_id,
            RoleGrant.role == Role.COMMISSION,
            Account.is_disabled.is_(False),
        )
        .order_by(Account.name, Account.id)
    )
    return [
        Candidate(account.id, account.ref, account.name, Bilingual(g.position_ky, g.position_ru))
        for account, g in rows
    ]


def act_file(municipality_id: int, round_id: int) -> tuple[str, str]:
    """Name in the storage and media type of the act that seated the commission of a round.

    Raises:
        NotFound: NOT_FOUND where no file was added, or nobody has signed yet.
    """
    found = standing_of(municipality_id, round_id)
    if found is None or found.act_sha256 is None or found.act_media_type is None:
        raise NotFound(Code.NOT_FOUND)
    return found.act_sha256, found.act_media_type
