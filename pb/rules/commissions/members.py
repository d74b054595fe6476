"""Who sits on a commission, and whose marks count.

Law: the text of the model regulation on size and make-up was not to be had; the numbers are
defaults of ours (domain dossier, 11.3) and come from the rule set.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pb.rules.refusals import Code, NotAllowed, NotValid


class Seat(StrEnum):
    """Whom a member speaks for; one member may speak for several."""

    DEPUTY = "deputy"
    RESIDENT = "resident"
    WOMEN = "women"
    YOUTH = "youth"
    OFFICE = "office"
    EXPERT = "expert"


class Involvement(StrEnum):
    """What ties a member to an application; the last three are called as those of groups are."""

    OWN = "own_proposal"
    """The member wrote it, or belongs to the group that did."""
    FAMILY = "family_tie"
    WORK = "work_tie"
    MONEY = "money_tie"


class Bar(StrEnum):
    """Why a member does not score an application, or why what was scored does not count."""

    NO_DECLARATION = "no_declaration"
    CONFLICT = "conflict_of_interest"
    EXCUSED = "excused"
    """The chair let them off (illness, absence), for a reason put down in the minutes."""


@dataclass(frozen=True, slots=True)
class Member:
    """One seat taken. `conflicts` are the references of applications they have an interest in."""

    ref: str
    seats: frozenset[Seat]
    has_declared: bool = False
    conflicts: frozenset[str] = frozenset()
    is_excused: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """At least so many members must speak for one of these."""

    seats: frozenset[Seat]
    number: int = 1


@dataclass(frozen=True, slots=True)
class MakeUp:
    """What a commission must look like; numbers inclusive."""

    smallest: int = 5
    largest: int = 9
    is_odd: bool = True
    needs: tuple[Need, ...] = (
        Need(frozenset({Seat.DEPUTY})),
        Need(frozenset({Seat.RESIDENT})),
        Need(frozenset({Seat.WOMEN, Seat.YOUTH})),
    )


def check_make_up(members: Sequence[Member], make_up: MakeUp) -> None:
    """Refuse a commission that does not look as the rule says.

    Raises:
        NotValid: MEMBER_TWICE, COMMISSION_SIZE, MEMBERS_EVEN, COMMISSION_LACKS (the seats one
            of which is missing, in the order of the list, and how many are needed).
    """
    refs = [member.ref for member in members]
    for number, ref in enumerate(refs, start=1):
        if ref in refs[: number - 1]:
            raise NotValid(Code.MEMBER_TWICE, f"member_{number}", number=number)
    if not make_up.smallest <= len(members) <= make_up.largest:
        raise NotValid(
            Code.COMMISSION_SIZE,
            "members",
            number=len(members),
            smallest=make_up.smallest,
            largest=make_up.largest,
        )
    if make_up.is_odd and len(members) % 2 == 0:
        raise NotValid(Code.MEMBERS_EVEN, "members", number=len(members))
    for need in make_up.needs:
        found = sum(1 for member in members if member.seats & need.seats)
        if found < need.number:
            seats = tuple(seat for seat in Seat if seat in need.seats)
            raise NotValid(
                Code.COMMISSION_LACKS, "members", seats=seats, needed=need.number, number=found
            )


def bar_of(member: Member, application: str) -> Bar | None:
    """Why the member's marks for this application do not count; None where they do."""
    if application in member.conflicts:
        return Bar.CONFLICT
    if not member.has_declared:
        return Bar.NO_DECLARATION
    return Bar.EXCUSED if member.is_excused else None


def require_may_score(member: Member, application: str) -> None:
    """Refuse marks for an application the member has an interest in, or before a declaration.

    Raises:
        NotAllowed: CONFLICT_OF_INTEREST, DECLARATION_MISSING or MEMBER_EXCUSED.
    """
    match bar_of(member, application):
        case Bar.CONFLICT:
            raise NotAllowed(Code.CONFLICT_OF_INTEREST, application=application)
        case Bar.NO_DECLARATION:
            raise NotAllowed(Code.DECLARATION_MISSING)
        case Bar.EXCUSED:
            raise NotAllowed(Code.MEMBER_EXCUSED)


def require_access(member: Member) -> None:
    """Refuse to show any application to a member who has not declared their interests.

    Raises:
        NotAllowed: DECLARATION_MISSING.
    """
    if not member.has_declared:
        raise NotAllowed(Code.DECLARATION_MISSING)


def who_must_score(members: Iterable[Member], application: str) -> tuple[str, ...]:
    """The members whose sheet for this application is waited for, in the order they sit."""
    return tuple(member.ref for member in members if bar_of(member, application) is None)


def declared(member: Member, conflicts: Collection[str]) -> Member:
    """The member with a declaration handed in; an interest once named is never taken back."""
    return Member(
        member.ref,
        member.seats,
        has_declared=True,
        conflicts=member.conflicts | frozenset(conflicts),
        is_excused=member.is_excused,
    )
