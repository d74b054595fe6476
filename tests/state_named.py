"""People of tests as the state's sign-in names them, and residents they may be."""

from dataclasses import replace

from pb.acts import signing_in_by_state as acts
from pb.acts.accounts import grants
from pb.gateways.identity import Identity
from pb.records import places
from pb.records import sessions as session_records
from pb.records.base import db
from pb.records.residents import Resident
from pb.rules.roles import Role
from pb.services.actors import PLATFORM
from pb.services.sessions import Door, tag_of
from pb.services.work import unit_of_work
from tests.stage import KEYS

PIN, OTHER_PIN = "11503198500123", "20101199000011"
WOMAN = Identity(
    issuer="https://esi.example",
    subject="subject-1",
    pin=PIN,
    name="Токтогулова Айгүл",
    born=None,
    sex=None,
    phone=None,
    is_phone_verified=False,
    acr="e-id",
    amr=(),
    auth_time=None,
)


def at(stage):
    return Door(stage.place, "Chrome, Android")


def named(stage, **changes):
    return acts.named(replace(WOMAN, **changes), KEYS, stage.now)


def sign_in(stage, person=None, whose=None):
    return acts.sign_in(person or named(stage), whose, at(stage), stage.now)


def join(stage, person=None, name="", village="archa-tor"):
    return acts.join(person or named(stage), name, village, at(stage), stage.now)


def who(begun, stage):
    return session_records.signed_in_at(tag_of(begun.token), stage.slug, stage.now)[1]


def resident(stage, pin=None, *, account=True, name="Асанов Бакыт"):
    """A line of a resident, with or without an account and a number; the account."""
    person = (
        grants.open_account(PLATFORM, stage.place, name, Role.RESIDENT, stage.now)
        if account
        else None
    )
    with unit_of_work():
        db.session.add(
            Resident(
                municipality_id=stage.place,
                account_id=person.id if person else None,
                settlement_id=places.settlements_of(stage.place)[0].id,
                pin_tag=KEYS.pin_tag(pin) if pin else None,
                created_at=stage.now,
            )
        )
    return person


def residents():
    db.session.expire_all()
    return db.session.query(Resident).all()
