"""Residents who sign in: their account is opened once, and each session begins in the same way."""

from dataclasses import dataclass
from datetime import datetime

from pb.records import accounts, places
from pb.records.accounts import Account, RoleGrant
from pb.records.base import db
from pb.records.residents import Resident
from pb.rules.refusals import Code, NotAllowed, NotFound, NotValid
from pb.rules.roles import STAFF, Assurance, Role
from pb.rules.sessions import Means
from pb.services.actors import Actor
from pb.services.sessions import Begun, Door, begin


@dataclass(frozen=True)
class Phone:
    """A phone as an account keeps it."""

    tag: bytes
    locked: bytes


def place_of(door: Door) -> int:
    """The municipality somebody knocks at; residents sign in nowhere else.

    Raises:
        NotFound: NOT_FOUND on the pages of the platform.
    """
    if door.municipality_id is None:
        raise NotFound(Code.NOT_FOUND)
    return door.municipality_id


def open_account(name: str, now: datetime, phone: Phone | None = None) -> Account:
    """A new account without any role; `name` is clean already."""
    account = Account(
        name=name,
        phone_tag=phone.tag if phone else None,
        phone_locked=phone.locked if phone else None,
        created_at=now,
    )
    db.session.add(account)
    db.session.flush()
    return account


def settle(municipality_id: int, account: Account, village: str, now: datetime) -> Resident:
    """Make the account a resident of a village, by its name in forms.

    Raises:
        NotValid: SETTLEMENT_UNKNOWN at "village".
    """
    settlement = places.settlement_of(municipality_id, village)
    if settlement is None:
        raise NotValid(Code.SETTLEMENT_UNKNOWN, "village")
    resident = Resident(
        municipality_id=municipality_id,
        account_id=account.id,
        settlement_id=settlement.id,
        created_at=now,
    )
    db.session.add(resident)
    db.session.flush()
    return resident


def make_resident(municipality_id: int, account: Account, now: datetime) -> None:
    """Give the account the role of a resident here, where it has no role yet."""
    if not accounts.roles_of(municipality_id, account.id):
        db.session.add(
            RoleGrant(
                municipality_id=municipality_id,
                account_id=account.id,
                role=Role.RESIDENT,
                created_at=now,
            )
        )
        db.session.flush()


def let_in(
    account: Account, means: Means, assurance: Assurance, door: Door, now: datetime
) -> tuple[Begun, Actor]:
    """Begin the session of a resident inside the deed that knew who it is; and who that is.

    Raises:
        NotAllowed: ACCOUNT_CLOSED; PASSWORD_NEEDED for people of the office: neither a telephone
            nor the state's word is their second factor.
    """
    place = place_of(door)
    roles = accounts.roles_of(place, account.id)
    if account.is_disabled:
        raise NotAllowed(Code.ACCOUNT_CLOSED)
    if roles & STAFF:
        raise NotAllowed(Code.PASSWORD_NEEDED)
    begun = begin(account.id, account.ref, means, door, now, roles, assurance=assurance)
    return begun, Actor(account.id, account.ref, account.name, roles, place)
